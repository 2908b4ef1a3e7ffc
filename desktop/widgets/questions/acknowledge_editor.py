"""A sentence somebody says yes to: one box, ticked by Space; the answer is ``OK`` as ODK writes it, or blank."""

from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.widgets.questions.editor import Editor, Typed
from desktop.words import _
from forms.engine import Question, QuestionState

_YES = "OK"


class AcknowledgeEditor(Editor):
    """A tick."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.box = QCheckBox(_("已阅读并确认（空格）"), self)
        self.adopt(self.box)
        self.box.clicked.connect(lambda: self.say(self.typed()))

    def typed(self) -> Typed:
        """Return OK when ticked."""
        return _YES if self.box.isChecked() else None

    def show_text(self, state: QuestionState) -> None:
        """Tick what was said yes to."""
        self.box.setChecked(bool(state.text))

    def put_back(self, entry: Typed) -> None:
        """Tick what was ticked."""
        self.box.setChecked(bool(entry))

    def set_readonly(self, readonly: bool) -> None:
        """Grey the box."""
        self.box.setEnabled(not readonly)

    def is_busy(self) -> bool:
        """A tick is told at once."""
        return False
