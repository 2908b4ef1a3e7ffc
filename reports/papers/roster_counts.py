"""Rows of numbers: how many records there are of each kind in each place (就业去向分类统计表).

The layout's *by* gives a row for each value that occurs, its columns *count* what they name, and the foot sums up. A nought
prints as a dash, so that a column of figures shows at a glance where something is.
"""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from reports.papers.answers_in_words import Words
from reports.papers.layout import Layout
from reports.papers.roster_rows import Answers, Row, RowKind, answer_to, entries, is_number, says

_UNANSWERED = "（未填）"


def counted(layout: Layout, records: Iterable[Answers], words: Words) -> Iterator[Row]:
    """Yield a row for each value of the question *by*, in the order of the form's choices, then their sum."""
    found: dict[str, list[int]] = {}
    rows: dict[str, int] = {}
    for record, entry, _first in entries(layout, records):
        path, value = answer_to(layout.repeat, layout.by, record, entry)
        name = words.say(path, value, layout.by_format) or _UNANSWERED
        counts = found.setdefault(name, [0] * len(layout.columns))
        rows[name] = rows.get(name, 0) + 1
        for place, column in enumerate(layout.columns):
            if column.count is not None and (not column.count or says(entry, column.count)):
                counts[place] += 1
    codes = words.codes(layout.by)
    order = {words.say(layout.by, code, layout.by_format): at for at, code in enumerate(codes)}
    sums = [0] * len(layout.columns)
    names = sorted(found, key=lambda name: (name == _UNANSWERED, order.get(name, len(order)), name))
    for number, name in enumerate(names, start=1):
        sums = [one + other for one, other in zip(sums, found[name], strict=True)]
        yield Row(RowKind.ROW, tuple(_cells(layout, found[name], rows[name], str(number), name)), number)
    if not found:
        yield Row(RowKind.ACROSS, ("（本期没有记录）",))
    total = list(_cells(layout, sums, sum(rows.values()), "", ""))
    yield Row(RowKind.SUM, ("合计", *total[1:]))


def _cells(layout: Layout, counts: list[int], rows: int, number: str, name: str) -> Iterator[str]:
    for column, count in zip(layout.columns, counts, strict=True):
        if column.rate:
            yield f"{_percent(count, rows)}%" if rows else "—"
        elif column.count is not None:
            yield f"{count:,}" if count else "—"
        elif is_number(column):
            yield number
        else:
            yield name if layout.by in column.questions else ""


def _percent(part: int, whole: int) -> Decimal:
    """Return a share in percent with two decimals, half up and never cut (domain book §5.4)."""
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
