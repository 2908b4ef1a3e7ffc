"""A long statement that can be stopped while it runs: SQLite asks every so many of its steps whether to go on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection

GoingOn = Callable[[int], object]
"""Called with how often it was called before; raises to stop the work."""
_STEPS: Final = 200_000  # of the database's machine: some hundredths of a second


def always(_times: int) -> None:
    """Go on."""


@contextmanager
def stoppable(connection: Connection, going_on: GoingOn) -> Iterator[None]:
    """Let *going_on* end what runs on *connection* meanwhile by raising; that is then raised here.

    It is asked before the work; during it only by SQLite.
    """
    going_on(0)
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    raised: list[BaseException] = []
    times = 0

    def asked() -> int:
        nonlocal times
        times += 1
        try:
            going_on(times)
        except BaseException as error:  # noqa: BLE001  (carried through the database and raised again below)
            raised.append(error)
            return 1
        return 0

    driver.set_progress_handler(asked, _STEPS)
    try:
        yield
    except Exception:
        if raised:
            raise raised[0] from None
        raise
    finally:
        driver.set_progress_handler(None, 0)
