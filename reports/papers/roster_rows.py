"""What stands in a roster's cells: records become rows of words, with their sums.

Records come as a stream and rows go as a stream: nothing here holds more than one record, unless the layout groups.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from forms.problems import Problem
from records.model.masking import Masked, mask
from reports.papers.answers_in_words import Format, Words, amount, is_minor, to_fen, wan, yuan
from reports.papers.layout import ROW_NUMBER, Certificate, Column, Labels, Layout
from reports.papers.problem_codes import NOT_A_NUMBER
from reports.papers.receipt_facts import donor

Answers = Mapping[str, Any]


class RowKind(StrEnum):
    """What a line of the table is: a record, a sum, or words across the whole width."""

    ROW = "row"
    SUM = "sum"
    ACROSS = "across"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; ACROSS has one text only. *number* is the row number, for problems to name.

    *unshortened*: the cells where 〃 stands for the same as above, in full, for the first row of a page.
    """

    kind: RowKind
    cells: tuple[str, ...]
    number: int = 0
    unshortened: tuple[str, ...] = ()

    def alone(self) -> "Row":
        """Return the row as it stands with nothing above it."""
        return Row(self.kind, self.unshortened, self.number) if self.unshortened else self


@dataclass(slots=True)
class Sums:
    """Counts rows and adds up the columns marked *total*."""

    layout: Layout
    count: int = 0
    sums: dict[int, Decimal] = field(default_factory=dict)

    def add(self, column: int, value: Any, row: int) -> None:
        """Add an answer; a blank adds nothing. Raises Problem REPORTS-014 for what is no number."""
        if value in (None, ""):
            return
        number = amount(value)
        if number is None:
            heading = self.layout.columns[column].heading
            raise Problem(NOT_A_NUMBER, values={"row": row, "where": heading, "value": value})
        self.sums[column] = self.sums.get(column, Decimal(0)) + number

    def row(self, word: str) -> Row:
        """Return the line ``合计 23 人`` with the sums."""
        cells = [f"{word}　{self.count:,} {self.layout.unit}"] + [""] * (len(self.layout.columns) - 1)
        for place, column in enumerate(self.layout.columns):
            if column.total:
                total = self.sums.get(place, Decimal(0))
                said = {Format.MONEY: yuan, Format.WAN: wan}.get(column.format)
                cells[place] = said(to_fen(total) or 0) if said else f"{total.normalize():,f}"
        return Row(RowKind.SUM, tuple(cells))


def table(layout: Layout, records: Iterable[Answers], words: Words, as_of: date) -> Iterator[Row]:
    """Yield the lines of one roster: rows, sub-totals, 合计, and what closes the page."""
    sums = Sums(layout)
    number = 0
    for name, members in _groups(layout, records, words):
        part = Sums(layout)
        for record, entry, first in entries(layout, members):
            number += 1
            yield _row(
                layout, words, record, entry, first=first, number=number, sums=(sums, part), as_of=as_of
            )
        if layout.group:
            yield part.row(f"小计　{name}")
    for spare in range(layout.spare):
        yield Row(RowKind.ROW, tuple(str(number + spare + 1) if is_number(c) else "" for c in layout.columns))
    if not number and not layout.spare:
        yield Row(RowKind.ACROSS, ("（本期没有记录）",))
    if layout.sums:
        yield sums.row("合计")


def is_number(column: Column) -> bool:
    """Tell whether the column holds the row's own number."""
    return column.questions == (ROW_NUMBER,)


def _groups(
    layout: Layout, records: Iterable[Answers], words: Words
) -> Iterator[tuple[str, Iterable[Answers]]]:
    """Yield the records by the layout's group, in the order of its choices; all in one without a group."""
    if not layout.group:
        yield "", records
        return
    parts: dict[str, list[Answers]] = {}
    for record in records:
        parts.setdefault(str(record.get(layout.group) or ""), []).append(record)
    order = {code: place for place, code in enumerate(words.codes(layout.group))}
    for code in sorted(parts, key=lambda code: (order.get(code, len(order)), code)):
        yield words.say(layout.group, code), parts[code]


def entries(
    layout: Layout | Labels | Certificate, records: Iterable[Answers]
) -> Iterator[tuple[Answers, Answers, bool]]:
    """Yield (record, entry, first): with a repeat one for each entry, else the record itself."""
    for record in records:
        if not layout.repeat:
            if not left_out(record, layout.skip, layout.only):
                yield record, record, True
            continue
        kept = [one for one in record.get(layout.repeat) or [] if not left_out(one, layout.skip, layout.only)]
        for place, entry in enumerate(kept):
            yield record, entry, place == 0


def left_out(entry: Answers, skip: tuple[str, ...], only: tuple[str, ...]) -> bool:
    """Tell whether a layout's *skip* (question, codes …) or *only* leaves this entry out."""
    return (bool(skip) and says(entry, skip)) or (bool(only) and not says(entry, only))


def says(entry: Answers, wanted: tuple[str, ...]) -> bool:
    """Tell whether the answer to the first word, a question, is or holds one of the others, codes."""
    value = entry.get(wanted[0])
    return not set(value if isinstance(value, list) else [value]).isdisjoint(wanted[1:])


def _row(
    layout: Layout,
    words: Words,
    record: Answers,
    entry: Answers,
    *,
    first: bool,
    number: int,
    sums: tuple[Sums, Sums],
    as_of: date,
) -> Row:
    cells: list[str] = []
    for place, column in enumerate(layout.columns):
        if is_number(column):
            cells.append(str(number))
        else:
            cells.append(_cell(layout, column, words, record, entry))
            if column.total:
                for each in sums:
                    each.add(place, answer_to(layout.repeat, column.questions[0], record, entry)[1], number)
    for each in sums:
        each.count += 1
    if is_minor(entry.get("birth_date"), as_of):
        cells = _covered(layout, cells, entry, as_of)
    if first or not any(column.once for column in layout.columns):
        return Row(RowKind.ROW, tuple(cells), number)
    short = (
        "〃" if column.once and text else text for column, text in zip(layout.columns, cells, strict=True)
    )
    return Row(RowKind.ROW, tuple(short), number, tuple(cells))


def _cell(layout: Layout, column: Column, words: Words, record: Answers, entry: Answers) -> str:
    if column.format is Format.TALLY:
        return _tally(column, words, entry)
    if column.format is Format.DONOR:
        return donor(record)
    said: list[str] = []
    for question in column.questions:
        path, value = answer_to(layout.repeat, question, record, entry)
        text = words.say(path, value, column.format)
        if text:
            said.append(text)
    return column.join.join(said)


def answer_to(repeat: str, question: str, record: Answers, entry: Answers) -> tuple[str, Any]:
    """Return the question's path in the form and its answer, from the repeat's entry or from the record."""
    if question in entry or question not in record:
        return (f"{repeat}.{question}" if repeat else question), entry.get(question)
    return question, record[question]


def _tally(column: Column, words: Words, entry: Answers) -> str:
    """Return the sums of a repeat by kind: ``门诊人次 120；义诊人次 30``."""
    kind, quantity = (path.split(".")[-1] for path in column.questions)
    sums: dict[str, Decimal] = {}
    for line in entry.get(column.questions[0].split(".")[0]) or []:
        number = amount(line.get(quantity))
        if number is not None:
            name = words.say(column.questions[0], line.get(kind), Format.LABEL)
            sums[name] = sums.get(name, Decimal(0)) + number
    return "；".join(f"{name} {number.normalize():,f}".strip() for name, number in sums.items())


def _covered(layout: Layout, cells: list[str], entry: Answers, as_of: date) -> list[str]:
    return [
        covered(column.questions[0], text, entry, as_of) if column.questions else text
        for column, text in zip(layout.columns, cells, strict=True)
    ]


_COVERS = {
    "full_name": Masked.NAME,
    "id_no": Masked.HIDDEN,
    "phone": Masked.HIDDEN,
    "birth_date": Masked.HIDDEN,
}


def covered(question: str, text: str, person: Answers, as_of: date) -> str:
    """Cover what names a child under 14 (domain book §5.5, P3-未成年): name, number, telephone."""
    if not text or question not in _COVERS or not is_minor(person.get("birth_date"), as_of):
        return text
    return mask(_COVERS[question], text)
