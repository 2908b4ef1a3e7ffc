"""Many rows at once: what none of them fills is left out, what all say is said once, and nobody can tell."""

import sqlite3

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, select

from records.store.prepared import Inserting

TABLE = Table(
    "anything", MetaData(), Column("no", Integer, primary_key=True), *(Column(name, Text) for name in "abc")
)


@pytest.mark.parametrize("count", [1, 99, 100, 250])
@pytest.mark.parametrize("filled", [(), ("a",), ("b", "c"), ("a", "b", "c")])
def test_each_row_is_there_as_it_was_given(count, filled):
    """Columns filled by all rows, by some, by none; few rows and many; a second time with other columns."""
    rows = [
        [no, *(f"{name}{no}" if name in filled and no % 3 else None for name in "abc")] for no in range(count)
    ]
    others = [[count + no, "x", None, None] for no in range(count)]
    inserting = Inserting(TABLE)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        TABLE.metadata.create_all(connection)
        inserting.rows(connection, rows)
        inserting.rows(connection, others)
        found = [list(row) for row in connection.execute(select(TABLE).order_by(TABLE.c.no))]
    engine.dispose()

    assert found == rows + others


@pytest.mark.parametrize("count", [2, 100, 333, 1_000])
def test_what_all_rows_say_stands_in_each(count):
    """One column says the same in all rows, one is apart, one is empty; given by names, in any order."""
    rows = [{"c": None, "b": f"b{no}", "a": "the same", "no": no} for no in range(count)]
    inserting = Inserting(TABLE)
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        TABLE.metadata.create_all(connection)
        inserting.named(connection, rows)
        found = [dict(row) for row in connection.execute(select(TABLE).order_by(TABLE.c.no)).mappings()]
    engine.dispose()

    assert found == rows


def test_one_bad_row_keeps_all_of_its_lot_out():
    """A row that is there already refuses the rows of the same call, as one by one inside a transaction."""
    rows = [[no, "x", None, None] for no in range(500)] + [[250, "y", None, None]]
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        TABLE.metadata.create_all(connection)
    with pytest.raises(sqlite3.IntegrityError), engine.begin() as connection:
        Inserting(TABLE).rows(connection, rows)
    with engine.begin() as connection:
        assert connection.execute(select(TABLE)).all() == []
    engine.dispose()
