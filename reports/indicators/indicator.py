"""An indicator as data: its figures, what they are counted or worked out from, and the schemes that group indicators.

An indicator (LAB-09) has one figure or several (classes, person-times). A figure is a measure over a ledger or arithmetic
over other figures, named ``LAB-09.classes``; hidden ones are only operands.
"""

from dataclasses import dataclass

from forms.engine import Text
from records.model.measures import Measure

# How figures are made of others: of what operands.
ARITHMETIC = ("percent", "divide", "add", "growth", "mean", "shares", "completion")


@dataclass(frozen=True, slots=True)
class Formula:
    """Arithmetic over other figures (or ``counties``, ``target:<indicator>``, a plain number)."""

    kind: str
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of an indicator.

    *by*: questions it is also told apart by (*in_shares*: as percentages of the whole); *assisted*: with 其中脱贫 beside it.
    """

    name: str
    label: Text
    unit: str
    hidden: bool = False
    measure: Measure | None = None
    formula: Formula | None = None
    by: tuple[str, ...] = ()
    assisted: bool = False
    in_shares: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of an assessment."""

    id: str
    label: Text
    note: Text
    figures: tuple[Figure, ...]

    @property
    def main(self) -> Figure:
        """Return the figure the indicator is known by: the first that is shown."""
        return next(figure for figure in self.figures if not figure.hidden)


@dataclass(frozen=True, slots=True)
class Aspect:
    """A heading of a scheme and the indicators under it, by id or by its first letters."""

    label: Text
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way an assessment groups indicators."""

    id: str
    label: Text
    source: str
    aspects: tuple[Aspect, ...]
