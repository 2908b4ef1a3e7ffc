"""Cells that name a record of another ledger: found by exact title, number or key, never by a guess.

A roster says 宁波市奉化区慈善总会, or a credit code, or a number of ours; the answer is the record's id. A text that
names no record, or several, refuses the row: who is meant must be said by a number then.
"""

from typing import Any

from forms.engine import LEDGER, Choice, FormSession, Question
from reports.workbooks import cleaning
from reports.workbooks import problem_codes as codes
from reports.workbooks.cleaning import BLANK, Cleaner, Unclear
from reports.workbooks.sheet import Cell, shown

_NOTHING = frozenset({"/", "-", "--", "—", "——", "无", "没有"})


class Referred(list[Choice]):
    """The records of a ledger in the place of choices: there is no list of them, they are asked one by one."""

    def __init__(self, question: Question, session: FormSession) -> None:
        super().__init__()
        self._table = LEDGER + question.ledger
        self._session = session

    def named(self, text: str) -> list[str]:
        """Return the ids of the records that *text* names exactly."""
        return self._session.context.tables.named(self._table, text)


class Narrowed(list[Choice]):
    """In the place of choices that only the rest of the row tells: the lines of the donation it names."""


def settle(session: FormSession, path: str, text: str) -> None:
    """Answer *path* with the one choice of this row that *text* names, by code or by its words."""
    found = [one.code for one in session.choices(path) if text in (one.code, *one.label.words.values())]
    if len(found) == 1 and found[0] != text:
        session.answer(path, found[0])


def cleaner_for(question: Question, heading: str, choices: list[Choice]) -> Cleaner:
    """Return the cleaner of a column: of a ledger's records when *choices* are `Referred`, else by its kind."""
    if isinstance(choices, Narrowed):
        return lambda cell: shown(cell).strip()
    if not isinstance(choices, Referred):
        return cleaning.cleaner_for(question, heading, choices)
    known: dict[str, str] = {}

    def clean(cell: Cell) -> Any:
        text = shown(cell).strip()
        if not text or text in _NOTHING:
            return BLANK
        if text not in known:
            known[text] = _one(question, text, choices.named(text))
        return known[text]

    return clean


def _one(question: Question, text: str, found: list[str]) -> str:
    if len(found) == 1:
        return found[0]
    detail = codes.NAMES_SEVERAL_RECORDS if found else codes.NAMES_NO_RECORD
    raise Unclear(detail, value=text, question=question.label, count=len(found))
