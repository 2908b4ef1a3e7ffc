"""A cell of an .xlsx sheet as XML, made once for each column and called for each row.

Strings are inline strings, so that no table of texts is held while a large export runs. A cell never holds a formula:
this module has no way to write one, whatever the data begins with (ISO/IEC 29500-1, 18.3.1.4: only `f` is a formula).
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from forms.engine import Kind, Question
from reports.workbooks.layout import LONGEST_CELL, Looks, printable
from reports.workbooks.vocabulary import is_division

DEFAULT, HEADING, TEXT, DATE, MONEY = range(5)
"""Numbers of the cell formats, in the order `plain_workbook` writes them."""

Encode = Callable[[Any], str]
"""From an answer to what follows ``<c r="B5"``; '' where the cell stays blank."""

# What must not stand in XML as it is, and what Excel reads as an escape of its own (ISO/IEC 29500-1, 22.9.2.19).
_CARE = re.compile("[&<>\x00-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_|^\\s|\\s$")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_DAY, _LEAP = date(1899, 12, 30), date(1900, 3, 1)  # Excel believes in a 29 February 1900
_REMEMBERED = 20_000
_PLAIN = f' s="{TEXT}" t="inlineStr"><is><t>'
_END = "</t></is></c>"


def text_cell(text: str, style: int = TEXT) -> str:
    """Return a string cell; characters XML forbids are left out, blanks at the ends kept."""
    start = _PLAIN if style == TEXT else f' s="{style}" t="inlineStr"><is><t>'
    if len(text) > LONGEST_CELL or _CARE.search(text):
        text = printable(text)
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        escaped = _LOOKS_ESCAPED.sub("_x005F_", escaped).replace("\r", "_x000D_")
        return f'{start[:-1]} xml:space="preserve">{escaped}{_END}'
    return f"{start}{text}{_END}"


def number_cell(value: Decimal | int, style: int = DEFAULT) -> str:
    """Return a number cell with every digit of *value*."""
    digits = format(value, "f") if isinstance(value, Decimal) else str(value)
    return f' s="{style}"><v>{digits}</v></c>'


def date_cell(day: date) -> str:
    """Return a date cell; a day before Excel's calendar can tell it stays text."""
    if day < _LEAP:
        return text_cell(day.isoformat())
    return f' s="{DATE}"><v>{(day - _FIRST_DAY).days}</v></c>'


def style_of(question: Question) -> int:
    """Return the format of a question's column."""
    if question.kind is Kind.DATE:
        return DATE
    if question.kind is Kind.DECIMAL:
        return MONEY if "money" in question.marks else DEFAULT
    return DEFAULT if question.kind is Kind.INTEGER else TEXT


def value_cell(value: str | Decimal | date | int | None, question: Question) -> str:
    """Return the cell of a value as `Looks` gives it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, date):
        return date_cell(value)
    return number_cell(value, style_of(question))


def encoder(question: Question, looks: Looks) -> Encode:
    """Return what turns answers of *question* into cells; columns whose values repeat remember them."""
    plain = question.choices is None and not is_division(question)
    if plain and question.kind in (Kind.TEXT, Kind.BARCODE):
        return _text
    return _Remembering(question, looks)


def _text(answer: Any) -> str:
    if isinstance(answer, str):
        return text_cell(answer) if answer else ""
    return (
        ""
        if answer is None
        else text_cell("、".join(map(str, answer)) if isinstance(answer, list) else str(answer))
    )


class _Remembering:
    """Looks an answer up once: labels, places, dates and wages repeat from row to row."""

    def __init__(self, question: Question, looks: Looks) -> None:
        self._question = question
        self._looks = looks
        self._known: dict[Any, str] = {}

    def __call__(self, answer: Any) -> str:
        if isinstance(answer, list):
            return value_cell(self._looks.value(self._question, answer), self._question)
        known = self._known.get(answer)
        if known is None:
            known = value_cell(self._looks.value(self._question, answer), self._question)
            if len(self._known) < _REMEMBERED:
                self._known[answer] = known
        return known
