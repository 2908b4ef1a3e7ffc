"""The steps by which two offices come to trust each other, each with its file and its fingerprint.

The fingerprint is read aloud over the telephone: large, in groups, and copyable. Who presses 一致 has compared it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.widgets import plain
from desktop.words import _


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, and the button that does it ('' when it happens elsewhere)."""

    words: str
    button: str = ""
    act: Callable[[], object] | None = None
    key: str = ""


class EnrolmentCard(QWidget):
    """Numbered steps; `show_fingerprint` shows what to read aloud."""

    def __init__(self, title: str, hint: str, steps: Sequence[Step]) -> None:
        super().__init__()
        card = plain.frame("card", margins=(20, 14, 20, 14))
        box = plain.box_of(card)
        box.addWidget(plain.label(title, "heading"))
        box.addWidget(plain.label(hint, "soft", wrap=True))
        for number, step in enumerate(steps, start=1):
            line = plain.row(plain.label(f"{number}", "heading"), 6)
            line.addWidget(plain.label(step.words, wrap=True), 1)
            if step.button:
                line.addWidget(plain.button(step.button, step.act, key=step.key))
            box.addLayout(line)
        self._ask = plain.label(_("请打电话与对方核对这组数字，一字不差才算数："), "soft", wrap=True)
        self.fingerprint = plain.label(role="fingerprint", copyable=True)
        self.fingerprint.setAccessibleName(_("指纹"))
        box.addWidget(self._ask)
        box.addLayout(plain.row(self.fingerprint, None))
        self._ask.hide()
        self.fingerprint.hide()
        self.setLayout(plain.row(card))

    def show_fingerprint(self, digits: str) -> None:
        """Show the *digits* to be compared by telephone; '' hides them."""
        self.fingerprint.setText(digits)
        self.fingerprint.setVisible(bool(digits))
        self._ask.setVisible(bool(digits))
