"""What is counted over the ledgers, as data: which rows, in which window of time, and what of them.

Pure: no SQL and no words. `reports.indicators` reads measures from its tables of formulas, `records.store.counting`
turns all measures of one ledger into one pass over it. A measure names questions as the forms do; a question of
another record is reached over the look-up that names it (`project_id.budget_total`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Scalar = str | int
Wanted = tuple[Scalar, ...]

OPERATORS = ("=", "!=", ">=", "<=", "has", "answered")


class Of(StrEnum):
    """What of the rows is taken."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    TOP = "top"  # the largest sums by a question: a table, not a number


class During(StrEnum):
    """How a row lies in a period."""

    ALWAYS = "always"
    ON = "on"  # its day is inside
    UNTIL = "until"  # its day is not after the end: what has gathered so far
    DURING = "during"  # its two days overlap the period
    VALID = "valid"  # its two days enclose the period's end
    YEAR = "year"  # its year is one of the period's
    OPEN_BEFORE = "open_before"  # its two days enclose the last day of the year before the period


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both days included."""

    first: date
    last: date

    def a_year_earlier(self) -> "Period":
        """Return the same stretch of the year before."""
        return Period(_earlier(self.first), _earlier(self.last))


def _earlier(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: *question* (or whole months between *until* and *question*), an operator, what is wanted.

    A wanted text that begins with ``$`` is a setting (`Asked.settings`), with ``@`` another question of the row.
    """

    question: str
    operator: str
    wanted: Wanted = ()
    until: str = ""  # months(question, until): how long something lasted, to the period's end at most


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows lie in the period, by which questions; *earlier*: in the period a year before instead."""

    how: During = During.ALWAYS
    questions: tuple[str, ...] = ()
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Via:
    """A way from a row to the rows of another ledger that know its key: *own* here equals *there* over there.

    *there* and *key* may be ``record_id``: a household is named by its record, its members by their numbers.
    """

    ledger: str
    rows: str
    own: str
    there: str


@dataclass(frozen=True, slots=True)
class Source:
    """Rows: of a ledger, or of its repeat *rows*; all *tests* and the *window* must hold."""

    ledger: str
    rows: str = ""
    tests: tuple[Condition, ...] = ()
    window: Window = field(default_factory=Window)
    key: str = ""  # for a union: what is distinct
    via: Via | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """One number over the ledgers.

    *question* is what is summed or distinct (or ranked, for TOP), *times* what a sum is weighted with, *latest* takes
    only the newest row of each value of a question (by the second one), *unless* names another measure of the same
    distinct question whose people are taken out. More than one source: distinct keys over all of them.
    """

    name: str
    of: Of
    sources: tuple[Source, ...]
    question: str = ""
    times: str = ""
    latest: tuple[str, str] | None = None
    unless: str = ""
    by: str = ""  # TOP: whose sums


@dataclass(frozen=True, slots=True)
class Asked:
    """For when and for whom: the period, the offices (empty: all in this file), one pairing or all, the settings."""

    period: Period
    offices: tuple[str, ...] = ()
    pairing: str = ""
    settings: Mapping[str, Wanted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counted:
    """What came out for one office: the exact value as *value* parts of *scale* each, and over how many *rows*."""

    value: int = 0
    rows: int = 0
    scale: int = 1

    def plus(self, other: "Counted") -> "Counted":
        """Return both together."""
        scale = max(self.scale, other.scale)
        value = self.value * (scale // self.scale) + other.value * (scale // other.scale)
        return Counted(value, self.rows + other.rows, scale)
