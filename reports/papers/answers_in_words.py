"""Turns answers into what a paper says: codes into labels and place names, amounts into figures, IDs into masks."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any

from forms.engine import FormDefinition, Question
from forms.reference import Reference
from records.model.masking import Masked, kind_of, mask

_TOWNSHIP = re.compile(r"(?!乡镇).[^乡镇]*?(?:街道|苏木|[乡镇])")


class Format(StrEnum):
    """How a column prints its answer; AUTO asks the form what kind of question it is."""

    AUTO = "auto"
    TEXT = "text"
    LABEL = "label"
    SHORT_LABEL = "short_label"  # without the explanation in brackets behind it
    PLACE = "place"  # 四川省阿坝藏族羌族自治州汶川县
    SHORT_PLACE = "short_place"  # 四川汶川县，广东佛山市顺德区
    DATE = "date"
    LONG_DATE = "long_date"  # 2026年9月1日
    MONTH = "month"
    MONEY = "money"  # yuan, two decimals, thousands
    WAN = "wan"  # 万元, two decimals, half up
    NUMBER = "number"
    ID = "id"  # masked unless the print is approved in full (domain book §5.5)
    ACCOUNT = "account"
    DONOR = "donor"  # 爱心人士 for who wants no name
    TALLY = "tally"  # the sums of a repeat by kind: 门诊人次 120；义诊人次 30
    TOWNSHIP = "township"  # of an address the township: 映秀镇中滩堡村 → 映秀镇
    PHOTOGRAPH = "photograph"  # the picture itself


class Words:
    """Says answers of one form in words.

    Without a *definition* codes stay codes. *masked*: ID and account numbers are masked. *home*: the office's own
    division, which short places need not explain. *language* is that of the labels of choices.
    """

    def __init__(
        self, definition: FormDefinition | None, *, masked: bool = True, home: str = "", language: str = "zh"
    ) -> None:
        self._home = home
        self._language = language
        self._definition = definition
        self._masked = masked
        self._sayers: dict[tuple[str, Format], Callable[[Any], str]] = {}

    def say(self, path: str, value: Any, form: Format = Format.AUTO) -> str:
        """Return *value*, the answer to the question at *path* (``trainee.id_no`` in a repeat), in words."""
        if value is None or value in ("", []):
            return ""
        sayer = self._sayers.get((path, form))
        if sayer is None:
            sayer = self._sayers[path, form] = self._sayer(path, form)
        return sayer(value)

    def codes(self, path: str) -> list[str]:
        """Return the codes of a choice question in the form's order."""
        question = self.question(path)
        return [choice.code for choice in question.choices.choices] if question and question.choices else []

    def question(self, path: str) -> Question | None:
        """Return the question at *path*, or None."""
        return self._definition.questions.get(path) if self._definition else None

    def _sayer(self, path: str, form: Format) -> Callable[[Any], str]:
        if form is Format.AUTO:
            form = self._format_of(path)
        if form in (Format.LABEL, Format.SHORT_LABEL):
            return self._labels(path, short=form is Format.SHORT_LABEL)
        if form is Format.SHORT_PLACE:
            return self._short_place
        if form in (Format.ID, Format.ACCOUNT) and not self._masked:
            return str
        return _SAYERS.get(form, _as_text)

    def _short_place(self, value: Any) -> str:
        return _short_place(value, self._home)

    def _format_of(self, path: str) -> Format:
        """Return how the form itself would print the question."""
        question = self.question(path)
        if question is None:
            return Format.TEXT
        kind = kind_of(dict(question.marks))
        if kind in (Masked.ID, Masked.ACCOUNT):
            return Format.ID if kind is Masked.ID else Format.ACCOUNT
        if "division" in question.marks.get("check", "").split() or _lists_places(question):
            return Format.PLACE
        if question.choices is not None:
            return Format.LABEL
        if question.marks.get("money"):
            return Format.MONEY
        if question.name == "year" or question.name.endswith("_year"):
            return Format.TEXT  # 2026, not 2,026
        return {"date": Format.DATE, "integer": Format.NUMBER, "decimal": Format.NUMBER}.get(
            str(question.kind), Format.TEXT
        )

    def _labels(self, path: str, *, short: bool) -> Callable[[Any], str]:
        question = self.question(path)
        if question is None or question.choices is None:
            return _as_text
        if _lists_places(question):
            return _place
        known = {choice.code: choice.label.in_(self._language) for choice in question.choices.choices}
        if short:
            known = {code: label.split("（")[0] for code, label in known.items()}

        def label(value: Any) -> str:
            codes = value if isinstance(value, list) else [value]
            between = "、" if self._language.startswith("zh") else ", "
            return between.join(known.get(str(code)) or str(code) for code in codes)

        return label


def _lists_places(question: Question) -> bool:
    return question.choices is not None and question.choices.external and "division" in question.choices.name


def amount(value: Any) -> Decimal | None:
    """Return a number answer exactly, or None when it is none."""
    try:
        number = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def to_fen(value: Any) -> int | None:
    """Return yuan as integer 分, half up, or None when it is no amount."""
    number = amount(value)
    return None if number is None else int((number * 100).quantize(Decimal(1), ROUND_HALF_UP))


def yuan(fen: int) -> str:
    """Return 分 as yuan with thousands and two decimals: 123450 → ``1,234.50``."""
    whole, cents = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{cents:02d}"


def wan(fen: int) -> str:
    """Return 分 as 万元 with thousands and two decimals, half up: 1234567800 → ``1,234.57``."""
    return yuan(int((Decimal(fen) / 10_000).quantize(Decimal(1), ROUND_HALF_UP)))


def _as_text(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _money(value: Any) -> str:
    fen = to_fen(value)
    return str(value) if fen is None else yuan(fen)


def _wan(value: Any) -> str:
    fen = to_fen(value)
    return str(value) if fen is None else wan(fen)


def _number(value: Any) -> str:
    number = amount(value)
    if number is None:
        return str(value)
    return f"{number.normalize():,f}" if number else "0"


def _township(value: Any) -> str:
    """Return the township of an address below the county, or all of it when it names none."""
    found = _TOWNSHIP.match(str(value))
    return found[0] if found else str(value)


_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def is_date(value: Any) -> bool:
    """Tell whether an answer is a date as answers write it."""
    return isinstance(value, str) and _DATE.fullmatch(value) is not None


def _long_date(value: str) -> str:
    found = _DATE.fullmatch(value)
    return f"{int(found[1])}年{int(found[2])}月{int(found[3])}日" if found else value


def _month(value: Any) -> str:
    return str(value)[:7]


@cache
def _reference() -> Reference:
    """The shipped tables, read when the first place is printed."""
    return Reference.load()


def _place(value: Any) -> str:
    division = _reference().division(str(value), None)
    return division.full_name if division else str(value)


def _short_place(value: Any, home: str) -> str:
    """Return a place as a roster has room for: the province in short, a district with its city, home by its name."""
    chain = _reference().chain(str(value))
    if len(chain) < 2 or str(value) == home:
        return chain[0].name if chain else str(value)
    province = chain[-1].name
    said = province[: 3 if province.startswith(("内蒙古", "黑龙江")) else 2]
    if len(chain) > 2 and chain[0].name.endswith("区"):
        said += chain[1].name
    return said + chain[0].name


_SAYERS: Mapping[Format, Callable[[Any], str]] = {
    Format.PLACE: _place,
    Format.MONTH: _month,
    Format.LONG_DATE: lambda value: _long_date(str(value)),
    Format.TOWNSHIP: _township,
    Format.MONEY: _money,
    Format.WAN: _wan,
    Format.NUMBER: _number,
    Format.ID: lambda value: mask(Masked.ID, str(value)),
    Format.ACCOUNT: lambda value: mask(Masked.ACCOUNT, str(value)),
}


def is_minor(birth: Any, on: date) -> bool:
    """Tell whether somebody born on that ISO date is under 14 (个人信息保护法 arts. 28 and 31)."""
    try:
        born = date.fromisoformat(str(birth))
    except ValueError:
        return False
    return (on.year - born.year) - ((on.month, on.day) < (born.month, born.day)) < 14
