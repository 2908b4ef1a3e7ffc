"""Which field a question gets: by its kind, its marks and its appearance."""

from PySide6.QtWidgets import QWidget

from desktop.widgets.questions.check_list_editor import CheckListEditor
from desktop.widgets.questions.choice_editor import ChoiceEditor
from desktop.widgets.questions.codes_editor import CodesEditor
from desktop.widgets.questions.date_editor import DateEditor
from desktop.widgets.questions.editor import Editor
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.line_editor import LineEditor
from desktop.widgets.questions.long_text_editor import LongTextEditor
from desktop.widgets.questions.number_editor import NumberEditor
from desktop.widgets.questions.shown_value import ShownNote, ShownValue
from forms.engine import Kind, Question

_NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
_PLAIN = {
    Kind.INTEGER: NumberEditor,
    Kind.DECIMAL: NumberEditor,
    Kind.NOTE: ShownNote,
}


def make_editor(
    question: Question, path: str, filling: Filling, parent: QWidget | None = None, *, in_grid: bool = False
) -> Editor:
    """Return the field for *question* at *path*; in a grid every field is one line high."""
    if question.kind is not Kind.NOTE and (question.calculated or question.readonly):
        return ShownValue(question, parent)
    if question.kind in (Kind.SELECT_ONE, Kind.ACKNOWLEDGE):
        return ChoiceEditor(question, lambda: filling.index(question, path), parent)
    if question.kind is Kind.SELECT_MULTIPLE:
        if in_grid:
            return CodesEditor(question, lambda: filling.index(question, path), parent)
        return CheckListEditor(question, parent)
    if question.kind is Kind.DATE:
        return DateEditor(question, filling.today, parent)
    if is_long(question) and not in_grid:
        return LongTextEditor(question, parent)
    return _PLAIN.get(question.kind, LineEditor)(question, parent)


def is_long(question: Question) -> bool:
    """Tell whether the answer has several lines."""
    return question.kind is Kind.TEXT and "multiline" in question.appearance


def is_wide(question: Question) -> bool:
    """Tell whether the question takes the whole width: long text, check lists, notes."""
    return is_long(question) or question.kind in (Kind.SELECT_MULTIPLE, Kind.NOTE)
