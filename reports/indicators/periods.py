"""Periods figures are worked out for: a month, quarter, half-year, year, or a stretch of years."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from forms.problems import Problem
from records.model.measures import Period
from reports.indicators.problem_codes import PERIOD_UNKNOWN

_SHAPE = re.compile(r"(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})))?(?:\.\.(\d{4}))?")


@dataclass(frozen=True, slots=True)
class Span:
    """One period: its *name* as it is typed (``2026``, ``2026-Q3``, ``2026-H1``, ``2026-11``, ``2013..2016``)."""

    name: str
    period: Period

    @property
    def months(self) -> int:
        """Return how many months it has."""
        first, last = self.period.first, self.period.last
        return (last.year - first.year) * 12 + last.month - first.month + 1

    def before(self) -> "Span":
        """Return the period of the same length just before."""
        return _of_months(self.period.first, -self.months, self.months)

    def row(self, count: int) -> "list[Span]":
        """Return the last *count* periods of this length, this one last."""
        return [
            _of_months(self.period.first, -self.months * back, self.months)
            for back in range(count - 1, -1, -1)
        ]


def _of_months(first: date, away: int, months: int) -> Span:
    year, month = divmod(first.year * 12 + first.month - 1 + away, 12)
    start = date(year, month + 1, 1)
    end_year, end_month = divmod(year * 12 + month + months - 1, 12)
    end = date(end_year, end_month + 1, monthrange(end_year, end_month + 1)[1])
    return Span(_name(start, end, months), Period(start, end))


def _name(start: date, end: date, months: int) -> str:
    if months == 1:
        return f"{start:%Y-%m}"
    if months == 3:
        return f"{start.year}-Q{(start.month + 2) // 3}"
    if months == 6:
        return f"{start.year}-H{1 if start.month == 1 else 2}"
    return f"{start.year}" if months == 12 else f"{start.year}..{end.year}"


def span(text: str) -> Span:
    """Return the period typed as *text*. Raises Problem REPORTS-200 for one that is none."""
    found = _SHAPE.fullmatch(text.strip())
    if found is None:
        raise Problem(PERIOD_UNKNOWN, place=text, values={"period": text})
    year, quarter, half, month, until = found.groups()
    try:
        if until:
            return _of_months(date(int(year), 1, 1), 0, 12 * (int(until) - int(year) + 1))
        if quarter:
            return _of_months(date(int(year), 3 * int(quarter) - 2, 1), 0, 3)
        if half:
            return _of_months(date(int(year), 6 * int(half) - 5, 1), 0, 6)
        return _of_months(date(int(year), int(month or 1), 1), 0, 1 if month else 12)
    except ValueError as fault:
        raise Problem(PERIOD_UNKNOWN, place=text, values={"period": text}) from fault


def in_words(one: Span) -> str:
    """Return a period in Chinese, as headings have it: 2026年第三季度."""
    first, last = one.period.first, one.period.last
    if one.months == 1:
        return f"{first.year}年{first.month}月"
    if one.months == 3:
        return f"{first.year}年第{'一二三四'[(first.month - 1) // 3]}季度"
    if one.months == 6:
        return f"{first.year}年{'上' if first.month == 1 else '下'}半年"
    return f"{first.year}年" if one.months == 12 else f"{first.year}—{last.year}年"
