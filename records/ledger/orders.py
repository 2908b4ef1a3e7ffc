"""In which order a list stands, and the index behind an order that people use in a long ledger.

Every order ends in something no two records share, so that a page can begin after any record. The usual ones (last
change, state) have their index in the fixed tables. An order by an answer, the title, the verdict or the entry gets its
index the first time somebody asks for it in a ledger of `MANY` records (`Positions.quicken`): an index on every listed
column would make each save of every office a third larger for what most never use.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    REAL,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    and_,
    cast,
    func,
    literal_column,
    select,
)

from forms.problems import Problem
from records.problem_codes import NO_SUCH_ORDER
from records.store.form_shape import Storage, plain_name
from records.store.form_tables import FormTables
from records.store.tables import record
from records.store.typed_rows import Placed

MANY: Final = 20_000  # records sorted in a twentieth of a second without an index
FEW: Final = (
    10_000  # records of a state rather fetched and sorted than met while walking a million in their order
)
_FIGURES: Final = (Storage.INTEGER, Storage.MONEY)


@dataclass(frozen=True, slots=True)
class OrderIndex:
    """An index that the tables do not name: made when it is wanted, found again by its name."""

    name: str
    table: Table
    keys: list[ColumnElement[Any]]

    def make(self, connection: Connection) -> None:
        """Make it where it is not there yet; a million records take a few seconds."""
        dialect = connection.dialect
        quote = dialect.identifier_preparer
        compiler: Any = dialect.statement_compiler(dialect, None)
        said = ", ".join(f"({compiler.process(key, include_table=False)})" for key in self.keys)
        connection.exec_driver_sql(
            f"CREATE INDEX IF NOT EXISTS {quote.quote(self.name)} ON {quote.format_table(self.table)} ({said})"
        )


@dataclass(frozen=True, slots=True)
class Order:
    """The query for every record, the keys of this order, whether it runs downwards.

    *index* is the one to be made for it, None where a fixed table has it. *as_changed*: records of one state stand in
    this order in an index. *by_answer*: the keys are those of the form's own table, whose rows are only its records.
    """

    query: Select[Any]
    keys: list[ColumnElement[Any]]
    down: bool
    index: OrderIndex | None = None
    as_changed: bool = False
    by_answer: bool = False


def order_of(tables: FormTables, form_id: str, order: str, dialect: str) -> Order:
    """Return the order named *order* (see `Finding.list`). Raises Problem RECORDS-059."""
    down, name = order.startswith("-"), order.removeprefix("-")
    fixed: dict[str, list[ColumnElement[Any]]] = {
        "updated": [record.c.changed, record.c.no],
        "state": [record.c.state, record.c.changed, record.c.no],
    }
    if name in fixed:
        return Order(select(record), fixed[name], down, as_changed=True)
    if name == "created":
        index = OrderIndex("ix_order_record_created", record, [record.c.form_id, record.c.no])
        return Order(select(record), [record.c.no], down, index)
    if name in ("title", "verdict"):
        column = record.c[name]
        index = OrderIndex(f"ix_order_record_{name}", record, [record.c.form_id, column, record.c.no])
        return Order(select(record), [column, record.c.no], down, index)
    return _by_answer(tables, form_id, name, down, dialect)


def _by_answer(tables: FormTables, form_id: str, name: str, down: bool, dialect: str) -> Order:
    placed = tables.placed.get(name)
    if placed is None or placed.table != tables.main.name:
        raise Problem(NO_SUCH_ORDER, place=form_id, values={"order": name})
    main = tables.main
    value = _sortable(main, placed)
    same = and_(main.c.office_code == record.c.office_code, main.c.record_id == record.c.record_id)
    keys = [value, main.c.office_code, main.c.record_id]
    index = None
    if (
        dialect == "sqlite" or placed.storage is not Storage.DATE
    ):  # PostgreSQL: a date as text depends on a setting
        index = OrderIndex(plain_name(f"ix_order_{main.name}_{placed.column}"), main, keys)
    return Order(select(record).select_from(main.join(record, same)), keys, down, index, by_answer=True)


def _sortable(main: Any, placed: Placed) -> ColumnElement[Any]:
    """Return what is sorted: nothing answered counts as 0 or ''; written out, for an index must match to the letter."""
    column = main.c[placed.column]
    if placed.storage in _FIGURES:
        return func.coalesce(column, literal_column("0"))
    text = cast(column, REAL if placed.storage is Storage.DECIMAL else Text)
    return func.coalesce(text, literal_column("''"))
