"""The indicators as they are published: of the whole and of each office, small cells hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.indicators import Sheet, Span, grouped, indicators, work_out_each
from reports.indicators.indicator import Scheme
from reports.site.suppression import said, suppressed

if TYPE_CHECKING:
    from records.ledger import Office

# Never on the site: a ranking of donors is on the honour roll, with their consent.
_INNER = ("SOC-13",)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One row of the published table."""

    name: str
    unit: str
    value: str
    depth: int


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """A heading of the scheme and its rows."""

    label: str
    rows: tuple[FigureRow, ...]


def figures_of(office: "Office", span: Span, offices: Sequence[str]) -> dict[str, Sheet]:
    """Return the figures of all offices together (under '') and, where there are several, of each."""
    wanted = [one for one in indicators().values() if one.id not in _INNER]
    return work_out_each(office, wanted, span, offices)


def figure_rows(sheet: Sheet, scheme: Scheme, language: str) -> list[FigureGroup]:
    """Return the rows under the scheme's headings; indicators without records are left out."""
    hidden = suppressed(sheet.lines)
    places: dict[str, list[int]] = {}
    for place, line in enumerate(sheet.lines):
        places.setdefault(line.indicator.id, []).append(place)
    groups = []
    for aspect, own in grouped(scheme):
        rows = [row for one in own for row in _rows(sheet, places.get(one.id, []), hidden, language)]
        if rows:
            groups.append(FigureGroup(aspect.label.in_(language), tuple(rows)))
    return groups


def _rows(sheet: Sheet, places: Sequence[int], hidden: set[int], language: str) -> list[FigureRow]:
    lines = sheet.lines
    if not any(lines[place].number.rows for place in places):
        return []
    rows = []
    for number, place in enumerate(places):
        line = lines[place]
        if line.part and not line.number.rows:
            continue
        depth = 3 if line.part else 2 if number else 1
        name = line.indicator.label.in_(language) if depth == 1 else line.label.in_(language)
        if depth == 1 and line.figure.label:
            name = f"{name} · {line.label.in_(language)}"
        rows.append(FigureRow(name, line.figure.unit, said(line, hidden=place in hidden), depth))
    return rows
