"""The one `MetaData` of the office's database, and how its constraints are named.

Every constraint has a name, because a migration on SQLite can only change what it can name, and because a
violated name tells which rule of the office was broken. Moments are ISO 8601 text with the local offset:
`timestamptz` would forget at which wall-clock time the clerk sat, and nothing is ever ordered by time (PC
clocks lie), only by counters.
"""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, MetaData

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMES)


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Return the constraint that *column* holds one of the words *values* (words of ours, never of a user)."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=column)
