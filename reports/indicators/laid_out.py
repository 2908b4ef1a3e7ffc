"""Figures as a table: one row for each heading of the scheme, indicator, further figure and part, in words.

The word that says what is counted (人, 人次, 户次) stands in every row: people in LAB are persons, in training
person-times, and the two are never added (domain book §4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from forms.words import N_, Translate
from reports.indicators.formulas import grouped
from reports.indicators.indicator import Scheme
from reports.indicators.sheets import Line, Number, Sheet, rounded

HEADS = (
    N_("指标编号"), N_("指标"), N_("计量单位"), N_("本期"), N_("上期"), N_("比上期"), N_("目标"), N_("完成率"), N_("佐证数"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a heading (no *line*), or a line with its nine cells."""

    cells: tuple[str, ...]
    line: Line | None = None
    depth: int = 0  # 0 heading, 1 indicator, 2 further figure, 3 part
    falls: bool = False  # less than the period before: marked


def laid_out(
    sheet: Sheet, scheme: Scheme, language: str, *, parts: bool = True, empty: bool = True
) -> list[Row]:
    """Return the rows under the scheme's headings; without *parts* the figures only, without *empty* none without rows."""
    by_indicator: dict[str, list[Line]] = {}
    for line in sheet.lines:
        by_indicator.setdefault(line.indicator.id, []).append(line)
    rows: list[Row] = []
    for aspect, own in grouped(scheme):
        of_aspect = [
            row
            for one in own
            for row in _rows(by_indicator.get(one.id, []), language, parts=parts, empty=empty)
        ]
        if of_aspect:
            rows += [Row((aspect.label.in_(language), *[""] * 8)), *of_aspect]
    return rows


def _rows(lines: Sequence[Line], language: str, *, parts: bool, empty: bool) -> Iterable[Row]:
    if not empty and not any(line.number.rows for line in lines):
        return
    for number, line in enumerate(lines):
        if line.part and (not parts or not (line.number.rows or (line.before and line.before.rows))):
            continue
        depth = 3 if line.part else 2 if number else 1
        yield Row(_cells(line, language, depth), line, depth, bool(line.change and line.change < 0))
        for place, (name, amount) in enumerate(line.top, 1):
            yield Row(
                ("", f"{place}. {name}", amount.unit, amount.said(), "", "", "", "", str(amount.rows)),
                line,
                3,
            )


def _cells(line: Line, language: str, depth: int) -> tuple[str, ...]:
    name = line.indicator.label.in_(language) if depth == 1 else line.label.in_(language)
    if depth == 1 and line.figure.label:
        name = (
            f"{name}（{line.label.in_(language)}）"
            if language.startswith("zh")
            else f"{name}: {line.label.in_(language)}"
        )
    return (
        line.indicator.id if depth == 1 else "",
        name,
        line.figure.unit,
        line.number.said(),
        line.before.said() if line.before else "",
        signed(line.change),
        said_target(line),
        percent(line.completion),
        str(line.number.rows) if line.number.rows else "",
    )


def note_of(line: Line, sheet: Sheet, language: str) -> str:
    """Return how an indicator is counted, with the thresholds it was counted with."""
    text = line.indicator.note.in_(language)
    for name, value in sheet.settings.items():
        text = text.replace("{" + name + "}", value)
    return text


def said_target(line: Line) -> str:
    """Return the target as its figure is printed, '' when there is none."""
    return f"{rounded(line.target.value, line.figure.unit):,}" if line.target else ""


def percent(value: Decimal | None) -> str:
    """Return a percentage with two decimals, half up."""
    return "" if value is None else f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)}%"


def signed(value: Decimal | None) -> str:
    """Return a change with its sign."""
    return "" if value is None else f"{value.quantize(Decimal('0.01'), rounding=ROUND_HALF_UP):+}%"


def heading(sheet: Sheet, translate: Translate) -> str:
    """Return the line that says what figures were worked out with: thresholds, which records count, whether it is closed."""
    says = translate(N_("稳定就业按连续 {months} 个月计；只计已审核及以后的记录")).format(
        months=sheet.settings.get("stable_months", "3")
    )
    return says if not sheet.closed else both(closed_words(sheet, translate), says, translate)


def closed_words(sheet: Sheet, translate: Translate) -> str:
    """Return since when the figures of a closed period are kept, '' of an open one."""
    if not sheet.closed:
        return ""
    when = sheet.closed[:16].replace("T", " ")
    stars = any(line.number.adjusted for line in sheet.lines)
    says = translate(N_("本期已于 {when} 关账，数字为关账时保存的")).format(when=when)
    return both(says, translate(N_("带 * 的经人工调整")), translate) if stars else says


def both(first: str, second: str, translate: Translate) -> str:
    """Return two remarks as one line."""
    return translate(N_("{first}；{second}")).format(first=first, second=second)


def as_document(sheet: Sheet, scheme: Scheme) -> dict[str, object]:
    """Return the figures as JSON, numbers as exact text."""
    return {
        "scheme": scheme.id,
        "period": sheet.span.name,
        "from": sheet.span.period.first,
        "to": sheet.span.period.last,
        "settings": dict(sheet.settings),
        "closed_at": sheet.closed or None,
        "lines": [_document(line) for line in sheet.lines],
    }


def _document(line: Line) -> dict[str, object]:
    return {
        "indicator": line.indicator.id,
        "figure": line.figure.name,
        "name": line.indicator.label.in_("zh"),
        "label": line.label.in_("zh"),
        "unit": line.figure.unit,
        "value": _text(line.number),
        "adjusted": line.number.adjusted,
        "rows": line.number.rows,
        "before": _text(line.before) if line.before else None,
        "target": str(line.target.value) if line.target else None,
        "completion": percent(line.completion) or None,
        "top": [{"name": name, "value": _text(number)} for name, number in line.top],
    }


def _text(number: Number) -> str | None:
    return None if number.value is None else str(rounded(number.value, number.unit))
