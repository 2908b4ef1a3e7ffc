"""`office.related`: everything the ledgers say about one person, one organisation, or one record.

A record is related to another by what refers to it (the donations of a donor, the pairings under a pairing) and by
who it is about: the same ID number is the same person in every ledger, also inside repeats (a trainee, a member of a
household), the same credit code or name the same organisation. Void records are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from forms.engine import LEDGER, FormDefinition, Kind, Question, Text
from records.ledger.forms_shelf import FormsShelf
from records.ledger.lookups import Ledgers
from records.ledger.reading import Reading
from records.ledger.seat import Seat
from records.model.heads import RecordHead
from records.store.ledger_rows import Item

PERSON, UNIT, REFERENCE = "person", "organisation", "reference"
_KEYS = {"person.id_no": PERSON, "organisation.uscc": UNIT, "organisation.name": UNIT}


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """One record about the same person or thing: *why* it is related, by which *question*, and its *day*.

    *amount*: the money its form lists first among what is typed, in yuan (running totals are worked out, and would be
    added twice); None for a form or a record without.
    """

    form_id: str
    form: Text
    record_id: str
    title: str
    state: str
    why: str
    question: Text
    day: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Related:
    """What is known around *head*: *persons* (ID numbers) and *units* it is about, and every related record."""

    head: RecordHead
    persons: tuple[str, ...]
    units: tuple[str, ...]
    rows: tuple[RelatedRow, ...]


class Relations:
    """Gathers them."""

    def __init__(self, seat: Seat, shelf: FormsShelf, ledgers: Ledgers) -> None:
        self._seat = seat
        self._shelf = shelf
        self._ledgers = ledgers

    def to(self, record_id: str) -> Related:
        """Return what is related to a record, the latest day first, itself left out. Raises Problem RECORDS-050."""
        record = Reading(self._seat).get(record_id)
        definition = self._shelf.definition(record.head.form_id, record.form_digest)
        keys = _keys_of(definition, record.answers)
        found: dict[str, RelatedRow] = {}
        for info in self._shelf.all():
            form = self._shelf.definition(info.form_id)
            for row in self._of_form(form, record.head, keys):
                if row.record_id != record_id:
                    found.setdefault(row.record_id, row)
        rows = sorted(found.values(), key=lambda row: (row.day, row.record_id), reverse=True)
        persons = tuple(value for kind, value in keys if kind == PERSON)
        units = tuple(value for kind, value in keys if kind == UNIT)
        return Related(record.head, persons, units, tuple(rows))

    def _of_form(
        self, form: FormDefinition, head: RecordHead, keys: list[tuple[str, str]]
    ) -> Iterator[RelatedRow]:
        """Yield the records of one form that refer to the record, or are about the same person or organisation."""
        for path, question in form.questions.items():
            if question.ledger == head.form_id:
                yield from self._where(form, path, question, head.record_id, head.office_code, REFERENCE)
            kind = _KEYS.get(question.marks.get("register", ""))
            for wanted, value in keys:
                if kind == wanted:
                    yield from self._where(form, path, question, value, head.office_code, kind)

    def _where(  # noqa: PLR0917  (one place of one form; all six say which)
        self, form: FormDefinition, path: str, question: Question, value: str, office_code: str, why: str
    ) -> Iterator[RelatedRow]:
        *way, name = path.split(".")
        table = LEDGER + "__".join((form.form_id, *way))
        for item in self._ledgers.where(office_code, table, name, value, ""):
            record_id = item["parent"] if way else item["name"]
            whole = item if not way else self._parent(form, office_code, record_id)
            yield RelatedRow(
                form.form_id, form.title, record_id, whole.get("label", ""), whole.get("state", ""), why,
                question.label, _day(form, whole), _amount(form, whole),
            )  # fmt: skip

    def _parent(self, form: FormDefinition, office_code: str, record_id: str) -> Item:
        rows = self._ledgers.where(office_code, LEDGER + form.form_id, "name", record_id, "")
        return rows[0] if rows else {}


def _keys_of(definition: FormDefinition, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return who a record is about: outside repeats, for a class is not about each of its trainees."""
    keys: dict[tuple[str, str], None] = {}
    for path, question in definition.questions.items():
        kind, value = _KEYS.get(question.marks.get("register", "")), answers.get(path)
        if kind is not None and "." not in path and isinstance(value, str) and len(value) > 1:
            keys[kind, value] = None
    return list(keys)


def _day(form: FormDefinition, item: Item) -> str:
    """Return the first day a record names, '' when it names none; a birth date is not when something happened."""
    for path, question in form.questions.items():
        dated = question.kind is Kind.DATE and "." not in path
        if dated and question.marks.get("register") != "person.birth_date" and item.get(path):
            return item[path]
    return ""


def _amount(form: FormDefinition, item: Item) -> Decimal | None:
    """Return the typed money a list of the form shows first: of funds what was allocated, of a gift its value."""
    listed = [
        (int(question.marks["list"]), path)
        for path, question in form.questions.items()
        if question.marks.get("money")
        and question.marks.get("list")
        and "." not in path
        and not question.readonly
    ]
    try:
        return Decimal(item[min(listed)[1]]) if listed and item.get(min(listed)[1]) else None
    except InvalidOperation:
        return None  # a draft may hold what is no number yet
