"""The office: one folder, one database, one person signed in. The door of this room.

Opening imports the database library; importing this module does not, so that a window can show itself first.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms.clock import Clock
from records.model.ids import Ids
from records.model.office import NewUser, OfficeInfo, User
from records.model.states import Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from forms.engine import Context, FormSession
    from records.ledger.attachments import Attachments
    from records.ledger.audit import AuditLog
    from records.ledger.backups import Backups
    from records.ledger.code_packs import CodePacks
    from records.ledger.counting import Counting
    from records.ledger.due import Deadlines
    from records.ledger.forms_shelf import FormsShelf
    from records.ledger.import_undo import Undone
    from records.ledger.imports import Imports
    from records.ledger.lookups import Lookups
    from records.ledger.opening import Opened
    from records.ledger.people import People
    from records.ledger.receipt_books import ReceiptBooks
    from records.ledger.receipts import Receipts
    from records.ledger.records import Records
    from records.ledger.registers import Registers
    from records.ledger.related import Relations
    from records.ledger.retention import Retention
    from records.ledger.said import Decision, Said
    from records.ledger.seat import Seat, Settings
    from records.ledger.secrets import Secrets
    from records.ledger.sessions import Sessions
    from records.ledger.travel import Travel
    from records.store.keyring import Kdf
    from records.store.local_folder import PlaceKind


class Office:
    """An open office. Every verb may be called from any thread; close it when done."""

    def __init__(self, opened: "Opened", kdf: "Kdf") -> None:
        self._opened = opened
        self._kdf = kdf

    # ── making and opening ──────────────────────────────────────────────────────────────────────────────────

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        code: str,
        name: str,
        level: str = "county",
        people: Sequence[NewUser],
        clock: Clock,
        ids: Ids,
        database: str | None = None,
        kdf: "Kdf | None" = None,
        publish: bool = True,
        kind_of_place: "PlaceKind | None" = None,
    ) -> "Office":
        """Make a new office and open it as the first of *people*; *publish* puts the shipped forms in force.

        *code* is a division code of 6 to 12 digits; *level* is field, county, prefecture or province; *database* is
        the URL of an empty PostgreSQL database, None an encrypted file in the folder; *kdf* is the cost of the
        passphrases (tests hand in the cheapest). Raises Problem RECORDS-008 (an office is there), -010 (network
        folder), -016 (database taken), -020 … -027 (people, code).
        """
        from records.ledger import opening

        around, cost = opening.surroundings(clock, ids, kdf, kind_of_place)
        opened = opening.create(
            Path(folder),
            around,
            code=code,
            name=name,
            level=level,
            people=people,
            database=database,
            publish=publish,
        )
        return cls(opened, cost)

    @classmethod
    def open(
        cls,
        folder: Path,
        user_name: str,
        passphrase: str,
        clock: Clock,
        ids: Ids,
        *,
        kdf: "Kdf | None" = None,
        kind_of_place: "PlaceKind | None" = None,
        shared: bool = False,
    ) -> "Office":
        """Open the office of *folder*. *shared*: other programs may open it, too (workers of one server).

        Raises Problem RECORDS-001 (no office), -002 (wrong passphrase), -003 (wait), -004 (newer office),
        -005 … -007 (damaged, missing), -009 (another program has it), -010 (network folder).
        """
        from records.ledger import opening

        around, cost = opening.surroundings(clock, ids, kdf, kind_of_place, shared=shared)
        return cls(opening.open_office(Path(folder), user_name, passphrase, around), cost)

    @classmethod
    def restore(
        cls,
        file: Path,
        folder: Path,
        user_name: str,
        passphrase: str,
        *,
        clock: Clock,
        ids: Ids,
        kdf: "Kdf | None" = None,
    ) -> "Office":
        """Make *folder* the office of the backup *file* and open it, as a new copy: new epoch, next receipt series.

        Raises Problem RECORDS-001, -002, -008, -017.
        """
        from records.ledger import opening
        from records.ledger.keeping import restore_office

        around, cost = opening.surroundings(clock, ids, kdf, None)
        return cls(restore_office(Path(file), Path(folder), user_name, passphrase, around), cost)

    @staticmethod
    def people_of(folder: Path) -> list[tuple[str, Role]]:
        """Return names and roles for the sign-in screen. Raises Problem RECORDS-001, -006."""
        from records.store.keyring import Keyring

        return Keyring.read(Path(folder)).people()

    @staticmethod
    def people_of_backup(file: Path) -> list[tuple[str, Role]]:
        """Return names and roles of the keyring beside the backup *file*. Raises Problem RECORDS-001, -006."""
        from records.store.keyring import FILE, Keyring

        return Keyring.read(Path(file).parent, f"{Path(file).name}.{FILE}").people()

    def close(self) -> None:
        """Close the database and let the folder go."""
        if "forms" in vars(self):  # else none was loaded
            self.forms.keep_loaded()
        self._seat.close()
        self._opened.lock.release()

    def __enter__(self) -> "Office":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # ── who and where ───────────────────────────────────────────────────────────────────────────────────────

    @property
    def _seat(self) -> "Seat":
        return self._opened.seat

    @property
    def folder(self) -> Path:
        """Return the office's folder, with outbox/, inbox/, papers/, backups/."""
        return self._opened.folder

    @property
    def info(self) -> OfficeInfo:
        """Return who this office is."""
        return self._seat.info

    @property
    def user(self) -> User:
        """Return who is signed in."""
        return self._seat.user

    @property
    def clock(self) -> Clock:
        """Return the clock the office goes by."""
        return self._seat.clock

    @property
    def ids(self) -> Ids:
        """Return what makes names for this office."""
        return self._seat.ids

    @property
    def settings(self) -> "Settings":
        """Return the settings in the office's file."""
        return self._seat.settings

    # ── what it holds ───────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def forms(self) -> "FormsShelf":
        """The forms in force and every version before."""
        from records.ledger.forms_shelf import FormsShelf

        return FormsShelf(self._seat)

    @cached_property
    def _sessions(self) -> "Sessions":
        from records.ledger.sessions import Sessions

        return Sessions(self._seat, self.forms)

    def session(
        self,
        form_id: str,
        answers: dict[str, Any] | None = None,
        *,
        digest: str | None = None,
        record_id: str | None = None,
        office_code: str | None = None,
    ) -> "FormSession":
        """Return a form being filled, with this office's day, person, divisions, settings and ledgers. RECORDS-080.

        *digest* names an earlier version; *record_id* is the record being edited, which its own form does not meet in the
        ledgers; *office_code* is the office below whose record it is.
        """
        return self._sessions.open(form_id, answers, digest, record_id, office_code)

    @cached_property
    def lookups(self) -> "Lookups":
        """Records that other records refer to: found, and named by their titles."""
        from records.ledger.lookups import Lookups

        return Lookups(self._seat, self._sessions.ledgers)

    @cached_property
    def records(self) -> "Records":
        """Every verb on records."""
        from records.ledger.records import Records

        return Records(self._seat, self.forms, self._sessions)

    @cached_property
    def counting(self) -> "Counting":
        """Numbers over the ledgers, and the records behind them."""
        from records.ledger.counting import Counting

        return Counting(self._seat, self.forms)

    @cached_property
    def deadlines(self) -> "Deadlines":
        """What is due: follow-ups, ends of terms, classes and notices."""
        from records.ledger.due import Deadlines

        return Deadlines(self._seat, self.forms)

    @cached_property
    def retention(self) -> "Retention":
        """What is due to be erased, and erasing it."""
        from records.ledger.retention import Retention

        return Retention(self._seat, self.forms)

    @cached_property
    def registers(self) -> "Registers":
        """Persons and organisations met before."""
        from records.ledger.registers import Registers

        return Registers(self._seat)

    @cached_property
    def receipts(self) -> "Receipts":
        """Receipts of donations."""
        from records.ledger.receipts import Receipts

        return Receipts(self._seat, self.forms, self.secrets)

    @cached_property
    def imports(self) -> "Imports":
        """Imports as a whole: their rows put aside, how headings were understood."""
        from records.ledger.imports import Imports

        return Imports(self._seat, self.forms)

    def undo_import(self, import_id: str, reason: str) -> "Undone":
        """Take a whole import back; see `ImportUndo.undo`."""
        from records.ledger.import_undo import ImportUndo

        return ImportUndo(self.imports, self.records).undo(import_id, reason)

    @property
    def codes(self) -> "CodePacks":
        """Code packs, and the townships and villages to be looked up."""
        return self._sessions.codes

    @cached_property
    def related(self) -> "Relations":
        """Everything about one person, organisation or record."""
        from records.ledger.related import Relations

        return Relations(self._seat, self.forms, self._sessions.ledgers)

    @cached_property
    def attachments(self) -> "Attachments":
        """Scans, photographs and other files of records."""
        from records.ledger.attachments import Attachments

        return Attachments(self._seat, self.forms)

    @cached_property
    def receipt_books(self) -> "ReceiptBooks":
        """Books of official receipts: used, void, blank, missing."""
        from records.ledger.receipt_books import ReceiptBooks

        return ReceiptBooks(self.info.code, self._sessions.ledgers)

    @cached_property
    def audit(self) -> "AuditLog":
        """What was done, and its proof."""
        from records.ledger.audit import AuditLog

        return AuditLog(self._seat, self.attachments)

    @cached_property
    def people(self) -> "People":
        """Who works here."""
        from records.ledger.people import People

        return People(self._seat, self._opened.keyring, self._kdf)

    @cached_property
    def secrets(self) -> "Secrets":
        """The keys of this device."""
        from records.ledger.secrets import Secrets

        return Secrets(self._opened.keyring)

    @cached_property
    def travel(self) -> "Travel":
        """What the room sync tells and asks the ledger."""
        from records.ledger.travel import Travel

        return Travel(self._seat, self.forms)

    def context(self) -> "Context":
        """Return what forms may know of this office now, for judging many records with one session."""
        return self._sessions.context()

    def mark_sent(self, connection: "Connection", batch_no: int) -> int:
        """Lock the records of a batch just sealed; see `Travel.mark_sent`."""
        return self.travel.mark_sent(connection, batch_no)

    def apply_verdicts(self, connection: "Connection", lines: "Iterable[Said]", at: str) -> int:
        """Take over what the office above said; see `Travel.apply_verdicts`."""
        return self.travel.apply_verdicts(connection, lines, at)

    def decide(
        self, connection: "Connection", decisions: "Iterable[Decision]"
    ) -> dict[tuple[str, str], bool]:
        """Accept or return records from below; see `Travel.decide`."""
        return self.travel.decide(connection, decisions)

    def transaction(self) -> "AbstractContextManager[Connection]":
        """Give a connection inside one immediate transaction over the office's database; for sync only."""
        return self._seat.store.writing()

    def snapshot(self) -> "AbstractContextManager[Connection]":
        """Give a connection that sees one state of the database throughout; for sync only."""
        return self._seat.store.reading()

    # ── keeping it ──────────────────────────────────────────────────────────────────────────────────────────

    def backup(self, file: Path) -> Path:
        """Write a verified copy of the database to *file*, with the keyring beside it (``<file>.keyring.json``).

        Raises Problem RECORDS-011 (disk full), -017 (not verified), -018 (exists), -019 (PostgreSQL).
        """
        from records.ledger.keeping import back_up_office

        return back_up_office(self._opened, Path(file))

    @cached_property
    def backups(self) -> "Backups":
        """The daily backup and its second place."""
        from records.ledger.backups import Backups

        return Backups(self._opened)

    def last_backup(self) -> dict[str, Any] | None:
        """Return when the last verified backup was made, where, and how many rows it holds; None when never."""
        return found if isinstance(found := self.settings.get("last_backup"), dict) else None

    def diagnostics(self) -> dict[str, object]:
        """Return settings of the database for the diagnostics page; nothing personal."""
        return self._seat.store.settings()
