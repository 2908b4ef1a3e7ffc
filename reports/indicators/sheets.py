"""Figures worked out: numbers with their units, lines with what they are compared with, the sheet of a period."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from forms.engine import Text
from reports.indicators.indicator import Figure, Indicator
from reports.indicators.periods import Span
from reports.indicators.targets import Target

WAN = 10_000
FEWEST = 3  # fewer people than this are not published (统计法 2024 art. 28)
PEOPLE = ("人", "人次", "户", "户次")


@dataclass(frozen=True, slots=True)
class Number:
    """A figure worked out: its exact *value* in its *unit* (None: it cannot be said), and over how many *rows*."""

    value: Decimal | None
    rows: int
    unit: str
    adjusted: bool = False  # by hand, in a closed period: marked with *

    def said(self) -> str:
        """Return it as it is printed: two decimals for money and rates, thousands marked."""
        if self.value is None:
            return "—"
        if self.unit == "是/否":
            return "是" if self.value else "否"
        return f"{rounded(self.value, self.unit):,}{'*' if self.adjusted else ''}"


def rounded(value: Decimal, unit: str) -> Decimal:
    """Return *value* as its unit is printed, half up: 74.149… % is 74.15 %, never 74.14 %."""
    whole = not (
        unit.startswith(("万元", "元", "%", "人月", "小时", "天", "亩")) or value != value.to_integral_value()
    )
    return value.quantize(Decimal(1) if whole else Decimal("0.01"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure (or a part of one) with what it is compared with. *top*: a ranking instead of a number."""

    indicator: Indicator
    figure: Figure
    label: Text
    part: bool
    number: Number
    before: Number | None = None
    target: Target | None = None
    top: tuple[tuple[str, Number], ...] = ()
    small: bool = False  # of one or two people, or made of such a number

    @property
    def change(self) -> Decimal | None:
        """Return the growth over the period before in percent; None when there is nothing to compare with."""
        if (
            self.before is None
            or not self.before.value
            or self.number.value is None
            or self.number.unit == "%"
        ):
            return None
        return (self.number.value - self.before.value) / self.before.value * 100

    @property
    def completion(self) -> Decimal | None:
        """Return the percentage of the target that is reached."""
        if self.target is None or not self.target.value or self.number.value is None:
            return None
        return self.number.value / self.target.value * 100


@dataclass(frozen=True, slots=True)
class Sheet:
    """Every line of one period, and the settings they were worked out with; *closed*: when its figures were kept, '' of an open one."""

    span: Span
    lines: tuple[Line, ...]
    offices: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)
    closed: str = ""

    def line(self, name: str) -> Line:
        """Return the line of a figure, ``LAB-09.trainees``, or of an indicator's main one, ``LAB-09``."""
        return next(
            one for one in self.lines
            if not one.part and name in (one.figure.name, one.indicator.id)
        )  # fmt: skip
