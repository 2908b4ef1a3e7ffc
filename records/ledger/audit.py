"""`office.audit`: what was done, by whom, when; and the proof that nothing of it was changed since."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from forms.problems import Problem
from records.ledger.attachments import Attachments
from records.ledger.seat import Seat
from records.model.looked_for import LookedFor
from records.model.normal_text import normal
from records.model.revisions import NO_PARENT, Version
from records.problem_codes import AUDIT_BROKEN, HANDING_OUT_NEEDS_TWO, REASON_NEEDED, REVISION_BROKEN
from records.store.audit_chain import append, broken_lines
from records.store.erasing import EMPTY
from records.store.tables import audit, record, revision, revision_fork
from records.store.tables_retention import erased_record
from records.store.tables_road import fork_resolution
from records.store.tables_sync import batch
from records.store.typed_words import mentions

MOST_PROBLEMS = 100
TWO_HAND_OUT = "hand_out_by_two"  # setting: personal data leaves only when a second person agrees
_TELL = 1_000
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. *thing* names a record, a form, a receipt … and never a person's data."""

    seq: int
    at: datetime
    who: str
    verb: str
    thing: str
    detail: str
    device_id: str


@dataclass(frozen=True, slots=True)
class VerifyResult:
    """How many lines, revisions and attached files were looked at, and what does not fit."""

    entries: int
    revisions: int
    problems: list[Problem]
    files: int = 0

    @property
    def ok(self) -> bool:
        """Say whether everything fits."""
        return not self.problems


class _Teller:
    """Counts what was looked at and tells now and then."""

    def __init__(self, connection: Connection, progress: Progress | None) -> None:
        self._done, self._progress = 0, progress
        counts = [select(func.count()).select_from(table) for table in (audit, revision)]
        self._total = sum(int(connection.execute(count).scalar_one()) for count in counts) if progress else 0

    def one(self) -> None:
        self._done += 1
        if self._progress is not None and self._done % _TELL == 0:
            self._progress(self._done, self._total)


class AuditLog:
    """The log of one office."""

    def __init__(self, seat: Seat, attachments: Attachments) -> None:
        self._seat = seat
        self._attachments = attachments

    def entries(self, limit: int = 200, after: int | None = None) -> list[Entry]:
        """Return lines, newest first, older than number *after*."""
        query = select(audit).where(audit.c.office_code == self._seat.info.code)
        if after is not None:
            query = query.where(audit.c.seq < after)
        with self._seat.store.reading() as connection:
            rows = connection.execute(query.order_by(audit.c.seq.desc()).limit(limit)).mappings().fetchall()
        return [_entry(row) for row in rows]

    def find(self, wanted: LookedFor, limit: int = 200, after: int | None = None) -> list[Entry]:
        """Return the lines that match *wanted*, newest first, older than number *after*. Raises RECORDS-040, -041."""
        day = func.substr(audit.c.at, 1, 10)
        typed = normal(wanted.words)
        words = mentions(audit.c.object, typed) | mentions(audit.c.detail, typed)
        asked = (
            (wanted.who, audit.c.who == wanted.who),
            (wanted.verb, audit.c.verb == wanted.verb),
            (wanted.words, words),
            (wanted.since, day >= str(wanted.since)),
            (wanted.until, day <= str(wanted.until)),
            (after is not None, audit.c.seq < (after or 0)),
        )
        query = select(audit).where(
            audit.c.office_code == self._seat.info.code, *(condition for given, condition in asked if given)
        )
        with self._seat.store.reading() as connection:
            rows = connection.execute(query.order_by(audit.c.seq.desc()).limit(limit)).mappings().fetchall()
        return [_entry(row) for row in rows]

    def people(self) -> list[str]:
        """Return everybody who ever stood in the log, also those who left."""
        query = select(audit.c.who).where(audit.c.office_code == self._seat.info.code).distinct()
        with self._seat.store.reading() as connection:
            return sorted(connection.execute(query).scalars())

    def about(self, thing: str) -> list[Entry]:
        """Return every line about *thing* (a record's id, a receipt's number), oldest first."""
        query = select(audit).where(audit.c.office_code == self._seat.info.code, audit.c.object == thing)
        with self._seat.store.reading() as connection:
            rows = connection.execute(query.order_by(audit.c.seq)).mappings().fetchall()
        return [_entry(row) for row in rows]

    def note(self, verb: str, thing: str = "", detail: str = "") -> None:
        """Write one line about something that changed no record (a print, an export)."""
        with self._seat.store.writing() as connection:
            append(connection, self._seat.author(), verb, thing, detail)

    def unmasked(self, what: str, count: int = 1) -> None:
        """Write down that *count* people's data were shown or printed unmasked (ASVS 14.2.6)."""
        self.note("unmasked", what, str(count))

    def hand_out(self, thing: str, reason: str, vouched: str = "") -> None:
        """Write down that personal data leaves unmasked (an export of *thing*), why, and who agreed; before it does.

        Raises Problem RECORDS-054 (no reason), -206 (the office asks for a second person, and nobody vouched).
        """
        if not reason.strip():
            raise Problem(REASON_NEEDED)
        if self._seat.settings.get(TWO_HAND_OUT) and not vouched:
            raise Problem(HANDING_OUT_NEEDS_TWO)
        self.note("hand_out", thing, normal(f"{reason.strip()[:200]} {vouched}".strip()))

    def verify(self, progress: Progress | None = None) -> VerifyResult:
        """Look at every line, revision and file: hashes, chains, nothing missing, heads that fit.

        *progress* hears of each thousand lines and versions (done, total).
        """
        problems: list[Problem] = []
        lines = 0
        with self._seat.store.reading() as connection:
            tell = _Teller(connection, progress)
            for seq, fits in broken_lines(connection, self._seat.info.code):
                lines += 1
                tell.one()
                if not fits:
                    problems.append(Problem(AUDIT_BROKEN, place=str(seq), values={"seq": seq}))
            if _cut_off(connection, self._seat.info.code):
                problems.append(Problem(AUDIT_BROKEN, place=str(lines + 1), values={"seq": lines + 1}))
            revisions = self._verify_revisions(connection, problems, tell)
        files, lost = self._attachments.verify()
        return VerifyResult(lines, revisions, [*problems, *lost][:MOST_PROBLEMS], files)

    def _verify_revisions(self, connection: Connection, problems: list[Problem], tell: "_Teller") -> int:
        heads = {
            (row[0], row[1]): (row[2], row[3])
            for row in connection.execute(
                select(record.c.office_code, record.c.record_id, record.c.revision, record.c.content_hash)
            )
        }
        query = select(revision).order_by(revision.c.office_code, revision.c.record_id, revision.c.rev)
        decided, erased = _decided_branches(connection), _erased(connection)
        seen, before = 0, (("", ""), 0, NO_PARENT)
        last: dict[tuple[str, str], tuple[int, str]] = {}
        for row in connection.execute(query.execution_options(yield_per=1_000)).mappings():
            seen += 1
            tell.one()
            key = (row["office_code"], row["record_id"])
            parent = (before[1] + 1, before[2]) if before[0] == key else (1, NO_PARENT)
            follows = (row["rev"], row["parent_hash"]) == parent or (
                row["rev"] == parent[0] and (*key, row["parent_hash"]) in decided
            )
            whole = row["answers"] == EMPTY and row["rev"] <= erased.get(key, 0)
            fits = follows and (whole or version_in(row).content_hash() == row["content_hash"])
            if not fits:
                problems.append(_broken(key[1], row["rev"]))
            before = (key, row["rev"], row["content_hash"])
            last[key] = (row["rev"], row["content_hash"])
        problems += [_broken(key[1], head[0]) for key, head in heads.items() if last.get(key) != head]
        return seen


def _cut_off(connection: Connection, office_code: str) -> bool:
    """Say whether a line is gone that the office above countersigned: it acknowledged a batch that carried its hash.

    The chain alone looks whole when its end was cut off.
    """
    there = select(audit.c.seq).where(audit.c.office_code == office_code, audit.c.hash == batch.c.audit_head)
    query = select(batch.c.batch_no).where(
        batch.c.office_code == office_code,
        batch.c.confirmed_epoch != "",
        batch.c.audit_head != "",
        ~there.exists(),
    )
    return connection.execute(query.limit(1)).first() is not None


def _decided_branches(connection: Connection) -> set[tuple[str, str, str]]:
    """Return the versions beside the ledger's from which a record may go on, since a person decided on their branch."""
    beside = select(revision_fork.c.office_code, revision_fork.c.record_id, revision_fork.c.content_hash)
    decided = select(fork_resolution.c.record_office, fork_resolution.c.record_id).distinct()
    records = {(row[0], row[1]) for row in connection.execute(decided)}
    return {(row[0], row[1], row[2]) for row in connection.execute(beside) if (row[0], row[1]) in records}


def _erased(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how many versions of which record were emptied with a line of the log that says so and names the last hash."""
    log = select(audit.c.object, audit.c.detail).where(audit.c.verb == "erase")
    said = {(row[0], row[1]) for row in connection.execute(log)}
    return {
        (row.office_code, row.record_id): row.revisions
        for row in connection.execute(select(erased_record))
        if (row.record_id, f"{row.revisions} {row.content_hash}") in said
    }


def _entry(row: Any) -> Entry:
    return Entry(
        row["seq"],
        datetime.fromisoformat(row["at"]),
        row["who"],
        row["verb"],
        row["object"],
        row["detail"],
        row["device_id"],
    )


def version_in(row: Any) -> Version:
    """Return the version a row of `revision` (a mapping) holds."""
    return Version(
        office_code=row["office_code"],
        record_id=row["record_id"],
        rev=row["rev"],
        form_id=row["form_id"],
        form_digest=row["form_digest"],
        state=row["state"],
        parent_hash=row["parent_hash"],
        by=row["by_name"],
        at=row["at"],
        reason=row["reason"],
        device_id=row["device_id"],
        store_epoch=row["store_epoch"],
        answers=row["answers"],
    )


def _broken(record_id: str, rev: int) -> Problem:
    return Problem(REVISION_BROKEN, place=record_id, values={"record": record_id, "revision": rev})
