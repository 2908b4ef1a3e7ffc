"""Updates records the office has from rows of a roster: blanks filled, or answers replaced after a shown comparison.

Only what the roster itself says may change a record: its non-blank cells, captions and fixed values; a blank cell never
empties an answer, and a default of the form replaces nothing. The record as it would be is judged whole by its form, so
that what follows from an answer follows here too, and a wrong one refuses the row.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from forms.engine import Question, Text
from reports.workbooks.beforehand import Beforehand
from reports.workbooks.filling import Filler, Verdict
from reports.workbooks.judged import Alteration, CellProblem, UpdatedRecord
from reports.workbooks.rowvalues import Columns, RowValues

T = TypeVar("T")


class Existing(StrEnum):
    """What becomes of a row about somebody the office has already."""

    REFUSE = "refuse"  # it stays outside, and the record is named
    FILL = "fill"  # blanks of the record are filled, its answers stay
    OVERWRITE = "overwrite"  # what the roster says replaces what the record says


class Head(Protocol):
    """What is asked of a record's head."""

    @property
    def record_id(self) -> str:
        """The record's id."""
        ...

    @property
    def title(self) -> str:
        """What lists show."""
        ...

    @property
    def state(self) -> str:
        """Where it stands."""
        ...

    @property
    def revision(self) -> int:
        """The latest revision."""
        ...


class Whole(Protocol):
    """What is asked of a record."""

    @property
    def head(self) -> Head:
        """Its head."""
        ...

    @property
    def answers(self) -> Mapping[str, Any]:
        """Its answers."""
        ...

    @property
    def form_digest(self) -> str:
        """The version of the form it was filled with."""
        ...


_OPEN = frozenset({"draft", "complete", "returned"})  # the states from which a record may be saved again


@dataclass(frozen=True, slots=True)
class Updater:
    """Makes updates in one way; *record* reads a record whole by its id."""

    how: Existing
    record: Callable[[str], Whole]
    beforehand: Beforehand | None = None

    def update(
        self, filler: Filler, row: RowValues, columns: Columns, same: Any
    ) -> UpdatedRecord | tuple[CellProblem, ...]:
        """Return the update a row makes, or why the row is refused; () when *same* is no one open record."""
        record = self._open(filler, same)
        if record is None:
            return ()
        before = dict(record.answers)
        given = [(path, value) for path, value in filler.said(row) if self._takes(path, before)]
        verdict = self._over(record.head.record_id, lambda: filler.judge_over(before, given, row, columns))
        if verdict.refused:
            return tuple(verdict.refused)
        return UpdatedRecord(
            filler.definition.form_id,
            record.head.record_id,
            record.head.title,
            record.head.revision,
            verdict.answers,
            tuple(_alterations(filler, before, verdict.answers)),
            row.row + 1,
            tuple(verdict.to_do),
        )

    def add_rows(
        self, filler: Filler, rows: Sequence[tuple[int, Verdict]], key: str, same: Any
    ) -> UpdatedRecord | None:
        """Return the update that adds rows of a class roster (sheet rows from 0) to the class the office has.

        Who is in the class already, by the question *key* (``trainee.id_no``), stays as he is, or is overwritten where
        that was chosen. None when *same* is no one open record, or the class would be wrong as a whole.
        """
        record = self._open(filler, same)
        repeat, _dot, name = key.rpartition(".")
        if record is None or self.how is Existing.REFUSE or not repeat:
            return None
        before = dict(record.answers)
        inside = [dict(row) for row in before.get(repeat) or ()]
        places = {row.get(name): index for index, row in enumerate(inside) if row.get(name)}
        for _row, verdict in rows:
            new = dict((verdict.answers.get(repeat) or [{}])[0])
            place = places.get(new.get(name))
            if place is None:
                inside.append(new)
            elif self.how is Existing.OVERWRITE:
                inside[place] |= new
        answers = self._over(record.head.record_id, lambda: filler.whole({**before, repeat: inside}))
        if answers is None:
            return None
        label = filler.definition.repeats[repeat].label
        count = Alteration(repeat, label, len(before.get(repeat) or ()), len(inside))
        changed = answers.get(repeat) != before.get(repeat)
        first, *more = [row + 1 for row, _verdict in rows]
        return UpdatedRecord(
            filler.definition.form_id,
            record.head.record_id,
            record.head.title,
            record.head.revision,
            answers,
            (count,) if changed else (),
            first,
            more=tuple(more),
        )

    def _open(self, filler: Filler, same: Any) -> Whole | None:
        """Return the one record *same* names, when it may be saved again in this version of the form."""
        heads = same if isinstance(same, Sequence) else [same]
        if len(heads) != 1 or str(getattr(heads[0], "state", "")) not in _OPEN:
            return None
        if getattr(heads[0], "origin", "") and getattr(heads[0], "held", "") != "here":
            return None  # another office's: read here, never changed
        record = self.record(heads[0].record_id)
        return record if record.form_digest == filler.definition.digest else None

    def _over(self, record_id: str, judge: Callable[[], T]) -> T:
        """Judge while the record itself is not among the ledgers its form looks into."""
        if self.beforehand is None:
            return judge()
        self.beforehand.without = record_id
        try:
            return judge()
        finally:
            self.beforehand.without = ""

    def _takes(self, path: str, before: Mapping[str, Any]) -> bool:
        """Say whether the roster's answer to a question is taken over; rows of repeats are the record's own."""
        return "." not in path and (self.how is Existing.OVERWRITE or before.get(path) in (None, ""))


def _alterations(filler: Filler, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Alteration]:
    for path, question in filler.definition.questions.items():
        if "." not in path and question.label and before.get(path) != after.get(path):
            was, now = before.get(path), after.get(path)
            yield Alteration(path, question.label, was, now, _words(filler, question, was, now))


def _words(filler: Filler, question: Question, *answers: Any) -> dict[str, Text]:
    """Return the labels of the codes in *answers*."""
    codes = {
        code for answer in answers for code in (answer if isinstance(answer, list) else [answer]) if code
    }
    if question.choices is None or not codes:
        return {}
    return {choice.code: choice.label for choice in filler.choices_of(question) if choice.code in codes}
