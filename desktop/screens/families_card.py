"""The card 台账 of the settings page: which families of ledgers this office keeps.

A hidden family is out of the navigation and the counts; its forms stay published and its records stay where they are,
so it can be shown again at any time.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from desktop import background
from desktop.families import FAMILIES, HIDDEN
from desktop.widgets import plain
from desktop.widgets.note import Note
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office

_ACROSS = 4


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
        grid = QGridLayout()
        box.addLayout(grid)
        hidden = set(office.settings.get(HIDDEN, []))
        self.ticks: dict[str, QCheckBox] = {}
        for place, family in enumerate(FAMILIES):
            tick = self.ticks[family.key] = QCheckBox(_(family.word))
            tick.setChecked(family.key not in hidden)
            tick.clicked.connect(self.keep)
            grid.addWidget(tick, place // _ACROSS, place % _ACROSS)

    def keep(self) -> None:
        """Keep what is ticked in the office's file."""
        hidden = [key for key, tick in self.ticks.items() if not tick.isChecked()]
        task = background.run(lambda: self._office.settings.set(HIDDEN, hidden), self)
        task.then(lambda _done: self.changed.emit()).failed(self._note.tell)
