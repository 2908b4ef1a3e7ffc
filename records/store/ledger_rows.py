"""Reads records as rows of text, the way expressions see another form's ledger (`ledger_<form>`, see ARCHITECTURE).

Nothing but what an equality asks for is fetched, from the typed tables, where references and document numbers have
an index. A column of a typed table becomes the engine's own text again: 分 become yuan, a list its codes by blanks.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Numeric,
    Select,
    Table,
    Text,
    and_,
    bindparam,
    cast,
    select,
)

from records.model.states import State
from records.store.form_shape import Sheet, Storage, stored
from records.store.prepared import Prepared, Value
from records.store.tables import record
from records.store.typed_rows import Placed

OWN = (
    "name",
    "label",
    "no",
    "state",
)  # columns every ledger has; a question of such a name is not among the columns
OWN_OF_ROW = ("parent", "index")  # of a repeat's table
Item = dict[str, str]


def _plain(number: Decimal) -> str:
    """Return a number as the engine writes it: no exponent, no zeros at the end."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _decimal(value: Any) -> str:
    try:
        return _plain(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _date(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


_TEXT: Mapping[Storage, Callable[[Any], str]] = {
    Storage.TEXT: str,
    Storage.INTEGER: str,
    Storage.MONEY: lambda fen: _plain(Decimal(int(fen)) / 100),
    Storage.DECIMAL: _decimal,
    Storage.DATE: _date,
    Storage.LIST: lambda text: " ".join(json.loads(text)),
}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that can be asked of a table: its statement, and how the wanted text becomes the column's value."""

    statement: Prepared
    value: Callable[[str], Value]


@dataclass(slots=True)
class LedgerTable:
    """One form's records (or the rows of one of its repeats) as a table of text."""

    table: Table
    sheet: Sheet
    placed: Mapping[str, Placed]
    number: str = ""  # the question that numbers the records
    _asked: dict[str, _Asked] = field(default_factory=dict)
    _said: list[tuple[str, Callable[[Any], str]]] | None = (
        None  # names of the columns, and how each becomes text
    )

    def where(
        self, connection: Connection, office_code: str, column: str, value: str, *, without: str, most: int
    ) -> list[Item]:
        """Return at most *most* rows whose *column* is *value*, in order of entry.

        Void records are left out, and the record *without* (its id, '' for none).
        """
        asked = self._asked.get(f"{column}=" if value else column) or self._ask(column, blank=not value)
        if asked is None:  # no such column: every row's is blank
            return [] if value else self.rows(connection, office_code, without=without, most=most)
        wanted = asked.value(value)
        if wanted is None and value:
            return []  # a column of numbers or dates never holds this text
        values: dict[str, Value] = {"office": office_code, "without": without, "most": most}
        if value:
            values["wanted"] = wanted
        return self._items(asked.statement.all(connection, **values))

    def rows(self, connection: Connection, office_code: str, *, without: str, most: int) -> list[Item]:
        """Return the first *most* rows, without void records and the record *without*."""
        asked = self._asked.get("") or self._keep(
            "", _Asked(Prepared(lambda _d: self._query(None)), lambda _v: None)
        )
        found = asked.statement.all(connection, office=office_code, without=without, most=most)
        return self._items(found)

    def values(
        self, connection: Connection, office_code: str, column: str, *, most: int
    ) -> frozenset[str] | None:
        """Return every value of a column of text; None when it is not one, or has more than *most* answers."""
        found = self._column(column)
        if found is None or found[1] is not Storage.TEXT:
            return None
        element = found[0]
        if not any(element is own for own in self.table.c):
            return None  # title and state belong to the record
        query = select(element).where(self.table.c.office_code == office_code, element.is_not(None))
        rows = connection.execute(query.limit(most + 1)).scalars().all()
        return None if len(rows) > most else frozenset(rows)

    def _keep(self, key: str, asked: _Asked) -> _Asked:
        self._asked[key] = asked
        return asked

    def _ask(self, column: str, *, blank: bool) -> _Asked | None:
        found = self._column(column)
        if found is None:
            return None
        element, storage = found
        if blank:
            return self._keep(
                column, _Asked(Prepared(lambda _d: self._query(element.is_(None))), lambda _v: None)
            )
        return self._keep(
            f"{column}=", _Asked(Prepared(lambda _d: self._query(_same(element, storage))), _value(storage))
        )

    def _column(self, name: str) -> tuple[ColumnElement[Any], Storage] | None:
        """Return the column *name* of the database and how it is stored; None when the ledger has none of that name."""
        fixed: dict[str, ColumnElement[Any]] = {"state": record.c.state}
        if self.sheet.way:
            fixed |= {"parent": self.table.c.record_id}
        else:
            fixed |= {"name": self.table.c.record_id, "label": record.c.title}
        if name in fixed:
            return fixed[name], Storage.TEXT
        if self.sheet.way and name == "index":
            return self.table.c.row, Storage.INTEGER
        asked = self.number if name == "no" and not self.sheet.way else name
        place = self.placed.get(".".join((*self.sheet.way, asked)))
        if place is None or place.column not in self.table.c:
            return None
        return self.table.c[place.column], place.storage

    def _query(self, test: ColumnElement[bool] | None) -> Select[Any]:
        main, way = self.table.c, self.sheet.way
        columns = [main.record_id, record.c.title, record.c.state]
        if way:
            columns.append(main.row)
        columns += [main[place.column] for _name, place in self._questions()]
        same = and_(record.c.office_code == main.office_code, record.c.record_id == main.record_id)
        query = (
            select(*columns)
            .select_from(self.table.join(record, same))
            .where(main.office_code == bindparam("office"), main.record_id != bindparam("without"))
            .where(record.c.state != str(State.VOID))
        )
        if test is not None:
            query = query.where(test)
        order = [record.c.no, main.row] if way else [record.c.no]
        return query.order_by(*order).limit(bindparam("most", type_=Integer))

    def _questions(self) -> list[tuple[str, Placed]]:
        own = (*OWN_OF_ROW, "state", "label") if self.sheet.way else OWN
        found = []
        for cell in self.sheet.cells:
            place = self.placed.get(cell.path)
            if place is not None and place.column in self.table.c and cell.name not in own:
                found.append((cell.name, place))
        return found

    def _items(self, rows: Iterable[tuple[Any, ...]]) -> list[Item]:
        """Return rows of the statement as items: sums over ten thousand of them are asked for, so each is made quickly."""
        if self._said is None:
            self._said = [(name, _TEXT[place.storage]) for name, place in self._questions()]
        said, own, first = self._said, not self.sheet.way, 3 if not self.sheet.way else 4
        found = []
        for row in rows:
            item = {"name" if own else "parent": row[0], "label": row[1], "state": row[2]}
            if not own:
                item["index"] = str(row[3])
            for (name, text), value in zip(said, row[first:], strict=True):
                item[name] = "" if value is None else text(value)
            if own:
                item["no"] = item.get(self.number, "")
            found.append(item)
        return found


def _same(element: ColumnElement[Any], storage: Storage) -> ColumnElement[bool]:
    if storage is Storage.DECIMAL:  # text on SQLite, exactly as answered: 85.50 is 85.5
        return cast(element, Numeric) == cast(bindparam("wanted", type_=Text), Numeric)
    return element == bindparam("wanted", type_=element.type)


def _value(storage: Storage) -> Callable[[str], Value]:
    if storage is Storage.LIST:
        return lambda text: stored(storage, text.split())
    return lambda text: stored(storage, text)
