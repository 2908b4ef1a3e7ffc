"""Targets: what the yearly agreement promises for an indicator, and what the office set down for those it does not name.

An agreement's target names the indicator by its code (LAB-01) or its name; its number may be in 亿元 or 万人.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

from forms.problems import Problem
from records.model.states import State
from reports.indicators.formulas import indicator, indicators
from reports.indicators.indicator import Indicator
from reports.indicators.periods import Span
from reports.indicators.problem_codes import NO_NUMBER

if TYPE_CHECKING:
    from records.ledger import Office

SETTING = "indicator_targets"
_COUNTED = [str(state) for state in (State.APPROVED, State.SENT, State.RECEIVED, State.ACCEPTED)]
_TIMES = {"亿": Decimal(100_000_000), "万": Decimal(10_000)}


@dataclass(frozen=True, slots=True)
class Target:
    """What should be reached, in the indicator's unit; *record_id* of the agreement, '' when the office set it."""

    value: Decimal
    record_id: str = ""


def targets_of(office: "Office", span: Span, offices: Sequence[str] = ()) -> dict[str, Target]:
    """Return the targets of a period by indicator: targets of several agreements add up, the office's own years too.

    A target the office set for just this month, quarter or half-year says more of it than one of the whole year; for a
    year the agreement says it.
    """
    years = range(span.period.first.year, span.period.last.year + 1)
    own: dict[str, Any] = office.settings.get(SETTING, {})
    found: dict[str, Target] = {}
    for year in years:
        for name, text in own.get(str(year), {}).items():
            so_far = found[name].value if name in found else Decimal(0)
            found[name] = Target(so_far + Decimal(str(text)))
    exact = {} if span.months == 12 else own_targets(office, span)
    agreed = _agreed(office, years, offices)
    return found | agreed | {name: Target(value) for name, value in exact.items()}


def agreed_targets(office: "Office", span: Span) -> dict[str, Target]:
    """Return what the yearly agreements alone promise for the years of a period, by indicator."""
    return _agreed(office, range(span.period.first.year, span.period.last.year + 1), ())


def own_targets(office: "Office", span: Span) -> dict[str, Decimal]:
    """Return the targets the office itself set for exactly this period, by indicator."""
    own: dict[str, Any] = office.settings.get(SETTING, {})
    return {name: Decimal(str(text)) for name, text in own.get(span.name, {}).items()}


def _agreed(office: "Office", years: range, offices: Sequence[str]) -> dict[str, Target]:
    agreed: dict[str, Target] = {}
    for record_id, answers in _agreements(office, years, offices):
        for row in answers.get("agreement_target", []):
            one = _named(str(row.get("indicator", "")))
            value = _number(row.get("target_value"))
            if one is not None and value is not None:
                value = value * _scale(str(row.get("target_unit", "")), one)
                so_far = agreed[one.id].value if one.id in agreed else Decimal(0)
                agreed[one.id] = Target(so_far + value, record_id)
    return agreed


def set_targets(
    office: "Office", span: Span, values: Mapping[str, Decimal | None]
) -> dict[str, Decimal | None]:
    """Keep targets of the office's own for a period, each in its indicator's unit (None forgets one).

    Return what takes them back: the same indicators with what they were. Raises Problem RECORDS-024 for a clerk who is
    not alone, REPORTS-202 for an indicator there is not.
    """
    before = own_targets(office, span)
    now = dict(before)
    for name, value in values.items():
        indicator(name)
        now.pop(name, None)
        if value is not None:
            now[name] = value
    whole: dict[str, dict[str, str]] = dict(office.settings.get(SETTING, {}))
    office.settings.set(SETTING, {**whole, span.name: {name: str(value) for name, value in now.items()}})
    return {name: before.get(name) for name in values}


def typed_number(text: str) -> Decimal:
    """Return the number somebody typed. Raises Problem REPORTS-203."""
    found = _number(text.strip())
    if found is None or not found.is_finite():
        raise Problem(NO_NUMBER, place=text, values={"text": text})
    return found


def _agreements(office: "Office", years: range, offices: Sequence[str]) -> list[tuple[str, dict[str, Any]]]:
    if "agreement" not in {info.form_id for info in office.forms.all()}:
        return []
    found = []
    for one in office.records.each("agreement", states=_COUNTED, order="-updated", ids=True):
        if offices and one.head.office_code not in offices:
            continue
        if one.answers.get("kind") == "annual" and one.answers.get("year") in years:
            found.append((one.head.record_id, one.answers))
    return found


def _named(text: str) -> Indicator | None:
    text = text.strip()
    return indicators().get(text.split(" ")[0].upper()) or _by_label().get(text)


@cache
def _by_label() -> dict[str, Indicator]:
    return {one.label.in_("zh"): one for one in indicators().values()}


def _number(value: Any) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _scale(unit: str, one: Indicator) -> Decimal:
    """Return what a target in *unit* is multiplied with to stand in the indicator's own."""
    mine = one.main.unit
    scale = _TIMES.get(unit[:1], Decimal(1))
    own = _TIMES.get(mine[:1], Decimal(1))
    return Decimal(1) if not unit or mine == "%" else scale / own
