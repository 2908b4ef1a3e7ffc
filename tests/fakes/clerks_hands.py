"""A clerk at the keyboard: types into whatever has the focus, as a person does, never into a widget by name."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


class ClerksHands:
    """Hands on the keyboard of one window."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._qtbot = qtbot
        self._window = window

    def at(self) -> QWidget:
        """Return what has the focus in the window (also where no window manager makes it active)."""
        focused = self._window.focusWidget()
        assert focused is not None, "nothing has the focus"
        return focused

    def type(self, text: str) -> "ClerksHands":
        """Type latin letters and digits by key, other words as the input method commits them."""
        for sign in text:
            if sign.isascii():
                self._qtbot.keyClicks(self.at(), sign)
            else:
                self.commit(sign)
        return self

    def key(
        self, key: Qt.Key, *, ctrl: bool = False, shift: bool = False, alt: bool = False
    ) -> "ClerksHands":
        """Press one key."""
        held = Qt.KeyboardModifier.NoModifier
        held |= Qt.KeyboardModifier.ControlModifier if ctrl else held
        held |= Qt.KeyboardModifier.ShiftModifier if shift else held
        held |= Qt.KeyboardModifier.AltModifier if alt else held
        self._qtbot.keyClick(self.at(), key, held)
        return self

    def enter(self) -> "ClerksHands":
        """Press Enter."""
        return self.key(Qt.Key.Key_Return)

    def compose(self, letters: str) -> "ClerksHands":
        """The input method shows *letters* under composition; nothing is committed yet."""
        QApplication.sendEvent(self.at(), QInputMethodEvent(letters, []))
        return self

    def commit(self, words: str) -> "ClerksHands":
        """The input method commits *words*."""
        event = QInputMethodEvent("", [])
        event.setCommitString(words)
        QApplication.sendEvent(self.at(), event)
        return self
