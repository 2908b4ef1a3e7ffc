"""Verbs about records that go down: what a device below may read, packing it for a stick, taking what came from above."""

from pathlib import Path
from typing import Any

import click

from desktop.console.desk import Desk, answer
from desktop.console.enrolment_verbs import devices
from desktop.words import _

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


@devices.command("share")
@click.argument("device_id")
@click.argument("ledgers", nargs=-1)
@click.option("--registers", is_flag=True, help="People, organisations, pairings.")
@click.option("--all", "every", is_flag=True, help="The records of every ledger.")
@click.option("--nothing", is_flag=True, help="Nothing from now on.")
@click.pass_obj
def devices_share(
    desk: Desk, device_id: str, ledgers: tuple[str, ...], registers: bool, every: bool, nothing: bool
) -> None:
    """Show or say which records a device may read; what is said takes the place of what was."""
    from sync import distribution

    wanted = (
        *ledgers,
        *(distribution.REGISTERS if registers else ()),
        *((distribution.ALL,) if every else ()),
    )
    if nothing and wanted:
        raise click.UsageError(_("--nothing 不能与其他选择同时使用。"))
    with desk.office("reviewer") as office:
        if wanted or nothing:
            given = distribution.share(office, device_id, wanted)
        else:
            given = distribution.share_of(office, device_id)
    said = _("全部台账") if given.all else "、".join(given.ledgers) or _("不下发")
    answer(
        desk,
        {"device_id": device_id, "ledgers": list(given.ledgers)},
        _("下发记录：{said}").format(said=said),
    )


@devices.command("pack")
@click.argument("device_id")
@click.argument("folder", type=FOLDER)
@click.option("--whole", is_flag=True, help="From the beginning, for a device that was restored.")
@click.pass_obj
def devices_pack(desk: Desk, device_id: str, folder: Path, whole: bool) -> None:
    """Write the records a device may read to FOLDER (a stick), sealed to it, from where it last said it was."""
    from sync import distribution

    with desk.office("reviewer") as office:
        files = distribution.pack_records(office, device_id, folder, whole=whole)
    names = [file.name for file in files]
    said = _("已写好下发包 {count} 个：{files}") if names else _("没有新的记录可下发")
    answer(desk, {"files": names}, said.format(count=len(names), files="、".join(names)))


@click.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.pass_obj
def take(desk: Desk, files: tuple[Path, ...]) -> None:
    """Take in records the office above lets this device read, and their attached files, from FILES in their order."""
    from sync import distribution

    whole = distribution.TakenRecords()
    with desk.office("reviewer") as office:
        for file in sorted(files):
            if file.suffix == ".files":
                whole.files += distribution.take_files(office, file)
            else:
                whole.add(distribution.take_records(office, file))
    answer(desk, figures(whole), came_down(whole), whole.problems)


def figures(taken: Any) -> dict[str, int]:
    """Return the figures of what came down, as JSON."""
    return {name: getattr(taken, name) for name in ("fresh", "moved", "erased", "handed", "waiting", "files")}


def came_down(taken: Any) -> str:
    """Say what came down."""
    said = _("上级下发记录：新到或有改动 {fresh} 条，状态变化 {moved} 条，按上级删除 {erased} 条").format(
        **figures(taken)
    )
    if taken.handed:
        said += _("；移交给本机 {handed} 条").format(handed=taken.handed)
    if taken.files:
        said += _("；附件 {files} 个").format(files=taken.files)
    if taken.waiting:
        said += _("；{waiting} 条等待新表").format(waiting=taken.waiting)
    return said


VERBS = [take]
