"""Statements compiled once and run by the driver directly: what a save does a dozen times must cost little.

SQLAlchemy writes the SQL for the dialect at hand, once; each run then hands plain values to the driver. Only text,
integers, bytes and None pass here (dates as ISO text), so no type conversion is lost by the short way.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Any

from sqlalchemy import Connection, Dialect, Executable, Table, bindparam, insert

Value = str | int | bytes | None
Values = Mapping[str, Value]
_MANY = 100  # rows for which a statement of their own is worth making
_PARAMETERS = 600  # of one statement that inserts many rows
_KINDS = 50  # such statements kept for a table


@dataclass(frozen=True, slots=True)
class _Compiled:
    """The SQL of one dialect, the names of its parameters in order (None: by name), and values written in it."""

    sql: str
    names: Sequence[str] | None
    fixed: Mapping[str, Any]

    def bound(self, values: Values) -> Any:
        """Return the values as the driver takes them."""
        whole = {**self.fixed, **values} if self.fixed else values
        return dict(whole) if self.names is None else tuple([whole[name] for name in self.names])


class Prepared:
    """One statement; compiled for each dialect at its first run.

    It runs on the driver's own connection, inside the transaction that SQLAlchemy began there: a save runs a dozen
    statements, and the way around SQLAlchemy's result objects halves what they cost. Rows are plain tuples.
    """

    def __init__(self, make: Callable[[str], Executable]) -> None:
        """*make* returns the statement for a dialect's name (the two write an upsert in different classes)."""
        self._make = make
        self._known: dict[str, _Compiled] = {}

    def _for(self, dialect: Dialect) -> _Compiled:
        known = self._known.get(dialect.name)
        if known is None:
            compiled: Any = self._make(dialect.name).compile(dialect=dialect)  # type: ignore[attr-defined]  # every statement of ours can be compiled
            fixed = {name: value for name, value in compiled.params.items() if value is not None}
            known = self._known[dialect.name] = _Compiled(str(compiled), compiled.positiontup, fixed)
        return known

    def run(self, connection: Connection, values: Values) -> Any:
        """Run once; return the driver's cursor."""
        compiled = self._for(connection.dialect)
        cursor = _driver(connection).cursor()
        cursor.execute(compiled.sql, compiled.bound(values))
        return cursor

    def many(self, connection: Connection, rows: Iterable[Values]) -> None:
        """Run for each of *rows* in one call of the driver; nothing when there are none."""
        compiled = self._for(connection.dialect)
        bound = [compiled.bound(row) for row in rows]
        if bound:
            cursor = _driver(connection).cursor()
            cursor.executemany(compiled.sql, bound)
            cursor.close()

    def rows(self, connection: Connection, names: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
        """Run for each of *rows*, values in the order of *names*: the short way for what comes by the ten thousand."""
        if isinstance(rows, Sized) and not rows:
            return
        compiled = self._for(connection.dialect)
        if compiled.names is None or compiled.fixed or tuple(compiled.names) != tuple(names):
            self.many(connection, (dict(zip(names, row, strict=True)) for row in rows))
            return
        cursor = _driver(connection).cursor()
        cursor.executemany(compiled.sql, rows)
        cursor.close()

    def one(self, connection: Connection, **values: Value) -> tuple[Any, ...] | None:
        """Return the first row found, or None."""
        cursor = self.run(connection, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        cursor.close()
        return row

    def ones(self, connection: Connection, rows: Iterable[Values]) -> Iterator[tuple[Any, ...]]:
        """Yield the first row found for each of *rows* that finds one: in a file it costs less than one long list."""
        compiled = self._for(connection.dialect)
        cursor = _driver(connection).cursor()
        for row in rows:
            cursor.execute(compiled.sql, compiled.bound(row))
            found = cursor.fetchone()
            if found is not None:
                yield found
        cursor.close()

    def row(self, connection: Connection, **values: Value) -> tuple[Any, ...]:
        """Return the one row of a statement that always has one."""
        row = self.one(connection, **values)
        if row is None:
            raise RuntimeError("no row where there is always one")
        return row

    def one_by_name(self, connection: Connection, **values: Value) -> dict[str, Any] | None:
        """Return the first row found, by names of its columns, or None."""
        cursor = self.run(connection, values)
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description]
        cursor.close()
        return None if row is None else dict(zip(names, row, strict=True))

    def all_by_name(self, connection: Connection, **values: Value) -> list[dict[str, Any]]:
        """Return every row found, by names of its columns."""
        cursor = self.run(connection, values)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        cursor.close()
        return rows

    def all(self, connection: Connection, **values: Value) -> list[tuple[Any, ...]]:
        """Return every row found."""
        cursor = self.run(connection, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.close()
        return rows


class Inserting:
    """Inserts into a table. Of many rows at once, columns that none fills are left out, and what all say is said once.

    A ledger has ninety columns, a roster fills thirty and says the same in half of them: handing all of it to the driver
    row by row takes longer than writing it.
    """

    def __init__(self, table: Table) -> None:
        self._table = table
        self._names = tuple(column.name for column in table.columns)
        self._all = Prepared(lambda _dialect: insert(table))
        self._known: dict[tuple[str, ...], Prepared] = {}

    def named(self, connection: Connection, rows: Sequence[Values]) -> None:
        """Insert rows of values by the names of all columns."""
        if len(rows) < _MANY:
            self._all.many(connection, rows)
        else:
            self._many(connection, [[row[name] for row in rows] for name in self._names])

    def rows(self, connection: Connection, rows: Sequence[Sequence[Value]]) -> None:
        """Insert rows of values in the order of the table's columns; empty ones have no default."""
        if len(rows) < _MANY:
            self._all.rows(connection, self._names, rows)
        else:
            self._many(connection, list(zip(*rows, strict=True)))

    def _many(self, connection: Connection, columns: Sequence[Sequence[Value]]) -> None:
        by_name = dict(zip(self._names, columns, strict=True))
        one = {name: column[0] for name, column in by_name.items() if column.count(column[0]) == len(column)}
        shared = {name: value for name, value in one.items() if value is not None}
        apart = {name: column for name, column in by_name.items() if name not in one}
        if connection.dialect.name == "sqlite" and apart:
            self._together(connection, shared, apart)
            return
        names = (*shared, *apart)
        prepared = self._known.get(names)
        if prepared is None:
            prepared = Prepared(lambda _dialect: insert(self._table).values({n: bindparam(n) for n in names}))
            if len(self._known) < _KINDS:
                self._known[names] = prepared
        again = (repeat(value, len(columns[0])) for value in shared.values())
        prepared.rows(connection, names, zip(*again, *apart.values(), strict=True))

    def _together(self, connection: Connection, shared: Values, apart: Mapping[str, Sequence[Value]]) -> None:
        """Insert some dozen rows a statement, for a file: a quarter of the time goes on the way to it."""
        quote = connection.dialect.identifier_preparer.quote
        names = ", ".join(quote(name) for name in (*shared, *apart))
        same = [f"?{number + 1}" for number in range(len(shared))]
        row = f"({', '.join([*same, *['?'] * len(apart)])})"
        begin = f"INSERT INTO {quote(self._table.name)} ({names}) VALUES "  # noqa: S608  (quoted names of our own tables)
        together = max(1, _PARAMETERS // len(apart))
        rows, said = zip(*apart.values(), strict=True), tuple(shared.values())
        cursor = _driver(connection).cursor()
        whole = len(next(iter(apart.values()))) // together
        lots = ((*said, *chain.from_iterable(islice(rows, together))) for _lot in range(whole))
        cursor.executemany(begin + ", ".join([row] * together), lots)
        cursor.executemany(begin + row, ((*said, *each) for each in rows))
        cursor.close()


def _driver(connection: Connection) -> Any:
    return connection.connection.dbapi_connection
