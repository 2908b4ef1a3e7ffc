"""Cells of one or two people, and the numbers that would give them away, are not published."""

from decimal import Decimal

from forms.engine import Text
from reports.indicators import Figure, Indicator, Line, Number
from reports.site.suppression import HIDDEN, LEFT_OUT, said, suppressed

ONE = Indicator("LAB-01", Text({"zh": "人数"}), Text(), ())


def line(name: str, value: int, unit: str = "人", *, part: bool = False) -> Line:
    figure = Figure(name, Text(), unit)
    return Line(
        ONE, figure, Text(), part, Number(Decimal(value), value, unit), small=unit == "人" and 0 < value < 3
    )


def hidden(*lines: Line) -> list[str]:
    return [lines[place].figure.name for place in sorted(suppressed(lines))]


def test_one_or_two_people_are_hidden_and_none_is_not() -> None:
    assert hidden(line("a", 0), line("b", 1), line("c", 2), line("d", 3)) == ["b", "c"]
    assert hidden(line("money", 2, "万元"), line("meetings", 1, "次")) == []


def test_a_single_hidden_part_takes_the_smallest_other_part_with_it() -> None:
    parts = [line(f"a/kind={code}", value, part=True) for code, value in (("x", 9), ("y", 2), ("z", 5))]
    assert hidden(line("a", 16), *parts) == ["a/kind=y", "a/kind=z"]


def test_a_part_that_leaves_one_or_two_people_over_is_hidden() -> None:
    assert hidden(line("a", 20), line("a/assisted", 19, part=True)) == ["a/assisted"]
    assert hidden(line("a", 20), line("a/assisted", 20, part=True)) == []
    assert hidden(line("a", 20), line("a/assisted", 15, part=True)) == []


def test_a_hidden_count_says_fewer_than_three_and_what_was_made_of_it_says_nothing() -> None:
    rate = Line(ONE, Figure("r", Text(), "%"), Text(), False, Number(Decimal(5), 1, "%"), small=True)
    assert said(line("b", 1), hidden=True) == HIDDEN
    assert said(rate, hidden=True) == LEFT_OUT
    assert said(line("d", 3), hidden=False) == "3"
