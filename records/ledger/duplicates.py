"""`office.records.duplicates`: records of different offices that seem to be one, and what a person decided on each two.

What makes two alike depends on the ledger: the document number that names the record (as long as its form says it must
be unique in both); else the same name, birth date and pairing; in a ledger without document numbers, every listed answer.
Two records of this office itself are its own business (`sameness`). Of two that are the same one is kept and the other is a
*double*: it stays as it is, and no figure counts it as long as the kept one counts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, or_, select

from forms.problems import Problem
from records.ledger.finding import head_of
from records.ledger.forms_shelf import FormsShelf
from records.ledger.reading import answers_of
from records.ledger.sameness import hold_both, identifying
from records.ledger.seat import Seat
from records.ledger.sessions import Sessions
from records.model.heads import RecordHead
from records.model.normal_text import normal
from records.model.states import State
from records.problem_codes import KEPT_IS_DOUBLE, NO_SUCH_PAIR, NO_SUCH_RECORD
from records.store.audit_chain import append
from records.store.by_id import with_ids
from records.store.counted_rows import COUNTED
from records.store.form_shape import Cell
from records.store.record_rows import FormWriter
from records.store.tables import record
from records.store.tables_road import duplicate

MOST = 200  # pairs looked at in one ledger; those decided make room for the next
_VALUES = 2_000  # different keys read from one ledger
Key = tuple[str, str]  # office code, record id


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records: its head, its answers, the version looked at and the form version it is filled with."""

    head: RecordHead
    answers: dict[str, Any]
    content_hash: str
    form_digest: str

    @property
    def key(self) -> Key:
        """Return what names the record."""
        return self.head.office_code, self.head.record_id


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records of one ledger that seem to be one; *alike* says by what: ``number``, ``person`` or ``listed``.

    *first* came here first. *asked*: an office was asked about this pair before, and its record came again.
    """

    form_id: str
    alike: str
    first: Side
    second: Side
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What was *said* of two records (``same``, ``different`` or ``asked``), by whom, when (ISO 8601), with which words."""

    form_id: str
    said: str
    kept: RecordHead
    other: RecordHead
    words: str
    by: str
    at: str


class Duplicates:
    """Finds them and keeps what was decided."""

    def __init__(self, seat: Seat, shelf: FormsShelf, sessions: Sessions) -> None:
        self._seat = seat
        self._shelf = shelf
        self._sessions = sessions

    # ── finding ─────────────────────────────────────────────────────────────────────────────────────────────

    def open(self, form_id: str = "") -> list[Pair]:
        """Return the pairs nobody has decided on, of one ledger or of all; at most `MOST` of each.

        It reads whole ledgers: never on a window's thread. Raises Problem RECORDS-080.
        """
        forms = [form_id] if form_id else [info.form_id for info in self._shelf.all()]
        found: list[Pair] = []
        with self._seat.store.reading() as connection:
            for one in forms:
                found += self._of_form(connection, one)
        return found

    def _of_form(self, connection: Connection, form_id: str) -> list[Pair]:
        writer = self._shelf.writer(form_id)
        said = {
            frozenset([(row.kept_office, row.kept_id), (row.other_office, row.other_id)]): row
            for row in connection.execute(select(duplicate).where(duplicate.c.form_id == form_id))
        }
        doubles = _doubles(connection, form_id)
        found: dict[frozenset[Key], Pair] = {}
        for alike, groups in self._groups(connection, writer):
            for rows in groups:
                for first, second in combinations(sorted(rows, key=_came), 2):
                    names = frozenset([_name(first), _name(second)])
                    if names in found or names & doubles or self._is_ours(first, second):
                        continue
                    asked = said.get(names)
                    if asked is not None and not _is_news(asked, first, second):
                        continue
                    pair = self._pair(connection, writer, alike, first, second)
                    if pair is not None:
                        found[names] = replace(pair, asked=asked is not None)
                    if len(found) >= MOST:
                        return list(found.values())
        return list(found.values())

    def _is_ours(self, first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
        return bool(first["office_code"] == second["office_code"] == self._seat.info.code)

    def _pair(
        self,
        connection: Connection,
        writer: FormWriter,
        alike: str,
        first: Mapping[str, Any],
        second: Mapping[str, Any],
    ) -> Pair | None:
        """Return the two side by side; None when their form lets both have the same number, or the number tells them apart."""
        sides = [
            Side(head_of(row), answers_of(connection, dict(row)), row["content_hash"], row["form_digest"])
            for row in (first, second)
        ]
        mine, theirs = (side.answers for side in sides)
        named = [cell for cell in identifying(writer) if mine.get(cell.name) and theirs.get(cell.name)]
        same = [cell for cell in named if mine[cell.name] == theirs[cell.name]]
        if alike == "person" and same:
            return None  # by their number they were judged already
        if alike == "number" and any("unique" in cell.question.marks for cell in same):
            session = self._sessions.of(writer.shape.definition)
            if session is None or not hold_both(session, same, mine, theirs):
                return None
        return Pair(str(first["form_id"]), alike, sides[0], sides[1])

    def _groups(
        self, connection: Connection, writer: FormWriter
    ) -> Iterable[tuple[str, Iterable[Sequence[Mapping[str, Any]]]]]:
        """Yield what records are alike by, each with the groups of such records."""
        main, placed, own = writer.tables.main, writer.tables.placed, self._seat.info.code
        named = identifying(writer)
        for cell in named:
            column = main.c[placed[cell.path].column]
            yield "number", _grouped(connection, writer, own, [column], func.length(column) > 4)
        person = _person_cells(writer)
        if person:
            columns = [main.c[placed[cell.path].column] for cell in person]
            told = and_(*(column.is_not(None) for column in columns))
            yield "person", _grouped(connection, writer, own, columns, told)
        if not named:
            told = func.length(record.c.columns) > len('{"a":"b","c":"d"}')
            groups = _grouped(connection, writer, own, [record.c.columns], told)
            yield "listed", (rows for rows in groups if len(head_of(rows[0]).columns) >= 3)

    # ── deciding ────────────────────────────────────────────────────────────────────────────────────────────

    def same(self, kept: Key, double: Key, words: str = "") -> None:
        """Say that two records are one: *kept* counts, *double* does not.

        Raises Problem RECORDS-024 for a clerk, RECORDS-050, RECORDS-221 when *kept* is a double itself.
        """
        self._say("same", kept, double, words)

    def different(self, first: Key, second: Key, words: str = "") -> None:
        """Say that two records are different, and are not to be shown again. Raises Problem RECORDS-024, -050."""
        self._say("different", first, second, words)

    def asked(self, other: Key, returned: Key, words: str) -> None:
        """Write down that the office of *returned* was asked; shown again when its record has changed. As `different`."""
        self._say("asked", other, returned, words)

    def undo(self, first: Key, second: Key) -> None:
        """Take back what was decided on two records: both count, and the pair is shown again.

        Raises Problem RECORDS-024, RECORDS-220 when nothing was decided.
        """
        self._seat.must_lead()
        with self._seat.store.writing() as connection:
            if not connection.execute(delete(duplicate).where(_about(first, second))).rowcount:
                raise Problem(NO_SUCH_PAIR, place=first[1])
            append(connection, self._seat.author(), "duplicate_undo", first[1], second[1])

    def _say(self, said: str, kept: Key, other: Key, words: str) -> None:
        self._seat.must_lead()
        with self._seat.store.writing() as connection:
            rows = [self._row(connection, key) for key in (kept, other)]
            if said == "same" and kept in _doubles(connection, rows[0]["form_id"]):
                raise Problem(KEPT_IS_DOUBLE, place=kept[1])
            connection.execute(delete(duplicate).where(_about(kept, other)))
            connection.execute(
                insert(duplicate).values(
                    office_code=self._seat.info.code,
                    kept_office=kept[0],
                    kept_id=kept[1],
                    other_office=other[0],
                    other_id=other[1],
                    form_id=rows[0]["form_id"],
                    said=said,
                    kept_hash=rows[0]["content_hash"],
                    other_hash=rows[1]["content_hash"],
                    words=normal(words.strip()),
                    by_name=self._seat.user.name,
                    at=self._seat.now(),
                )
            )
            append(connection, self._seat.author(), f"duplicate_{said}", kept[1], other[1])

    def _row(self, connection: Connection, key: Key) -> Mapping[str, Any]:
        query = select(record).where(record.c.office_code == key[0], record.c.record_id == key[1])
        row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise Problem(NO_SUCH_RECORD, values={"record": key[1]})
        return dict(row)

    # ── looking back ────────────────────────────────────────────────────────────────────────────────────────

    def left_out(self, form_id: str) -> frozenset[Key]:
        """Return the doubles of a ledger that do not count, because the record that was kept does."""
        with self._seat.store.reading() as connection:
            return frozenset(_doubles(connection, form_id, record.c.state.in_(COUNTED)))

    def decided(self) -> list[Decided]:
        """Return what was decided, the newest first."""
        query = (
            select(duplicate)
            .where(duplicate.c.office_code == self._seat.info.code)
            .order_by(duplicate.c.at.desc(), duplicate.c.kept_id)
        )
        with self._seat.store.reading() as connection:
            rows = connection.execute(query).all()
            heads = _heads(connection, [name for row in rows for name in (row.kept_id, row.other_id)])
        return [
            Decided(row.form_id, row.said, kept, other, row.words, row.by_name, row.at)
            for row in rows
            if (kept := heads.get((row.kept_office, row.kept_id)))
            and (other := heads.get((row.other_office, row.other_id)))
        ]


def _heads(connection: Connection, ids: Sequence[str]) -> dict[Key, RecordHead]:
    found: dict[Key, RecordHead] = {}
    for start in range(0, len(ids), 400):
        query = select(record).where(with_ids(ids[start : start + 400]))
        rows = [dict(row) for row in connection.execute(query).mappings()]
        found |= {_name(row): head_of(row) for row in rows}
    return found


def _about(first: Key, second: Key) -> ColumnElement[bool]:
    """Return the condition for what was said of these two, whichever was kept."""
    columns = (duplicate.c.kept_office, duplicate.c.kept_id, duplicate.c.other_office, duplicate.c.other_id)
    orders = [(*first, *second), (*second, *first)]
    return or_(
        *(and_(*(column == value for column, value in zip(columns, one, strict=True))) for one in orders)
    )


def _doubles(
    connection: Connection, form_id: str, stands: ColumnElement[bool] = record.c.state != State.VOID
) -> set[Key]:
    """Return the records of a ledger that are doubles of one that *stands*."""
    kept = (record.c.office_code == duplicate.c.kept_office) & (record.c.record_id == duplicate.c.kept_id)
    query = (
        select(duplicate.c.other_office, duplicate.c.other_id)
        .join(record, kept)
        .where(duplicate.c.form_id == form_id, duplicate.c.said == "same", stands)
    )
    return {(row[0], row[1]) for row in connection.execute(query)}


def _name(row: Mapping[str, Any]) -> Key:
    return str(row["office_code"]), str(row["record_id"])


def _came(row: Mapping[str, Any]) -> int:
    return int(row["no"])


def _is_news(said: Any, *rows: Mapping[str, Any]) -> bool:
    """Say whether a pair an office was asked about is to be shown again: a record of it has changed since."""
    if said.said != "asked":
        return str(said.said) == "same"  # the kept one is void now, or the pair would not have come here
    now = {_name(row): row["content_hash"] for row in rows}
    return now != {
        (said.kept_office, said.kept_id): said.kept_hash,
        (said.other_office, said.other_id): said.other_hash,
    }


def _person_cells(writer: FormWriter) -> list[Cell]:
    """Return the questions a person is known by besides the number: name, birth date, and the pairing where it is asked."""
    cells = writer.shape.sheets[0].cells
    by_mark: dict[str, Cell] = {}
    for cell in cells:
        by_mark.setdefault(cell.question.marks.get("register", ""), cell)
    person = [by_mark.get(f"person.{name}") for name in ("full_name", "birth_date")]
    if None in person:
        return []
    pairing = [cell for cell in cells if cell.name == "pairing_id"]
    return [cell for cell in person if cell is not None] + pairing[:1]


def _grouped(
    connection: Connection,
    writer: FormWriter,
    own: str,
    columns: Sequence[ColumnElement[Any]],
    told: ColumnElement[bool],
) -> Iterable[Sequence[Mapping[str, Any]]]:
    """Yield the records that agree in *columns*, not all of the office *own*; those of most offices first."""
    main, office = writer.tables.main, record.c.office_code
    same = and_(main.c.office_code == record.c.office_code, main.c.record_id == record.c.record_id)
    joined = record.join(main, same)
    alive = (record.c.form_id == writer.shape.definition.form_id, record.c.state != State.VOID, told)
    several = (
        select(*columns).select_from(joined).where(*alive).group_by(*columns)
        .having(func.count() > 1, or_(func.min(office) != own, func.max(office) != own))
        .order_by(func.count(office.distinct()).desc()).limit(_VALUES).subquery()
    )  # fmt: skip
    match = and_(*(column == several.c[number] for number, column in enumerate(columns)))
    query: Select[Any] = select(record, *(column.label(f"key_{n}") for n, column in enumerate(columns)))
    groups: defaultdict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(query.select_from(joined.join(several, match)).where(*alive)).mappings():
        groups[tuple(row[f"key_{n}"] for n in range(len(columns)))].append(dict(row))
    return groups.values()
