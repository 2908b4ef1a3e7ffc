"""What people only read: calculated answers in grey, and notes."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from desktop.widgets.questions.editor import Editor, Typed
from forms.engine import Question, QuestionState


class ShownValue(Editor):
    """A value the form works out; it can be selected and copied, not changed."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("role", "computed")
        self.label.setMinimumHeight(30)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.adopt(self.label)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def typed(self) -> Typed:
        """Nothing is typed here."""
        return None

    def show_text(self, state: QuestionState) -> None:
        """Show the value, or a dash."""
        self.show_words(state.text)

    def show_words(self, words: str) -> None:
        """Show *words*, or a dash."""
        self.label.setText(words or "–")
        self.label.setToolTip(words)

    def put_back(self, entry: Typed) -> None:
        """Nothing to put back."""

    def set_readonly(self, readonly: bool) -> None:
        """Always read-only."""


class ShownNote(ShownValue):
    """A sentence of the form's author; its words are the question's label, shown by the box."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.label.hide()
        self.setFixedHeight(0)
