"""The clock as a port: handed in everywhere, so that tests and wrong PC clocks can be played."""

from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, in local time."""
        ...

    def today(self) -> date:
        """Return the local date."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment with the local offset."""
        return datetime.now(UTC).astimezone()

    def today(self) -> date:
        """Return the local date."""
        return self.now().date()
