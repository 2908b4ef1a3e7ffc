"""A strip of words above the work: something was done, something needs a hand. It never blocks and never blinks."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop import theme
from desktop.widgets import plain
from desktop.words import _
from forms.problems import Problem

_ICONS = {"": "info-circle", "good": "circle-check", "warn": "alert-triangle", "bad": "alert-circle"}
_TONES = {"": "accent", "good": "good", "warn": "warn", "bad": "bad"}


class Note(QWidget):
    """Hidden until `say` or `tell`; a shape and a word go with every colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strip = plain.frame("note", across=True, margins=(10, 6, 6, 6))
        self._sign = QLabel()
        self._sign.setTextFormat(Qt.TextFormat.PlainText)
        self.words = plain.label(wrap=True, copyable=True)
        self._action = plain.button("", role="link")
        self._close = plain.button("", self.hide, icon="x", role="quiet", tip=_("收起"))
        self._act: Callable[[], object] | None = None
        self._action.clicked.connect(self._acted)
        box = plain.box_of(self._strip)
        box.addWidget(self._sign)
        box.addWidget(self.words, 1)
        box.addWidget(self._action)
        box.addWidget(self._close)
        plain_box = plain.row(self._strip)
        self.setLayout(plain_box)
        self.hide()

    def say(
        self, text: str, tone: str = "", *, action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Show *text* in *tone* ('', good, warn, bad), with one *action* at the right if given."""
        plain.role(self._strip, f"note-{tone}" if tone else "note")
        self._sign.setPixmap(theme.pixmap(_ICONS[tone], _TONES[tone], 18, self.devicePixelRatioF()))
        self.words.setText(text)
        self._act = act
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.show()

    def tell(self, problem: Problem) -> None:
        """Show a problem: what is wrong, what to do, and its code for the telephone."""
        told = problem.sentence(_)
        if problem.place:
            told = _("{place}：{told}").format(place=problem.place, told=told)
        self.say(f"{told} [{problem.code}]", "bad")

    def action_button(self) -> QPushButton:
        """Return the action's button (for focus)."""
        return self._action

    def _acted(self) -> None:
        if self._act is not None:
            self._act()
