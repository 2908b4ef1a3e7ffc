"""Form sessions as an office opens them: with its day, its person, the divisions and its own settings.

What the forms read by ``instance('office')`` are rows of key and value: code, name, level and every setting that is
a plain word or number. The office's ledgers are served behind them (`records.ledger.lookups`).
"""

from copy import copy
from datetime import date
from functools import cached_property
from typing import Any

from forms.engine import LAST_SAVED, Context, FormDefinition, FormSession, Instances
from forms.reference import Reference
from records.ledger.code_packs import CodePacks
from records.ledger.forms_shelf import FormsShelf
from records.ledger.last_saved import last_saved
from records.ledger.lookups import Ledgers, LedgerTables
from records.ledger.seat import Seat
from records.model.normal_text import normal, normal_answers


class Sessions:
    """Opens sessions; the large tables are prepared once."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf
        self._tables: tuple[tuple[Any, ...], Instances] | None = None
        self._places: tuple[int, Instances] | None = None
        self._record_id = ""

    @cached_property
    def ledgers(self) -> Ledgers:
        """The office's ledgers, as forms read them."""
        return Ledgers(self._seat, self._shelf)

    def about(self, record_id: str | None) -> "Sessions":
        """Return the same for the form of one record, which its own row in the ledgers must not meet."""
        _ = self.ledgers, self._divisions  # made once, shared by every copy
        other = copy(self)
        other._record_id = record_id or ""
        return other

    def open(
        self,
        form_id: str,
        answers: dict[str, Any] | None = None,
        digest: str | None = None,
        record_id: str | None = None,
        office_code: str | None = None,
    ) -> FormSession:
        """Return a session of the form in force, or of the version *digest*. Raises Problem RECORDS-080."""
        return self.of(self._shelf.definition(form_id, digest), answers, record_id, office_code)

    def of(
        self,
        definition: FormDefinition,
        answers: dict[str, Any] | None = None,
        record_id: str | None = None,
        office_code: str | None = None,
    ) -> FormSession:
        """Return a session of this very form version."""
        return FormSession(definition, self.context(record_id, office_code, definition), answers)

    def context(
        self,
        record_id: str | None = None,
        office_code: str | None = None,
        definition: FormDefinition | None = None,
    ) -> Context:
        """Return what forms may know of this office now.

        *record_id* is the record the form is of, *office_code* the office whose record it is: its ledgers are read.
        With a *definition* that reads the record saved last, that one is there too.
        """
        now = self._seat.clock.now()
        info = self._seat.info
        served = LedgerTables(self.ledgers, office_code or info.code, record_id or self._record_id)
        tables = self._instances(now.date()).serving(served)
        if definition is not None and definition.reads_last_saved:
            own = record_id or self._record_id or None
            tables = tables.also({LAST_SAVED: last_saved(self._seat, definition.form_id, own)})
        return Context(now.date(), now, self._seat.user.name, info.device_id, tables)

    @cached_property
    def codes(self) -> CodePacks:
        """The code packs of the office."""
        return CodePacks(self._seat)

    @property
    def _divisions(self) -> Instances:
        """The divisions in use, prepared once for each state of the code packs."""
        packs = len(self.codes.all())
        if self._places is None or self._places[0] != packs:
            self.codes.use()
            self._places = (packs, self._read_divisions())
        return self._places[1]

    @staticmethod
    def _read_divisions() -> Instances:
        return Instances(Reference.load().instances())

    def _instances(self, today: date) -> Instances:
        settings = self._seat.settings.all()
        state = (today, self._seat.settings.readings)
        if self._tables is None or self._tables[0] != state:
            self._tables = (state, self._divisions.also({"office": self._office_rows(settings)}))
        return self._tables[1]

    def _office_rows(self, settings: dict[str, Any]) -> list[dict[str, str]]:
        info = self._seat.info
        known = {"office_code": info.code, "office_name": info.name, "office_level": info.level}
        plain = {key: str(value) for key, value in settings.items() if isinstance(value, (str, int))}
        return [{"key": key, "value": value} for key, value in {**plain, **known}.items()]


class Reader:
    """Reads answers through one session again and again: normal text, calculations done, the title."""

    def __init__(self, sessions: Sessions, definition: FormDefinition, record_id: str | None = None) -> None:
        """*record_id*: whose answers they are, when it is one record's; its own row in the ledgers is left out."""
        self._definition = definition
        self._context = sessions.context(record_id, definition=definition)
        self._session: FormSession | None = None

    def read(self, answers: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """Return the answers as they are stored and the record's title.

        Raises Problem RECORDS-04x (text), FORMS-018 (a question the form does not have).
        """
        clean = normal_answers(answers)
        if self._session is None:
            self._session = FormSession(self._definition, self._context, clean)
        else:
            self._session.reset(clean, new=False)
        return normal_answers(self._session.answers(), clean), normal(self._session.title())
