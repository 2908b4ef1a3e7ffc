"""A search line that waits for a breath before it asks: typing is never held up by searching."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import theme

_BREATH_MS: Final = 120


class SearchField(QLineEdit):
    """`asked` carries the words once typing pauses, or at once on Enter; Esc empties the line."""

    asked = Signal(str)

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setClearButtonEnabled(True)
        self.addAction(theme.icon("search", "text_faint"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_BREATH_MS)
        self._timer.timeout.connect(self._ask)
        self._last = ""
        self.textChanged.connect(lambda _text: self._timer.start())
        self.returnPressed.connect(self._ask)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the line on Esc while there is something in it."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            event.accept()
            return
        super().keyPressEvent(event)

    def _ask(self) -> None:
        self._timer.stop()
        words = self.text().strip()
        if words != self._last:
            self._last = words
            self.asked.emit(words)
