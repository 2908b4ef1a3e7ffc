"""Small questions before something is done: a reason in words, a yes after seeing what it means.

They are opened, never run in a loop of their own, so that nothing waits inside a slot.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.problem_codes import REASON_MISSING
from desktop.widgets import plain
from desktop.words import _
from forms.problems import Problem


class Question(QDialog):
    """A question with what it means, an optional field for a reason, and two buttons."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        lines: Sequence[str],
        *,
        yes: str,
        role: str = "primary",
        reason: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(440)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addWidget(plain.label(title, "heading", wrap=True))
        for line in lines:
            box.addWidget(plain.label(line, "soft", wrap=True))
        self.reason = QPlainTextEdit()
        self.reason.setAccessibleName(reason or _("原因"))
        self.reason.setPlaceholderText(reason)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(84)
        self.reason.setVisible(bool(reason))
        self._problem = plain.label(role="problem", wrap=True)
        self._problem.hide()
        self.yes: QPushButton = plain.button(yes, self._agreed, key="Ctrl+Return", role=role)
        self.no = plain.button(_("取消"), self.reject, tip=_("不办理，回到原处（Esc）"))
        box.addWidget(self.reason)
        box.addWidget(self._problem)
        box.addLayout(plain.row(None, self.no, self.yes))
        self._needs_reason = bool(reason)
        (self.reason if reason else self.yes).setFocus()

    def words(self) -> str:
        """Return the reason as typed, without blanks around."""
        return self.reason.toPlainText().strip()

    def complain(self, problem: Problem, at: QWidget) -> None:
        """Say what is missing or wrong, and go there."""
        self._problem.setText(problem.sentence(_))
        self._problem.show()
        plain.state(at, "bad")
        at.setFocus()

    def _agreed(self) -> None:
        if self._needs_reason and not self.words():
            self.complain(Problem(REASON_MISSING), self.reason)
            return
        self.accept()


def ask(
    parent: QWidget,
    title: str,
    lines: Sequence[str],
    agreed: Callable[[str], object],
    *,
    yes: str,
    role: str = "primary",
    reason: str = "",
) -> Question:
    """Open a `Question`; *agreed* is called with the reason ('' when none was asked) if the person says yes."""
    question = Question(parent, title, lines, yes=yes, role=role, reason=reason)
    question.accepted.connect(lambda: agreed(question.words()))
    question.open()
    return question
