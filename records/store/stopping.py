"""A long statement that can be stopped while it runs: SQLite asks every so many of its steps whether to go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

GoingOn = Callable[[], bool]
_STEPS: Final = 200_000  # of the database's machine: some hundredths of a second


class Ended(Exception):  # noqa: N818  (not an error: somebody said to stop)
    """Raised where a statement was stopped; its transaction goes back."""


def always() -> bool:
    """Go on."""
    return True


@contextmanager
def stoppable(connection: Connection, going_on: GoingOn) -> Iterator[None]:
    """Stop what runs on *connection* meanwhile once *going_on* says no. Raises Ended then.

    It is asked before the work; during it only by SQLite.
    """
    if not going_on():
        raise Ended
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    driver.set_progress_handler(lambda: 0 if going_on() else 1, _STEPS)
    try:
        yield
    except OperationalError as error:
        if going_on():
            raise
        raise Ended from error
    finally:
        driver.set_progress_handler(None, 0)
