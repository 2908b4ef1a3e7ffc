"""Works figures out: asks the ledgers for every measure at once, then does the arithmetic, exactly and rounded half up.

A figure is None ("—") when the office has no such ledger or nothing to divide by; 0 is a number. Percentages and money
are Decimals; nothing here is a float (domain book §5.4: two decimals, half up, never cut).
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from records.model.measures import Asked, Measure
from reports.indicators.formulas import indicators
from reports.indicators.indicator import Figure, Formula, Indicator
from reports.indicators.periods import Span
from reports.indicators.planning import Plan, asked_settings
from reports.indicators.sheets import FEWEST, PEOPLE, WAN, Line, Number, Sheet
from reports.indicators.targets import Target, targets_of

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.counting import Result
    from records.model.heads import RecordHead


def work_out_each(
    office: "Office", wanted: Sequence[Indicator], span: Span, offices: Sequence[str]
) -> dict[str, Sheet]:
    """Work out *wanted* for all *offices* together (under '') and for each of several, from one reading of the ledgers."""
    plan = Plan(office, wanted)
    settings = asked_settings(office, span, offices)
    result = plan.ask(span, offices, "")
    found = {}
    for code in ("", *(offices if len(offices) > 1 else ())):
        whose = {"counties": (1,)} if code else {}
        worked = _Worked(plan, result, {**settings, **whose}, {}, (code,) if code else ())
        lines = [
            Line(one, figure, label, part, worked.number(figure), small=worked.small(figure))
            for one in wanted
            for figure, label, part in plan.shown(one)
        ]
        found[code] = Sheet(span, tuple(lines), (code,) if code else tuple(offices), _told(settings))
    return found


def _told(settings: Mapping[str, tuple[str | int, ...]]) -> dict[str, str]:
    """Return the thresholds figures are printed with."""
    return {name: str(settings[name][0]) for name in ("stable_months", "exchange_months")}


def work_out(
    office: "Office",
    wanted: Sequence[Indicator],
    span: Span,
    *,
    offices: Sequence[str] = (),
    pairing: str = "",
    compare: bool = True,
) -> Sheet:
    """Work out *wanted* for a period; *compare*: with the period before, too."""
    plan = Plan(office, wanted)
    targets = targets_of(office, span, offices)
    now = _Worked(plan, plan.ask(span, offices, pairing), asked_settings(office, span, offices), targets)
    before = _Worked(plan, plan.ask(span.before(), offices, pairing), now.settings, {}) if compare else None
    lines = []
    for one in wanted:
        for figure, label, part in plan.shown(one):
            number = now.number(figure)
            lines.append(
                Line(
                    one, figure, label, part, number,
                    before.number(figure) if before else None,
                    targets.get(one.id) if figure is one.main or figure.name in _planned(one) else None,
                    now.top(figure),
                    now.small(figure),
                )
            )  # fmt: skip
    return Sheet(span, tuple(lines), tuple(offices), _told(now.settings))


def prepare(office: "Office", span: Span) -> int:
    """Make the indexes that all indicators together are read by, where they are missing; return how many were made.

    Works without them, too; with them a million records take a second or two.
    """
    plan = Plan(office, tuple(indicators().values()))
    asked = Asked(span.period, settings=asked_settings(office, span, ()))
    return office.counting.prepare(list(plan.measures.values()), asked)


def _planned(one: Indicator) -> tuple[str, ...]:
    """Return the figures a target of an indicator that is a rate speaks of: what is divided by it."""
    formula = one.main.formula
    planned = formula is not None and any(name.startswith("target:") for name in formula.of)
    return (formula.of[0],) if formula and planned else ()


def behind(
    office: "Office",
    figure: Figure,
    span: Span,
    *,
    offices: Sequence[str] = (),
    pairing: str = "",
    most: int = 2_000,
) -> "list[RecordHead]":
    """Return the records a figure is made of: its own, or those of the figures it is made from."""
    known = {each.name: each for one in indicators().values() for each in one.figures}
    measures: list[Measure] = []
    waiting = [figure]
    while waiting:
        one = waiting.pop()
        if one.measure is not None:
            measures.append(one.measure)
        elif one.formula is not None:
            waiting += [known[name] for name in one.formula.of if name in known]
    asked = Asked(span.period, tuple(offices), pairing, asked_settings(office, span, offices))
    others = {one.unless: known[one.unless].measure for one in measures if one.unless}
    return office.counting.behind(measures, asked, most, {k: v for k, v in others.items() if v is not None})


class _Worked:
    """The numbers of one period."""

    def __init__(
        self,
        plan: Plan,
        result: "Result",
        settings: Mapping[str, tuple[str | int, ...]],
        targets: Mapping[str, Target],
        offices: tuple[str, ...] = (),
    ) -> None:
        self._plan = plan
        self._result = result
        self.settings = settings
        self._targets = targets
        self._offices = offices

    def small(self, figure: Figure) -> bool:
        """Say whether a figure counts one or two people (or households), or is made of one that does."""
        if figure.formula is not None:
            parts = [self._plan.figure(name) for name in figure.formula.of]
            return any(self.small(part) for part in parts if part is not None)
        value = self._exact(figure)[0]
        return figure.unit in PEOPLE and value is not None and 0 < value < FEWEST

    def number(self, figure: Figure) -> Number:
        """Return a figure in its unit."""
        exact, rows = self._exact(figure)
        if exact is not None and figure.unit.startswith("万"):
            exact /= WAN
        return Number(exact, rows, figure.unit)

    def top(self, figure: Figure) -> tuple[tuple[str, Number], ...]:
        """Return a ranking, empty for what is a number."""
        found = self._result.tops.get(figure.name, [])
        return tuple(
            (
                name,
                Number(
                    Decimal(one.value) / one.scale / (WAN if figure.unit == "万元" else 1),
                    one.rows,
                    figure.unit,
                ),
            )
            for name, one in found
        )

    def _exact(self, figure: Figure) -> tuple[Decimal | None, int]:
        """Return a figure in people, pieces, yuan."""
        if figure.formula is not None:
            return self._arithmetic(figure.formula)
        if figure.name in self._result.tops:
            return None, sum(one.rows for _name, one in self._result.tops[figure.name])
        counted = self._result.of(figure.name, self._offices)
        return (None, 0) if counted is None else (Decimal(counted.value) / counted.scale, counted.rows)

    def _operand(self, name: str) -> tuple[Decimal | None, int]:
        figure = self._plan.figure(name)
        if figure is not None:
            return self._exact(figure)
        if name.startswith("target:"):
            target = self._targets.get(name.removeprefix("target:"))
            return (target.value, 0) if target else (None, 0)
        return Decimal(self.settings[name][0] if name in self.settings else name), 0

    def _arithmetic(self, formula: Formula) -> tuple[Decimal | None, int]:
        if formula.kind == "completion":
            return self._mean_completion()
        operands = [self._operand(name) for name in formula.of]
        rows = sum(count for _value, count in operands)
        values = [value for value, _count in operands]
        if formula.kind == "add":
            there = [value for value in values if value is not None]
            return (sum(there, Decimal(0)) if there else None), rows
        if any(value is None for value in values):
            return None, rows
        return _KINDS[formula.kind](*[value for value in values if value is not None]), rows

    def _mean_completion(self) -> tuple[Decimal | None, int]:
        """Return the mean completion of the targets that are agreed."""
        reached = []
        for name, target in self._targets.items():
            one = indicators().get(name)
            planned = _planned(one) if one else ()
            figure = self._plan.figure(planned[0]) if planned else (one.main if one else None)
            if figure is None or not target.value or not self._has(figure):
                continue
            value = self.number(figure).value
            if value is not None:
                reached.append(value / target.value * 100)
        return (sum(reached, Decimal(0)) / len(reached) if reached else None), len(reached)

    def _has(self, figure: Figure) -> bool:
        needed = figure.formula.of if figure.formula else (figure.name,)
        return all(name in self._result.counts or self._plan.figure(name) is None for name in needed)


def _over(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole if whole else None


def _percent(part: Decimal, whole: Decimal) -> Decimal | None:
    return part / whole * 100 if whole else None


def _growth(now: Decimal, before: Decimal) -> Decimal | None:
    return (now - before) / before * 100 if before else None


def _shares(first: Decimal, second: Decimal, of_first: Decimal, of_second: Decimal) -> Decimal | None:
    """Return 1 when two sums of yuan stand as *of_first* : *of_second*, to the cent (the city takes the odd one)."""
    if not first and not second:
        return None
    share = ((first + second) * of_first / (of_first + of_second)).quantize(
        Decimal("0.01"), rounding=ROUND_HALF_UP
    )
    return Decimal(int(abs(first - share) <= Decimal("0.01")))


_KINDS: Mapping[str, Callable[..., Decimal | None]] = {
    "percent": _percent,
    "divide": _over,
    "mean": _over,
    "growth": _growth,
    "shares": _shares,
}
