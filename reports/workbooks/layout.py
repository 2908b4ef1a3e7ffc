"""Which questions make the columns of a template or an export, and how their values look in a workbook.

One main sheet for the questions outside repeats, one sheet for each repeat, tied to it by the record number; a repeat
inside a repeat also says which row of the outer one its rows belong to.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from forms.engine import FormDefinition, Kind, Question
from forms.reference import Reference
from forms.words import N_
from reports.workbooks.vocabulary import is_division

RECORD_NUMBER = N_("记录号")
CHOICE_SHEET = N_("选项（请勿改动）")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_CELL = 32_767
MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Block:
    """One sheet: *repeat* is None for the main one."""

    repeat: str | None
    name: str
    questions: tuple[Question, ...]


def blocks(definition: FormDefinition, language: str, *, to_fill: bool) -> Iterator[Block]:
    """Yield the sheets of a form; *to_fill*: only what a person fills in (no calculated, read-only, hidden ones)."""
    used: set[str] = set()
    for repeat in (None, *definition.repeats):
        if to_fill and repeat is not None and "." in repeat:
            continue  # rows of rows are filled on the desk: a template ties rows to records, not to rows
        chosen = tuple(
            question
            for path, question in definition.questions.items()
            if (path.rpartition(".")[0] or None) == repeat and _has_column(question, to_fill=to_fill)
        )
        title = definition.title if repeat is None else definition.repeats[repeat].label
        name = sheet_name(title.in_(language) or repeat or definition.form_id, used)
        used.add(name)
        if chosen or repeat is None:
            yield Block(repeat, name, chosen)


def _has_column(question: Question, *, to_fill: bool) -> bool:
    if question.kind is Kind.NOTE or question.name == "route":
        return False
    if to_fill:
        return question.visible and not question.calculated and not question.readonly
    return question.visible or bool(question.label)


def sheet_name(title: str, used: set[str]) -> str:
    """Return a name Excel accepts (31 characters, no brackets, colons, slashes …), different from those *used*."""
    base = _SHEET_NAME.sub("", title).strip()[:31] or "Sheet"
    name, number = base, 1
    while name in used:
        number += 1
        name = f"{base[:28]}_{number}"
    return name


def heading(question: Question, language: str) -> str:
    """Return a column's heading: the question's label, else its name."""
    return printable(question.label.in_(language)) or question.name


def printable(text: str) -> str:
    """Return *text* without the characters XML 1.0 forbids, cut at what a cell can hold."""
    return _FORBIDDEN.sub("", text)[:LONGEST_CELL]


class Looks:
    """Turns answers into what people read: labels for codes, names for places, dates and numbers as such."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._labels: dict[str, Mapping[str, str]] = {}

    @cached_property
    def _reference(self) -> Reference:
        return Reference.load()

    def value(self, question: Question, answer: Any) -> str | Decimal | date | int | None:
        """Return an answer for a cell: str, int, Decimal (only when Excel keeps all its digits), or date."""
        if answer is None or answer == "":
            return None
        if isinstance(answer, list):
            return printable("、".join(str(self.value(question, one)) for one in answer))
        if is_division(question):
            division = self._reference.division(str(answer))
            return division.full_name if division else printable(str(answer))
        if question.choices is not None:
            return printable(self._label(question, str(answer)))
        return _typed(question.kind, answer)

    def _label(self, question: Question, code: str) -> str:
        labels = self._labels.get(question.path)
        if labels is None:
            found = question.choices.choices if question.choices else ()
            labels = self._labels[question.path] = {one.code: one.label.in_(self._language) for one in found}
        return labels.get(code) or code


def _typed(kind: Kind, answer: Any) -> str | Decimal | date | int:
    if kind is Kind.INTEGER and isinstance(answer, int) and len(str(abs(answer))) <= MOST_DIGITS:
        return answer
    text = str(answer)
    try:
        if kind is Kind.DECIMAL:
            value = Decimal(text)
            if value.is_finite() and len(value.as_tuple().digits) <= MOST_DIGITS:
                return value
        if kind is Kind.DATE:
            return date.fromisoformat(text)
    except (InvalidOperation, ValueError):
        pass  # text that does not fit its question stays visible as text
    return printable(text)
