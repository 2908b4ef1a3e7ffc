"""Verbs about handing records over to another computer of the county, and taking over those of a lost one."""

from pathlib import Path

import click

from desktop.console.desk import Desk, answer
from desktop.words import _

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.group()
def handover() -> None:
    """Handing records over: to whom, giving, taking over those of a lost computer."""


@handover.command("list")
@click.pass_obj
def handover_list(desk: Desk) -> None:
    """List the computers a record may be handed over to, and how many hand-overs wait for the office above."""
    from sync import handover as handing

    with desk.office() as office:
        found, waiting = handing.neighbours(office), handing.outstanding(office)
    desk.speech.table(
        [_("设备"), _("单位"), _("代码")], [[one.device, one.name, one.office] for one in found]
    )
    devices = [{"device_id": one.device, "office_code": one.office, "name": one.name} for one in found]
    answer(
        desk,
        {"devices": devices, "waiting": waiting},
        _("待上级确认的移交：{waiting} 条").format(waiting=waiting),
    )


@handover.command("give")
@click.argument("device_id")
@click.argument("ids", nargs=-1, required=True)
@click.option("--reason", required=True)
@click.option("--out", type=FOLDER, help="Also write the paper here (a USB stick), for the office above.")
@click.pass_obj
def handover_give(desk: Desk, device_id: str, ids: tuple[str, ...], reason: str, out: Path | None) -> None:
    """Hand the records IDS over to another computer: locked here at once, told to the office above with the next contact."""
    from sync import handover as handing

    with desk.office() as office:
        outcomes = handing.give(office, ids, device_id, reason)
        paper = handing.offer(office, out) if out is not None else None
    given = [one.record_id for one in outcomes if one.problem is None]
    problems = [one.problem for one in outcomes if one.problem is not None]
    document = {"given": given, "file": "" if paper is None else str(paper[0])}
    answer(desk, document, _("已移交 {count} 条").format(count=len(given)), problems)


@handover.command("take-over")
@click.argument("from_device")
@click.argument("to_device")
@click.option("--reason", required=True)
@click.pass_obj
def handover_take_over(desk: Desk, from_device: str, to_device: str, reason: str) -> None:
    """Give the records of a revoked (lost) computer below to another of the same county, or to this one (here)."""
    from sync import handover as handing

    with desk.office("reviewer") as office:
        to = office.info.device_id if to_device == "here" else to_device
        outcomes = handing.take_over(office, from_device, to, reason)
    given = [one.record_id for one in outcomes if one.problem is None]
    problems = [one.problem for one in outcomes if one.problem is not None]
    answer(desk, {"given": given}, _("已接管 {count} 条").format(count=len(given)), problems)


VERBS = [handover]
