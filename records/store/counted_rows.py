"""The rows a number is made of, as SQL: which columns, which conditions, and what each row adds.

A reader stands on one typed table, a form's or a repeat's. It joins the record around a repeat's row and records the
row refers to only where a measure asks for them, and remembers which columns were read, so that an index can hold just
those. Only records somebody answers for count: the states in `COUNTED`. The others of a form are few, so they are taken
out by a list of their ids; joining every row to its record would cost more than all the counting.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Integer,
    Numeric,
    Text,
    and_,
    case,
    cast,
    column,
    extract,
    func,
    literal,
    or_,
    select,
    table,
    true,
    type_coerce,
    union_all,
)

from records.model.measures import Asked, Condition, During, Measure, Source, Via, Window
from records.model.states import State
from records.store.form_shape import Storage
from records.store.tables import record
from records.store.tables_road import duplicate
from records.store.typed_rows import Placed

COUNTED = (State.APPROVED, State.SENT, State.RECEIVED, State.ACCEPTED)
OTHERS = tuple(str(state) for state in State if state not in COUNTED)
MILLION, HUNDRED = 1_000_000, 100
_TYPES: Mapping[Storage, Any] = {
    Storage.TEXT: Text(),
    Storage.INTEGER: BigInteger(),
    Storage.MONEY: BigInteger(),
    Storage.DECIMAL: Text().with_variant(Numeric(), "postgresql"),
    Storage.DATE: Date(),
    Storage.LIST: Text(),
}
Columns = Mapping[str, tuple[str, Storage]]


class NoSuchQuestionError(LookupError):
    """The office's forms do not have what a measure asks for (an older office, a form of its own)."""


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The forms of an office as tables: *places* by form, and which form a look-up (form, path) refers to."""

    places: Mapping[str, Mapping[str, Placed]]
    refers: Callable[[str, str], str]
    _made: dict[tuple[str, str, str], "tuple[FromClause, Columns]"] = field(
        default_factory=dict, compare=False
    )

    def table_of(self, ledger: str, rows: str, name: str) -> tuple[FromClause, Columns]:
        """Return the table of a form (or of its repeat *rows*) under the alias *name*, and its columns by question."""
        known = self._made.get((ledger, rows, name))  # a table costs more to describe than to ask
        if known is None:
            known = self._made[ledger, rows, name] = self._table(ledger, rows, name)
        return known

    def _table(self, ledger: str, rows: str, name: str) -> "tuple[FromClause, Columns]":
        prefix = f"{rows}." if rows else ""
        found = {
            path.removeprefix(prefix): place
            for path, place in self.places.get(ledger, {}).items()
            if path.startswith(prefix) and "." not in path.removeprefix(prefix)
        }
        if not found:
            raise NoSuchQuestionError(f"{ledger}.{rows}")
        own: list[Any] = [column("office_code", Text()), column("record_id", Text())]
        if rows:
            own.append(column("row", Integer()))
        columns = [column(place.column, _TYPES[place.storage]) for place in found.values()]
        made = table(next(iter(found.values())).table, *own, *columns).alias(name)
        return made, {question: (place.column, place.storage) for question, place in found.items()}


def uncounted(ledger: str) -> CompoundSelect[Any]:
    """Return the ids of a form's records nobody answers for yet, or any more, and of doubles of one that counts."""
    states = select(record.c.record_id).where(record.c.form_id == ledger, record.c.state.in_(OTHERS))
    kept = (record.c.office_code == duplicate.c.kept_office) & (record.c.record_id == duplicate.c.kept_id)
    doubles = (
        select(duplicate.c.other_id)
        .join(record, kept)
        .where(duplicate.c.form_id == ledger, duplicate.c.said == "same", record.c.state.in_(COUNTED))
    )
    return union_all(states, doubles)


def requirements(source: Source) -> tuple[Condition | Window, ...]:
    """Return all that must hold of a row of *source*: its tests, and its window unless that is always open."""
    always = source.window.how is During.ALWAYS
    return source.tests if always else (*source.tests, source.window)


@dataclass
class RowReader:
    """The rows of *ledger* (or of its repeat *rows*) for what is asked."""

    ledgers: Ledgers
    ledger: str
    rows: str
    asked: Asked
    dialect: str
    used: set[str] = field(default_factory=set)  # columns of the rows that were read
    reads: set[str] = field(default_factory=set)  # ledgers whose records were read

    def __post_init__(self) -> None:
        self.reads.add(self.ledger)
        self.main, self.columns = self.ledgers.table_of(self.ledger, self.rows, "t")
        self.joined: FromClause = self.main
        self._known: dict[str, tuple[FromClause, Columns]] = {}

    # ── columns ─────────────────────────────────────────────────────────────────────────────────────────────

    def find(self, question: str) -> tuple[ColumnElement[Any], Storage]:
        """Return the column of a question: of the row, of the record around it, or of one it refers to (`org_id.name`).

        Raises NoSuchQuestionError.
        """
        if question in ("office", "record_id"):
            return self.main.c["office_code" if question == "office" else question], Storage.TEXT
        reference, dot, name = question.rpartition(".")
        if dot:
            return self._of(self._looked_up(reference), name, question)
        if question in self.columns:
            own, storage = self.columns[question]
            self.used.add(own)
            return self.main.c[own], storage
        if not self.rows:
            raise NoSuchQuestionError(f"{self.ledger}.{question}")
        return self._of(self._record_around(), question, question)

    @staticmethod
    def _of(
        there: tuple[FromClause, Columns], name: str, question: str
    ) -> tuple[ColumnElement[Any], Storage]:
        if name not in there[1]:
            raise NoSuchQuestionError(question)
        own, storage = there[1][name]
        return there[0].c[own], storage

    def _record_around(self) -> tuple[FromClause, Columns]:
        if "" not in self._known:
            around, columns = self.ledgers.table_of(self.ledger, "", "r")
            self._join(around, around.c.record_id == self.main.c.record_id, outer=False)
            self._known[""] = around, columns
        return self._known[""]

    def _looked_up(self, reference: str) -> tuple[FromClause, Columns]:
        if reference not in self._known:
            place = self.find(reference)[0]
            inside = bool(self.rows) and reference in self.columns
            ledger = self.ledgers.refers(self.ledger, f"{self.rows}.{reference}" if inside else reference)
            there, columns = self.ledgers.table_of(ledger, "", f"j{len(self._known)}")
            self.reads.add(ledger)
            self._join(there, there.c.record_id == place, outer=True)
            self._known[reference] = there, columns
        return self._known[reference]

    def _join(self, there: FromClause, same: ColumnElement[bool], *, outer: bool) -> None:
        whole = and_(there.c.office_code == self.main.c.office_code, same)
        self.joined = self.joined.join(there, whole, isouter=outer)

    def over(self, via: Via, key: str) -> ColumnElement[Any]:
        """Return the column *key* of the rows of another ledger that know this row's key."""
        own = self.find(via.own)[0]
        there, columns = self.ledgers.table_of(via.ledger, via.rows, "v")
        self.reads.add(via.ledger)
        found = {"record_id": there.c.record_id} | {name: there.c[at[0]] for name, at in columns.items()}
        if key not in found or via.there not in found:
            raise NoSuchQuestionError(f"{via.ledger}.{key}")
        self._join(there, found[via.there] == own, outer=False)
        return found[key]

    # ── conditions ──────────────────────────────────────────────────────────────────────────────────────────

    def only(self) -> list[ColumnElement[bool]]:
        """Return what holds for the whole pass: counted records, of the offices and the pairing asked for."""
        tests: list[ColumnElement[bool]] = [self.main.c.record_id.not_in(uncounted(self.ledger))]
        if self.asked.offices:
            tests.append(self.main.c.office_code.in_(self.asked.offices))
        if self.asked.pairing:
            try:
                tests.append(self.find("pairing_id")[0] == self.asked.pairing)
            except NoSuchQuestionError:
                return tests  # a ledger that knows no pairing: the offices asked for are those of the pairing
        return tests

    def holds(self, source: Source) -> ColumnElement[bool]:
        """Return the condition that a row is one of *source*'s in the period asked for. NoSuchQuestionError."""
        return and_(true(), *(self.meets(each) for each in requirements(source)))

    def meets(self, required: Condition | Window) -> ColumnElement[bool]:
        """Return one of a source's requirements. Raises NoSuchQuestionError."""
        return self._inside(required) if isinstance(required, Window) else self._test(required)

    def words(self, required: Condition | Window) -> tuple[str, ...] | None:
        """Return which words of its question a requirement is met by; None when it asks for anything else."""
        if isinstance(required, Window) or required.operator != "=" or required.until:
            return None
        if self.find(required.question)[1] is not Storage.TEXT:
            return None
        wanted = [str(value) for value in self._wanted(required.wanted)]
        return None if any(value.startswith("@") for value in wanted) else tuple(dict.fromkeys(wanted))

    def _inside(self, window: Window) -> ColumnElement[bool]:
        period = self.asked.period.a_year_earlier() if window.earlier else self.asked.period
        first, *rest = [self.find(question)[0] for question in window.questions]
        last = literal(period.last, Date())
        if window.how is During.YEAR:
            return first.between(literal(period.first.year), literal(period.last.year))
        if window.how is During.ON:
            return first.between(literal(period.first, Date()), last)
        if window.how is During.OPEN_BEFORE:
            last = literal(date(period.first.year - 1, 12, 31), Date())
        since = literal(period.first, Date()) if window.how is During.DURING else last
        return and_(first <= last, *(or_(end.is_(None), end >= since) for end in rest))

    def _test(self, test: Condition) -> ColumnElement[bool]:
        if test.until:
            return self._months(test)
        place, storage = self.find(test.question)
        wanted = self._wanted(test.wanted)
        if test.operator == "answered":
            return place.is_not(None) if wanted[0] == "yes" else place.is_(None)
        if test.operator == "has":
            return or_(*(place.like(f'%"{value}"%') for value in wanted))
        if test.operator in ("=", "!="):
            values = [self._value(value, storage) for value in wanted]
            same = place == values[0] if len(values) == 1 else place.in_(values)
            return same if test.operator == "=" else or_(place.is_(None), ~same)
        bound = self._value(wanted[0], storage)
        limited: ColumnElement[bool] = place >= bound if test.operator == ">=" else place <= bound
        return limited

    def _wanted(self, wanted: Sequence[Any]) -> list[Any]:
        found: list[Any] = []
        for value in wanted:
            setting = isinstance(value, str) and value.startswith("$")
            found += self.asked.settings.get(value[1:], ()) if setting else [value]
        return found

    def _value(self, value: Any, storage: Storage) -> Any:
        if isinstance(value, str) and value.startswith("@"):
            return self.find(value[1:])[0]
        if storage in (Storage.INTEGER, Storage.MONEY):
            return int(value) * (HUNDRED if storage is Storage.MONEY else 1)
        if storage is Storage.DATE:
            return literal(date.fromisoformat(str(value)), Date())
        return str(value)

    def _months(self, test: Condition) -> ColumnElement[bool]:
        """Return whether *question* … *until* lasted so many whole months, as far as the period's end."""
        start, end = self.find(test.question)[0], self.find(test.until)[0]
        least, last = int(self._wanted(test.wanted)[0]), self.asked.period.last
        still = or_(end.is_(None), end > literal(last, Date()))
        lasted = self._month(end) - self._month(start)
        return case((still, start <= literal(_months_before(last, least), Date())), else_=lasted >= least)

    def _month(self, day: ColumnElement[Any]) -> ColumnElement[int]:
        """Return the number of a day's month; SQLite has days as text, and cutting it costs a fifth of reading it as a day."""
        if self.dialect != "sqlite":
            return 12 * extract("year", day) + extract("month", day)
        text = type_coerce(day, Text())
        return 12 * cast(func.substr(text, 1, 4), Integer) + cast(func.substr(text, 6, 2), Integer)

    def newest(self, latest: tuple[str, str]) -> ColumnElement[bool]:
        """Keep the newest row of each thing (by the second question) that is not after the period's end."""
        thing, day = self.find(latest[0])[0], self.find(latest[1])[0]
        other, columns = self.ledgers.table_of(self.ledger, self.rows, "o")
        that, then = other.c[columns[latest[0]][0]], other.c[columns[latest[1]][0]]
        last = literal(self.asked.period.last, Date())
        later = (
            select(literal(1)).select_from(other)
            .where(other.c.office_code == self.main.c.office_code, that == thing, then <= last)
            .where(or_(then > day, and_(then == day, other.c.record_id > self.main.c.record_id)))
            .where(other.c.record_id.not_in(uncounted(self.ledger)))
        )  # fmt: skip
        return and_(day <= last, ~later.exists())

    # ── what each row adds ──────────────────────────────────────────────────────────────────────────────────

    def amount(self, measure: Measure) -> tuple[ColumnElement[Any], int]:
        """Return what each row adds as a whole number, and of how many parts one is made (a yuan: of 100 分)."""
        place, parts = self._whole(measure.question, HUNDRED if measure.times else MILLION)
        if not measure.times:
            return place, parts
        weight, other = self._whole(measure.times, HUNDRED)
        return place * weight, parts * other

    def _whole(self, question: str, parts: int) -> tuple[ColumnElement[Any], int]:
        place, storage = self.find(question)
        if storage is not Storage.DECIMAL:
            return place, HUNDRED if storage is Storage.MONEY else 1
        number = cast(place, Numeric(asdecimal=False)) if self.dialect == "sqlite" else place
        return cast(func.round(number * parts), BigInteger), parts


def _months_before(day: date, months: int) -> date:
    """Return the day *months* earlier, the month's last one where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, 28)
