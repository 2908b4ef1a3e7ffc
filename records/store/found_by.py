"""What the records of a form are found by: read from the marks of its questions.

Mark `search` (name, id, phone, text) decides; a form without such marks is found by its listed text questions.
Registers use the same keys. Repeats count too: a training class is found by each of its trainees.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from forms.engine import Kind
from forms.reference import Reference
from records.model.search_keys import INITIALS, NAME, NUMBER, PHONE, READING, WORDS, joined, line_of
from records.store.form_shape import Answers, Cell, Shape


def _listed_text(cell: Cell) -> str:
    return "text" if "list" in cell.question.marks and cell.question.kind is Kind.TEXT else ""


def _marked(cell: Cell) -> str:
    """Return how *cell* is searched: ``name``, ``id``, ``phone``, ``text``, or '' for not at all."""
    return cell.question.marks.get("search", "")


class FoundBy:
    """The searchable questions of one form."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        marked = any(_marked(cell) for sheet in shape.sheets for cell in sheet.cells)
        kind_of = _marked if marked else _listed_text
        self._cells = {
            sheet.table: [(cell.name, kind_of(cell)) for cell in sheet.cells if kind_of(cell)]
            for sheet in shape.sheets
        }
        self._flat = not any(self._cells[sheet.table] for sheet in shape.sheets[1:])

    def keys(self, answers: Answers) -> str:
        """Return the search keys of a record with these answers."""
        lines: set[str] = set()
        if self._flat:  # the common case, without walking the repeats
            _add_lines(lines, self._cells[self._shape.sheets[0].table], answers)
        else:
            for sheet, _row, _of, inner in self._shape.rows(answers):
                _add_lines(lines, self._cells[sheet.table], inner)
        return joined(lines)


def _add_lines(lines: set[str], cells: Iterable[tuple[str, str]], answers: Answers) -> None:
    for name, kind in cells:
        value: Any = answers.get(name)
        if isinstance(value, str) and value:
            lines.update(lines_of(kind, value))


def lines_of(kind: str, value: str) -> Sequence[str]:
    """Return the lines of the keys (`records.model.search_keys`) one answer is found by."""
    if kind in _ONE_LINE:  # never the same twice, and cheap: not worth remembering
        return (line_of(_ONE_LINE[kind], value),)
    return _lines(kind, value)


_ONE_LINE = {"id": NUMBER, "phone": PHONE}


@lru_cache(maxsize=50_000)
def _lines(kind: str, value: str) -> tuple[str, ...]:
    return tuple({line_of(letter, each) for letter, each in values_of(kind, value)})


def _readings(name: str) -> tuple[tuple[str, str], ...]:
    found = Reference.load().pinyin(name)
    full = [(READING, reading) for reading in found.full.split()]
    return (*full, *((INITIALS, reading) for reading in found.initials.split()))


def values_of(kind: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield the (kind letter, value) pairs one answer is found by."""
    if kind == "id":
        yield NUMBER, value
    elif kind == "phone":
        yield PHONE, value
    elif kind == "name":
        yield NAME, value
        yield from _readings(value)
    else:
        # An organisation is asked for by the beginning of its initials: those of each fragment would fill the index.
        yield WORDS, value
        yield from ((READING, reading) for _kind, reading in _readings(value))
