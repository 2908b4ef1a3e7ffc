"""The middle of the frame: one page in front, with scroll bars only when the window is smaller than the page can be.

A stack asks for the room of its largest page, also of one nobody sees; this one asks for the page in front, so that a
wide form does not keep the workbench from fitting into half a screen.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget


class Pages(QStackedWidget):
    """The pages; as large as the one in front must be."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "paper")
        self.currentChanged.connect(lambda _place: self.updateGeometry())

    def sizeHint(self) -> QSize:
        """Ask for the room of the page in front."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Need the room of the page in front."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()


def scrolled(inside: QWidget, name: str) -> QScrollArea:
    """Return *inside* in an area that scrolls when it must; *name* is what a screen reader says."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setAccessibleName(name)
    return area


def scrolling(box: QVBoxLayout, name: str) -> QVBoxLayout:
    """Return a column in *box* that scrolls where a window is lower than it: on half a screen the buttons stay in sight."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(box.spacing())
    box.addWidget(scrolled(inside, name), 1)
    return column
