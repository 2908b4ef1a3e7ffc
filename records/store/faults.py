"""Turns the database's complaints into Problems a clerk can mend: full disk, busy, read-only, damaged.

Everything else (a violated constraint, wrong SQL) is our own mistake and stays the exception it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec

from sqlalchemy.exc import DBAPIError

from forms.problems import Detail, Problem
from records.problem_codes import (
    DATABASE_BUSY,
    DATABASE_UNREACHABLE,
    DISK_FAILS,
    DISK_FULL,
    NOT_AN_OFFICE_FILE,
    READ_ONLY,
)
from records.store.driver import sqlcipher

_BY_CODE: dict[str, Detail] = {
    "SQLITE_FULL": DISK_FULL,
    "SQLITE_BUSY": DATABASE_BUSY,
    "SQLITE_LOCKED": DATABASE_BUSY,
    "SQLITE_READONLY": READ_ONLY,
    "SQLITE_IOERR": DISK_FAILS,
    "SQLITE_CANTOPEN": DISK_FAILS,
    "SQLITE_CORRUPT": NOT_AN_OFFICE_FILE,
    "SQLITE_NOTADB": NOT_AN_OFFICE_FILE,
    "53100": DISK_FULL,  # PostgreSQL: disk_full
    "25006": READ_ONLY,  # read_only_sql_transaction
    "55P03": DATABASE_BUSY,  # lock_not_available
    "57P01": DATABASE_UNREACHABLE,  # admin_shutdown
    "57P03": DATABASE_UNREACHABLE,  # cannot_connect_now
}
# What this build of the driver says when it gives no code of its own.
_BY_WORDS: tuple[tuple[str, Detail], ...] = (
    ("database or disk is full", DISK_FULL),
    ("database is locked", DATABASE_BUSY),
    ("readonly database", READ_ONLY),
    ("disk I/O error", DISK_FAILS),
    ("unable to open database file", DISK_FAILS),
    ("file is not a database", NOT_AN_OFFICE_FILE),
    ("disk image is malformed", NOT_AN_OFFICE_FILE),
    ("connection failed", DATABASE_UNREACHABLE),
    ("connection is closed", DATABASE_UNREACHABLE),
    ("server closed the connection", DATABASE_UNREACHABLE),
)


def detail_of(error: BaseException) -> Detail | None:
    """Return the problem behind a driver's *error*, or None when it is no such thing."""
    name = str(getattr(error, "sqlite_errorname", "") or getattr(error, "sqlstate", "") or "")
    known = _BY_CODE.get(name) or _BY_CODE.get("_".join(name.split("_")[:2]))
    if known is not None:
        return known
    words = str(error)
    return next((detail for sentence, detail in _BY_WORDS if sentence in words), None)


@contextmanager
def as_problems() -> Iterator[None]:
    """Raise a Problem instead of the driver's error, wrapped or bare, where a person can do something about it."""
    try:
        yield
    except DBAPIError as error:
        detail = detail_of(error.orig) if error.orig is not None else None
        if detail is None:
            raise
        raise Problem(detail, values={"file": "office.db"}) from error
    except _driver_errors() as error:
        detail = detail_of(error)
        if detail is None:
            raise
        raise Problem(detail, values={"file": "office.db"}) from error


@cache
def _driver_errors() -> tuple[type[Exception], ...]:
    """Return the error classes of the drivers: hot statements run without SQLAlchemy around them."""
    found: list[type[Exception]] = [sqlcipher().Error]
    if find_spec("psycopg") is not None:
        import psycopg

        found.append(psycopg.Error)
    return tuple(found)
