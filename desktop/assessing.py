"""What the page 考核 asks of an office: figures of a period, what they are made of, their trend, targets, figures put right.

Plain functions that run off the window's thread; no Qt here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from desktop import words
from desktop.words import _
from reports.indicators.laid_out import Row, laid_out

if TYPE_CHECKING:
    from records.ledger import Office
    from records.model.heads import RecordHead
    from reports.indicators import Line, Sheet

_TREND: Final = 6  # periods
Undo = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Shown:
    """What one reading gives: the sheet, its rows, and how many figures the ledgers now say otherwise than was kept."""

    sheet: "Sheet"
    rows: list[Row]
    other: int
    offices: list[str]


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a figure's trend: its value in hundredths, and as it is printed."""

    period: str
    hundredths: int
    said: str
    now: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """The figure over the last periods, the oldest first, and the target of this one."""

    points: list[Point]
    target: Point | None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One indicator somebody may set a target for: what it was, what an agreement promises, what the office set."""

    indicator: str
    label: str
    unit: str
    before: str
    agreed: str
    own: Decimal | None


def read(office: "Office", scheme: str, period: str, county: str, language: str) -> Shown:
    """Work the figures of a period out, or take those that were kept when it was closed."""
    from reports.indicators import formulas, prepare, span, work_out
    from reports.indicators.closing import as_closed

    one, chosen = span(period), formulas.scheme(scheme)
    prepare(office, one)
    wanted = [each for _aspect, own in formulas.grouped(chosen) for each in own]
    sheet, other = work_out(office, wanted, one, offices=(county,) if county else ()), 0
    if not county:
        sheet, other = as_closed(office, sheet, chosen)
    return Shown(sheet, laid_out(sheet, chosen, language), other, office.counting.offices())


def records_behind(office: "Office", line: "Line", sheet: "Sheet", county: str) -> "list[RecordHead]":
    """Return the records a figure is made of."""
    from reports.indicators import behind

    return behind(office, line.figure, sheet.span, offices=(county,) if county else (), most=500)


def trend_of(office: "Office", line: "Line", sheet: "Sheet", scheme: str, county: str) -> Trend:
    """Return the indicator's main figure over the last periods, as it was reported of those that are closed."""
    from reports.indicators import formulas, work_out
    from reports.indicators.closing import reported
    from reports.indicators.laid_out import said_target

    chosen = formulas.scheme(scheme)
    main = next(one for one in sheet.lines if one.figure is line.indicator.main and not one.part)
    points = []
    for one in sheet.span.row(_TREND):
        kept = None if county else reported(office, one, chosen, main)
        number = kept or (
            work_out(office, [line.indicator], one, offices=(county,) if county else (), compare=False)
            .line(line.indicator.id)
            .number
        )
        name = one.name.removeprefix("20")
        points.append(Point(name, _hundredths(number.value), number.said(), one.name == sheet.span.name))
    target = main.target
    goal = Point("", _hundredths(target.value), said_target(main), now=False) if target else None
    return Trend(points, goal)


def _hundredths(value: Decimal | None) -> int:
    return 0 if value is None else max(0, int((value * 100).to_integral_value(ROUND_HALF_UP)))


def write(office: "Office", sheet: "Sheet", scheme: str, file: Path, paper: str) -> Path:
    """Write a workbook, or for a .pdf the print *paper*, '' for that of the period."""
    from reports.indicators import formulas
    from reports.indicators.exporting import to_workbook
    from reports.indicators.period_papers import print_figures

    chosen = formulas.scheme(scheme)
    if file.suffix.lower() == ".pdf":
        return print_figures(sheet, chosen, office.info, file, today=office.clock.today(), code=paper)
    return to_workbook(sheet, chosen, office.info, file, language=words.language(), translate=_)


def close(office: "Office", sheet: "Sheet", scheme: str) -> int:
    """Keep the figures of *sheet*."""
    from reports.indicators import closing, formulas

    return closing.close(office, sheet, formulas.scheme(scheme))


def target_rows(office: "Office", sheet: "Sheet") -> list[TargetRow]:
    """Return the indicators of a sheet with the targets there are for its period."""
    from reports.indicators.sheets import rounded
    from reports.indicators.targets import agreed_targets, own_targets

    agreed, own = agreed_targets(office, sheet.span), own_targets(office, sheet.span)
    rows = []
    for line in sheet.lines:
        one = line.indicator
        if line.figure is not one.main or line.part or line.top:
            continue
        promised = agreed.get(one.id)
        rows.append(
            TargetRow(
                one.id, one.label.in_(words.language()), line.figure.unit, line.before.said() if line.before else "",
                f"{rounded(promised.value, line.figure.unit):,}" if promised else "", own.get(one.id),
            )
        )  # fmt: skip
    return rows


def set_targets(office: "Office", sheet: "Sheet", values: Mapping[str, Decimal | None]) -> Undo:
    """Keep the targets of a period; return what takes them back."""
    from reports.indicators import targets

    before = targets.set_targets(office, sheet.span, values)
    return lambda: targets.set_targets(office, sheet.span, before)


def adjust(
    office: "Office", sheet: "Sheet", scheme: str, figure: str, *, value: Decimal | None, reason: str
) -> Undo:
    """Put a figure of a closed period right (None: as it was kept again); return what takes that back."""
    closed, period = office.counting.closed, sheet.span.name
    was = closed.of(period, scheme).get(figure)
    closed.adjust(period, scheme, figure, None if value is None else str(value), reason)
    before = was.adjusted if was is not None else None
    why = (was.adjust_reason if was is not None else "") or _("撤销调整")
    return lambda: closed.adjust(period, scheme, figure, before, why)
