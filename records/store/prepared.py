"""Statements compiled once and run by the driver directly: what a save does a dozen times must cost little.

SQLAlchemy writes the SQL for the dialect at hand, once; each run then hands plain values to the driver. Only text,
integers, bytes and None pass here (dates as ISO text), so no type conversion is lost by the short way.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Executable

Value = str | int | bytes | None
Values = Mapping[str, Value]


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
    """One statement; compiled for each dialect at its first run."""

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
        """Run once; return the cursor result."""
        compiled = self._for(connection.dialect)
        return connection.exec_driver_sql(compiled.sql, compiled.bound(values))

    def many(self, connection: Connection, rows: Iterable[Values]) -> None:
        """Run for each of *rows* in one call of the driver; nothing when there are none."""
        compiled = self._for(connection.dialect)
        bound = [compiled.bound(row) for row in rows]
        if bound:
            connection.exec_driver_sql(compiled.sql, bound)

    def one(self, connection: Connection, **values: Value) -> Any:
        """Return the first row found, or None."""
        return self.run(connection, values).first()

    def all(self, connection: Connection, **values: Value) -> list[Any]:
        """Return every row found."""
        return list(self.run(connection, values).fetchall())
