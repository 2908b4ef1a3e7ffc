"""The days of a return: which periods are over, until when each is due.

A month is due on the 5th, quarter, half-year and year on the 10th of the month after (domain book §5.7, office habit): the settings
`report_day_month` and `report_day`, as in the form `report_submission`.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from reports.indicators.periods import Span, span


class PeriodKind(StrEnum):
    """How often a return is handed in; the values are the form's codes."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


MONTHS: Final = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}


def kind_of(one: Span) -> PeriodKind:
    """Return how long a period is; a stretch of years counts as one of years."""
    return next((kind for kind, months in MONTHS.items() if months == one.months), PeriodKind.YEAR)


def last_over(kind: PeriodKind, today: date) -> Span:
    """Return the newest period of that kind that is over."""
    first_month = (today.month - 1) // MONTHS[kind] * MONTHS[kind] + 1
    before = date(today.year, first_month, 1) - timedelta(days=1)
    name = {
        PeriodKind.MONTH: f"{before:%Y-%m}",
        PeriodKind.QUARTER: f"{before.year}-Q{(before.month + 2) // 3}",
        PeriodKind.HALF: f"{before.year}-H{1 if before.month == 6 else 2}",
        PeriodKind.YEAR: f"{before.year}",
    }[kind]
    return span(name)


def due_on(one: Span, settings: Mapping[str, Any]) -> date:
    """Return until when the return of a period is due."""
    monthly = kind_of(one) is PeriodKind.MONTH
    days = (
        _number(settings.get("report_day_month")) or 5
        if monthly
        else _number(settings.get("report_day")) or 10
    )
    return one.period.last + timedelta(days=days)


def _number(value: Any) -> int:
    """Return a setting as a number, 0 for one nobody can read (it counts as not set)."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
