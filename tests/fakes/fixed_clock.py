"""A clock that stands still until it is told to go on."""

from datetime import date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


class FixedClock:
    """Stands at 2026-11-22 09:00 in Beijing unless set."""

    def __init__(self, moment: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=BEIJING)) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment it stands at."""
        return self.moment

    def today(self) -> date:
        """Return that moment's date."""
        return self.moment.date()

    def forward(self, **step: float) -> None:
        """Go on (or back) by a timedelta's arguments."""
        self.moment += timedelta(**step)

    def set(self, moment: datetime) -> None:
        """Stand at another moment."""
        self.moment = moment
