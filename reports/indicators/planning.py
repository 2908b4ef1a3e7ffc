"""Which measures a list of indicators stands on: their figures, operands and parts; and what they are asked with."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from forms.engine import Kind, Text
from records.model.measures import Asked, Condition, Measure, Of, Source
from reports.indicators.formulas import indicators
from reports.indicators.indicator import Figure, Formula, Indicator
from reports.indicators.periods import Span

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.counting import Result

ASSISTED = Text({"zh": "其中脱贫（监测）", "en": "of them lifted-out or monitored"})
_ASSISTED_TEST = Condition("category", "=", ("assisted", "monitored"))


def asked_settings(office: "Office", span: Span, offices: Sequence[str]) -> dict[str, tuple[str | int, ...]]:
    """Return what measures are asked with: thresholds of the office, the years of the period, key counties, how many counties."""
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


class Plan:
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
        asked = Asked(span.period, tuple(offices), pairing, asked_settings(self._office, span, offices))
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
