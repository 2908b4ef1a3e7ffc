"""What every question's widget promises, and the keys they all share.

An editor shows a question's state and says what was typed. It never judges: the engine does, and the box
around the editor shows what the engine says. Keys are handled here once, so that eight hours of typing feel
the same in every field: Enter goes on, Shift+Enter goes back, Esc leaves the field as it was.
"""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.words import language
from forms.engine import Choice, Question, QuestionState

Typed = str | list[str] | None
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def has_cursor(widget: QWidget) -> bool:
    """Tell whether keys go to *widget* when its window is the active one (also while another window is)."""
    return widget.window().focusWidget() is widget


class Editor(QWidget):
    """A field for one question; *inner* (made by a subclass) is the widget that has the focus."""

    edited = Signal(object)  # what was typed: str, list of codes, or None when blank
    forward = Signal()  # Enter: the clerk is done here
    backward = Signal()  # Shift+Enter
    gained = Signal()  # the focus came
    left = Signal()  # the focus went

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.language = language()  # of the words of choices; the box around says which the form speaks
        self._entry: Typed = None
        self._inner: QWidget = self

    def adopt(self, inner: QWidget) -> None:
        """Make *inner* the widget that is seen and typed in."""
        self._inner = inner
        row = QVBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner)
        self.setFocusProxy(inner)
        inner.installEventFilter(self)

    # -- what subclasses fill in ------------------------------------------------------------------------

    def typed(self) -> Typed:
        """Return what stands in the field, as it should be handed to the engine."""
        raise TypeError(f"{type(self).__name__} does not say what was typed")

    def show_text(self, state: QuestionState) -> None:  # noqa: ARG002  (for subclasses)
        """Show the value of *state*, as people write it."""
        raise TypeError(f"{type(self).__name__} does not show its value")

    def put_back(self, entry: Typed) -> None:  # noqa: ARG002  (for subclasses)
        """Show *entry*, what stood here when the focus came (Esc)."""
        raise TypeError(f"{type(self).__name__} cannot be put back")

    def set_readonly(self, readonly: bool) -> None:  # noqa: ARG002  (for subclasses)
        """Let people read but not change."""
        raise TypeError(f"{type(self).__name__} cannot be made read-only")

    def offer(self, choices: Sequence[Choice]) -> None:
        """Take the choices that stand now; fields without choices ignore them."""

    def key(self, event: QKeyEvent) -> bool:  # noqa: ARG002  (for subclasses)
        """Handle a key before the shared keys do; True when it is used up."""
        return False

    # -- shared manners ---------------------------------------------------------------------------------

    @property
    def inner(self) -> QWidget:
        """The widget that has the focus."""
        return self._inner

    def is_busy(self) -> bool:
        """Tell whether somebody is typing here, so that nobody else may change the text."""
        return has_cursor(self._inner)

    def refresh(self, state: QuestionState, *, force: bool = False) -> None:
        """Show *state*; a field being typed in keeps its text unless *force* (undo, filled by one key)."""
        self.set_readonly(state.readonly)
        if force or not self.is_busy():
            self.show_text(state)
            self._entry = self.typed()

    def settle(self) -> None:
        """Take what is half typed, for example the highlighted choice, before the focus goes."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give focus and keys of the inner widget their common meaning."""
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            if event.reason() not in (
                Qt.FocusReason.PopupFocusReason,
                Qt.FocusReason.ActiveWindowFocusReason,
            ):
                self._entry = self.typed()
            self.gained.emit()
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            if event.reason() not in (
                Qt.FocusReason.PopupFocusReason,
                Qt.FocusReason.ActiveWindowFocusReason,
            ):
                self.left.emit()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.key(event) or self._shared_key(event)
        return super().eventFilter(watched, event)

    def _shared_key(self, event: QKeyEvent) -> bool:
        """Enter, Shift+Enter and Esc; everything else belongs to the inner widget."""
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in _ENTER and keys == Qt.KeyboardModifier.NoModifier:
            self.settle()
            self.forward.emit()
            return True
        if event.key() in _ENTER and keys == Qt.KeyboardModifier.ShiftModifier:
            self.settle()
            self.backward.emit()
            return True
        if event.key() == Qt.Key.Key_Escape and self.typed() != self._entry:
            self.put_back(self._entry)
            self.edited.emit(self._entry)
            return True
        return False

    def say(self, value: Any) -> None:
        """Tell what was typed; blanks are told as None."""
        self.edited.emit(value if value not in ("", []) else None)
