"""Text on one line: names, numbers of papers, ID numbers.

The Chinese input method must never be disturbed: the text is not touched while somebody types, there is no
validator and no input mask (both fight a composition), and only committed text is told to the engine.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.widgets.questions.editor import Editor, Typed, has_cursor
from forms.engine import Question, QuestionState

TALL = 40  # pixels: Tibetan stacks its letters; a line of default height cuts them off


def one_line(text: str) -> str:
    """Return pasted *text* as one line: breaks and tabs become one space, control characters go.

    A cell copied from Excel or a message carries line breaks, tabs and zero-width marks.
    """
    words = " ".join(text.replace("\ufeff", "").replace("\u200b", "").split())
    return "".join(sign for sign in words if sign.isprintable())


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


class PlainLine(QLineEdit):
    """A line that takes pasted text as one clean line and leaves undo to the form."""

    def event(self, event: QEvent) -> bool:
        """Let Ctrl+Z and Ctrl+Y reach the form, whose undo knows every field."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_undo(event):
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste through the clean road; the rest as the line does it."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_clean()
        elif _is_undo(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paste_clean(self) -> None:
        """Insert the clipboard's text as one line."""
        if not self.isReadOnly():
            self.insert(one_line(QGuiApplication.clipboard().text()))
            self.textEdited.emit(self.text())


class LineEditor(Editor):
    """A one-line text field."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.line = PlainLine(self)
        self.adopt(self.line)
        self.line.textChanged.connect(self._grow)
        self.line.textEdited.connect(self._tell)

    def typed(self) -> Typed:
        """Return the committed text."""
        return self.line.text()

    def show_text(self, state: QuestionState) -> None:
        """Show the text from its beginning."""
        self._write(state.text)

    def put_back(self, entry: Typed) -> None:
        """Show what stood here."""
        self._write(entry if isinstance(entry, str) else "")

    def set_readonly(self, readonly: bool) -> None:
        """Read-only lines stay reachable for copying, but not by Tab."""
        if self.line.isReadOnly() != readonly:
            self.line.setReadOnly(readonly)
            self.line.setFocusPolicy(Qt.FocusPolicy.ClickFocus if readonly else Qt.FocusPolicy.StrongFocus)

    def _grow(self, text: str) -> None:
        """Be tall enough for Tibetan; never shrink again under the clerk's eyes."""
        if self.line.minimumHeight() < TALL and any("\u0f00" <= sign <= "\u0fff" for sign in text):
            self.line.setMinimumHeight(TALL)

    def _write(self, text: str) -> None:
        if self.line.text() != text:
            self.line.setText(text)
            if not has_cursor(self.line):
                self.line.setCursorPosition(0)

    def _tell(self, text: str) -> None:
        self.say(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Select all when the focus comes by keyboard, as a grid does: typing replaces."""
        result = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusIn and not self.line.isReadOnly():
            self.line.selectAll()
        return result
