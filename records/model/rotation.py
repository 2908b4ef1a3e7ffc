"""Which backups are kept: one a day for a week, one a week for four, one a month for a year. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 4, 12


def kept(moments: Iterable[datetime]) -> set[datetime]:
    """Return which of the backups made at *moments* are kept: the newest of each of the last days, weeks and months.

    Counted are days, weeks and months that have a backup, not those of the calendar: a PC that stood still for a month,
    or whose clock jumped, loses none by that.
    """
    newest_first = sorted(moments, reverse=True)
    found: set[datetime] = set()
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAYS, lambda moment: moment.date()),
        (WEEKS, lambda moment: moment.isocalendar()[:2]),
        (MONTHS, lambda moment: (moment.year, moment.month)),
    )
    for most, span in spans:
        seen: dict[object, datetime] = {}
        for moment in newest_first:
            seen.setdefault(span(moment), moment)
        found |= set(list(seen.values())[:most])
    return found
