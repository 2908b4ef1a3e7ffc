"""Verbs on attached files: list those of a record, add one, save them out beside a workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop.console.desk import Desk, answer
from desktop.words import _

if TYPE_CHECKING:
    from records.model.attached import Attached


EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def shown(file: "Attached") -> dict[str, Any]:
    """Return a file as the console's JSON; *name* is what answers and saved files are called."""
    return {
        "name": file.name,
        "shown": file.shown,
        "question": file.path,
        "sha256": file.sha256,
        "size": file.size,
        "media_type": file.media_type,
        "width": file.width,
        "height": file.height,
        "here": file.here,
        "coming": file.coming,
    }


@click.group()
def attachments() -> None:
    """Files of records."""


@attachments.command("list")
@click.argument("record_id")
@click.option("--revision", type=click.IntRange(min=1))
@click.pass_obj
def list_(desk: Desk, record_id: str, revision: int | None) -> None:
    """List the files of a record, or of one of its revisions."""
    with desk.office() as office:
        files = office.attachments.of(record_id, revision)
    for file in files:
        desk.speech.line(f"{file.size:>10}  {file.media_type or '-':<20}  {file.path or '-'}  {file.shown}")
    answer(desk, {"files": [shown(file) for file in files]}, _("共 {count} 个附件").format(count=len(files)))


@attachments.command()
@click.argument("record_id")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.pass_obj
def add(desk: Desk, record_id: str, files: tuple[Path, ...]) -> None:
    """Attach FILES to a record as a whole; each is judged by its content."""
    from records.ledger.attachments import read_file

    with desk.office() as office:
        made = [office.attachments.attach(record_id, file.name, read_file(file)) for file in files]
    answer(desk, {"files": [shown(one) for one in made]}, _("已添加 {count} 个附件").format(count=len(made)))


@attachments.command()
@click.argument("record_id")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--revision", type=click.IntRange(min=1))
@click.pass_obj
def save(desk: Desk, record_id: str, folder: Path, revision: int | None) -> None:
    """Write the files of a record into FOLDER, under the names its answers tell."""
    with desk.office() as office:
        files = [file for file in office.attachments.of(record_id, revision) if file.here]
        written = [office.attachments.save(file.name, folder) for file in files]
    answer(
        desk,
        {"files": [str(file) for file in written]},
        _("已写出 {count} 个附件到 {folder}").format(count=len(written), folder=folder),
    )


@attachments.command()
@click.argument("record_id")
@click.option("--server", help="Address of the office above; without it the one of the enrolment.")
@click.option("--ca", type=EXISTING, help="Certificate to trust, for a server with one of its own.")
@click.pass_obj
def fetch(desk: Desk, record_id: str, server: str | None, ca: Path | None) -> None:
    """Fetch the files of a record that came down from the office above, now."""
    from sync import outbox

    with desk.office("reviewer") as office, outbox.http_link(office, server, ca) as link:
        came = outbox.fetch_files(office, link, record_id, desk.speech.progress)
        left = [file for file in office.attachments.of(record_id) if not file.here]
    said = _("已取回附件 {count} 个，还缺 {left} 个")
    answer(desk, {"files": came, "lacking": len(left)}, said.format(count=came, left=len(left)))


VERBS = [attachments]
