"""Which returns an office hands in, and how each stands: 应报 已报 未报 及时 超期 (domain book §5.4).

What is due follows from the calendar and the table `returns.toml`, not from records somebody had to make: a return nobody
thought of shows as 未报. The setting `returns_kept` names those an office hands in (``["labour/month"]``); without it all of them.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from forms.engine import Text
from forms.problems import Problem
from records.model.heads import Record, RecordHead
from records.model.states import State
from reports.indicators.periods import Span, span
from reports.returns.calendar import PeriodKind, due_on, kind_of, last_over
from reports.returns.problem_codes import NO_SUCH_LEDGER, RETURN_UNKNOWN

if TYPE_CHECKING:
    from records.ledger import Office

FORM: Final = "report_submission"
KEPT: Final = "returns_kept"
BACK: Final = 12  # periods of one return that are looked back upon: a year of months
_OPEN: Final = frozenset({State.DRAFT, State.RETURNED})


@dataclass(frozen=True, slots=True)
class Return:
    """A return as data: its code in the form, how often, and the indicators it says."""

    code: str
    kinds: tuple[PeriodKind, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """One return of one period: *record* once somebody began it."""

    code: str
    title: Text
    span: Span
    due_on: date
    record: RecordHead | None = None
    submitted_on: date | None = None

    @property
    def kind(self) -> PeriodKind:
        """Return whether it is one of a month, a quarter …"""
        return kind_of(self.span)

    @property
    def handed_in(self) -> bool:
        """Whether it was handed in and has not come back."""
        return self.submitted_on is not None and self.record is not None and self.record.state not in _OPEN

    def late(self, today: date) -> bool:
        """Return whether it was handed in after its day, or is still missing after it."""
        day = self.submitted_on if self.handed_in and self.submitted_on else today
        return day > self.due_on


@dataclass(frozen=True, slots=True)
class Tally:
    """How many returns are due, handed in, missing, in time and late."""

    due: int = 0
    handed_in: int = 0
    missing: int = 0
    in_time: int = 0
    late: int = 0


@cache
def returns() -> Mapping[str, Return]:
    """Return every return by its code."""
    table = tomllib.loads(Path(__file__).with_name("returns.toml").read_text(encoding="utf-8"))
    return {
        one["code"]: Return(
            one["code"], tuple(PeriodKind(kind) for kind in one["kinds"]), tuple(one["indicators"])
        )
        for one in table["return"]
    }


def known(code: str, period: str) -> tuple[Return, Span]:
    """Return a return and its period. Raises Problem REPORTS-200, REPORTS-220."""
    one = span(period)
    found = returns().get(code)
    if found is None or kind_of(one) not in found.kinds:
        raise Problem(RETURN_UNKNOWN, place=code, values={"code": code, "period": period})
    return found, one


def choose(office: "Office", which: Iterable[str]) -> list[str]:
    """Choose the returns an office hands in (``labour/month`` …; none: all of them); return what holds now.

    Raises Problem REPORTS-220 for one there is not.
    """
    every = [f"{one.code}/{kind}" for one in returns().values() for kind in one.kinds]
    chosen = list(which)
    for one in chosen:
        if one not in every:
            code, _slash, kind = one.partition("/")
            raise Problem(RETURN_UNKNOWN, place=one, values={"code": code, "period": kind})
    office.settings.set(KEPT, chosen or None)
    return chosen or every


def due(office: "Office", today: date) -> list[Expected]:
    """Return every return that is due or was begun, the newest first. Raises Problem REPORTS-223."""
    titles = titles_of(office)
    begun = {
        (str(one.answers.get("report_code")), str(one.answers.get("period"))): (one.head, one.answers)
        for one in own_records(office)
        if _is_period(str(one.answers.get("period", "")))
    }
    settings = office.settings.all()
    wanted = {(code, one.name): one for code, kind in _kept(settings) for one in _over(kind, today, office)}
    for code, period in begun:
        if (code, period) not in wanted and code in titles:
            wanted[code, period] = span(period)
    found = []
    for (code, period), one in wanted.items():
        head, answers = begun.get((code, period), (None, {}))
        stated = answers.get("due_on")
        found.append(
            Expected(
                code, titles[code], one, date.fromisoformat(stated) if stated else due_on(one, settings), head,
                date.fromisoformat(answers["submitted_on"]) if answers.get("submitted_on") else None,
            )
        )  # fmt: skip
    order = list(titles)
    return sorted(found, key=lambda one: (-one.due_on.toordinal(), order.index(one.code)))


def tally(found: Iterable[Expected], today: date) -> Tally:
    """Count returns as the office above does: 上报率 = 已报 ÷ 应报, 及时率 = 及时 ÷ 应报."""
    every = list(found)
    done = [one for one in every if one.handed_in]
    in_time = sum(not one.late(today) for one in done)
    late = sum(one.late(today) for one in every)
    return Tally(len(every), len(done), len(every) - len(done), in_time, late)


def titles_of(office: "Office") -> dict[str, Text]:
    """Return what each return is called, as the office's form says. Raises Problem REPORTS-223."""
    if FORM not in {info.form_id for info in office.forms.all()}:
        raise Problem(NO_SUCH_LEDGER)
    choices = office.forms.definition(FORM).questions["report_code"].choices
    return {choice.code: choice.label for choice in (choices.choices if choices else ())}


def own_records(office: "Office") -> list[Record]:
    """Return the office's own returns, those of offices below and void ones left out."""
    states = [state for state in State if state is not State.VOID]
    every = office.records.each(FORM, states=states, ids=True)
    return [record for record in every if record.head.office_code == office.info.code]


def _is_period(text: str) -> bool:
    try:
        span(text)
    except Problem:
        return False  # a draft whose period is not typed yet
    return True


def _kept(settings: Mapping[str, Any]) -> Iterable[tuple[str, PeriodKind]]:
    chosen = settings.get(KEPT)
    for one in returns().values():
        for kind in one.kinds:
            if not isinstance(chosen, list) or f"{one.code}/{kind}" in chosen:
                yield one.code, kind


def _over(kind: PeriodKind, today: date, office: "Office") -> Iterable[Span]:
    """Yield the newest period that is over, and those before it since the office has been kept."""
    one = last_over(kind, today)
    yield one
    for _back in range(BACK - 1):
        one = one.before()
        if one.period.last < office.info.created_on:
            return
        yield one
