"""A row of chips: one filter each, with its count; one is always on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from desktop.widgets import plain
from desktop.widgets.flow_layout import FlowLayout


@dataclass(frozen=True, slots=True)
class Chip:
    """*key* is what `Chips.chosen` tells; *count* None shows none."""

    key: str
    word: str
    count: int | None = None


class Chips(QWidget):
    """The row; arrow keys move, the first one is 全部."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._chips: list[Chip] = []
        self._box = FlowLayout(self, 2, wants_one_line=True)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._chips[number].key))

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Show *chips*; the one that was on stays on. Only counts changed: buttons stay, so focus stays too."""
        on = self.key()
        if [chip.key for chip in chips] != [chip.key for chip in self._chips]:
            self._make(chips)
        self._chips = list(chips)
        for number, chip in enumerate(chips):
            made = self._group.button(number)
            text = chip.word if chip.count is None else f"{chip.word} {chip.count:,}"
            made.setText(text)
            made.setAccessibleName(text)
            made.setChecked(chip.key == on or (number == 0 and not on))

    def buttons(self) -> list[QAbstractButton]:
        """Return the chips in their order, for the order of Tab."""
        return self._group.buttons()

    def key(self) -> str:
        """Return the key of the chip that is on ('' before any was shown)."""
        number = self._group.checkedId()
        return self._chips[number].key if 0 <= number < len(self._chips) else ""

    def choose(self, key: str) -> None:
        """Turn the chip of *key* on and tell it."""
        for number, chip in enumerate(self._chips):
            if chip.key == key:
                self._group.button(number).setChecked(True)
                self.chosen.emit(key)

    def _make(self, chips: Sequence[Chip]) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()
        for number, chip in enumerate(chips):
            made = plain.button(chip.word, role="chip")
            made.setCheckable(True)
            self._group.addButton(made, number)
            self._box.addWidget(made)
            made.show()
