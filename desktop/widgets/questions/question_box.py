"""A question on the screen: label above, field, problem with what to do, explanation. The hint is the body's."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.widgets.questions.buttons_editor import ButtonsEditor
from desktop.widgets.questions.check_list_editor import CheckListEditor
from desktop.widgets.questions.editor import Editor, Typed
from desktop.widgets.questions.editors import is_wide, make_editor
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.label_parts import GuidanceButton, LabelMedia
from desktop.widgets.questions.problem_line import ProblemLine
from desktop.widgets.questions.rank_editor import RankEditor
from desktop.widgets.questions.shown_value import ShownValue
from desktop.widgets.questions.shown_words import shown_words
from desktop.words import _
from forms.appearances import has
from forms.engine import Kind, Question, QuestionState
from forms.problems import Problem

_OFFERED = (CheckListEditor, ButtonsEditor, RankEditor)  # fields that show all their choices at once
PAUSE = (
    450  # ms without a key after which a new problem is told; told earlier, half a number would be "wrong"
)


class QuestionBox(QWidget):
    """One question; it paints itself anew when the engine says that its path changed."""

    forward = Signal(object)
    backward = Signal(object)
    gained = Signal(object)
    left = Signal(object)

    def __init__(self, filling: Filling, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = filling
        self.question = question
        self.path = question.path
        self._typing = False
        self._shown: bool | None = None
        self._tone = ""
        self.setProperty("wide", is_wide(question))
        self.label = plain.label(role="question", wrap=True)
        self.mark = plain.label("*", role="required")
        self.mark.setAccessibleName(_("必填"))
        self.mark.setToolTip(_("必填"))
        self.editor: Editor = make_editor(question, self.path, filling, self)
        self.editor.language = filling.language
        self.guide = GuidanceButton(question, filling, self)
        self.media = LabelMedia(question, filling, self)
        self.problems = ProblemLine(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._paused)
        self._lay_out()
        self._connect()
        self.refresh(force=True)

    def _lay_out(self) -> None:
        note = self.question.kind is Kind.NOTE
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(3)
        top.addWidget(self.label, 1 if note else 0)
        top.addWidget(self.mark)
        top.addWidget(self.guide)
        top.addStretch(0 if note else 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        if has(self.question, "label", "list-nolabel"):  # rows of a grid: words left, choices right
            across = QHBoxLayout()
            across.addLayout(top, 2)
            across.addWidget(self.editor, 3)
            self._column.addLayout(across)
        else:
            self._column.addLayout(top)
        self._column.addWidget(self.guide.words)
        self._column.addWidget(self.media)
        if not has(self.question, "label", "list-nolabel"):
            self._column.addWidget(self.editor)
        self._column.addWidget(self.problems)

    def _connect(self) -> None:
        self.editor.edited.connect(self._edited)
        self.editor.forward.connect(self._go_on)
        self.editor.backward.connect(lambda: self.backward.emit(self))
        self.editor.gained.connect(self._gained)
        self.editor.left.connect(self._left)
        self.problems.explained.connect(lambda words: self._filling.explain(self.path, words))
        self.problems.forward.connect(lambda: self.forward.emit(self))
        self.problems.proposal_taken.connect(lambda answer: self._filling.fill({self.path: answer}))

    # -- showing ----------------------------------------------------------------------------------------

    def refresh(self, *, force: bool = False) -> None:
        """Show the engine's state of this question."""
        state = self._filling.seen(self.question, self.path)
        shown = state.relevant and self.question.visible
        if shown != self._shown:  # said explicitly also the first time: a layout shows what nobody hid
            self._shown = shown
            self.setVisible(shown)
        if not shown:
            return
        self._show_label(state)
        if self.question.choices is not None and isinstance(self.editor, _OFFERED):
            self.editor.offer(state.choices)
        if isinstance(self.editor, ShownValue):
            self.editor.show_words(shown_words(self.question, self.path, state, self._filling))
        elif self._filling.readonly:
            self.editor.refresh(state, force=True)
            self.editor.set_readonly(True)
        else:
            self.editor.refresh(state, force=force)
        self._show_problems(state)

    def _show_label(self, state: QuestionState) -> None:
        words = state.label.in_(self._filling.language)
        if self.label.text() != words:
            self.label.setText(words)
            self.editor.inner.setAccessibleName(words)
            self.media.show_media()
        self.mark.setVisible(state.required and not self._filling.readonly)

    def _show_problems(self, state: QuestionState) -> None:
        """Show problems; a new one waits for the pause while the clerk is typing, a mended one goes at once."""
        problems = [one for one in state.problems if self._tells(one, state)]
        if self._typing and problems and not self._tone:
            self._pause.start()
            return
        tone = self.problems.show_problems(
            problems, state.settled, state.explanation, readonly=self._filling.readonly
        )
        if tone != self._tone:
            self._tone = tone
            plain.state(self.editor.inner, tone)
        line = self.problems.explanation
        if line is not None:  # it came late: without this Tab would reach it after the whole form
            QWidget.setTabOrder(self.editor.inner, line)
        self.editor.inner.setAccessibleDescription(self.problems.words.text() if tone else "")

    def _tells(self, problem: Problem, state: QuestionState) -> bool:
        """Blanks are told once the clerk was there; everything else at once."""
        del problem
        return bool(state.text) or self._filling.tells_blank(self.path)

    def hint(self) -> str:
        """Return the form author's hint for this question."""
        return self.question.hint.in_(self._filling.language)

    # -- typing -----------------------------------------------------------------------------------------

    def _edited(self, value: Typed) -> None:
        self._typing = self.editor.is_busy()
        self._filling.type(self.path, value)

    def _go_on(self) -> None:
        """Enter: to the next question, but first to the explanation that an unusual answer asks for.

        Enter there goes on, explained or not: nobody is held up.
        """
        self._paused()
        line = self.problems.explanation
        if line is not None and not line.isReadOnly() and not line.text():
            line.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.forward.emit(self)

    def _paused(self) -> None:
        self._typing = False
        self.refresh()

    def _gained(self) -> None:
        self.gained.emit(self)

    def _left(self) -> None:
        self._typing = False
        self._pause.stop()
        self._filling.close_step()
        self._filling.shown.add(self.path)
        self.refresh(force=True)
        self.left.emit(self)

    def takes_focus(self) -> bool:
        """Tell whether the clerk can type here."""
        return (
            not self.isHidden()
            and self.question.kind is not Kind.NOTE
            and self.editor.inner.focusPolicy() == Qt.FocusPolicy.StrongFocus
        )

    def focus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the focus into the field."""
        self.editor.setFocus(reason)

    def current_path(self) -> str:
        """Return the path of the question."""
        return self.path
