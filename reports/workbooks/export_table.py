"""An export as tables: which columns each sheet has, and the rows each record gives it.

`Shape.SHEETS` keeps a repeat on a sheet of its own, tied by the record number; `Shape.JOINED` puts the rows of a
repeat beside the columns of their record, which repeats on every line, as statistics offices like it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forms.engine import FormDefinition, Question
from forms.words import N_, Translate
from reports.workbooks.layout import RECORD_NUMBER, Block, heading
from reports.workbooks.versions import joined

ROW_OF = N_("“{repeat}”序号")
"""The heading that ties rows of a repeat inside a repeat to the row around them."""


class Shape(StrEnum):
    """How repeats leave: on sheets of their own, or joined to the columns of their record."""

    SHEETS = "sheets"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Speech:
    """The language of form texts, and of our own words."""

    language: str
    translate: Translate


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of an export: *own* are the questions of the record (joined), *questions* those of *repeat*."""

    name: str
    repeat: str | None
    numbers: tuple[str, ...]  # headings of the record number and of row numbers
    own: tuple[Question, ...]
    questions: tuple[Question, ...]

    @property
    def columns(self) -> tuple[Question, ...]:
        """Return the questions in the order of the columns."""
        return self.own + self.questions

    def heads(self, language: str) -> list[str]:
        """Return the words of the first row."""
        return [*self.numbers, *(heading(question, language) for question in self.columns)]

    def lines(
        self, number: int, record: Mapping[str, Any]
    ) -> Iterator[tuple[tuple[int, ...], Mapping[str, Any]]]:
        """Yield what *record* (the *number*th, from 1) gives: its row numbers and its answers by column path."""
        if self.repeat is None:
            yield (number,), record
            return
        own = {question.path: record.get(question.name) for question in self.own}
        rows = list(_rows(record, self.repeat, (number,)))
        if not rows and self.own:
            yield (number,), own
        for numbers, row in rows:
            inside = {f"{self.repeat}.{name}": value for name, value in row.items()}
            yield numbers[: len(self.numbers)], {**own, **inside}


def _rows(
    record: Mapping[str, Any], repeat: str, numbers: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], Mapping[str, Any]]]:
    """Yield the rows of a repeat with the numbers of the rows around them, and their own at the end."""
    name, _dot, inner = repeat.partition(".")
    for index, row in enumerate(record.get(name) or (), start=1):
        if inner:
            yield from _rows(row, inner, (*numbers, index))
        else:
            yield (*numbers, index), row


def tables(
    versions: Sequence[FormDefinition],
    speech: Speech,
    columns: Sequence[str] | None = None,
    shape: Shape = Shape.SHEETS,
) -> list[Table]:
    """Return the sheets of an export over *versions* (newest first).

    *columns* are question paths in the order wanted (as a list shows them): only these, and of repeats only those
    that are named; None means all.
    """
    blocks = [_chosen(block, columns) for block in joined(versions, speech.language)]
    main = blocks[0]
    repeats = [block for block in blocks[1:] if block.questions]
    repeats.sort(key=lambda block: (block.repeat or "").count("."))  # outer rows before those inside them
    labels = {block.repeat: block.name for block in blocks}
    outer = {block.repeat.rpartition(".")[0] for block in repeats if block.repeat}

    def numbers(repeat: str | None) -> tuple[str, ...]:
        heads = [speech.translate(RECORD_NUMBER)]
        parts = repeat.split(".") if repeat else []
        for path in (".".join(parts[:end]) for end in range(1, len(parts) + 1)):
            if path != repeat or path in outer:  # its own number only where rows inside it refer to it
                heads.append(speech.translate(ROW_OF).replace("{repeat}", labels.get(path, path)))
        return tuple(heads)

    if shape is Shape.JOINED and repeats:
        return [
            Table(block.name, block.repeat, numbers(block.repeat), main.questions, block.questions)
            for block in repeats
        ]
    found = [] if columns is not None and not main.questions and repeats else [main]
    return [
        Table(block.name, block.repeat, numbers(block.repeat), (), block.questions)
        for block in (*found, *repeats)
    ]


def _chosen(block: Block, columns: Sequence[str] | None) -> Block:
    if columns is None:
        return block
    by_path = {question.path: question for question in block.questions}
    return Block(block.repeat, block.name, tuple(by_path[path] for path in columns if path in by_path))
