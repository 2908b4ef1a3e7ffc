"""A field for a passphrase, with an eye to look at it and a line that says how strong it is.

Strength is judged by length and variety alone and said in words; nothing typed here is ever kept or logged.
"""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop import theme
from desktop.widgets import plain
from desktop.words import _
from forms.words import N_

LEAST: Final = 8
_GRADES: Final = (
    (N_("太短：至少 8 个字符"), "bad"),
    (N_("可以用；再长一些更好"), "warn"),
    (N_("较强"), "good"),
    (N_("很强"), "good"),
)


def grade(passphrase: str) -> int:
    """Return 0 (refused) to 3: each character counts by the kind of writing it comes from.

    A Chinese character carries about as much surprise as two letters; the same few characters over and over
    carry little.
    """
    if len(passphrase) < LEAST or len(set(passphrase)) < 4:
        return 0
    bits = sum(11.0 if ord(sign) > 0x2E80 else 4.0 for sign in set(passphrase))
    kinds = sum(any(test(sign) for sign in passphrase) for test in (str.isdigit, str.isalpha, _is_mark))
    bits += 3.0 * (len(passphrase) - len(set(passphrase))) + 4.0 * kinds
    return 1 if bits < 50 else 2 if bits < 75 else 3


def _is_mark(sign: str) -> bool:
    return not sign.isalnum()


class PassphraseField(QWidget):
    """The field; `changed` when typed; *shows_strength* adds the line beneath."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str, *, shows_strength: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = QLineEdit()
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setAccessibleName(name)
        self.edit.setMaxLength(256)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._look = QAction(theme.icon("eye"), _("显示口令"), self.edit)
        self._look.setCheckable(True)
        self._look.toggled.connect(self._toggle)
        self.edit.addAction(self._look, QLineEdit.ActionPosition.TrailingPosition)
        self._strength = plain.label(role="hint")
        self._strength.setVisible(shows_strength)
        self._strength.setMinimumSize(QSize(0, 18))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.edit)
        box.addWidget(self._strength)
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self.entered)
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """Return the passphrase as typed."""
        return self.edit.text()

    def clear(self) -> None:
        """Empty the field and hide its characters again."""
        self._look.setChecked(False)
        self.edit.clear()

    def _toggle(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.edit.setEchoMode(mode)
        self._look.setIcon(theme.icon("eye-off" if shown else "eye"))

    def _typed(self, text: str) -> None:
        if text:
            word, tone = _GRADES[grade(text)]
            self._strength.setText(_(word))
            plain.role(self._strength, tone)
        else:
            self._strength.setText("")
        plain.state(self.edit, "")
        self.changed.emit()
