"""How returns read in a table, in window and console: what, which period, until when, how it stands. Writes one into a file. Knows no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop import paperwork, words
from desktop.words import _
from forms.words import N_
from records.model.states import State

if TYPE_CHECKING:
    from records.ledger import Office
    from reports.returns import Expected, Tally

HEADS: Final = (N_("报表"), N_("报告期"), N_("应报日期"), N_("状态"), N_("实报日期"), N_("报送情况"))
LAYOUT: Final = "cooperation-report"  # ASS-R3
_STANDS: Final = {
    State.DRAFT: N_("填报中"),
    State.COMPLETE: N_("已提交，待审核"),
    State.APPROVED: N_("审核通过，待上报"),
    State.SENT: N_("已上报"),
    State.RECEIVED: N_("上级已收到"),
    State.ACCEPTED: N_("上级已接受"),
    State.RETURNED: N_("退回"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The returns of an office and how many of them are where."""

    returns: Sequence["Expected"]
    tally: "Tally"
    today: date


def read(office: "Office") -> Shown:
    """Read the returns as they stand today. Raises Problem REPORTS-223."""
    from reports import returns

    today = office.clock.today()
    found = returns.due(office, today)
    return Shown(found, returns.tally(found, today), today)


def write(office: "Office", record_id: str, file: Path) -> Path:
    """Write a return as it stands: its paper (ASS-R3) for a .pdf, else a workbook. Raises Problem DESKTOP-008."""
    from reports.returns.workbook import to_workbook

    held = office.records.get(record_id)
    if file.suffix.lower() != ".pdf":
        return paperwork.whole(
            file, lambda new: to_workbook(held.head.title, held.answers, office.info, new, translate=_)
        )
    definition = office.forms.definition(held.head.form_id)
    layout = paperwork.layout_named(office, LAYOUT)
    paperwork.roster(
        office, layout, definition, file, chosen=[record_id], listed={}, as_of=office.clock.today()
    )
    return file


def cells(one: "Expected", today: date) -> list[str]:
    """Return what a row says."""
    from reports.indicators.periods import in_words

    standing = _STANDS[one.record.state] if one.record is not None else N_("未填报")
    return [
        one.title.in_(words.language()),
        in_words(one.span) if words.language() == words.CHINESE else one.span.name,
        one.due_on.isoformat(),
        _(standing),
        one.submitted_on.isoformat() if one.handed_in and one.submitted_on else "",
        timeliness(one, today),
    ]


def timeliness(one: "Expected", today: date) -> str:
    """Return whether it came in time, is late, or is not due yet."""
    if one.handed_in:
        return _("超期") if one.late(today) else _("及时")
    return _("超期未报") if one.late(today) else _("未到期")


def counted(tally: "Tally") -> str:
    """Return the line over the table: 应报 已报 未报 及时 超期 上报率."""
    rate = f"{tally.handed_in * 100 / tally.due:.0f}%" if tally.due else "—"
    return _("应报 {due} · 已报 {done} · 未报 {missing} · 及时 {in_time} · 超期 {late} · 上报率 {rate}").format(
        due=tally.due, done=tally.handed_in, missing=tally.missing, in_time=tally.in_time, late=tally.late, rate=rate
    )  # fmt: skip
