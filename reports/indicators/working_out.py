"""Works figures out: asks the ledgers for every measure at once, then does the arithmetic, exactly and rounded half up.

A figure is None ("—") when the office has no such ledger or nothing to divide by; 0 is a number. Percentages and money
are Decimals; nothing here is a float (domain book §5.4: two decimals, half up, never cut).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from forms.engine import Kind, Text
from records.model.measures import Asked, Condition, Measure, Of, Source
from reports.indicators.formulas import indicators
from reports.indicators.indicator import Figure, Formula, Indicator
from reports.indicators.periods import Span
from reports.indicators.targets import Target, targets_of

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.counting import Result
    from records.model.heads import RecordHead

WAN = 10_000
FEWEST = 3  # fewer people than this are not published (统计法 2024 art. 28)
PEOPLE = ("人", "人次", "户", "户次")
ASSISTED = Text({"zh": "其中脱贫（监测）", "en": "of them lifted-out or monitored"})
_ASSISTED_TEST = Condition("category", "=", ("assisted", "monitored"))


@dataclass(frozen=True, slots=True)
class Number:
    """A figure worked out: its exact *value* in its *unit* (None: it cannot be said), and over how many *rows*."""

    value: Decimal | None
    rows: int
    unit: str

    def said(self) -> str:
        """Return it as it is printed: two decimals for money and rates, thousands marked."""
        if self.value is None:
            return "—"
        if self.unit == "是/否":
            return "是" if self.value else "否"
        return f"{rounded(self.value, self.unit):,}"


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
    """Every line of one period, and the settings they were worked out with."""

    span: Span
    lines: tuple[Line, ...]
    offices: tuple[str, ...]
    settings: Mapping[str, str] = field(default_factory=dict)

    def line(self, name: str) -> Line:
        """Return the line of a figure, ``LAB-09.trainees``, or of an indicator's main one, ``LAB-09``."""
        return next(
            one for one in self.lines
            if not one.part and name in (one.figure.name, one.indicator.id)
        )  # fmt: skip


def work_out_each(
    office: "Office", wanted: Sequence[Indicator], span: Span, offices: Sequence[str]
) -> dict[str, Sheet]:
    """Work out *wanted* for all *offices* together (under '') and for each of several, from one reading of the ledgers."""
    plan = _Plan(office, wanted)
    settings = _asked_settings(office, span, offices)
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
    plan = _Plan(office, wanted)
    targets = targets_of(office, span, offices)
    now = _Worked(plan, plan.ask(span, offices, pairing), _asked_settings(office, span, offices), targets)
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
    plan = _Plan(office, tuple(indicators().values()))
    asked = Asked(span.period, settings=_asked_settings(office, span, ()))
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
    asked = Asked(span.period, tuple(offices), pairing, _asked_settings(office, span, offices))
    return office.counting.behind(measures, asked, most)


def _asked_settings(office: "Office", span: Span, offices: Sequence[str]) -> dict[str, tuple[str | int, ...]]:
    stable = int(office.settings.get("stable_months", 3))
    return {
        "stable_months": (stable,),
        "exchange_months": (int(office.settings.get("exchange_months", 1)),),
        "year": tuple(range(span.period.first.year, span.period.last.year + 1)),
        "key_counties": _key_counties(office),
        "counties": (len(offices) or len(office.counting.offices()),),
    }


def _key_counties(office: "Office") -> tuple[str, ...]:
    """Return the codes of the counties the ledger of regions marks as key."""
    marked = Measure(
        "key_counties",
        Of.COUNT,
        (Source("region", tests=(Condition("county_class", "has", ("key_county",)),)),),
    )
    return tuple(office.counting.values(marked, "code"))


class _Plan:
    """Which figures are needed, with their parts, and the measures they stand on."""

    def __init__(self, office: "Office", wanted: Iterable[Indicator]) -> None:
        self._office = office
        self._known = {each.name: each for one in indicators().values() for each in one.figures}
        self._parts: dict[str, list[tuple[Figure, Text]]] = {}
        self.measures: dict[str, Measure] = {}
        for one in wanted:
            for figure in one.figures:
                self._need(figure)
                if not figure.hidden:
                    self._parts[figure.name] = list(self._parts_of(figure))

    def figure(self, name: str) -> Figure | None:
        """Return the figure of that name, None when it is no figure (a number, a target)."""
        return self._known.get(name)

    def shown(self, one: Indicator) -> Iterable[tuple[Figure, Text, bool]]:
        """Yield the figures of an indicator that are shown, each followed by its parts."""
        for figure in one.figures:
            if not figure.hidden:
                yield figure, figure.label or one.label, False
                for part, label in self._parts[figure.name]:
                    yield part, label, True

    def ask(self, span: Span, offices: Sequence[str], pairing: str) -> "Result":
        """Ask the ledgers for everything."""
        asked = Asked(span.period, tuple(offices), pairing, _asked_settings(self._office, span, offices))
        return self._office.counting.run(list(self.measures.values()), asked)

    def _need(self, figure: Figure) -> None:
        if figure.measure is not None:
            self.measures[figure.name] = figure.measure
            if figure.measure.unless:
                self._need(self._known[figure.measure.unless])
        for name in figure.formula.of if figure.formula else ():
            if name in self._known and name not in self.measures:
                self._need(self._known[name])

    def _parts_of(self, figure: Figure) -> Iterable[tuple[Figure, Text]]:
        if figure.measure is None:
            return
        if figure.assisted:
            yield self._part(figure, "assisted", _ASSISTED_TEST), ASSISTED
        for question in figure.by:
            for code, label in self._choices(figure.measure.sources[0], question):
                yield self._part(figure, f"{question}={code}", Condition(question, "=", (code,))), label

    def _part(self, figure: Figure, name: str, test: Condition) -> Figure:
        assert figure.measure is not None  # noqa: S101  (told to the type checker: only measures have parts)
        sources = tuple(replace(one, tests=(*one.tests, test)) for one in figure.measure.sources)
        measure = replace(figure.measure, name=f"{figure.name}/{name}", sources=sources)
        self.measures[measure.name] = measure
        part = Figure(measure.name, figure.label, figure.unit, measure=measure)
        if not figure.in_shares:
            return part
        self._known[part.name] = part
        return Figure(
            f"{part.name}%", figure.label, "%", formula=Formula("percent", (part.name, figure.name))
        )

    def _choices(self, source: Source, question: str) -> Iterable[tuple[str, Text]]:
        known = {info.form_id for info in self._office.forms.all()}
        if source.ledger not in known:
            return
        questions = self._office.forms.definition(source.ledger).questions
        found = questions.get(f"{source.rows}.{question}" if source.rows else question) or questions.get(
            question
        )
        if found is not None and found.kind is Kind.SELECT_ONE:
            for choice in found.choices.choices if found.choices else ():
                yield choice.code, choice.label


class _Worked:
    """The numbers of one period."""

    def __init__(
        self,
        plan: _Plan,
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
