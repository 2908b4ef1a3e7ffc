"""Puts one figure of a closed period right by hand: its number, the reason, and what it is compared with."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.widgets.ask import Question
from desktop.words import _
from forms.problems import Problem


class Adjusting(Question):
    """Asks for a number and a reason; *agreed* gets both, the number None when the adjustment is taken back."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        lines: Sequence[str],
        agreed: Callable[[Decimal | None, str], object],
        *,
        adjusted: str,
    ) -> None:
        super().__init__(
            parent, title, lines, yes=_("调整"), reason=_("为什么调整（报表以 * 标出，日志记下原因）")
        )
        self._told, self._number, self._back = agreed, Decimal(0), False
        self.value = QLineEdit(adjusted)
        self.value.setAccessibleName(_("调整为"))
        self.value.setPlaceholderText(_("调整为，例如 1180"))
        self.back = plain.button(_("取消调整"), self._take_back, key="Ctrl+Backspace", role="danger")
        self.back.setVisible(bool(adjusted))
        box = self.layout()
        if isinstance(box, QVBoxLayout):
            box.insertWidget(box.indexOf(self.reason), self.value)
            box.insertWidget(box.indexOf(self.reason) + 1, self.back)
        self.value.setFocus()
        self.value.selectAll()
        self.accepted.connect(lambda: self._told(None if self._back else self._number, self.words()))

    def _take_back(self) -> None:
        self._back = True
        super()._agreed()
        self._back = self.result() == Question.DialogCode.Accepted.value

    def _agreed(self) -> None:
        from reports.indicators.targets import typed_number

        try:
            self._number = typed_number(self.value.text())
        except Problem as problem:
            self.complain(problem, self.value)
            return
        plain.state(self.value, "")
        super()._agreed()
