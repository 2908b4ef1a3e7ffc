"""Many rows at once: the columns that none of them fills are left out, and nobody can tell."""

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
