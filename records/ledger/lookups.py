"""`office.lookups`: one record refers to another, and forms read the ledgers of the office they are filled in.

A form names another ledger as an external table, ``ledger_<form_id>`` (its records) or ``ledger_<form_id>__<repeat>``
(the rows of a repeat). Nothing is loaded before an expression asks, and then only the rows with the value it asks
for; what was just read is kept until something is written, so a judgement that asks ten times reads once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from forms.engine import LEDGER, FormDefinition, Kind
from forms.problem_codes import LEDGER_TOO_LONG
from forms.problems import Problem
from records.ledger.finding import Finding
from records.ledger.forms_shelf import FormsShelf
from records.ledger.known_values import KnownValues
from records.ledger.origins import read_together
from records.ledger.seat import Seat
from records.ledger.titles import in_words, titles_of
from records.model.heads import RecordHead
from records.model.masking import kind_of, mask
from records.model.states import State
from records.store.ledger_rows import Item, LedgerTable

MOST = (
    20_000  # rows one question of an expression may bring: the payments of a plan, all rows of a long repeat
)
_KEPT = 512  # answers kept
_KEPT_ROWS = 60_000  # rows in them: 80 MB
_LEARNED = 500_000  # values of a column held at most: 40 MB
_FRESH = timedelta(
    seconds=2
)  # another program may write to the same database (several servers, one PostgreSQL)
Items = list[Item]
_Answers = dict[tuple[str, str, str, str, str], Items]


class Ledgers:
    """The ledgers of one database as tables, shared by every session of the office."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf
        self._tables: dict[str, tuple[str, LedgerTable | None]] = {}
        self._answers: _Answers = {}
        self._rows_kept = 0
        self._offices: dict[str, tuple[str, ...]] = {}
        self._state: tuple[int, datetime] | None = None
        self._values = KnownValues(self._learn)

    def where(self, office_code: str, name: str, column: str, value: str, without: str) -> Items:
        """Return the rows of a ledger with that value. Raises Problem FORMS-025 for more than `MOST`."""
        if not value and column in ("name", "parent"):
            return []  # every record has an id: nothing was chosen yet
        return self._asked((office_code, name, column, value, without))

    def rows(self, office_code: str, name: str, without: str) -> Items:
        """Return a whole ledger. Raises Problem FORMS-025 when it is longer than `MOST`."""
        return self._asked((office_code, name, "", "", without))

    def named(self, office_code: str, name: str, text: str) -> list[str]:
        """Return the ids of the records of a ledger that *text* names exactly: id, title, number or key.

        Keys are the questions marked ``search = id`` (ID number, credit code) or ``unique``. Several records mean
        that the text names none of them; who asks must refuse it then.
        """
        found = dict[str, None]()
        if not text or "__" in name or self.table(name) is None:
            return []
        for column in ("name", "label", "no", *self._keys(name.removeprefix(LEDGER))):
            rows = self._asked((office_code, name, column, text, ""))
            found.update(dict.fromkeys(row["name"] for row in rows))
        return list(found)

    def find(self, office_code: str, name: str, text: str, limit: int) -> Items:
        """Return the records of a ledger that are found by *text*, the last changed first; without text the latest."""
        form_id = name.removeprefix(LEDGER)
        if "__" in form_id or self._shelf.digest(form_id) is None:
            return []
        states = [state for state in State if state is not State.VOID]
        page = Finding(self._seat, self._shelf).list(form_id, search=text, states=states, limit=limit)
        definition = self._shelf.definition(form_id)
        offices = self._together(office_code)
        mine = [head for head in page.rows if head.office_code in offices]
        return [
            {"name": head.record_id, "label": head.title, "about": _about(head, definition)} for head in mine
        ]

    def _keys(self, form_id: str) -> list[str]:
        questions = self._shelf.definition(form_id).questions.items()
        return [
            path
            for path, question in questions
            if "." not in path and (question.marks.get("search") == "id" or question.marks.get("unique"))
        ]

    def _asked(self, key: tuple[str, str, str, str, str]) -> Items:
        self._forget_old()
        known = self._answers.get(key)
        if known is None:
            if key[3] and self._values.lacks(*key[:4]):
                return []
            state = self._state
            known = self._read(*key)
            if self._state is state:  # else another thread has seen a write meanwhile
                if len(self._answers) >= _KEPT or self._rows_kept + len(known) > _KEPT_ROWS:
                    self._answers.clear()
                    self._rows_kept = 0
                self._answers[key] = known
                self._rows_kept += len(known)
        return known

    def _forget_old(self) -> None:
        """Forget what was read before the last write of this program, or too long ago to be sure."""
        writes, now = self._seat.store.writes, self._seat.clock.now()
        if self._state is None or self._state[0] != writes or not now - self._state[1] < _FRESH:
            self._answers.clear()
            self._rows_kept = 0
            self._offices.clear()
            self._values.forget()
            self._state = (writes, now)

    def _read(self, office_code: str, name: str, column: str, value: str, without: str) -> Items:
        table = self.table(name)
        if table is None:
            return []
        found: Items = []
        offices = self._together(office_code)
        with self._seat.store.reading() as connection:
            for code in offices:
                if column:
                    found += table.where(connection, code, column, value, without=without, most=MOST + 1)
                else:
                    found += table.rows(connection, code, without=without, most=MOST + 1)
        if len(found) > MOST:
            raise Problem(LEDGER_TOO_LONG, "", {"table": name.removeprefix(LEDGER), "most": MOST})
        return found

    def _learn(self, office_code: str, name: str, column: str) -> frozenset[str] | None:
        table = self.table(name)
        if table is None:
            return frozenset()
        offices = self._together(office_code)
        with self._seat.store.reading() as connection:
            known = [table.values(connection, code, column, most=_LEARNED) for code in offices]
        return None if None in known else frozenset().union(*(one for one in known if one is not None))

    def _together(self, office_code: str) -> tuple[str, ...]:
        """Return the offices whose records a form of *office_code* meets: with those that came down, one ledger."""
        self._forget_old()
        if office_code not in self._offices:
            with self._seat.store.reading() as connection:
                self._offices[office_code] = read_together(connection, self._seat.info.code, office_code)
        return self._offices[office_code]

    def table(self, name: str) -> LedgerTable | None:
        """Return what reads the table *name*; None when the office has no such form or repeat."""
        form_id, _two, way = name.removeprefix(LEDGER).partition("__")
        digest = self._shelf.digest(form_id)
        if digest is None:
            return None
        known = self._tables.get(name)
        if known is None or known[0] != digest:
            known = self._tables[name] = (digest, self._made(form_id, tuple(way.split("__")) if way else ()))
        return known[1]

    def _made(self, form_id: str, way: tuple[str, ...]) -> LedgerTable | None:
        tables = self._shelf.writer(form_id).tables
        found = zip(tables.shape.sheets, tables.sheets(), strict=True)
        sheet, table = next((pair for pair in found if pair[0].way == way), (None, None))
        if sheet is None or table is None:
            return None
        return LedgerTable(table, sheet, tables.placed, number_question(tables.shape.definition))


def _about(head: RecordHead, definition: FormDefinition) -> str:
    """Return a few facts of a record's list that tell it from others of its title; personal numbers masked."""
    told = []
    for name, value in head.columns.items():
        question = definition.questions.get(name)
        if question is None or not isinstance(value, str) or value in (head.title, ""):
            continue
        kind = kind_of(dict(question.marks))
        if question.kind in (Kind.TEXT, Kind.DATE):
            told.append(mask(kind, value) if kind is not None else value)
        elif question.choices is not None and not question.choices.external:
            words = {choice.code: choice.label.in_("zh") for choice in question.choices.choices}
            told.append(words.get(value, value))
    return " · ".join(told[:3])


def number_question(definition: FormDefinition) -> str:
    """Return the question that numbers the records of a form: of a series, or else the first that must be unique."""
    for mark in ("series", "unique"):
        for path, question in definition.questions.items():
            if question.marks.get(mark) and "." not in path:
                return path
    return ""


@dataclass(slots=True)
class LedgerTables:
    """The ledgers as one record's form sees them (`forms.engine.Served`): those of its office, itself left out.

    Who judges many records with one session sets *office_code* and *record_id* before each. *referred_only* leaves
    every row out that is not asked for by its own record's id: an office above judges a record by itself and by
    what it refers to, never by what other records say, because those may still be on the road.
    """

    ledgers: Ledgers
    office_code: str
    record_id: str = ""
    referred_only: bool = False

    def serves(self, name: str) -> bool:
        """Return whether *name* is a ledger (one the office has no form of is empty)."""
        return name.startswith(LEDGER)

    def where(self, name: str, column: str, value: str) -> Items:
        """Return the rows whose *column* is *value*. Raises Problem FORMS-025."""
        if self.referred_only and column not in ("name", "parent"):
            return []
        return self.ledgers.where(self.office_code, name, column, value, self.record_id)

    def rows(self, name: str) -> Items:
        """Return the whole ledger. Raises Problem FORMS-025."""
        return [] if self.referred_only else self.ledgers.rows(self.office_code, name, self.record_id)

    def named(self, name: str, text: str) -> list[str]:
        """Return the ids of the records that *text* names exactly; see `Ledgers.named`."""
        return self.ledgers.named(self.office_code, name, text)

    def find(self, name: str, text: str, limit: int) -> Items:
        """Return the records found by *text*, the last changed first: ``name``, ``label``, and ``about``, a few facts."""
        found = self.ledgers.find(self.office_code, name, text, limit + 1)
        return [item for item in found if item["name"] != self.record_id][:limit]


class Lookups:
    """`office.lookups`: titles of records, and finding one by what a clerk has in hand."""

    def __init__(self, seat: Seat, ledgers: Ledgers) -> None:
        self._seat = seat
        self._ledgers = ledgers

    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the titles of the records with these ids, by id; ids nobody knows are left out."""
        return titles_of(self._seat, ids)

    def in_words(self, definition: FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return one record's answers with titles in the place of the ids they refer by, for papers and history."""
        return in_words(self._seat, definition, [answers])[0]

    def exact(self, form_id: str, text: str) -> list[str]:
        """Return the ids of the records of this office's ledger that *text* names exactly (see `Ledgers.named`)."""
        return self._ledgers.named(self._seat.info.code, LEDGER + form_id, text)
