"""The families of ledgers as ticks: in the assistant of the first start and on the settings page."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout

from desktop.families import FAMILIES
from desktop.words import _

_ACROSS: Final = 4


class FamilyTicks(QGridLayout):
    """One tick a family, four side by side; `changed` when a person ticks."""

    changed = Signal()

    def __init__(self, hidden: Collection[str] = ()) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(18)
        self.ticks: dict[str, QCheckBox] = {}
        for place, family in enumerate(FAMILIES):
            tick = self.ticks[family.key] = QCheckBox(_(family.word))
            tick.setChecked(family.key not in hidden)
            tick.clicked.connect(self.changed)
            self.addWidget(tick, place // _ACROSS, place % _ACROSS)

    def hidden(self) -> list[str]:
        """Return the keys of the families that are not ticked."""
        return [key for key, tick in self.ticks.items() if not tick.isChecked()]
