"""Closes a period: its figures are kept, shown ever after as they were, and told apart from what the ledgers say now."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from records.ledger.closed_figures import KeptFigure
from reports.indicators.indicator import Scheme
from reports.indicators.periods import Span
from reports.indicators.sheets import FEWEST, PEOPLE, Line, Number, Sheet, rounded
from reports.indicators.targets import Target

if TYPE_CHECKING:
    from records.ledger import Office


def close(office: "Office", sheet: Sheet, scheme: Scheme) -> int:
    """Keep every figure of *sheet*; return how many. Raises Problem RECORDS-024, -190."""
    return office.counting.closed.close(
        sheet.span.name,
        scheme.id,
        sheet.span.period.last,
        (_kept(line) for line in sheet.lines if not line.top),
    )


def _kept(line: Line) -> KeptFigure:
    value = line.number.value
    return KeptFigure(
        line.figure.name,
        None if value is None else str(rounded(value, line.number.unit)),
        line.number.rows,
        str(line.target.value) if line.target else None,
    )


def as_closed(office: "Office", sheet: Sheet, scheme: Scheme) -> tuple[Sheet, int]:
    """Return *sheet* with the figures that were kept, where it was closed, and how many the ledgers now say otherwise.

    What it is compared with is what was reported, too, where the period before was closed. Only of the whole office:
    a sheet of one county or one pairing was never closed.
    """
    found = office.counting.closed.of(sheet.span.name, scheme.id)
    before = office.counting.closed.of(sheet.span.before().name, scheme.id)
    if not found and not before:
        return sheet, 0
    lines, other = [], 0
    for line in sheet.lines:
        name = "" if line.top else line.figure.name  # a ranking is not kept
        figure, old = found.get(name), before.get(name)
        if figure is not None:
            now = None if line.number.value is None else rounded(line.number.value, line.number.unit)
            other += now != _value(figure.value)
        compared = (
            line
            if old is None or line.before is None
            else replace(line, before=_number(old, line.before.unit))
        )
        lines.append(compared if figure is None else _kept_line(compared, figure))
    closed = office.counting.closed.closed_at(sheet.span.name, scheme.id) if found else ""
    return replace(sheet, lines=tuple(lines), closed=closed), other


def reported(office: "Office", span: Span, scheme: Scheme, line: Line) -> Number | None:
    """Return a figure as it was kept of another period; None when that one is open."""
    figure = office.counting.closed.of(span.name, scheme.id).get(line.figure.name)
    return None if figure is None else _number(figure, line.number.unit)


def _kept_line(line: Line, figure: KeptFigure) -> Line:
    number = _number(figure, line.number.unit)
    few = line.figure.unit in PEOPLE and number.value is not None and 0 < number.value < FEWEST
    target = _value(figure.target)
    return replace(
        line,
        number=number,
        small=line.small or few,
        target=None if target is None else Target(target, line.target.record_id if line.target else ""),
    )


def _number(figure: KeptFigure, unit: str) -> Number:
    by_hand = figure.adjusted is not None
    value = _value(figure.adjusted if by_hand else figure.value)
    return Number(value, figure.record_count, unit, adjusted=by_hand)


def _value(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
