"""Verbs that put form versions in force: publish, migrate drafts, pack for the offices below, take from above."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.console.desk import Desk, answer
from desktop.console.speech import Refused
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from forms.compile import CompiledForm

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)


def compiled(file: Path) -> "CompiledForm":
    """Compile an XLSForm; refused with every problem at its cell when it has any."""
    from forms.compile import FormProblems, compile_xlsform
    from forms.sheets import SheetProblem, Sheets, locate, read_sheets

    try:
        return compile_xlsform(file)
    except FormProblems as found:
        try:
            sheets = read_sheets(file)
        except (ValueError, OSError):
            sheets = Sheets({})
        raise Refused([SheetProblem(one) for one in locate(found.problems, sheets)]) from found


def _tell(desk: Desk, problems: "tuple[Problem, ...]") -> None:
    for problem in problems:
        desk.speech.line(f"{problem.code} [{problem.place}] {problem.sentence(_)}")


@click.command()
@click.argument("file", type=EXISTING)
@click.option(
    "--confirm-losses", is_flag=True, help="Publish though earlier records lose answers or choices."
)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.pass_obj
def publish(desk: Desk, file: Path, confirm_losses: bool, dry_run: bool) -> None:
    """Publish an XLSForm in this office: later entries use it, earlier records keep their version."""
    made = compiled(file)
    definition = made.definition
    with desk.office("reviewer") as office:
        weighed = office.forms.weigh(made)
        document = {
            "form_id": definition.form_id,
            "version": definition.version,
            "digest": definition.digest,
            "before": weighed.before,
            "changes": [problem.as_json(_) for problem in weighed.changes],
            "losses": [problem.as_json(_) for problem in weighed.losses],
            "published": not dry_run,
        }
        _tell(desk, weighed.changes)
        against = [*weighed.refusals, *(() if confirm_losses else weighed.losses)]
        if against:
            raise Refused(against, {**document, "published": False})
        if not dry_run:
            from sync import inbox

            office.forms.publish(made, confirm_losses=confirm_losses)
            document["released"] = inbox.retry(office)
    line = (
        _("未发布，仅核对：{form_id}，版本 {version}") if dry_run else _("已发布：{form_id}，版本 {version}")
    )
    answer(desk, document, line.format(**document))


@click.command()
@click.argument("form_id")
@click.option("--dry-run", is_flag=True, help="Only say what would change in each draft.")
@click.pass_obj
def migrate(desk: Desk, form_id: str, dry_run: bool) -> None:
    """Move this office's drafts of FORM_ID to the version in force, with a list of what changes in each."""
    with desk.office() as office:
        moved = office.records.migrate(form_id, dry_run=dry_run)
    for one in moved:
        desk.speech.line(f"{one.title}  {one.before} → {one.after}")
        _tell(desk, one.changes)
    document = {
        "form_id": form_id,
        "count": len(moved),
        "written": not dry_run,
        "records": [
            {
                "record_id": one.record_id,
                "title": one.title,
                "before": one.before,
                "after": one.after,
                "changes": [problem.as_json(_) for problem in one.changes],
            }
            for one in moved
        ],
    }
    line = _("将迁移 {count} 条草稿") if dry_run else _("已迁移 {count} 条草稿")
    answer(desk, document, line.format(count=len(moved)))


@click.command()
@click.argument("file", type=NEW)
@click.pass_obj
def pack(desk: Desk, file: Path) -> None:
    """Write the forms in force to FILE (.forms), signed, for the offices below."""
    from sync import distribution

    with desk.office("reviewer") as office:
        packed = distribution.pack(office, file)
    document = {"file": str(file), "number": packed.number, "forms": list(packed.forms)}
    line = _("表包第 {number} 号，{count} 张表：{file}")
    answer(desk, document, line.format(number=packed.number, count=len(packed.forms), file=file))


@click.command()
@click.argument("file", type=EXISTING)
@click.pass_obj
def take(desk: Desk, file: Path) -> None:
    """Take the forms the office above packed in FILE: they are in force at once."""
    from sync import distribution, inbox

    with desk.office("reviewer") as office:
        taken = distribution.take(office, file)
        released = inbox.retry(office) if taken.forms else 0
    document = {
        "number": taken.number, "office": taken.office, "forms": taken.forms, "older": taken.older,
        "released": released,
    }  # fmt: skip
    names = "、".join(taken.forms) or _("没有新版本")
    answer(desk, document, _("已接收表包第 {number} 号：{forms}").format(number=taken.number, forms=names))


COMMANDS = [publish, migrate, pack, take]
