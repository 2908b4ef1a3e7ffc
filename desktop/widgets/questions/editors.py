"""Which field a question gets: by its kind, its marks and its appearance."""

from PySide6.QtWidgets import QWidget

from desktop.widgets.questions.acknowledge_editor import AcknowledgeEditor
from desktop.widgets.questions.buttons_editor import ButtonsEditor
from desktop.widgets.questions.check_list_editor import CheckListEditor
from desktop.widgets.questions.choice_editor import ChoiceEditor
from desktop.widgets.questions.codes_editor import CodesEditor
from desktop.widgets.questions.date_editor import DateEditor
from desktop.widgets.questions.editor import Editor
from desktop.widgets.questions.file_editor import FileEditor
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.ledger_editor import LedgerEditor
from desktop.widgets.questions.line_editor import LineEditor
from desktop.widgets.questions.link_editor import LinkEditor
from desktop.widgets.questions.long_text_editor import LongTextEditor
from desktop.widgets.questions.moment_editor import MomentEditor
from desktop.widgets.questions.number_editor import NumberEditor
from desktop.widgets.questions.point_editor import PointEditor
from desktop.widgets.questions.points_editor import PointsEditor
from desktop.widgets.questions.rank_editor import RankEditor
from desktop.widgets.questions.rating_editor import RatingEditor
from desktop.widgets.questions.scan_editor import ScanEditor
from desktop.widgets.questions.secret_editor import SecretEditor
from desktop.widgets.questions.shown_value import ShownNote, ShownValue
from desktop.widgets.questions.stepped_editor import SteppedEditor
from desktop.widgets.questions.township_editor import TownshipEditor
from forms import appearances
from forms.engine import Kind, Question

FILES = (Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE)
_NUMBERS = (Kind.INTEGER, Kind.DECIMAL)
_PLAIN: dict[Kind, type[Editor]] = {
    Kind.INTEGER: NumberEditor,
    Kind.DECIMAL: NumberEditor,
    Kind.NOTE: ShownNote,
    Kind.ACKNOWLEDGE: AcknowledgeEditor,
    Kind.TIME: MomentEditor,
    Kind.DATETIME: MomentEditor,
    Kind.BARCODE: ScanEditor,
}
_WHOLE: dict[Kind, type[Editor]] = {  # fields of more than one line: not in the cells of a grid
    Kind.GEOPOINT: PointEditor,
    Kind.GEOTRACE: PointsEditor,
    Kind.GEOSHAPE: PointsEditor,
    Kind.RANK: RankEditor,
}


def make_editor(
    question: Question, path: str, filling: Filling, parent: QWidget | None = None, *, in_grid: bool = False
) -> Editor:
    """Return the field for *question* at *path*; in a grid every field is one line high."""
    if question.kind is not Kind.NOTE and (question.calculated or question.readonly):
        return ShownValue(question, parent)
    if question.kind in FILES:
        return FileEditor(question, filling.shelf, filling.viewing, parent, compact=in_grid)
    if question.kind is Kind.DATE:
        return DateEditor(question, filling.today, parent)
    if question.kind in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE) or (question.kind is Kind.RANK and in_grid):
        return _choice(question, path, filling, parent, in_grid=in_grid)
    if filling.places is not None and question.kind is Kind.TEXT and appearances.has(question, "townships"):
        return TownshipEditor(question, path, filling, filling.places, parent)
    if not in_grid:
        special = _WHOLE.get(question.kind) or _by_appearance(question)
        if special is not None:
            return special(question, parent)
    hidden = question.kind in (Kind.TEXT, Kind.BARCODE) and appearances.has(
        question, "masked", "hidden-answer"
    )
    return (SecretEditor if hidden else _PLAIN.get(question.kind, LineEditor))(question, parent)


def _choice(
    question: Question, path: str, filling: Filling, parent: QWidget | None, *, in_grid: bool
) -> Editor:
    """Return the field for one or several choices: a list to search, boxes, or buttons side by side."""
    if question.kind is Kind.SELECT_ONE:
        if question.ledger:
            return LedgerEditor(question, filling, path, parent)
        if not in_grid and appearances.as_buttons(question):
            return ButtonsEditor(question, filling.icon_of, parent)
        return ChoiceEditor(question, lambda: filling.index(question, path), parent)
    if in_grid or appearances.has(question, *appearances.SEARCHED):
        return CodesEditor(question, lambda: filling.index(question, path), parent)
    return CheckListEditor(question, filling.icon_of, parent)


def _by_appearance(question: Question) -> type[Editor] | None:
    """Return the field an appearance asks for."""
    if is_long(question):
        return LongTextEditor
    if question.kind is Kind.TEXT and appearances.has(question, "url"):
        return LinkEditor
    if question.kind in _NUMBERS:
        if question.range is not None and appearances.has(question, "rating"):
            return RatingEditor
        if question.range is not None or appearances.has(question, "counter"):
            return SteppedEditor
    return None


def is_long(question: Question) -> bool:
    """Tell whether the answer has several lines."""
    return question.kind is Kind.TEXT and appearances.has(question, "multiline")


def is_wide(question: Question) -> bool:
    """Tell whether the question takes the whole width: long text, check lists, scales, notes."""
    whole = (Kind.SELECT_MULTIPLE, Kind.NOTE, Kind.GEOTRACE, Kind.GEOSHAPE)
    if question.kind is Kind.SELECT_MULTIPLE and appearances.has(question, *appearances.SEARCHED):
        return False
    return is_long(question) or question.kind in whole or _takes_a_row(question)


def _takes_a_row(question: Question) -> bool:
    """Tell whether buttons need the whole width: scales, columns, or more than four."""
    few = question.choices is not None and len(question.choices.choices) <= 4
    spread = appearances.in_one_row(question) or appearances.columns(question) > 0
    return appearances.as_buttons(question) and (spread or not few)
