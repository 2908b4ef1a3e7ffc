"""Text on several lines: notes and remarks. Enter goes on as everywhere; Alt+Enter makes a new line, as in Excel."""

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop.widgets.questions.editor import Editor, Typed
from forms.engine import Question, QuestionState

_LINES = 3


def clean_lines(text: str) -> str:
    """Return pasted *text* with its lines kept and control characters gone."""
    return "\n".join(
        "".join(sign for sign in line.expandtabs(1) if sign.isprintable()).rstrip()
        for line in text.splitlines()
    ).strip("\n")


class PlainBlock(QPlainTextEdit):
    """Several lines of plain text; Tab leaves the field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        lines = self.fontMetrics().lineSpacing() * _LINES
        self.setFixedHeight(lines + 2 * int(self.document().documentMargin()) + 2 * self.frameWidth() + 4)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only, never pictures or markup."""
        self.insertPlainText(clean_lines(source.text()))


class LongTextEditor(Editor):
    """A field of several lines."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.block = PlainBlock(self)
        self.adopt(self.block)
        self.block.textChanged.connect(self._tell)
        self._writing = False

    def typed(self) -> Typed:
        """Return the text."""
        return self.block.toPlainText()

    def show_text(self, state: QuestionState) -> None:
        """Show the text."""
        self._write(state.text)

    def put_back(self, entry: Typed) -> None:
        """Show what stood here."""
        self._write(entry if isinstance(entry, str) else "")

    def set_readonly(self, readonly: bool) -> None:
        """Read-only blocks can be read and copied."""
        self.block.setReadOnly(readonly)
        self.block.setFocusPolicy(Qt.FocusPolicy.ClickFocus if readonly else Qt.FocusPolicy.StrongFocus)

    def key(self, event: QKeyEvent) -> bool:
        """Alt+Enter makes a new line; undo belongs to the form."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.block.insertPlainText("\n")
            return True
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to the block."""
        self.block.setFocus(event.reason())

    def _write(self, text: str) -> None:
        if self.block.toPlainText() != text:
            self._writing = True
            self.block.setPlainText(text)
            self._writing = False

    def _tell(self) -> None:
        if not self._writing:
            self.say(self.block.toPlainText())
