"""In which order a list stands, and the index behind an order that people use in a long ledger.

Every order ends in something no two records share, so that a page can begin after any record. The usual ones (last
change, state) have their index in the fixed tables. An order by an answer, the title, the verdict or the entry gets its
index the first time somebody asks for it in a ledger of `MANY` records (`Positions.quicken`): an index on every listed
column would make each save of every office a third larger for what most never use. An index holds the record's number
and state beside the value, so that the places of a million records, or those of one state, are read from it alone.
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
    text,
)

from forms.problems import Problem
from records.problem_codes import NO_SUCH_ORDER
from records.store.form_shape import Storage, plain_name
from records.store.form_tables import FormTables
from records.store.tables import record
from records.store.typed_rows import Placed

MANY: Final = 20_000  # records sorted in a twentieth of a second without an index
FEW: Final = (
    1_000  # records of a state rather fetched and sorted than met while walking a million in their order
)
FETCHED: Final = 10_000  # the same where walking means fetching each record to see its state
_KNOWN: Final = {  # asked directly: SQLAlchemy does not read indexes of expressions back
    "sqlite": text("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = :name"),
    "postgresql": text("SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() AND indexname = :name"),
}
_FIGURES: Final = (Storage.INTEGER, Storage.MONEY)


@dataclass(frozen=True, slots=True)
class OrderIndex:
    """An index that the tables do not name: made when it is wanted, found again by its name."""

    name: str
    table: Table
    keys: list[ColumnElement[Any]]

    def is_there(self, connection: Connection) -> bool:
        """Say whether it has been made."""
        return connection.execute(_KNOWN[connection.dialect.name], {"name": self.name}).first() is not None

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
    """The query for every record (of every form, unless *by_answer*), the keys of this order, whether it runs downwards.

    *index* is the one to be made for it, None where a fixed table has it. *as_changed*: records of one state stand in
    this order in an index. *by_answer*: the keys are those of the form's own table, whose rows are only its records.
    *with_state*: the index tells the state as well, so that a state is walked without fetching the others.
    """

    query: Select[Any]
    keys: list[ColumnElement[Any]]
    down: bool
    index: OrderIndex | None = None
    as_changed: bool = False
    by_answer: bool = False
    with_state: bool = False


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
        return _of_record([], name, down)
    if name in ("title", "verdict"):
        return _of_record([record.c[name]], name, down)
    placed = tables.placed.get(name)
    if placed is None or placed.table != tables.main.name:
        raise Problem(NO_SUCH_ORDER, place=form_id, values={"order": name})
    question = tables.shape.definition.questions.get(name)
    if dialect == "sqlite" and question is not None and question.marks.get("list"):
        return _of_record([_listed(name, placed)], f"{tables.main.name}_{placed.column}", down)
    return _by_answer(tables, placed, down, dialect)


def _of_record(column: list[ColumnElement[Any]], name: str, down: bool) -> Order:
    """Return an order by what stands in `record`; its index has all that a list asks before it fetches its page."""
    keys = [*column, record.c.no]
    index = OrderIndex(plain_name(f"ix_listed_{name}"), record, [record.c.form_id, *keys, record.c.state])
    return Order(select(record), keys, down, index, with_state=True)


def _listed(name: str, placed: Placed) -> ColumnElement[Any]:
    """Return what a listed answer sorts by, out of the answers kept for lists: the list then needs no other table."""
    path = f'$."{name}"'.replace("'", "''")
    said = func.json_extract(record.c.columns, literal_column(f"'{path}'"))
    figure = placed.storage in _FIGURES
    kind = REAL if figure or placed.storage is Storage.DECIMAL else Text
    return func.coalesce(cast(said, kind), literal_column("0" if figure else "''"))


def _by_answer(tables: FormTables, placed: Placed, down: bool, dialect: str) -> Order:
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
    said = cast(column, REAL if placed.storage is Storage.DECIMAL else Text)
    return func.coalesce(said, literal_column("''"))
