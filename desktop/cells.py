"""How answers stand in a list: codes as words, money with thousands, dates plain, personal numbers masked.

Made once a form from its definition; showing a cell is then a dictionary look-up and a format, because a list
paints thousands of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from forms.engine import FormDefinition, Kind, Question
from forms.engine.texts import Text
from forms.reference import Reference
from records.model.masking import Masked, kind_of, mask

_NUMBERS = (Kind.INTEGER, Kind.DECIMAL)


@dataclass(frozen=True, slots=True)
class Column:
    """One question as a column; *places* says that its codes are divisions."""

    name: str
    heading: Text
    kind: Kind
    decimals: int | None = None
    money: bool = False
    masked: Masked | None = None
    words: Mapping[str, Text] = field(default_factory=dict)
    places: bool = False
    worked_out: bool = False  # a class the form calculates from other answers; amounts are not meant

    @property
    def is_number(self) -> bool:
        """Say whether figures stand at the right."""
        return self.kind in _NUMBERS

    def shown(self, value: Any, language: str, *, whole: bool = False) -> str:
        """Return *value* (an answer as JSON) as words in *language*; *whole* shows personal numbers unmasked."""
        if value is None or value == "":
            return ""
        if isinstance(value, list):
            return "、".join(self._word(str(one), language) for one in value)
        text = str(value)
        if self.kind in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE):
            return self._word(text, language)
        if self.is_number:
            return _figure(text, self.decimals, thousands=self.money)
        if self.masked is not None and not whole:
            return mask(self.masked, text)
        return _grouped(text) if whole and self.masked is Masked.ID else text

    def _word(self, code: str, language: str) -> str:
        word = self.words.get(code)
        if word is not None:
            return word.in_(language)
        if self.places:
            division = Reference.load().division(code)
            return division.name if division is not None else code
        return code


def column_of(question: Question) -> Column:
    """Return the column of *question*."""
    listed = question.choices
    money = "money" in question.marks
    scale = question.marks.get("scale")
    kind = kind_of(dict(question.marks))
    return Column(
        name=question.name,
        heading=question.label,
        kind=question.kind,
        decimals=2 if money else int(scale) if scale else None,
        money=money,
        masked=None
        if kind is Masked.HIDDEN
        else kind,  # 权限内可见: who is signed in may see it (§5.5, P3-身份)
        words={choice.code: choice.label for choice in listed.choices} if listed else {},
        places=listed is not None and listed.external,
        worked_out=question.calculated and question.kind not in _NUMBERS,
    )


def columns_of(definition: FormDefinition) -> list[Column]:
    """Return the columns of a form's list, in the order of the mark `list`."""
    marked = [
        q for q in definition.questions.values() if q.marks.get("list", "").isdigit() and "." not in q.path
    ]
    return [column_of(question) for question in sorted(marked, key=lambda q: int(q.marks["list"]))]


def _figure(text: str, decimals: int | None, *, thousands: bool) -> str:
    """Thousands stand apart in money only: a year is no amount."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text  # kept as typed until it is put right
    shown = f"{number:,.{decimals}f}" if decimals is not None else f"{number:,}"
    return shown if thousands else shown.replace(",", "")


def _grouped(text: str) -> str:
    """Return an 18-character ID number in groups, as people read it aloud: 6, 8 and 4."""
    return f"{text[:6]} {text[6:14]} {text[14:]}" if len(text) == 18 else text
