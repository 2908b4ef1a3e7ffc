"""What is drawn from another record never exceeds what is there: proved in the transaction that completes a record.

The mark ``draws`` of a question says ``<reference>:<form>.<question>``: the record named by *reference* holds so much
(`stock_batch:stock_batch.on_hand`), and all complete records together draw no more of it. Where a row of a repeat
holds it, a second question says which row: ``donation_id#goods_line_id:goods_donation.line.qty``, so that what is put
into stock never exceeds what the line of a donation brought. The form's own check looks
at the others, too, but two clerks may look at the same moment; here one writer is at work at a time. The other way
round, a record that is completed again cannot hold less than was drawn from it already.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection, Table, and_, func, select

from forms.engine import FormDefinition, FormProblem
from records.ledger.forms_shelf import FormsShelf
from records.ledger.seat import Seat
from records.model.states import State
from records.problem_codes import MORE_WAS_TAKEN, NOT_ENOUGH_LEFT, NOTHING_TO_DRAW
from records.store.form_shape import Sheet
from records.store.tables import form, record

MARK = "draws"
_NOT_YET = (str(State.DRAFT), str(State.VOID))  # what is only typed, or void, draws nothing
_CENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Draw:
    """A question that draws: of which form it is, its path, its references, and what it draws from.

    *row* is the question that names the row (from 1) of a repeat of the source; empty where the record itself holds it.
    """

    form_id: str
    path: str
    reference: str
    row: str
    source_form: str
    source: str

    @property
    def repeat(self) -> str:
        """The repeat the question stands in; empty at the top."""
        return self.path.rpartition(".")[0]

    @property
    def name(self) -> str:
        """The question's own name."""
        return self.path.rpartition(".")[2]


def draws_of(definition: FormDefinition) -> Iterator[Draw]:
    """Yield the questions of a form that draw from other records."""
    for path, question in definition.questions.items():
        mark = question.marks.get(MARK, "")
        if mark:
            references, _colon, place = mark.partition(":")
            reference, _hash, row = references.partition("#")
            source_form, _dot, source = place.partition(".")
            yield Draw(definition.form_id, path, reference, row, source_form, source)


@dataclass(frozen=True, slots=True)
class Source:
    """What is drawn from: a record, or the *row* (from 1, as answered) of its repeat."""

    record_id: str
    row: str = ""


class Drawing:
    """Judges a record about to be completed, inside the transaction that completes it."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf
        self._drawn: tuple[int, dict[str, list[Draw]]] | None = None

    def problems(
        self, connection: Connection, definition: FormDefinition, record_id: str, answers: Mapping[str, Any]
    ) -> list[FormProblem]:
        """Return what forbids completing the record: too much drawn (RECORDS-170, -172), too little left (-171)."""
        found: list[FormProblem] = []
        for draw in draws_of(definition):
            found += self._too_much(connection, draw, record_id, answers)
        for draw in self._drawn_from(connection).get(definition.form_id, ()):
            found += self._too_little(connection, definition, draw, record_id, answers)
        return found

    def _too_much(
        self, connection: Connection, draw: Draw, record_id: str, answers: Mapping[str, Any]
    ) -> Iterator[FormProblem]:
        for source, (wanted, place) in _wanted(draw, answers).items():
            title, limit = self._limit(connection, draw, source)
            if limit is None:
                yield FormProblem(NOTHING_TO_DRAW, place=place)
                continue
            taken = self._taken(connection, draw, source, record_id)
            if taken + wanted > limit:
                values = {"title": title, "limit": _plain(limit), "taken": _plain(taken)}
                yield FormProblem(NOT_ENOUGH_LEFT, place=place, values={**values, "wanted": _plain(wanted)})

    def _too_little(
        self,
        connection: Connection,
        definition: FormDefinition,
        draw: Draw,
        record_id: str,
        answers: Mapping[str, Any],
    ) -> Iterator[FormProblem]:
        repeat, _dot, name = draw.source.rpartition(".")
        rows = answers.get(repeat, []) if repeat else [answers]
        if draw.row:
            rows = [*rows, *({} for _ in range(self._rows_taken(connection, draw, record_id) - len(rows)))]
        for number, row in enumerate(rows, start=1):
            taken = self._taken(connection, draw, Source(record_id, str(number) if draw.row else ""), "")
            limit = _number(row.get(name)) or Decimal(0)
            if taken > limit:
                label = definition.questions[draw.source].label if draw.source in definition.questions else ""
                values = {"label": label, "limit": _plain(limit), "taken": _plain(taken)}
                place = f"{repeat}[{number}].{name}" if repeat else name
                yield FormProblem(MORE_WAS_TAKEN, place=place, values=values)

    def _drawn_from(self, connection: Connection) -> dict[str, list[Draw]]:
        """Return, by form, what is drawn from it; read anew when a form was published."""
        mine = form.c.office_code == self._seat.info.code
        newest = int(connection.execute(select(func.max(form.c.position)).where(mine)).scalar() or 0)
        if self._drawn is None or self._drawn[0] != newest:
            asked = connection.execute(
                select(form.c.form_id).where(mine, form.c.xform.contains(f":{MARK}=")).distinct()
            ).scalars()
            found: dict[str, list[Draw]] = {}
            for form_id in asked.all():
                for draw in draws_of(self._shelf.definition(form_id)):
                    found.setdefault(draw.source_form, []).append(draw)
            self._drawn = (newest, found)
        return self._drawn[1]

    def _limit(self, connection: Connection, draw: Draw, source: "Source") -> tuple[str, Decimal | None]:
        """Return title of the source and how much it holds; None when it is void, unknown or says nothing."""
        if self._shelf.digest(draw.source_form) is None:
            return "", None
        repeat, _dot, name = draw.source.rpartition(".")
        table, _sheet, column = self._place(draw.source_form, repeat, name)
        query = (
            select(record.c.title, table.c[column])
            .select_from(table.join(record, _same(table)))
            .where(table.c.office_code == self._seat.info.code, table.c.record_id == source.record_id)
            .where(record.c.state != str(State.VOID))
        )
        if draw.row:
            if not source.row.isdecimal():
                return "", None
            query = query.where(table.c.row == int(source.row))
        row = connection.execute(query).one_or_none()
        if row is None or row[1] is None:
            return "", None
        return str(row[0]), self._value(draw.source_form, draw.source, row[1])

    def _taken(self, connection: Connection, draw: Draw, source: "Source", without: str) -> Decimal:
        """Return what complete records but *without* draw from the source; counted in Python, where it is exact."""
        table, column = self._drawing(draw, draw.name)
        _table, reference = self._drawing(draw, draw.reference)
        query = (
            select(table.c[column])
            .select_from(table.join(record, _same(table)))
            .where(table.c.office_code == self._seat.info.code, table.c[reference] == source.record_id)
            .where(record.c.record_id != without, record.c.state.not_in(_NOT_YET))
        )
        if draw.row:
            query = query.where(table.c[self._drawing(draw, draw.row)[1]] == source.row)
        rows = connection.execute(query).scalars()
        found = [self._value(draw.form_id, draw.path, value) for value in rows if value is not None]
        return sum(found, Decimal(0))

    def _rows_taken(self, connection: Connection, draw: Draw, source_id: str) -> int:
        """Return the last row of the source that complete records draw from: it may be gone when it is completed again."""
        table, column = self._drawing(draw, draw.row)
        _table, reference = self._drawing(draw, draw.reference)
        rows = connection.execute(
            select(table.c[column])
            .select_from(table.join(record, _same(table)))
            .where(table.c.office_code == self._seat.info.code, table.c[reference] == source_id)
            .where(record.c.state.not_in(_NOT_YET))
        ).scalars()
        return max((int(row) for row in rows if str(row or "").isdecimal()), default=0)

    def _drawing(self, draw: Draw, name: str) -> tuple[Table, str]:
        """Return the typed table and column of a question beside the one that draws."""
        table, _sheet, column = self._place(draw.form_id, draw.repeat, name)
        return table, column

    def _place(self, form_id: str, repeat: str, name: str) -> tuple[Table, Sheet, str]:
        """Return the typed table and column of a question."""
        tables = self._shelf.writer(form_id).tables
        way = tuple(repeat.split(".")) if repeat else ()
        for sheet, table in zip(tables.shape.sheets, tables.sheets(), strict=True):
            if sheet.way == way:
                return table, sheet, tables.placed[".".join((*way, name))].column
        raise LookupError(f"{form_id} has no repeat {repeat}")

    def _value(self, form_id: str, path: str, value: Any) -> Decimal:
        """Return a typed column's value as the answer it was: 分 as yuan."""
        money = self._shelf.definition(form_id).questions[path].marks.get("money")
        return Decimal(str(value)) / _CENT if money else Decimal(str(value))


def _same(table: Table) -> Any:
    return and_(record.c.office_code == table.c.office_code, record.c.record_id == table.c.record_id)


def _wanted(draw: Draw, answers: Mapping[str, Any]) -> dict[Source, tuple[Decimal, str]]:
    """Return, by the source, how much this record draws and at which question it says so last."""
    rows = answers.get(draw.repeat, []) if draw.repeat else [answers]
    found: dict[Source, tuple[Decimal, str]] = {}
    for number, row in enumerate(rows, start=1):
        source_id, amount = row.get(draw.reference), _number(row.get(draw.name))
        if source_id and amount:
            place = f"{draw.repeat}[{number}].{draw.name}" if draw.repeat else draw.name
            source = Source(str(source_id), str(row.get(draw.row, "")) if draw.row else "")
            before = found.get(source, (Decimal(0), ""))[0]
            found[source] = (before + amount, place)
    return found


def _number(value: Any) -> Decimal | None:
    try:
        return None if value in (None, "") else Decimal(str(value))
    except InvalidOperation:
        return None


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
