"""The typed tables of the forms: made and extended at publishing, written with every revision.

A form only ever grows: a new question is a new column, a question that left the form keeps its column and its
data. A published question never changes its type except to text, which then gets a column of its own.
`form_column` remembers which question lies in which column, so names too long or not plain for a database work.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    Delete,
    Index,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
    bindparam,
    cast,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable
from sqlalchemy.types import TypeEngine

from forms.problems import Problem
from records.problem_codes import FORM_CHANGES_TYPE
from records.store.form_shape import Shape, Sheet, Storage, plain_name
from records.store.prepared import Inserting, Prepared, Value
from records.store.schema import NAMES
from records.store.tables import form_column
from records.store.typed_rows import Placed, Row, SheetRows, TypedRows

# SQLite has no exact decimal: text there, exactly as answered.
_TYPES: dict[Storage, TypeEngine[Any]] = {
    Storage.TEXT: Text(),
    Storage.INTEGER: BigInteger(),
    Storage.MONEY: BigInteger(),
    Storage.DECIMAL: Text().with_variant(Numeric(), "postgresql"),
    Storage.DATE: Date(),
    Storage.LIST: Text(),
}


def placed_columns(connection: Connection, office_code: str, form_id: str) -> dict[str, Placed]:
    """Return where each question of a form lies, by path without positions."""
    rows = connection.execute(
        select(form_column).where(form_column.c.office_code == office_code, form_column.c.form_id == form_id)
    )
    return {row.path: Placed(row.path, row.table_name, row.column_name, Storage(row.kind)) for row in rows}


def _table(metadata: MetaData, sheet: Sheet, columns: Iterable[Placed]) -> Table:
    keys: list[Column[Any]] = [
        Column("office_code", Text, primary_key=True),
        Column("record_id", Text, primary_key=True),
    ]
    if sheet.way:
        keys += [
            Column("row", Integer, primary_key=True, autoincrement=False),
            Column("of_row", Integer, nullable=False),
        ]
    return Table(
        sheet.table,
        metadata,
        *keys,
        *(Column(placed.column, _TYPES[placed.storage]) for placed in columns),
        sqlite_with_rowid=False,  # one B-tree instead of two: a save writes a page less
    )


def grow(connection: Connection, office_code: str, shape: Shape) -> None:
    """Make the form's tables, or add what is new in them. Raises Problem RECORDS-081 for a changed type."""
    known = placed_columns(connection, office_code, shape.definition.form_id)
    tables = {placed.table for placed in known.values()} | _existing(connection, shape)
    for sheet in shape.sheets:
        fresh = _fresh(sheet, known)
        if sheet.table not in tables:
            table = _table(MetaData(naming_convention=NAMES), sheet, fresh)
            connection.execute(CreateTable(table))
            _make_indexes(connection, table, sheet)
        else:
            _add_columns(connection, sheet, fresh, known)
        _remember(connection, office_code, shape.definition.form_id, fresh)


def _existing(connection: Connection, shape: Shape) -> set[str]:
    """Return which of the form's tables are there (made for another office of the same database)."""
    from sqlalchemy import inspect

    inspector = inspect(connection)
    return {sheet.table for sheet in shape.sheets if inspector.has_table(sheet.table)}


def _indexed(sheet: Sheet) -> list[str]:
    """Return the columns looked up one by one: document numbers, telephones, references to records of other forms.

    A telephone is asked with every worker (entry rule 5_15_021: another's with the same one): 35% of judging a row.
    """
    return [
        plain_name(cell.name)
        for cell in sheet.cells
        if cell.question.marks.get("search") in ("id", "phone") or cell.question.ledger
    ]


def _make_indexes(connection: Connection, table: Table, sheet: Sheet) -> None:
    """Make the indexes of the columns *table* has; of what is answered only, for an empty answer costs no page then."""
    for name in _indexed(sheet):
        if name in table.c:
            column = table.c[name]
            answered = column.is_not(None)
            index = Index(
                f"ix_{sheet.table}_{name}"[:60],
                table.c.office_code,
                column,
                sqlite_where=answered,
                postgresql_where=answered,
            )
            connection.execute(CreateIndex(index, if_not_exists=True))


def _fresh(sheet: Sheet, known: Mapping[str, Placed]) -> list[Placed]:
    """Return the columns that are not there yet, or have become text."""
    fresh = []
    for cell in sheet.cells:
        before = known.get(cell.path)
        if before is None:
            fresh.append(Placed(cell.path, sheet.table, plain_name(cell.name), cell.storage))
        elif before.storage is not cell.storage:
            if cell.storage is not Storage.TEXT:
                values = {"question": cell.question.label.in_("zh") or cell.name}
                values |= {"before": str(before.storage), "after": str(cell.storage)}
                raise Problem(FORM_CHANGES_TYPE, place=cell.path, values=values)
            fresh.append(Placed(cell.path, sheet.table, plain_name(f"{cell.name}__text"), Storage.TEXT))
    return fresh


def _add_columns(
    connection: Connection, sheet: Sheet, fresh: list[Placed], known: Mapping[str, Placed]
) -> None:
    table = _table(MetaData(), sheet, [*fresh, *(known[p.path] for p in fresh if p.path in known)])
    there = _columns_of(connection, sheet.table)
    preparer = connection.dialect.identifier_preparer
    for placed in fresh:
        if placed.column not in there:
            column = CreateColumn(table.c[placed.column]).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {preparer.format_table(table)} ADD COLUMN {column}")
        if placed.path in known:
            old = table.c[known[placed.path].column]
            connection.execute(update(table).values({placed.column: cast(old, Text)}))
    _make_indexes(connection, table, sheet)


def _columns_of(connection: Connection, table: str) -> set[str]:
    from sqlalchemy import inspect

    return {column["name"] for column in inspect(connection).get_columns(table)}


_forget_column = Prepared(
    lambda _dialect: delete(form_column).where(
        form_column.c.office_code == bindparam("office_code"),
        form_column.c.form_id == bindparam("form_id"),
        form_column.c.path == bindparam("path"),
    )
)
_remember_column = Prepared(lambda _dialect: insert(form_column))


def _remember(connection: Connection, office_code: str, form_id: str, fresh: list[Placed]) -> None:
    """Note where each question lies: all of a sheet at once, as a new office notes a thousand."""
    keys = [{"office_code": office_code, "form_id": form_id, "path": placed.path} for placed in fresh]
    rows = [
        {**key, "table_name": placed.table, "column_name": placed.column, "kind": str(placed.storage)}
        for key, placed in zip(keys, fresh, strict=True)
    ]
    _forget_column.many(connection, keys)
    _remember_column.many(connection, rows)


class _SheetWriter:
    """Writes the rows of one sheet."""

    def __init__(self, rows: SheetRows) -> None:
        self.rows = rows
        self.table = _table(MetaData(), rows.sheet, rows.columns)
        self.insert = Inserting(self.table)
        self.delete = Prepared(lambda _dialect: _by_record(self.table))


def _by_record(table: Table) -> Delete:
    return delete(table).where(
        table.c.office_code == bindparam("office_code"), table.c.record_id == bindparam("record_id")
    )


class FormTables:
    """Writes answers of one form version into its typed tables."""

    def __init__(self, rows: TypedRows) -> None:
        self.shape = rows.shape
        self.placed = rows.placed
        self._writers = {sheet.sheet.table: _SheetWriter(sheet) for sheet in rows.sheets}

    @property
    def main(self) -> Table:
        """The main table, for look-ups."""
        return self._writers[self.shape.sheets[0].table].table

    def write(
        self,
        connection: Connection,
        records: Iterable[tuple[str, str, Iterable[tuple[int, Row]]]],
        *,
        again: bool,
    ) -> None:
        """Write records (office code, id, rows of `TypedRows`); *again*: they may have rows already, which go first."""
        writers = list(self._writers.values())
        rows: list[list[Row]] = [[] for _ in writers]
        keys: list[dict[str, Value]] = []
        for office_code, record_id, typed in records:
            keys.append({"office_code": office_code, "record_id": record_id})
            for number, row in typed:
                row[0], row[1] = office_code, record_id
                rows[number].append(row)
        for writer, found in zip(writers, rows, strict=True):
            if again:
                writer.delete.many(connection, keys)
            writer.insert.rows(connection, found)

    def leave(self, connection: Connection, office_code: str, record_id: str, to: "FormTables") -> None:
        """Take a record's rows out of the tables that *to*, the version it moves to, does not write."""
        for table, writer in self._writers.items():
            if table not in to._writers:
                writer.delete.many(connection, [{"office_code": office_code, "record_id": record_id}])

    def sheets(self) -> Iterator[Table]:
        """Yield every table of the form, the main one first."""
        for writer in self._writers.values():
            yield writer.table
