"""What every page in the middle of the frame has in common."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets.note import Note


class Page(QWidget):
    """A page: a note strip at its top, and three things it may ask of the frame."""

    changed = Signal()  # records, batches or settings changed: counts and facts are read anew
    open_wanted = Signal(str, str)  # form id, record id: show this record in its ledger
    go_wanted = Signal(str)  # key of another page

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "paper")
        self.setAutoFillBackground(True)
        self.note = Note(self)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(16, 10, 16, 8)
        self.box.setSpacing(8)
        self.box.addWidget(self.note)

    def refresh(self) -> None:
        """Read anew what is shown; called each time the page comes to the front."""

    def show_filter(self, words: str) -> None:
        """Filter by *words* of the page's own (for links from other pages); most pages have none."""

    def find_here(self) -> None:
        """Put the cursor where one searches on this page."""
        self.setFocus()

    def at_end(self) -> None:
        """Stop what runs on behind the page; called before the office is closed."""

    def rescue(self) -> int:
        """Save what is being filled in and return how many records that were; most pages have none."""
        return 0

    def may_leave(self) -> bool:
        """Say whether the page can be left now without losing anything typed."""
        return True
