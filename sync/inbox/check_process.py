"""Checking records of a batch in a worker process (`forms.workers`): the form's rules, text, hashes and chain.

It is given the sender, the day and the tables; forms and what other records say it asks the office's own process. What is
not plainly right it leaves to that process, which then says why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

import msgspec

from forms.definitions.keeping import load
from forms.engine import Context, FormDefinition, Instances
from forms.engine.context import Items
from forms.problems import Problem
from forms.reference import Reference
from forms.workers.process import Ask
from records.ledger.lookups import Ledgers, LedgerTables
from records.model.revisions import Version
from records.store.form_shape import shape_of
from records.store.importing import read
from records.store.record_rows import FormWriter
from records.store.typed_rows import Placed
from sync.inbox.checking import Checked, Checker
from sync.inbox.import_rows import as_row
from sync.protocol import strict_json
from sync.protocol.batch import RecordLine

Told = tuple[
    str, str, str | None, Mapping[str, Placed]
]  # of a form: id, XForm, what is kept of it, where its columns lie


@dataclass(frozen=True, slots=True)
class Given:
    """All a worker knows: plain data, made by `sync.inbox.checking_apart`."""

    sender: str
    today: date
    now: datetime
    username: str
    device_id: str
    tables: Mapping[str, Items]
    divisions: Sequence[Any]  # of code packs


def warm() -> None:
    """Load what every check needs, before the batch is there."""
    import forms.compile

    Reference.load().pinyin("协作")
    _ = forms.compile.unfold


def checking(given: Given, ask: Ask) -> Callable[[list[bytes]], bytes]:
    """Return what checks chunks of lines; see `_Checking.check`."""
    return _Checking(given, ask).check


class _Checking:
    def __init__(self, given: Given, ask: Ask) -> None:
        Reference.take_up(given.divisions)
        self._ask = ask
        self._asked = _AskedLedgers(ask)
        self._forms: dict[str, tuple[FormDefinition, FormWriter] | None] = {}
        served = LedgerTables(cast(Ledgers, self._asked), given.sender, referred_only=True)
        context = Context(
            given.today, given.now, given.username, given.device_id, Instances(given.tables).serving(served)
        )
        self._checker = Checker(given.sender, self._definition, context)
        self._reader = strict_json.decoder(RecordLine)

    def check(self, lines: list[bytes]) -> bytes:
        """Return for each line what `proved` takes, None for one that is not plainly right."""
        self._asked.forget()
        return msgspec.msgpack.encode([self._one(line) for line in lines])

    def _one(self, line: bytes) -> list[Any] | None:
        found = self._checker.alone(self._reader.decode(line))
        if not isinstance(found, Checked) or found.lacking is not None:
            return None
        try:
            incoming = read(as_row(found), self._writer)
        except Problem:
            return None
        versions = [
            [*(getattr(version, name) for name in _FIELDS), content_hash]
            for version, content_hash in incoming.versions
        ]
        return [incoming.title, found.files, versions, incoming.derived().as_plain()]

    def _form(self, digest: str) -> tuple[FormDefinition, FormWriter] | None:
        if digest not in self._forms:
            told: Told | None = self._ask("form", digest)
            if told is None:
                self._forms[digest] = None
            else:
                form_id, xform, kept, placed = told
                definition = load(form_id, xform, kept)
                writer = FormWriter(shape_of(definition), dict(placed))
                self._forms[digest] = definition, writer
        return self._forms[digest]

    def _definition(self, digest: str) -> FormDefinition | None:
        found = self._form(digest)
        return None if found is None else found[0]

    def _writer(self, form_id: str, digest: str) -> FormWriter | None:
        found = self._form(digest)
        return None if found is None or found[0].form_id != form_id else found[1]


_FIELDS = Version.__struct_fields__


def versions_of(plain: Sequence[Sequence[Any]]) -> list[tuple[Version, str]]:
    """Return the versions a worker proved, with their hashes."""
    return [(Version(*one[:-1]), one[-1]) for one in plain]


class _AskedLedgers:
    """The office's ledgers as `LedgerTables` reads them, asked of the process that has them; kept for a chunk."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[tuple[Any, ...], Any] = {}

    def forget(self) -> None:
        """Begin another chunk."""
        self._known.clear()

    def _answer(self, *question: Any) -> Any:
        if question not in self._known:
            self._known[question] = self._ask(*question)
        return self._known[question]

    def where(self, office_code: str, name: str, column: str, value: str, without: str) -> Items:
        """Return the rows whose *column* is *value*."""
        found: Items = self._answer("where", office_code, name, column, value, without)
        return found

    def rows(self, office_code: str, name: str, without: str) -> Items:
        """Return the whole ledger."""
        found: Items = self._answer("rows", office_code, name, without)
        return found

    def named(self, office_code: str, name: str, text: str) -> list[str]:
        """Return the ids of the records that *text* names exactly."""
        found: list[str] = self._answer("named", office_code, name, text)
        return found

    def find(self, office_code: str, name: str, text: str, limit: int) -> Items:
        """Return the records found by *text*."""
        found: Items = self._answer("find", office_code, name, text, limit)
        return found
