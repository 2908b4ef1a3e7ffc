"""`office.attachments`: the files of records. Adding one is a verb: one transaction, one audit line with its hash.

Two ways lead from a record to a file. An answer of an image, audio, video or file question is the file's name, and
the name carries the beginning of its hash, so every revision says for ever which content it meant. A file of the
record as a whole (the signed copy of a voucher) is a link that says from which revision to which it stood.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from forms.engine import FormDefinition, Kind
from forms.problems import Problem
from records.ledger.forms_shelf import FormsShelf
from records.ledger.saving import Row, find_row, own_row
from records.ledger.seat import Seat
from records.model.attached import FOLLOWS, NOT_ABOVE, Attached
from records.model.files import LARGEST, LookedAt, hash_in, look_at
from records.model.states import State, Verb
from records.problem_codes import (
    FILE_CHANGED,
    FILE_EXISTS,
    FILE_LOST,
    FILE_TOO_LARGE,
    FILE_UNREADABLE,
    NO_SUCH_FILE,
    STATE_FORBIDS,
    TOO_MANY_FILES,
)
from records.store import attachments as contents
from records.store.audit_chain import Author, append, tail
from records.store.tables import record, revision
from records.store.tables_files import attachment_link
from records.store.tables_sharing import down_file

MOST = 200  # files of one record as a whole
KINDS = frozenset({Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE})
# Until a record is sealed; a signed voucher is scanned after the record was completed.
_OPEN = frozenset({State.DRAFT, State.RETURNED, State.COMPLETE, State.APPROVED})


class Attachments:
    """Add, list, open, save and prove files."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf

    # ── adding ──────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, name: str, content: bytes, wanted: Kind | None = None) -> Attached:
        """Keep a file for an answer and return it; its `name` is what the answer must be.

        The same content is kept once. Raises Problem RECORDS-100 … -104, -107 (see `look_at`), -024 (role).
        """
        self._seat.must(Verb.SAVE)
        found = look_at(name, content, wanted)
        author = self._seat.author()
        with self._seat.store.writing() as connection:
            if contents.put(connection, author, found, content):
                append(connection, author, "attach", found.sha256, str(found.size))
        return _told(found.name, found)

    def attach(self, record_id: str, name: str, content: bytes) -> Attached:
        """Attach a file to a record of this office as a whole, while it is not sealed.

        Raises as `add`, and Problem RECORDS-050, -057 (another office's), -052 (locked), -111 (200 are there).
        """
        self._seat.must(Verb.SAVE)
        found = look_at(name, content)
        author = self._seat.author()
        with self._seat.store.writing() as connection:
            row = self._open_row(connection, record_id)
            there = _links(connection, row, int(row["revision"] or 0))
            again = next((one for one in there if one["sha256"] == found.sha256), None)
            if again is not None:
                return _told(str(again["name"]), found)
            if len(there) >= MOST:
                raise Problem(TOO_MANY_FILES, place=record_id, values={"most": MOST})
            owner = replace(
                author, office_code=str(row["office_code"])
            )  # of a record handed over: its own office
            contents.put(connection, owner, found, content)
            last = select(func.coalesce(func.max(attachment_link.c.no), 0)).where(*_of(row))
            connection.execute(
                insert(attachment_link).values(
                    office_code=row["office_code"],
                    record_id=record_id,
                    no=connection.execute(last).scalar_one() + 1,
                    name=found.name,
                    sha256=found.sha256,
                    since_rev=row["revision"],
                    added_at=author.at,
                    added_by=author.who,
                )
            )
            _touch(connection, author, row)
            append(connection, author, "attach", record_id, found.sha256)
        return _told(found.name, found)

    def detach(self, record_id: str, name: str) -> None:
        """Take a file off a record; its content and the fact that it stood there stay.

        Raises Problem RECORDS-050, -052, -057, -105 (not attached).
        """
        self._seat.must(Verb.SAVE)
        author = self._seat.author()
        with self._seat.store.writing() as connection:
            row = self._open_row(connection, record_id)
            standing = (*_of(row), attachment_link.c.name == name, attachment_link.c.until_rev.is_(None))
            sha256 = connection.execute(select(attachment_link.c.sha256).where(*standing)).scalar()
            if sha256 is None:
                raise Problem(NO_SUCH_FILE, place=record_id, values={"name": name})
            gone = {"until_rev": row["revision"], "removed_at": author.at, "removed_by": author.who}
            connection.execute(update(attachment_link).where(*standing).values(**gone))
            _touch(connection, author, row)
            append(connection, author, "detach", record_id, sha256)

    def _open_row(self, connection: Connection, record_id: str) -> Row:
        row = own_row(connection, self._seat, record_id)
        if State(str(row["state"])) not in _OPEN:
            raise Problem(STATE_FORBIDS, place=record_id, values={"state": row["state"]})
        return row

    # ── listing ─────────────────────────────────────────────────────────────────────────────────────────────

    def of(self, record_id: str, rev: int | None = None) -> list[Attached]:
        """Return the files of a record's revision (the latest without *rev*): those of answers in the order of the
        form, then those of the whole record. Raises Problem RECORDS-050.
        """
        with self._seat.store.reading() as connection:
            row = find_row(connection, self._seat, record_id)
            wanted = int(row["revision"] or 0) if rev is None else rev
            query = select(revision.c.answers, revision.c.form_digest).where(
                revision.c.office_code == row["office_code"],
                revision.c.record_id == record_id,
                revision.c.rev == wanted,
            )
            found = connection.execute(query).first()
            links = _links(connection, row, wanted)
            if found is None:
                return []
            definition = self._shelf.definition(str(row["form_id"]), found.form_digest)
            named = [(path, name, "") for path, name in _named(found.answers, definition)]
            named += [("", str(one["name"]), str(one["added_by"])) for one in links]
            named += _to_come(connection, row, wanted, {str(one["name"]) for one in links})
            return [_at(connection, path, name, by) for path, name, by in named]

    def look(self, name: str) -> Attached:
        """Return what is known of the file an answer names; without content (`here` false) when it is not in this office."""
        with self._seat.store.reading() as connection:
            return _at(connection, "", name)

    # ── opening ─────────────────────────────────────────────────────────────────────────────────────────────

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the content of a file piece by piece (256 KiB). Raises Problem RECORDS-105 before the first."""
        with self._seat.store.reading() as connection:
            found = contents.find(connection, hash_in(name))
            if found is None:
                raise Problem(NO_SUCH_FILE, place=name, values={"name": name})
            yield from contents.chunks(connection, found[0], found[1].sha256)

    def content(self, name: str) -> bytes:
        """Return the whole content, proved by its hash. Raises Problem RECORDS-105, -106."""
        import hashlib

        content = b"".join(self.chunks(name))
        if not hashlib.sha256(content).hexdigest().startswith(hash_in(name)):
            raise Problem(FILE_CHANGED, place=name, values={"name": name})
        return content

    def save(self, name: str, folder: Path) -> Path:
        """Write a file into *folder* under its stored name (as the answers in a workbook name it).

        Raises Problem RECORDS-105, -106, -110 (another content has the name there), -109 (cannot be written).
        """
        content, file = self.content(name), folder / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if file.exists() and file.read_bytes() != content:
                raise Problem(FILE_EXISTS, place=str(file), values={"folder": str(folder), "name": name})
            file.write_bytes(content)
        except OSError as error:
            raise _unreadable(file, error) from error
        return file

    # ── proving ─────────────────────────────────────────────────────────────────────────────────────────────

    def sizes(self) -> tuple[int, int]:
        """Return how many contents the office keeps and how many bytes they have together."""
        with self._seat.store.reading() as connection:
            return contents.sizes(connection)

    def verify(self) -> tuple[int, list[Problem]]:
        """Read every content and every revision of this office: (contents, what does not fit: -106, -108)."""
        problems: list[Problem] = []
        with self._seat.store.reading() as connection:
            known: set[str] = set()
            for _office_code, sha256, fits in contents.every(connection):
                known.add(sha256)
                if not fits:
                    problems.append(Problem(FILE_CHANGED, place=sha256, values={"name": sha256}))
            problems += self._lost(connection, {sha256[:32] for sha256 in known})
        return len(known), problems

    def _lost(self, connection: Connection, known: set[str]) -> Iterator[Problem]:
        """Yield the names in our own revisions whose content is not here."""
        asking = {
            (info.form_id, digest): definition
            for info in self._shelf.all()
            for definition in self._shelf.in_use(info.form_id)
            for digest in (definition.digest,)
            if any(question.kind in KINDS for question in definition.questions.values())
        }
        for (form_id, digest), definition in asking.items():
            query = select(revision.c.record_id, revision.c.rev, revision.c.answers).where(
                revision.c.office_code == self._seat.info.code,
                revision.c.form_id == form_id,
                revision.c.form_digest == digest,
            )
            for row in connection.execute(query.execution_options(yield_per=1_000)):
                for _path, name in _named(row.answers, definition):
                    if hash_in(name) and hash_in(name) not in known:
                        values = {"record": row.record_id, "revision": row.rev, "name": name}
                        yield Problem(FILE_LOST, place=row.record_id, values=values)


def read_file(file: Path) -> bytes:
    """Return the bytes of a file somebody chose; a huge one is refused before it is read. RECORDS-100, -109."""
    try:
        size = file.stat().st_size
        if size > LARGEST:
            values = {"name": file.name, "size": size >> 20, "most": LARGEST >> 20}
            raise Problem(FILE_TOO_LARGE, place=file.name, values=values)
        return file.read_bytes()
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> Problem:
    values = {"name": file.name, "reason": error.strerror or type(error).__name__}
    return Problem(FILE_UNREADABLE, place=str(file), values=values)


def _told(name: str, found: LookedAt, path: str = "", by: str = "") -> Attached:
    return Attached(
        name, path, found.sha256, found.size, found.media_type, found.width, found.height, found.thumbnail, by
    )


def _at(connection: Connection, path: str, name: str, by: str = "") -> Attached:
    found = contents.find(connection, hash_in(name))
    if found is not None:
        return _told(name, found[1], path, by)
    absent = connection.scalars(select(down_file.c.absent).where(down_file.c.hash == hash_in(name))).all()
    coming = (NOT_ABOVE if all(absent) else FOLLOWS) if absent else ""
    return Attached(name, path, added_by=by, coming=coming)


def _touch(connection: Connection, author: Author, row: Row) -> None:
    """Let whoever reads the record elsewhere hear that its files changed: it goes down again."""
    changed = tail(connection, author.office_code).seq + 1
    key = (record.c.office_code == row["office_code"], record.c.record_id == row["record_id"])
    connection.execute(update(record).where(*key).values(changed=changed))


def _of(row: Row) -> tuple[Any, Any]:
    return (
        attachment_link.c.office_code == row["office_code"],
        attachment_link.c.record_id == row["record_id"],
    )


def _links(connection: Connection, row: Row, rev: int) -> list[Mapping[str, Any]]:
    """Return the files of the whole record that stood at revision *rev*."""
    stood = (attachment_link.c.since_rev <= rev) & (
        attachment_link.c.until_rev.is_(None) | (attachment_link.c.until_rev > rev)
    )
    query = select(attachment_link).where(*_of(row), stood).order_by(attachment_link.c.no)
    return [dict(found) for found in connection.execute(query).mappings()]


def _to_come(
    connection: Connection, row: Row, rev: int, there: Container[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the files of the whole record at revision *rev* that follow it and are not here yet."""
    import json

    query = select(down_file.c.name, down_file.c.link).where(
        down_file.c.record_office == row["office_code"],
        down_file.c.record_id == row["record_id"],
        down_file.c.link != "",
        down_file.c.arrived_at.is_(None),
    )
    for name, link in connection.execute(query.order_by(down_file.c.name)):
        _name, _sha256, since, until, _at, by = json.loads(link)
        if name not in there and since <= rev and (not until or rev < until):
            yield "", name, by


def _named(answers: str, definition: FormDefinition) -> Iterator[tuple[str, str]]:
    """Yield (question path, file name) of every answer that names a file, in the order of the form."""
    import json

    order = {path: at for at, path in enumerate(definition.questions)}
    asked = {path for path, question in definition.questions.items() if question.kind in KINDS}
    if asked:
        found = sorted(_walk(json.loads(answers), asked, "", ""), key=lambda one: order[one[0]])
        yield from ((path, name) for _dotted, path, name in found)


def _walk(
    answers: Mapping[str, Any], asked: set[str], dotted: str, at: str
) -> Iterator[tuple[str, str, str]]:
    """Yield (dotted name, path, file name) of the questions *asked*, in repeats too."""
    for name, value in answers.items():
        if f"{dotted}{name}" in asked and isinstance(value, str):
            yield f"{dotted}{name}", f"{at}{name}", value
        elif isinstance(value, list):
            for number, row in enumerate(value, 1):
                if isinstance(row, dict):
                    yield from _walk(row, asked, f"{dotted}{name}.", f"{at}{name}[{number}].")
