"""The place of the navigation at the left edge: a whole column, or in a narrow window a rail of icons.

On the rail the tree opens over the page while it has the cursor (F2, Tab, a click on a family) and folds again when
the cursor leaves it, so that at 1366 × 768 and 200 % nearly the whole width stays with the work.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect
from PySide6.QtGui import QFocusEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop import theme
from desktop.widgets.navigation import Navigation

_WHOLE: Final = 226
_ICONS: Final = 50
NARROW: Final = 980  # pixels at 100 %: below this the tree folds


class Rail(QWidget):
    """Keeps the room; the tree itself lies over it, and over the page while it is open."""

    def __init__(self, navigation: Navigation, frame: QWidget) -> None:
        super().__init__(frame)
        self._navigation, self._frame = navigation, frame
        self.narrow = False
        navigation.setParent(frame)
        navigation.installEventFilter(self)
        self._fit()
        self.destroyed.connect(theme.on_change(self._fit))

    def lies_over(self) -> Navigation:
        """Return the tree: Tab reaches it here."""
        return self._navigation

    def fit(self, width: int) -> None:
        """Fold or unfold for a window of *width* pixels."""
        narrow = width < theme.px(NARROW)
        if narrow != self.narrow:
            self.narrow = narrow
            self._navigation.fold(narrow and not self._navigation.hasFocus())
            self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(theme.px(_ICONS if self.narrow else _WHOLE))
        self._place()

    def _place(self) -> None:
        width = theme.px(_ICONS if self._navigation.folded else _WHOLE)
        corner = self.mapTo(self._frame, self.rect().topLeft())
        right_to_left = self._frame.isRightToLeft()
        left = corner.x() + self.width() - width if right_to_left else corner.x()
        self._navigation.setGeometry(QRect(left, corner.y(), width, self.height()))
        self._navigation.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lie where the room is."""
        super().resizeEvent(event)
        self._place()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Lie where the room is."""
        super().moveEvent(event)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open while the tree has the cursor, fold when it leaves."""
        if self.narrow and isinstance(event, QFocusEvent):
            self._navigation.fold(event.type() == QEvent.Type.FocusOut)
            self._place()
        return super().eventFilter(watched, event)
