"""Indexes for counting: each holds all that one pass reads, so that it never touches the wide table.

They follow the table of formulas: made when figures are first worked out, dropped when other formulas ask for other
columns. An office that works out no figures pays nothing for them when it saves.
"""

import hashlib
from collections.abc import Sequence

from sqlalchemy import Column, Connection, Index, MetaData, Table, Text, inspect
from sqlalchemy.schema import CreateIndex, DropIndex

from records.model.measures import Asked, Of
from records.store.counted_rows import Ledgers
from records.store.counting import Pass


def missing(connection: Connection, ledgers: Ledgers, found: Sequence[Pass], asked: Asked) -> list[Index]:
    """Return the indexes the passes would read that are not there."""
    wanted = _wanted(connection, ledgers, found, asked)
    return [
        index
        for table, indexes in wanted.items()
        for index in indexes
        if index.name not in _there(connection, table)
    ]


def make(connection: Connection, ledgers: Ledgers, found: Sequence[Pass], asked: Asked) -> int:
    """Make what is missing and drop what earlier formulas left; return how many were made."""
    fresh = missing(connection, ledgers, found, asked)
    for index in fresh:
        connection.execute(CreateIndex(index))
    for table, indexes in _wanted(connection, ledgers, found, asked).items():
        names = {index.name for index in indexes}
        for old in _there(connection, table) - names:
            if old.startswith(_prefix(table)):
                real = Table(table, MetaData(), Column("record_id", Text))
                connection.execute(DropIndex(Index(old, real.c.record_id)))
    return len(fresh)


def _there(connection: Connection, table: str) -> set[str]:
    return {str(index["name"]) for index in inspect(connection).get_indexes(table)}


def _prefix(table: str) -> str:
    return f"ix_count_{table}"[:52] + "_"


def _wanted(
    connection: Connection, ledgers: Ledgers, found: Sequence[Pass], asked: Asked
) -> dict[str, list[Index]]:
    wanted: dict[str, list[Index]] = {}
    for one in found:
        if not one.latest:  # those read by the thing they are of, which has its own index
            table, columns = _covering(connection, ledgers, one, asked)
            name = _prefix(table) + hashlib.sha256(",".join(columns).encode()).hexdigest()[:8]
            real = Table(table, MetaData(), *(Column(column, Text) for column in columns))
            wanted.setdefault(table, []).append(Index(name, *(real.c[column] for column in columns)))
    return wanted


def _covering(connection: Connection, ledgers: Ledgers, one: Pass, asked: Asked) -> tuple[str, list[str]]:
    """Return the table of a pass and every column of it that is read: office, what is distinct, the rest."""
    reader = one.reader(ledgers, asked, connection.dialect.name)
    for measure in one.measures:
        reader.holds(measure.sources[0])
        if measure.of is Of.SUM:
            reader.amount(measure)
    reader.only()
    lead = [reader.columns[one.distinct][0]] if one.distinct in reader.columns else []
    places = ledgers.places[one.ledger].values()
    table = next(place.table for place in places if place.path.rpartition(".")[0] == one.rows)
    return table, ["office_code", *lead, *sorted(reader.used - set(lead)), "record_id"]
