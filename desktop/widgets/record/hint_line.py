"""The hint of the question that has the focus, in grey in the gap below its field.

It lies over the page instead of in the layout: nothing jumps when the focus goes from field to field, all day.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.widgets import plain

_HEIGHT = 17


class HintLine(QLabel):
    """One line for the whole form."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._stop: QWidget | None = None
        self._words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "hint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_under(self, stop: QWidget, words: str) -> None:
        """Show *words* under *stop*; nothing when there are none."""
        if self._stop is not None:
            self._stop.removeEventFilter(self)
        self._stop, self._words = stop, words
        stop.installEventFilter(self)
        self._place()
        self.setVisible(bool(words))
        self.raise_()

    def hide_under(self, stop: QWidget) -> None:
        """The focus left *stop*."""
        if self._stop is stop:
            stop.removeEventFilter(self)
            self._stop = None
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the question when it moves or grows."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        if self._stop is None:
            return
        corner = self._stop.mapTo(self._page, QPoint(0, self._stop.height() - 1))
        width = self._stop.width()
        self.setGeometry(corner.x(), corner.y(), width, _HEIGHT)
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, width))
        self.setToolTip(plain.escaped(self._words))
