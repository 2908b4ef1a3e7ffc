"""What is wrong at a question, in one sentence with what to do, and the place to explain what is only unusual.

Where the problem proposes an answer (the 18 characters of an old ID number), a button takes it: F7, never by itself.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop import theme
from desktop.widgets import plain
from desktop.widgets.questions.editor import has_cursor
from desktop.widgets.questions.line_editor import PlainLine
from desktop.words import _
from forms.problem_codes import REQUIRED_SAYS
from forms.problems import PROPOSED, Problem, Severity


class ProblemLine(QWidget):
    """A shape, a sentence, and for soft checks a line for the explanation."""

    explained = Signal(str)
    forward = Signal()
    proposal_taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = plain.label()
        self._sign.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._sign.setContentsMargins(0, 3, 0, 0)
        self.words = plain.label(wrap=True, role="problem")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._explanation: PlainLine | None = None
        self._proposal: QPushButton | None = None
        self._proposed = ""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        self._column.addLayout(row)
        self._tone = ""
        self.hide()

    @property
    def explanation(self) -> QLineEdit | None:
        """The line for the explanation, when one is asked for."""
        shown = self._explanation is not None and not self._explanation.isHidden()
        return self._explanation if shown else None

    def show_problems(
        self, problems: Sequence[Problem], settled: Sequence[Problem], explanation: str, *, readonly: bool
    ) -> str:
        """Show the first hard problem, else the soft one, else the explained one; return the tone ('' for none)."""
        hard = next((one for one in problems if one.severity is Severity.HARD), None)
        soft = next((one for one in problems if one.severity is Severity.SOFT), None)
        explained = next(iter(settled), None)
        shown = hard or soft or explained
        tone = "bad" if hard else "warn" if soft else "explained" if explained else ""
        if shown is not None:
            brief = shown is explained or shown.detail is REQUIRED_SAYS  # the form's own words say what to do
            self.words.setText(shown.what(_) if brief else shown.sentence(_))
        self._dress(tone)
        self._propose("" if readonly or shown is None else str(shown.values.get(PROPOSED, "")))
        self._ask(explanation, wanted=hard is None and shown is not None, readonly=readonly)
        self.setVisible(bool(tone))
        return "" if tone == "explained" else tone

    def take_proposal(self) -> bool:
        """Take the answer proposed (F7); False when none is."""
        if not self._proposed or self.isHidden():
            return False
        self.proposal_taken.emit(self._proposed)
        return True

    def _propose(self, answer: str) -> None:
        self._proposed = answer
        if self._proposal is None:
            if not answer:
                return
            self._proposal = plain.button("", self.take_proposal, role="link")
            self._proposal.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._column.insertWidget(1, self._proposal, 0, Qt.AlignmentFlag.AlignLeft)
        self._proposal.setText(_("与证件核对后改为 {answer}（F7）").format(answer=answer))
        self._proposal.setVisible(bool(answer))

    def _dress(self, tone: str) -> None:
        if tone == self._tone:
            return
        self._tone = tone
        icon, ink = {
            "bad": ("alert-circle", "bad"),
            "warn": ("alert-triangle", "warn"),
            "explained": ("info-circle", "text_soft"),
        }.get(tone, ("info-circle", "text_soft"))
        self._sign.setPixmap(theme.pixmap(icon, ink, 15, self.devicePixelRatioF()))
        plain.role(self.words, {"bad": "problem", "warn": "warn"}.get(tone, "soft"))

    def _ask(self, explanation: str, *, wanted: bool, readonly: bool) -> None:
        """Show the line for the explanation where one is wanted."""
        if not wanted:
            if self._explanation is not None:
                self._explanation.hide()
            return
        if self._explanation is None:
            self._explanation = PlainLine(self)
            self._explanation.setPlaceholderText(_("情况属实请写明原因，例如：计件工资，旺季加班"))
            self._explanation.setAccessibleName(_("异常情况说明"))
            self._explanation.textEdited.connect(self.explained)
            self._explanation.returnPressed.connect(self.forward)
            self._column.addWidget(self._explanation)
        self._explanation.setReadOnly(readonly)
        if not has_cursor(self._explanation) and self._explanation.text() != explanation:
            self._explanation.setText(explanation)
        self._explanation.show()
