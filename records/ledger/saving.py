"""Saving: every save is a new revision, written with its index, registers and audit line in one transaction.

A save carries a token made beforehand. If its answer was lost (power, a killed program), the same save again finds
the token and gets the first result: never twice, never not at all.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, func, select

from forms.collecting import rarely
from forms.problems import Problem
from records.ledger.finding import head_of
from records.ledger.forms_shelf import FormsShelf
from records.ledger.origins import AWAY, HERE, held
from records.ledger.seat import Seat
from records.ledger.sessions import Reader, Sessions
from records.model.heads import RecordHead
from records.model.normal_text import normal, normal_answers
from records.model.revisions import NO_PARENT, Version, canonical
from records.model.states import State, Verb, allowed
from records.problem_codes import (
    CHANGED_MEANWHILE,
    HANDED_OVER,
    NO_SUCH_RECORD,
    RECORD_OF_ANOTHER_OFFICE,
    STATE_FORBIDS,
    TOKEN_OF_ANOTHER,
)
from records.store.audit_chain import Author, Tail, append, tail, tail_columns
from records.store.derived import Ready
from records.store.frozen import must_not_be_frozen
from records.store.prepared import Prepared, Value
from records.store.record_rows import FormWriter, Gathered, Writing, next_no, write
from records.store.tables import record, revision

Draft = tuple[str, dict[str, Any]] | tuple[str, dict[str, Any], str] | tuple[str, Ready]
Progress = Callable[[int, int], None]  # done so far, in all (0: not known)
CHUNK = 2_000

_by_id = Prepared(
    lambda _dialect: select(record).where(
        record.c.office_code == bindparam("office_code"), record.c.record_id == bindparam("record_id")
    )
)
_by_token = Prepared(
    lambda _dialect: select(
        revision.c.record_id,
        revision.c.rev,
        revision.c.state,
        revision.c.by_name,
        revision.c.at,
        revision.c.form_id,
    ).where(revision.c.office_code == bindparam("office_code"), revision.c.token == bindparam("token"))
)
# What a save must know before it writes, in one statement: each costs more around it than in it.
_start = Prepared(
    lambda _dialect: select(
        select(revision.c.record_id)
        .where(revision.c.office_code == bindparam("office_code"), revision.c.token == bindparam("token"))
        .scalar_subquery(),
        select(func.max(record.c.no)).scalar_subquery(),
        *tail_columns(bindparam("office_code")),
    )
)
Row = dict[str, Value]
_Told = TypeVar("_Told")


def row_of(connection: Connection, office_code: str, record_id: str) -> Row | None:
    """Return the record's row as a dict, or None."""
    return _by_id.one_by_name(connection, office_code=office_code, record_id=record_id)


def find_row(connection: Connection, seat: Seat, record_id: str) -> Row:
    """Return the row of any record of this file. Raises Problem RECORDS-050."""
    row = row_of(connection, seat.info.code, record_id)
    if row is None:
        found = connection.execute(select(record).where(record.c.record_id == record_id)).mappings().first()
        if found is None:
            raise Problem(NO_SUCH_RECORD, place=record_id)
        row = dict(found)
    return row


def own_row(connection: Connection, seat: Seat, record_id: str) -> Row:
    """Return the row of a record this device may change: see `changeable_row`."""
    return changeable_row(connection, seat.info.code, record_id)


def changeable_row(connection: Connection, own: str, record_id: str) -> Row:
    """Return the row of a record this device may change: of its office *own*, or handed over to it.

    Raises Problem RECORDS-050, -057 (a record of another office), -065 (handed over to another device).
    """
    row = row_of(connection, own, record_id)
    if row is None:
        query = select(record).where(record.c.record_id == record_id)
        found = [dict(one) for one in connection.execute(query).mappings()]
        if not found:
            raise Problem(NO_SUCH_RECORD, place=record_id)
        here = [one for one in found if _stage(connection, own, one) == HERE]
        if not here:
            for one in found:
                must_not_be_away(connection, own, one)
            values = {"office": found[0]["office_code"]}
            raise Problem(RECORD_OF_ANOTHER_OFFICE, place=record_id, values=values)
        return here[0]
    must_not_be_away(connection, own, row)
    return row


def must_not_be_away(connection: Connection, own: str, row: Row) -> None:
    """Raise Problem RECORDS-065 for a record that was handed over to another device."""
    known = held(connection, own, str(row["office_code"]), str(row["record_id"]))
    if known is not None and known[0] == AWAY:
        raise Problem(HANDED_OVER, place=str(row["record_id"]), values={"name": known[1]})


def _stage(connection: Connection, own: str, row: Row) -> str:
    known = held(connection, own, str(row["office_code"]), str(row["record_id"]))
    return "" if known is None else known[0]


def untitled(record_id: str) -> str:
    """Return what a record without a title yet is called: the beginning of its name."""
    return record_id[:8]


def version_of(
    author: Author,
    writer: FormWriter,
    *,
    record_id: str,
    before: Row | None,
    state: State,
    reason: str,
    answers: str,
) -> Version:
    """Return the next version of a record with these answers, as canonical JSON."""
    definition = writer.shape.definition
    return Version(
        office_code=author.office_code if before is None else str(before["office_code"]),
        record_id=record_id,
        rev=1 if before is None else int(before["revision"] or 0) + 1,
        form_id=definition.form_id,
        form_digest=definition.digest,
        state=str(state),
        parent_hash=NO_PARENT if before is None else str(before["content_hash"]),
        by=author.who,
        at=author.at,
        reason=reason,
        device_id=author.device_id,
        store_epoch=author.store_epoch,
        answers=answers,
    )


def _ready(writer: FormWriter, reader: Reader, row: Draft) -> Ready:
    """Return a row worked out whole; what was worked out for another version of the form is worked out anew."""
    given, digest = row[1], writer.shape.definition.digest
    if isinstance(given, Ready):
        if given.digest == digest:
            return given
        clean, title = reader.read(json.loads(given.answers))
    elif len(row) == 3:
        clean, title = normal_answers(given), normal(row[2])
    else:
        clean, title = reader.read(given)
    return Ready(digest, canonical(clean), title, writer.deriving.of(clean))


class Saving:
    """The saving verbs of `office.records`."""

    def __init__(self, seat: Seat, shelf: FormsShelf, sessions: Sessions) -> None:
        self._seat = seat
        self._shelf = shelf
        self._sessions = sessions

    def save(
        self,
        form_id: str,
        answers: dict[str, Any],
        *,
        token: str,
        record_id: str | None = None,
        base: int | None = None,
        reason: str | None = None,
        digest: str | None = None,
    ) -> RecordHead:
        """Save *answers* as the next draft revision and return the record's head.

        *base* is the revision the clerk started from; None for a new record. *digest* names the form version the
        answers were filled with; without it a record keeps its own, and a new one gets the one in force. Raises Problem RECORDS-051 (someone was
        faster: who and when), RECORDS-052 (locked), RECORDS-04x (text), RECORDS-080 (no such form), RECORDS-011 …
        (disk). Nothing is kept then.
        """
        self._seat.must(Verb.SAVE)
        writer = self._shelf.writer(form_id, digest or self._own_digest(record_id))
        clean, title = Reader(self._sessions, writer.shape.definition, record_id).read(answers)
        author = self._seat.author()
        with self._seat.store.writing() as connection:
            done, last_no, *last_line = _start.row(connection, office_code=author.office_code, token=token)
            if done is not None:
                return head_of(self._first_row(connection, token, record_id))
            before = self._startable(connection, record_id, base) if record_id else None
            end = Tail.of(last_line)
            version = version_of(
                author,
                writer,
                record_id=record_id or self._seat.ids.record_id(),
                before=before,
                state=State.DRAFT,
                reason=normal(reason or ""),
                answers=canonical(clean),
            )
            head: Row = {"changed": end.seq + 1, "title": title or untitled(version.record_id)}
            if before is None:
                head |= {"no": int(last_no or 0) + 1, "created_by": author.who}
            work = [Writing(writer, version, token, writer.deriving.of(clean), head, before)]
            heads = write(connection, work, at=author.at, own_office=author.office_code)
            append(connection, author, "save", version.record_id, f"{form_id} {version.rev}", after=end)
        return head_of(heads[0])

    def _own_digest(self, record_id: str | None) -> str | None:
        """Return the form version a record is filled with; None for one that is not there yet."""
        if record_id is None:
            return None
        with self._seat.store.reading() as connection:
            row = row_of(connection, self._seat.info.code, record_id)
            if row is None:
                row = self._handed_over_to_us(connection, record_id)
        return None if row is None else str(row["form_digest"])

    def _handed_over_to_us(self, connection: Connection, record_id: str) -> Row | None:
        try:
            return own_row(connection, self._seat, record_id)
        except Problem:  # not here yet, or another's: the save itself says so
            return None

    def _first_row(self, connection: Connection, token: str, record_id: str | None) -> Row:
        """Return the record's row as the first save with this token made it. Raises Problem RECORDS-060 for another record's token."""
        first = _by_token.one_by_name(connection, office_code=self._seat.info.code, token=token)
        if first is None:
            raise RuntimeError("a token that was just seen is gone")
        if record_id is not None and first["record_id"] != record_id:
            raise Problem(TOKEN_OF_ANOTHER, place=record_id)
        now = row_of(connection, self._seat.info.code, first["record_id"])
        if now is None:
            raise RuntimeError("a revision without its record")
        if (
            now["revision"] != first["rev"]
        ):  # saved again since: the first result was that revision, as a draft
            now |= {"revision": first["rev"], "state": first["state"]}
            now |= {"updated_by": first["by_name"], "updated_at": first["at"]}
        return now

    def _startable(self, connection: Connection, record_id: str, base: int | None) -> Row | None:
        """Return the row to go on from; None when the id was made beforehand and is not used yet."""
        before = row_of(connection, self._seat.info.code, record_id)
        if before is None:
            if not base:
                return None
            before = own_row(connection, self._seat, record_id)  # says why not: gone, or another office's
        else:
            must_not_be_away(connection, self._seat.info.code, before)
        if before["revision"] != base:
            values = {"who": before["updated_by"], "when": str(before["updated_at"])[:16].replace("T", " ")}
            raise Problem(
                CHANGED_MEANWHILE, place=record_id, values={**values, "revision": before["revision"]}
            )
        if not allowed(Verb.SAVE, State(str(before["state"]))):
            raise Problem(STATE_FORBIDS, place=record_id, values={"state": before["state"]})
        must_not_be_frozen(connection, before)
        return before

    def save_many(
        self,
        form_id: str,
        rows: Iterable[Draft],
        *,
        progress: Progress | None = None,
    ) -> list[RecordHead]:
        """Save many new drafts in one transaction and return their heads: all of them or none.

        A row is (token, answers), or (token, answers, title) when a session of this office has just worked the
        answers out, as judging a roster does: then nothing is worked out a second time. (token, `Ready`) has all
        that follows from them, too. Tokens already saved give their first result again. *progress* hears (done, 0) now and then. One audit line
        tells the whole; every record has its own revision.
        """
        return self._save_many(form_id, rows, progress, head_of)

    def enter_many(
        self,
        form_id: str,
        rows: Iterable[Draft],
        *,
        progress: Progress | None = None,
        unused: bool = False,
    ) -> list[str]:
        """Do what `save_many` does and return the records' ids alone: heads of 100,000 take a hundred megabytes.

        *unused*: the tokens are of an import that has just begun, so nobody need look whether one was used before.
        """
        return self._save_many(form_id, rows, progress, lambda row: str(row["record_id"]), unused=unused)

    def _save_many(
        self,
        form_id: str,
        rows: Iterable[Draft],
        progress: Progress | None,
        told: Callable[[Row], _Told],
        *,
        unused: bool = False,
    ) -> list[_Told]:
        """Save many new drafts and return what *told* says of each one's row."""
        self._seat.must(Verb.SAVE)
        writer = self._shelf.writer(form_id)
        reader = Reader(self._sessions, writer.shape.definition)
        author = self._seat.author()
        done: list[_Told] = []
        fresh = 0
        with rarely(), self._seat.store.writing() as connection:
            end = tail(connection, author.office_code)
            no = next_no(connection)
            gathered = Gathered(at=author.at, own_office=author.office_code)
            for chunk in _chunks(rows, CHUNK):
                known = set[str]() if unused else self._known(connection, [row[0] for row in chunk])
                first = {row[0]: row for row in reversed(chunk) if row[0] not in known}
                work = [
                    self._draft(writer, reader, author, row, {"changed": end.seq + 1, "no": no + n})
                    for n, row in enumerate(reversed(first.values()))
                ]
                written = write(
                    connection, work, at=author.at, own_office=author.office_code, gathered=gathered
                )
                made = {each.token: told(row) for each, row in zip(work, written, strict=True)}
                done += [
                    made[token] if token in made else told(self._first_row(connection, token, None))
                    for token, *_rest in chunk
                ]
                fresh += len(work)
                no += len(work)
                if progress is not None:
                    progress(len(done), 0)
            gathered.enter(connection)
            if fresh:
                append(connection, author, "save_many", form_id, str(fresh), after=end)
        return done

    def _draft(self, writer: FormWriter, reader: Reader, author: Author, row: Draft, head: Row) -> Writing:
        """Return the first revision of a new record."""
        ready = _ready(writer, reader, row)
        record_id = self._seat.ids.record_id()
        version = version_of(
            author,
            writer,
            record_id=record_id,
            before=None,
            state=State.DRAFT,
            reason="",
            answers=ready.answers,
        )
        head = {**head, "title": ready.title or untitled(record_id), "created_by": author.who}
        return Writing(writer, version, row[0], ready.derived, head)

    def _known(self, connection: Connection, tokens: list[str]) -> set[str]:
        query = select(revision.c.token).where(
            revision.c.office_code == self._seat.info.code, revision.c.token.in_(tokens)
        )
        return set(connection.execute(query).scalars())


def _chunks(rows: Iterable[Draft], size: int) -> Iterator[list[Draft]]:
    chunk: list[Draft] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
