"""The names in published texts a person decides: each with what stands around it, kept or masked by one key."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _

if TYPE_CHECKING:
    from reports.site import Decision, Named

_WIDTHS: Final = (90, 460, 100, 110)


class NameDeciding(QWidget):
    """`decided` carries the decisions of the rows that were chosen, by the mention's key."""

    decided = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        self.table = PlainTable(
            _("正文里的名字"), [_("名字"), _("上下文"), _("出现次数"), _("决定")], widths=_WIDTHS, stretch=1
        )
        self.keep_name = plain.button(
            _("保留"), self._keep, icon="check", key="Ctrl+1", tip=_("不是人名，照写")
        )
        self.mask_name = plain.button(
            _("隐去"), self._mask, icon="eye-off", key="Ctrl+2", tip=_("是人名，只留姓")
        )
        self.counted = plain.label(role="strong", wrap=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.addLayout(plain.row(self.counted, None, self.keep_name, self.mask_name))
        box.addWidget(
            plain.label(
                _("与登记人员同名的两字词：看上下文，是人名的隐去，是地名、词语的保留。可多选。"),
                "soft",
                wrap=True,
            )
        )
        box.addWidget(self.table, 1)
        self._named: Sequence[Named] = ()

    def show_named(self, named: "Sequence[Named]") -> None:
        """Show *named*; the cursor stands at the first that waits."""
        from reports.site.deciding import WORDS

        self._named = named
        waiting = [place for place, one in enumerate(named) if one.decision is None]
        self.counted.setText(
            _("还有 {count} 处等着决定").format(count=len(waiting)) if waiting else _("名字都已决定")
        )
        self.table.show_lines([
            Line(
                (
                    Cell(one.mention.name), Cell(one.mention.around), Cell(str(one.count), right=True),
                    Cell(_(WORDS[one.decision]), "circle-check", "good") if one.decision else Cell(_("待决定"), "hourglass", "warn"),
                ),
                one,
            )
            for one in named
        ])  # fmt: skip
        if waiting:
            self.table.go_to(waiting[0])

    def waiting(self) -> int:
        """Return how many nobody decided yet."""
        return sum(one.decision is None for one in self._named)

    def took(self, chosen: "Mapping[str, Decision]") -> None:
        """Show what was decided just now."""
        from reports.site import Named

        self.show_named(
            [Named(one.mention, one.count, chosen.get(one.mention.key, one.decision)) for one in self._named]
        )

    def _keep(self) -> None:
        from reports.site import Decision

        self._decide(Decision.KEEP)

    def _mask(self) -> None:
        from reports.site import Decision

        self._decide(Decision.MASK)

    def _decide(self, decision: "Decision") -> None:
        chosen = {one.mention.key: decision for one in self.table.chosen()}
        if chosen:
            self.decided.emit(chosen)
