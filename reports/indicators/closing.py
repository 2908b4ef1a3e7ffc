"""Closes a period: its figures are kept, shown ever after as they were, and told apart from what the ledgers say now."""

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from records.ledger.closed_figures import KeptFigure
from reports.indicators.indicator import Scheme
from reports.indicators.sheets import Line, Number, Sheet, rounded

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
    """Return *sheet* with the figures that were kept, where it was closed, and how many the ledgers now say otherwise."""
    found = office.counting.closed.of(sheet.span.name, scheme.id)
    if not found:
        return sheet, 0
    lines, other = [], 0
    for line in sheet.lines:
        figure = found.get(line.figure.name)
        if figure is None:
            lines.append(line)
            continue
        now = None if line.number.value is None else rounded(line.number.value, line.number.unit)
        then = None if figure.value is None else Decimal(figure.value)
        other += now != then
        said = then if figure.adjusted is None else Decimal(figure.adjusted)
        number = Number(said, figure.record_count, line.number.unit, adjusted=figure.adjusted is not None)
        lines.append(replace(line, number=number))
    return replace(sheet, lines=tuple(lines)), other
