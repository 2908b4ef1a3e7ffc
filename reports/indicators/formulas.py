"""The shipped formulas: the 92 indicators of the domain book §4 and the schemes, read once from the tables beside."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from forms.problems import Problem
from reports.indicators.indicator import Aspect, Indicator, Scheme
from reports.indicators.problem_codes import INDICATOR_UNKNOWN, SCHEME_UNKNOWN
from reports.indicators.reading_tables import read_indicators, read_schemes

TABLES = Path(__file__).with_name("tables")


@cache
def indicators() -> Mapping[str, Indicator]:
    """Return every indicator by its id, in the order of the domain book."""
    return read_indicators(TABLES)


@cache
def schemes() -> Mapping[str, Scheme]:
    """Return the schemes by their id, the oldest first."""
    return read_schemes(TABLES / "schemes.toml")


def scheme(name: str) -> Scheme:
    """Return one scheme. Raises Problem REPORTS-201."""
    if name not in schemes():
        raise Problem(SCHEME_UNKNOWN, place=name, values={"scheme": name, "known": "、".join(schemes())})
    return schemes()[name]


def indicator(name: str) -> Indicator:
    """Return one indicator. Raises Problem REPORTS-202."""
    if name not in indicators():
        raise Problem(INDICATOR_UNKNOWN, place=name, values={"name": name})
    return indicators()[name]


def grouped(one: Scheme) -> list[tuple[Aspect, list[Indicator]]]:
    """Return each heading of a scheme with its indicators: those it names first, so that none stands under two."""
    named = {name for aspect in one.aspects for name in aspect.of if "-" in name}
    return [
        (
            aspect,
            [
                each
                for each in indicators().values()
                if each.id in aspect.of or (each.id.split("-")[0] in aspect.of and each.id not in named)
            ],
        )
        for aspect in one.aspects
    ]
