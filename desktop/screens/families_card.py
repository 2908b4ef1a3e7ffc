"""The card 台账 of the settings page: which families of ledgers this office keeps.

A hidden family is out of the navigation and the counts; its forms stay published and its records stay where they are,
so it can be shown again at any time.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop import background
from desktop.families import HIDDEN
from desktop.widgets import plain
from desktop.widgets.family_ticks import FamilyTicks
from desktop.widgets.note import Note
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office


class FamiliesCard(QWidget):
    """Tick what is kept; `changed` when the navigation must be built anew."""

    changed = Signal()

    def __init__(self, office: "Office", note: Note) -> None:
        super().__init__()
        self._office, self._note = office, note
        card = plain.frame("card", margins=(16, 12, 16, 12))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        box = plain.box_of(card)
        box.addWidget(plain.label(_("台账"), "heading"))
        words = _("勾选本单位要用的台账类别；不勾选的只是不显示，已有记录不受影响，随时可以再显示。")
        box.addWidget(plain.label(words, "soft", wrap=True))
        self._grid = FamilyTicks(office.settings.get(HIDDEN, []))
        self.ticks = self._grid.ticks
        self._grid.changed.connect(self.keep)
        box.addLayout(self._grid)

    def keep(self) -> None:
        """Keep what is ticked in the office's file."""
        hidden = self._grid.hidden()
        task = background.run(lambda: self._office.settings.set(HIDDEN, hidden), self)
        task.then(lambda _done: self.changed.emit()).failed(self._note.tell)
