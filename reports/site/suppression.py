"""Hides cells of one or two people, and what would give them away (统计法 2024 art. 28; domain book §5.3: fewer than 3).

A cell is given away by its neighbours when it alone is hidden in a row of parts: then the smallest other part is hidden,
too. A rate made of a small count is hidden with it.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from reports.indicators import Line
from reports.indicators.sheets import PEOPLE

HIDDEN, LEFT_OUT = "＜3", "〔略〕"  # a count, and what was made of one


def suppressed(lines: Sequence[Line]) -> set[int]:
    """Return the places in *lines* that must not be published."""
    hidden = {place for place, line in enumerate(lines) if line.small}
    for parts in _families(lines):
        main, *others = parts
        if _gives_away(lines, main, others):
            hidden |= set(others)
        alone = [place for place in others if place in hidden]
        shown = [place for place in others if place not in hidden and lines[place].number.value]
        if len(alone) == 1 and shown and _is_people(lines[main]):
            hidden.add(min(shown, key=lambda place: lines[place].number.value or Decimal(0)))
    return hidden


def said(line: Line, *, hidden: bool) -> str:
    """Return a line's number as it is published."""
    if not hidden:
        return line.number.said()
    return HIDDEN if _is_people(line) and line.small else LEFT_OUT


def _families(lines: Sequence[Line]) -> Iterable[list[int]]:
    """Yield each main line with the places of its parts by one question (or 其中脱贫)."""
    main = 0
    groups: dict[str, list[int]] = {}
    for place, line in enumerate(lines):
        if not line.part:
            yield from ([main, *group] for group in groups.values())
            main, groups = place, {}
            continue
        question = line.figure.name.rpartition("/")[2].partition("=")[0]
        groups.setdefault(question, []).append(place)
    yield from ([main, *group] for group in groups.values())


def _gives_away(lines: Sequence[Line], main: int, others: Sequence[int]) -> bool:
    """Say whether a single part (其中脱贫) and the whole differ by one or two people."""
    whole, part = lines[main].number.value, lines[others[0]].number.value
    if len(others) != 1 or whole is None or part is None or not _is_people(lines[main]):
        return False
    return 0 < whole - part < 3


def _is_people(line: Line) -> bool:
    return line.figure.unit in PEOPLE
