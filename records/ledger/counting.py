"""`office.counting`: numbers over the ledgers, worked out from the rows.

In a large office what a ledger came to is kept until one of its records changes (`records.store.kept_counts`), so nothing can be
old; closed periods are kept as they were reported (`closed_figures`). What a number is made of stands in measures
(`records.model.measures`); which numbers an office is judged by, and what they are called, is the business of `reports.indicators`.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import Connection, func, select

from records.ledger.closed_figures import ClosedFigures
from records.ledger.finding import head_of
from records.ledger.forms_shelf import FormsShelf
from records.ledger.seat import Seat
from records.model.heads import RecordHead
from records.model.measures import Asked, Counted, Measure, Of
from records.store import counting, counting_indexes, kept_counts
from records.store.by_id import offices_here, with_ids
from records.store.counted_rows import Ledgers
from records.store.counting import Found, Pass, Reading, read_all
from records.store.form_shape import Storage
from records.store.tables import form_column, record
from records.store.typed_rows import Placed

MOST_BEHIND = 2_000
WORTH_KEEPING = 5_000  # records: fewer are counted sooner than what is kept of them is looked after
AT_ONCE = 4  # threads that read
KNOWN = 8  # lists of measures of which it is remembered which the office can answer


@dataclass(frozen=True, slots=True)
class Result:
    """What came out: by measure and office, rankings, and the measures this office's forms cannot answer."""

    counts: Mapping[str, Mapping[str, Counted]] = field(default_factory=dict)
    tops: Mapping[str, Sequence[tuple[str, Counted]]] = field(default_factory=dict)
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
        self._known: dict[tuple[str, tuple[Measure, ...]], tuple[Measure, ...]] = {}
        self.worth_keeping = WORTH_KEEPING

    @cached_property
    def closed(self) -> ClosedFigures:
        """Figures of closed periods, as they were reported."""
        return ClosedFigures(self._seat)

    def run(self, measures: Sequence[Measure], asked: Asked) -> Result:
        """Work out *measures*: one reading of each ledger they speak of, all of one state of the database.

        In a large office what was read before and is still true is not read again (`records.store.kept_counts`).
        """
        ledgers = self._ledgers()
        shape = kept_counts.name_of(self._seat.info.code, ledgers.places, self._shelf.all())
        able = self._able(ledgers, shape, tuple(measures), asked)
        counts: dict[str, Mapping[str, Counted]] = {one.name: {} for one in able if one.of is not Of.TOP}
        tops: dict[str, Sequence[tuple[str, Counted]]] = {}
        for found in self._found(ledgers, shape, counting.asked_of(able), asked):
            counts |= found.counts
            tops |= found.tops
        names = {one.name for one in able}
        return Result(counts, tops, frozenset(one.name for one in measures if one.name not in names))

    def _able(
        self, ledgers: Ledgers, shape: str, measures: tuple[Measure, ...], asked: Asked
    ) -> tuple[Measure, ...]:
        """Return the measures the office's forms can answer; to try them all takes longer than to read what is kept."""
        known = self._known.get((shape, measures))
        if known is None:
            dialect = self._seat.store.dialect
            known = tuple(one for one in measures if counting.possible(ledgers, one, asked, dialect))
            self._known = {**dict(list(self._known.items())[-KNOWN:]), (shape, measures): known}
        return known

    def _found(
        self, ledgers: Ledgers, shape: str, readings: "Sequence[Pass | Measure]", asked: Asked
    ) -> Iterable[Found]:
        """Return what *readings* come to: kept or read."""
        store = self._seat.store

        def made(one: "Pass | Measure") -> Reading:
            return counting.reading_of(ledgers, one, asked, store.dialect)

        with store.reading() as connection:
            if self._records(connection) < self.worth_keeping:
                return [made(one).run(connection) for one in readings]
            names = {kept_counts.name_of(shape, asked, one): one for one in readings}
            kept = kept_counts.look(connection, names)
        if len(kept) == len(names):
            return kept.values()
        fresh = {name: made(one) for name, one in names.items() if name not in kept}
        forms = {name: sorted(one.reads) for name, one in fresh.items()}
        token = store.write_if_free(
            lambda writer: kept_counts.announce(writer, forms, self._seat.ids.token())
        )
        with store.reading_together(min(os.cpu_count() or 1, AT_ONCE)) as connections:
            kept = kept_counts.look(connections[0], names)
            done = read_all(
                connections,
                {name: fresh.get(name) or made(one) for name, one in names.items() if name not in kept},
            )
        if token is not None:
            ours = {name: one for name, one in done.items() if name in fresh}
            store.write_if_free(lambda writer: kept_counts.keep(writer, token, ours))
        return [*kept.values(), *done.values()]

    @staticmethod
    def _records(connection: Connection) -> int:
        return int(connection.execute(select(func.max(record.c.no))).scalar() or 0)

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

    def behind(
        self,
        measures: Sequence[Measure],
        asked: Asked,
        most: int = MOST_BEHIND,
        others: Mapping[str, Measure] | None = None,
    ) -> list[RecordHead]:
        """Return the records numbers were made of, the last changed first, at most *most* of each measure.

        *others*: by name, the measures whose people some of *measures* take out (`Measure.unless`).
        """
        named = {**{one.name: one for one in measures}, **(others or {})}
        with self._seat.store.reading() as connection:
            ledgers = self._ledgers()
            ids: dict[str, None] = {}
            for measure in measures:
                unless = named[measure.unless] if measure.unless else None
                found = counting.records_behind(connection, ledgers, measure, asked, most=most, unless=unless)
                ids |= dict.fromkeys(found)
            heads = {}
            names = list(ids)[:most]
            for start in range(0, len(names), 500):
                query = select(record).where(with_ids(names[start : start + 500]))
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
            codes = set(connection.execute(offices_here()).scalars())
        own = self._seat.info.code
        return [own, *sorted(codes - {own})]

    def _ledgers(self) -> Ledgers:
        """Return where every form's questions lie, read in one statement."""
        places: dict[str, dict[str, Placed]] = {}
        query = (
            select(form_column)
            .where(form_column.c.office_code == self._seat.info.code)
            .order_by(form_column.c.form_id, form_column.c.path)
        )
        with self._seat.store.reading() as connection:
            for row in connection.execute(query):
                place = Placed(row.path, row.table_name, row.column_name, Storage(row.kind))
                places.setdefault(row.form_id, {})[row.path] = place
        return Ledgers(places, self._refers)

    def _refers(self, ledger: str, path: str) -> str:
        question = self._shelf.definition(ledger).questions.get(path)
        return (question.ledger if question else None) or ""
