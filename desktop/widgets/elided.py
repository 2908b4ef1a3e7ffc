"""A link that gives way: its words are cut with … where there is no room, and stand whole in its tooltip."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy

from desktop import theme
from desktop.widgets import plain

_ROOM = 6  # pixels of padding a link has


class ElidedLink(QPushButton):
    """A press leads somewhere; the accessible name and the tooltip tell all words."""

    def __init__(self, words: str, act: Callable[[], object]) -> None:
        super().__init__()
        self._words = words
        self.setProperty("role", "link")
        self.setAutoDefault(False)
        plain.dress(self, words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: act())
        self._cut()

    def sizeHint(self) -> QSize:
        """As wide as all words."""
        wide = self.fontMetrics().horizontalAdvance(self._words) + 2 * _ROOM
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """A few words are enough."""
        return QSize(theme.px(60), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(0, self.width() - 2 * _ROOM)
        cut = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(cut.replace("&", "&&"))


class ElidedLabel(QLabel):
    """Plain words, cut the same way."""

    def __init__(self, words: str, role: str = "") -> None:
        super().__init__()
        self._words = words
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setToolTip(plain.escaped(words))
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(theme.px(60))
        if role:
            self.setProperty("role", role)
        self.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut anew."""
        super().resizeEvent(event)
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width()))
