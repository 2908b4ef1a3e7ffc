"""`office.counting`: numbers over the ledgers, worked out from the rows whenever they are asked for.

Nothing is kept here but closed periods (`closed_figures`), so nothing can be old. What a number is made of stands in measures (`records.model.measures`);
which numbers an office is judged by, and what they are called, is the business of `reports.indicators`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import select

from records.ledger.closed_figures import ClosedFigures
from records.ledger.finding import head_of
from records.ledger.forms_shelf import FormsShelf
from records.ledger.seat import Seat
from records.model.heads import RecordHead
from records.model.measures import Asked, Counted, Measure, Of
from records.store import counting, counting_indexes
from records.store.counted_rows import Ledgers
from records.store.form_shape import Storage
from records.store.tables import form_column, record
from records.store.typed_rows import Placed

MOST_BEHIND = 2_000


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: by measure and office, rankings, and the measures this office's forms cannot answer."""

    counts: dict[str, dict[str, Counted]] = field(default_factory=dict)
    tops: dict[str, list[tuple[str, Counted]]] = field(default_factory=dict)
    impossible: frozenset[str] = frozenset()

    def of(self, name: str, offices: Iterable[str] = ()) -> Counted | None:
        """Return a measure's number over *offices* (none named: all together); None when it cannot be answered."""
        if name in self.impossible or name not in self.counts:
            return None
        by_office = self.counts[name]
        whole = Counted()
        for code in tuple(offices) or by_office:
            whole = whole.plus(by_office.get(code, Counted()))
        return whole


class Counting:
    """Works numbers out."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf

    @cached_property
    def closed(self) -> ClosedFigures:
        """Figures of closed periods, as they were reported."""
        return ClosedFigures(self._seat)

    def run(self, measures: Sequence[Measure], asked: Asked) -> Result:
        """Work out *measures*: one reading of each ledger they speak of, all of one state of the database."""
        with self._seat.store.reading() as connection:
            ledgers = self._ledgers()
            able = [
                one for one in measures if counting.possible(ledgers, one, asked, connection.dialect.name)
            ]
            counts: dict[str, dict[str, Counted]] = {one.name: {} for one in able}
            tops: dict[str, list[tuple[str, Counted]]] = {}
            for one in counting.passes(one for one in able if not counting.stands_alone(one)):
                counts |= counting.run(connection, ledgers, one, asked)
            for measure in filter(counting.stands_alone, able):
                if measure.of is Of.TOP:
                    tops[measure.name] = counting.run_top(connection, ledgers, measure, asked)
                else:
                    counts[measure.name] = counting.run_together(connection, ledgers, measure, asked)
        names = {one.name for one in able}
        return Result(counts, tops, frozenset(one.name for one in measures if one.name not in names))

    def prepare(self, measures: Sequence[Measure], asked: Asked) -> int:
        """Make the indexes *measures* read by, where they are missing; return how many were made."""
        with self._seat.store.reading() as connection:
            ledgers, dialect = self._ledgers(), connection.dialect.name
            found = counting.passes(
                one for one in measures
                if not counting.stands_alone(one) and counting.possible(ledgers, one, asked, dialect)
            )  # fmt: skip
            if not counting_indexes.missing(connection, ledgers, found, asked):
                return 0
        with self._seat.store.writing() as connection:
            return counting_indexes.make(connection, ledgers, found, asked)

    def behind(self, measures: Sequence[Measure], asked: Asked, most: int = MOST_BEHIND) -> list[RecordHead]:
        """Return the records numbers were made of, the last changed first, at most *most* of each measure."""
        with self._seat.store.reading() as connection:
            ledgers = self._ledgers()
            ids: dict[str, None] = {}
            for measure in measures:
                ids |= dict.fromkeys(counting.records_behind(connection, ledgers, measure, asked, most))
            heads = {}
            names = list(ids)[:most]
            for start in range(0, len(names), 500):
                query = select(record).where(record.c.record_id.in_(names[start : start + 500]))
                for row in connection.execute(query).mappings():
                    heads[row["record_id"]] = head_of(row)
        return [heads[name] for name in names]

    def values(self, measure: Measure, question: str) -> list[str]:
        """Return the different answers to *question* in the rows of a measure, whatever the period."""
        with self._seat.store.reading() as connection:
            return counting.answers(connection, self._ledgers(), measure, question)

    def offices(self) -> list[str]:
        """Return the codes of the offices whose records lie here, this one first."""
        with self._seat.store.reading() as connection:
            codes = set(connection.execute(select(record.c.office_code).distinct()).scalars())
        own = self._seat.info.code
        return [own, *sorted(codes - {own})]

    def _ledgers(self) -> Ledgers:
        """Return where every form's questions lie, read in one statement."""
        places: dict[str, dict[str, Placed]] = {}
        query = select(form_column).where(form_column.c.office_code == self._seat.info.code)
        with self._seat.store.reading() as connection:
            for row in connection.execute(query):
                place = Placed(row.path, row.table_name, row.column_name, Storage(row.kind))
                places.setdefault(row.form_id, {})[row.path] = place
        return Ledgers(places, self._refers)

    def _refers(self, ledger: str, path: str) -> str:
        question = self._shelf.definition(ledger).questions.get(path)
        return (question.ledger if question else None) or ""
