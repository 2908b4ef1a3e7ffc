"""From a cell to an answer: cleans what is certain, refuses what is not.

A `Cleaner` is made once for each column (`cleaner_for`) and then called for every row, so everything that depends on
the question or the heading is decided beforehand. It returns the answer as records hold it (text, whole number,
plain decimal text, ISO date, code, list of codes), `BLANK`, or raises `Unclear`. Whether the answer is *right* is
not asked here: that is the form's own business.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from forms.checks.normal import TIDY, tidy_text
from forms.engine import Choice, Kind, Question, Text
from forms.problems import Detail
from reports.workbooks import problem_codes as codes
from reports.workbooks.dates import read_date
from reports.workbooks.lost_cells import NO_RESULT
from reports.workbooks.numbers import number, plain
from reports.workbooks.sheet import Cell, shown
from reports.workbooks.wording import squeezed, unit_in

BLANK = ""
"""The answer of a cell that holds nothing."""

Answer = Any
Cleaner = Callable[[Cell], Answer]

_ERRORS = frozenset({"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"})
_DASHES = frozenset({"/", "-", "--", "—", "——", "／", "－", "\\", "、"})
_NOTHING = _DASHES | frozenset({"无", "没有", "空", "暂无", "不详", "未知", "n/a", "na", "null", "none"})
_OPEN_END = frozenset({"至今", "迄今", "目前", "长期", "现在", "今"})
_TICKS = frozenset({"√", "✓", "✔", "☑", "v", "对", "y", "yes", "true", "1", "有", "是"})
_CROSSES = frozenset({"×", "✗", "✘", "☒", "x", "错", "n", "no", "false", "0", "无", "否"})
_BETWEEN = re.compile(r"[、,，;；/|\n+＋]+")
_LONG_NUMBER = 1e15
_TOLD_CHOICES = 12


class Unclear(Exception):  # noqa: N818  (becomes a Problem at its cell)
    """The cell has no certain meaning; *detail* and *values* tell why."""

    def __init__(self, detail: Detail, **values: Any) -> None:
        super().__init__(detail.code)
        self.detail = detail
        self.values = values


@dataclass(frozen=True, slots=True)
class Month:
    """A date of which the cell names only year and month: stored as the first unless a calculation knows the day."""

    first: date


def cleaner_for(question: Question, heading: str, choices: list[Choice]) -> Cleaner:
    """Return the cleaner of a column; *choices* are those of the question, unfiltered."""
    kind = question.kind
    if kind in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE):
        return _choosing(question, choices)
    if kind is Kind.ACKNOWLEDGE:
        return _acknowledge
    if kind is Kind.DATE:
        return _remembered(_date)
    if kind is Kind.INTEGER:
        return _remembered(_counting(unit_in(heading), whole=True))
    if kind is Kind.DECIMAL:
        return _remembered(_counting(unit_in(heading), whole=False, money="money" in question.marks))
    if kind in (Kind.TIME, Kind.DATETIME):
        return _moment
    return _text(question)


def _remembered(clean: Cleaner) -> Cleaner:
    """Keep the results of a column whose values repeat (dates, wages, yes and no): parsing is the dear part."""
    known: dict[tuple[type, Cell], Answer] = {}

    def remember(cell: Cell) -> Answer:
        key = (type(cell), cell)
        found = known.get(key)
        if found is None:
            found = clean(cell)
            if len(known) < 50_000:
                known[key] = found
        return found

    return remember


def _refuse_errors(text: str) -> None:
    if text == NO_RESULT:
        raise Unclear(codes.FORMULA_WITHOUT_VALUE)
    if text.startswith("#") and text.upper() in _ERRORS:
        raise Unclear(codes.CELL_ERROR, value=text)


def _text(question: Question) -> Cleaner:
    """Clean text: the tidier of the question's check, else blanks at the ends and forbidden characters only.

    A dash is a blank, but where an answer must stand and nothing checks it, it is the answer: 没有规格的填“/”.
    """
    checks = question.marks.get("check", "").split()
    tidy = next((TIDY[check] for check in checks if check in TIDY), tidy_text)
    said = question.required and not checks
    ruined = codes.ID_RUINED_BY_EXCEL if "resident_id" in checks else codes.NUMBER_RUINED_BY_EXCEL

    def clean(cell: Cell) -> Answer:
        if cell is None:
            return BLANK
        if isinstance(cell, str):
            text = tidy(cell)
            _refuse_errors(text)
            return BLANK if text in _DASHES and not said else text
        if isinstance(cell, float) and abs(cell) >= _LONG_NUMBER:
            raise Unclear(ruined, value=f"{cell:.5E}")
        return tidy(shown(cell))

    return clean


def _date(cell: Cell) -> Answer:
    if _empty(cell, _NOTHING | _OPEN_END):
        return BLANK
    read = read_date(cell)
    if read is None:
        raise Unclear(codes.NOT_A_DATE, value=shown(cell))
    return Month(read.day) if read.month_only else read.day.isoformat()


def _counting(unit: str, *, whole: bool, money: bool = False) -> Cleaner:
    def clean(cell: Cell) -> Answer:
        if _empty(cell, _DASHES):
            return BLANK
        value = number(cell, unit, counted=not money)
        if value is None:
            raise Unclear(codes.NOT_A_NUMBER, value=shown(cell))
        if not whole:
            return plain(value)
        if value != value.to_integral_value():
            raise Unclear(codes.NOT_WHOLE, value=shown(cell))
        return int(value)

    return clean


def _moment(cell: Cell) -> Answer:
    if _empty(cell, _NOTHING):
        return BLANK
    if isinstance(cell, datetime | time):
        return cell.isoformat()
    return tidy_text(shown(cell))


def _empty(cell: Cell, words: frozenset[str]) -> bool:
    """Say whether a cell means nothing; refuses Excel's error values on the way."""
    if cell is None:
        return True
    if not isinstance(cell, str):
        return False
    text = squeezed(cell)
    _refuse_errors(text.upper())
    return not text or text in words


def _acknowledge(cell: Cell) -> Answer:
    text = squeezed(shown(cell))
    if not text or text in _CROSSES:
        return BLANK
    if text in _TICKS:
        return "OK"  # the value ODK stores for an acknowledged question
    raise Unclear(codes.NOT_TRUE_OR_FALSE, value=shown(cell))


def _choosing(question: Question, choices: list[Choice]) -> Cleaner:
    words = choice_words(choices)
    offered = _offered(choices)

    def one(text: str) -> str:
        code = words.get(squeezed(text)) or words.get(_bare(text))
        if code is None:
            raise Unclear(codes.NOT_A_CHOICE, value=text, question=question.label, choices=offered)
        return code

    def clean(cell: Cell) -> Answer:
        text = shown(cell)
        _refuse_errors(text)
        if not text or (text in _DASHES):
            return BLANK
        if not question.multiple and question.kind is not Kind.SELECT_MULTIPLE:
            return one(text)
        whole = words.get(squeezed(text))
        if whole is not None:
            return [whole]
        return list(dict.fromkeys(one(part) for part in _BETWEEN.split(text) if part.strip()))

    return _remembered(clean)


def _offered(choices: list[Choice]) -> Text:
    """Return the first choices in a line, in every language they have."""
    languages = {language for choice in choices for language in choice.label.words} or {"zh"}
    more = "……" if len(choices) > _TOLD_CHOICES else ""
    told = choices[:_TOLD_CHOICES]
    return Text({tag: "、".join(choice.label.in_(tag) for choice in told) + more for tag in languages})


def _bare(text: str) -> str:
    """Return a choice without what stands in brackets, and without the number some lists begin with: 1.男."""
    plain_text = unicodedata.normalize("NFKC", text)
    return squeezed(re.sub(r"^\d{1,2}[.、]|[(\[（].*?[)\]）]", "", plain_text))


def choice_words(choices: list[Choice]) -> Mapping[str, str]:
    """Return every word that means exactly one choice: code, labels, synonyms; ticks for a plain yes and no."""
    words: dict[str, str] = {}
    doubtful: set[str] = set()
    for level in (_own_words, _loose_words):
        taken = set(words)
        for choice in choices:
            for word in level(choice):
                if not word or word in taken:
                    continue
                if words.setdefault(word, choice.code) != choice.code:
                    doubtful.add(word)
    for word in doubtful:
        del words[word]
    _tick(words)
    return words


def _own_words(choice: Choice) -> set[str]:
    labels = [label for label in choice.label.words.values() if label]
    synonyms = choice.extra.get("synonyms", "").split("|")
    return {squeezed(word) for word in (choice.code, *labels, *synonyms)}


def _loose_words(choice: Choice) -> set[str]:
    return {_bare(label) for label in choice.label.words.values() if label}


def _tick(words: dict[str, str]) -> None:
    """Let ticks and crosses mean yes and no where the list has them."""
    for meaning, signs in (("是", _TICKS), ("否", _CROSSES)):
        code = words.get(meaning)
        if code is not None:
            for sign in signs:
                words.setdefault(sign, code)


def as_decimal(answer: Answer) -> Decimal | None:
    """Return an answer as a number for comparison, None when it is none."""
    try:
        return Decimal(str(answer)) if answer not in (None, BLANK) else None
    except ArithmeticError:
        return None
