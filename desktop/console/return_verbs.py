"""Verbs of the returns upward: what is due, filling from the ledgers, handing in, opening again."""

from pathlib import Path

import click

from desktop import return_rows
from desktop.console.desk import Desk, answer
from desktop.words import _


@click.group("returns")
def return_group() -> None:
    """Returns upward: what is due, filled from the ledgers' rows, handed in and locked."""


@return_group.command("list")
@click.pass_obj
def list_returns(desk: Desk) -> None:
    """List the returns that are due and how each stands."""
    with desk.office() as office:
        shown = return_rows.read(office)
    desk.speech.table(
        [*(_(head) for head in return_rows.HEADS), _("记录编号")],
        [
            [*return_rows.cells(one, shown.today), one.record.record_id if one.record else ""]
            for one in shown.returns
        ],
    )
    desk.speech.line(return_rows.counted(shown.tally))
    desk.speech.document({
        "returns": [
            {
                "code": one.code, "period": one.span.name, "due_on": one.due_on.isoformat(), "handed_in": one.handed_in,
                "late": one.late(shown.today), "record_id": one.record.record_id if one.record else None,
                "state": str(one.record.state) if one.record else None,
            }
            for one in shown.returns
        ],
        "due": shown.tally.due, "done": shown.tally.handed_in, "late": shown.tally.late,
    })  # fmt: skip


@return_group.command()
@click.argument("code")
@click.argument("period")
@click.option("--filler")
@click.option("--reviewer")
@click.option("--head")
@click.pass_obj
def fill(
    desk: Desk, code: str, period: str, filler: str | None, reviewer: str | None, head: str | None
) -> None:
    """Fill the return CODE of PERIOD (2026-10, 2026-Q3) with what the ledgers say."""
    from reports import returns
    from reports.returns.filling import Signers

    with desk.office() as office:
        made = returns.fill(office, code, period, Signers(filler, reviewer, head))
        figures = office.records.get(made.record_id).answers["figure"]
    desk.speech.table(
        [_("指标"), _("数值"), _("单位"), _("上期数"), _("来源条数")],
        [
            [row["item"], row["value"], row["unit"], row.get("last_value", ""), str(row["record_count"])]
            for row in figures
        ],
    )
    answer(
        desk,
        {"record_id": made.record_id, "figures": len(figures)},
        _("已填报：{id}").format(id=made.record_id),
    )


@return_group.command()
@click.argument("record_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export(desk: Desk, record_id: str, file: Path) -> None:
    """Write a return into FILE: .xlsx a workbook, .pdf its paper."""
    with desk.office() as office:
        return_rows.write(office, record_id, file)
    answer(desk, {"file": str(file)}, _("已生成：{file}").format(file=file))


@return_group.command("hand-in")
@click.argument("record_id")
@click.pass_obj
def hand_in(desk: Desk, record_id: str) -> None:
    """Hand a return in: checked whole, its figures kept, locked."""
    from reports import returns

    with desk.office() as office:
        head = returns.hand_in(office, record_id)
    answer(
        desk,
        {"record_id": record_id, "state": str(head.state)},
        _("已提交并锁定：{title}").format(title=head.title),
    )


@return_group.command("open-again")
@click.argument("record_id")
@click.option("--reason", required=True)
@click.pass_obj
def open_again(desk: Desk, record_id: str, reason: str) -> None:
    """Open a return that was handed in, with the reason."""
    from reports import returns

    with desk.office() as office:
        head = returns.open_again(office, record_id, reason)
    answer(
        desk,
        {"record_id": record_id, "state": str(head.state)},
        _("已解锁：{title}").format(title=head.title),
    )


@return_group.command()
@click.argument("which", nargs=-1)
@click.pass_obj
def keep(desk: Desk, which: tuple[str, ...]) -> None:
    """Choose the returns this office hands in: labour/month industry/quarter …; without any all of them."""
    from reports import returns

    with desk.office() as office:
        kept = returns.choose(office, which)
    answer(desk, {"returns": kept}, "\n".join(kept))


VERBS = (return_group,)
