"""A time, or a day with a time: typed the short way (``0830``, ``下午3点``, ``今天 1430``), shown in full when left."""

from datetime import datetime, time

from PySide6.QtWidgets import QWidget

from desktop.widgets.questions.line_editor import LineEditor
from desktop.words import _
from forms.engine import Kind, Question, QuestionState


class MomentEditor(LineEditor):
    """A field for a time or a moment; the engine reads what is typed."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        only_time = question.kind is Kind.TIME
        self.line.setPlaceholderText("08:30" if only_time else _("2026-05-01 08:30"))

    def show_text(self, state: QuestionState) -> None:
        """Show ``08:30`` or ``2026-05-01 08:30``; seconds only when there are any."""
        value = state.value
        if isinstance(value, datetime):
            self._write(f"{value:%Y-%m-%d} {_clock(value.time())}")
        elif isinstance(value, time):
            self._write(_clock(value))
        else:
            self._write(state.text)


def _clock(at: time) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
