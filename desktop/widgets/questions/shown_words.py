"""An answer in the words people read, for grid cells: labels of choices, thousands, months."""

from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.number_editor import bare_number, decimals_of, grouped
from forms.engine import Kind, Question, QuestionState
from records.model.files import shown_name

_FILES = (Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE)


def shown_words(question: Question, path: str, state: QuestionState, filling: Filling) -> str:
    """Return how *state*'s answer is read in a cell."""
    value = state.value
    if question.choices is not None and isinstance(value, str) and value:
        entry = filling.index(question, path).by_code(value)
        return entry.path or entry.label if entry else state.text
    if question.choices is not None and isinstance(value, (list, tuple)):
        found = [(code, filling.index(question, path).by_code(str(code))) for code in value]
        return "、".join(entry.label if entry else str(code) for code, entry in found)
    if question.kind in (Kind.INTEGER, Kind.DECIMAL):
        return grouped(bare_number(state.text), decimals_of(question))
    if question.kind in _FILES:
        return shown_name(state.text)
    if question.kind is Kind.DATE and "month-year" in question.appearance:
        return state.text[:7]
    return state.text
