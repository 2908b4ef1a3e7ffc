"""A group of questions under a heading that folds."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import theme
from desktop.widgets import plain
from desktop.widgets.column_layout import ColumnLayout
from desktop.words import _


class Section(QWidget):
    """The heading is a button; Alt+*number* opens the section and goes to its first question."""

    folded = Signal(bool)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.heading = plain.button(title, self.toggle, icon="chevron-down", role="section")
        self.count = plain.label(role="hint")
        self.key = plain.label(role="hint")
        self.body = QWidget(self)
        self.columns = ColumnLayout(self.body)
        head = plain.row(self.heading, self.count, None, self.key)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 6)
        self._column.setSpacing(6)
        if title:
            self._column.addLayout(head)
            rule = plain.frame("rule")
            self._column.addWidget(rule)
        else:
            for part in (self.heading, self.count, self.key):
                part.setParent(self)
                part.hide()
        self._column.addWidget(self.body)

    @property
    def is_folded(self) -> bool:
        """Tell whether the questions are out of sight."""
        return self.body.isHidden()

    def take(self, part: QWidget) -> None:
        """Add a question or a grid."""
        self.columns.addWidget(part)

    def toggle(self) -> None:
        """Fold or open."""
        self.fold(not self.is_folded)

    def fold(self, folded: bool) -> None:
        """Put the questions out of sight, or show them."""
        if folded == self.is_folded:
            return
        self.body.setVisible(not folded)
        self.heading.setIcon(theme.icon("chevron-right" if folded else "chevron-down"))
        self.folded.emit(folded)

    def number(self, nth: int) -> None:
        """Show which Alt+number leads here."""
        key = f"Alt+{nth}" if 1 <= nth <= 9 else ""
        self.key.setText(key)
        self.heading.setToolTip(_("折叠或展开") + (f"（{key}）" if key else ""))

    def tell_count(self, problems: int) -> None:
        """Say how many questions here still need a hand."""
        self.count.setText(_("还差 {count} 处").format(count=problems) if problems else "")
