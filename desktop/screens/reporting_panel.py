"""谁报了什么: the offices below by month, those that are overdue first, with the batches missing of their chains."""

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import background
from desktop.facts import moment
from desktop.screens.ledger_model import moment as spoken
from desktop.widgets import plain
from desktop.widgets.note import Note
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office

_MONTHS: Final = 6


class ReportingPanel(QWidget):
    """The tab of the inbox with the calendar."""

    def __init__(self, office: "Office", note: Note) -> None:
        super().__init__()
        self._office, self.note = office, note
        self._months = _heads(office)
        self.table = PlainTable(
            _("下级单位上报情况"),
            [_("单位"), _("情况"), _("缺少的批次"), *self._months, _("最近一批")],
            widths=(190, 130, 90, *(76 for _month in self._months), 100),
        )
        self.told = plain.label(role="soft", wrap=True)
        self.none = plain.label(_("还没有登记下级单位：到“设备与接收”里写出邀请。"), "hint", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 10, 0, 0)
        box.addWidget(self.told)
        box.addWidget(self.none)
        box.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Read it anew."""
        background.run(partial(_read, self._office), self).then(self._show).failed(self.note.tell)

    def _show(self, found: list[Any]) -> None:
        self.none.setVisible(not found)
        self.table.setVisible(bool(found))
        from sync.inbox.reporting import allowed

        overdue = sum(one.overdue for one in found)
        holes = sum(len(numbers) for one in found for _device, numbers in one.missing)
        told = _(
            "{count} 个单位，{overdue} 个逾期未报（超过 {days} 天，可在单位设置“规则与期限”里改），缺 {holes} 批。"
            "数字是当月收到的记录数。"
        )
        days = allowed(self._office)
        said = told.format(count=len(found), overdue=overdue, days=days, holes=holes)
        self.told.setText(said if found else "")
        self.table.show_lines([self._line(one) for one in found])

    def _line(self, one: Any) -> Line:
        from sync.inbox.reporting import ranges

        holes = "；".join(ranges(numbers) for _device, numbers in one.missing)
        return Line(
            (
                Cell(one.office_name or one.office_code, tip=one.office_code),
                _standing(one),
                Cell(holes or "–", "alert-triangle" if holes else "", "warn" if holes else "text_soft"),
                *(
                    Cell(f"{one.months[month]:,}" if month in one.months else "–", right=True)
                    for month in self._months
                ),
                Cell(spoken(moment(one.last_at)) if one.last_at else "–"),
            ),
            one,
        )


def _standing(one: Any) -> Cell:
    if one.revoked:
        return Cell(_("设备已吊销"), "ban", "text_faint")
    if one.overdue:
        return Cell(_("逾期 {days} 天未报").format(days=one.silent_days), "alert-triangle", "bad")
    if not one.last_at:
        return Cell(_("刚登记，还没有报"), "hourglass", "text_soft")
    return Cell(_("按时上报"), "circle-check", "good")


def _heads(office: "Office") -> list[str]:
    from sync.inbox.reporting import months_before

    return months_before(office.clock.today(), _MONTHS)


def _read(office: "Office") -> list[Any]:
    from sync.inbox.reporting import reporting

    return reporting(office, _MONTHS)
