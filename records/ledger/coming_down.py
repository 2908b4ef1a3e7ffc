"""Records that come down from the office above, to be read here: taken in with their origin, never sealed upwards again.

A copy keeps its office, its versions and their hashes, and stands where it stands above. It counts as known above, so
that no way up ever takes it along; the ledger's verbs refuse it as they refuse every record of another office. The
caller has proved who sent it and holds the transaction.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from forms.problems import Problem
from records.ledger.travel import Travel
from records.store import erasing
from records.store.audit_chain import Author, append
from records.store.by_id import with_ids
from records.store.importing import FORK, NEW, SAME, ImportVerdict
from records.store.prepared import Prepared
from records.store.registering import Entry
from records.store.tables import record
from records.store.tables_retention import erased_record
from records.store.tables_road import fork_resolution

_CHUNK = 400
Key = tuple[str, str]  # office code, record id
_stand = Prepared(
    lambda _dialect: (
        update(record)
        .where(record.c.office_code == bindparam("key_office"), record.c.record_id == bindparam("key_record"))
        .values(
            state=bindparam("state"),
            changed=bindparam("changed"),
            sent_revision=record.c.revision,
            delivered_revision=record.c.revision,
        )
    )
)


@dataclass(frozen=True, slots=True)
class Coming:
    """One record as it stands above: *row* as `office.travel.import_records` takes it, None when only its state is told.

    *erased*: its content was erased above, its last version had this hash.
    """

    office: str
    record: str
    form: str
    state: str
    row: dict[str, Any] | None = None
    erased: str = ""

    @property
    def key(self) -> Key:
        """What names it."""
        return self.office, self.record

    @property
    def digest(self) -> str:
        """The form version it is filled with, '' when only its state is told."""
        return "" if self.row is None else str(self.row["revisions"][-1]["form_digest"])


@dataclass
class CameDown:
    """What became of them: records *fresh* here or in a new version, *moved* to another state, *erased*, *forked*.

    *waiting* need a form version the office does not have; *refused* are broken, with their problems.
    """

    fresh: int = 0
    moved: int = 0
    erased: int = 0
    forked: list[Key] = field(default_factory=list)
    waiting: list[Coming] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def take(
    connection: Connection,
    travel: Travel,
    author: Author,
    coming: Sequence[Coming],
    forms: Collection[str],
) -> CameDown:
    """Take in records from above; each once. The same again changes nothing. The caller writes the audit line.

    *forms* are those that name people: whom no record is left to name leaves the register with an erased one.
    """
    came = CameDown()
    gone = erased_among(connection, [one.key for one in coming])
    there = rows_of(connection, [one.key for one in coming])
    whole: list[Coming] = []
    for one in coming:
        if one.key in gone:
            continue
        if one.erased:
            came.erased += _erase(connection, travel, author, there.get(one.key), forms)
        elif one.row is None:
            before = there.get(one.key)
            if before is not None and before["state"] != one.state:
                came.moved += _stands(connection, travel, [one])
        elif travel.writer(one.form, one.digest) is None:
            came.waiting.append(one)
        else:
            whole.append(one)
    verdicts = travel.import_records(connection, [one.row for one in whole if one.row is not None])
    _settle(connection, travel, came, zip(whole, verdicts, strict=True), there, author.at)
    return came


def own(connection: Connection, travel: Travel, coming: Coming, above: int) -> int:
    """Take in a record that was handed over to this device, in the state it was given up in; 1 when it brought something.

    *above* is the version known to the office above: the others go up with the next batch.
    """
    fresh = 0
    if coming.row is not None:
        (verdict,) = travel.import_records(connection, [coming.row])
        if verdict.problem is not None:
            raise verdict.problem
        fresh = int(verdict.verdict == NEW)
    key = (record.c.office_code == coming.office, record.c.record_id == coming.record)
    row = connection.execute(select(record.c.revision).where(*key)).one_or_none()
    if row is None:
        return 0
    known = min(above, row.revision)
    connection.execute(
        update(record)
        .where(*key)
        .values(
            state=coming.state,
            changed=travel.moment(connection).changed,
            sent_revision=known,
            delivered_revision=known,
        )
    )
    return max(fresh, 1)


def touch(connection: Connection, keys: Iterable[Key], changed: int) -> None:
    """Let lists and offices below hear that something about these records is new."""
    for office, record_id in keys:
        connection.execute(
            update(record)
            .where(record.c.office_code == office, record.c.record_id == record_id)
            .values(changed=changed)
        )


def _settle(  # noqa: PLR0917  (what one taking knows)
    connection: Connection,
    travel: Travel,
    came: CameDown,
    found: Iterable[tuple[Coming, ImportVerdict]],
    there: dict[Key, dict[str, Any]],
    at: str,
) -> None:
    """Let each record that entered, or was here in this version, stand where it stands above."""
    standing: list[Coming] = []
    for one, verdict in found:
        if verdict.problem is not None:
            came.refused.append(verdict.problem)
        elif verdict.verdict == NEW:
            came.fresh += 1
            standing.append(one)
        elif verdict.verdict == SAME and there[one.key]["state"] != one.state:
            came.moved += 1
            standing.append(one)
        elif verdict.verdict == FORK:
            came.forked += _the_office_above_is_right(connection, author_at=at, one=one, verdict=verdict)
    _stands(connection, travel, standing)


def _stands(connection: Connection, travel: Travel, coming: Sequence[Coming]) -> int:
    """Write where records stand above; what came down is known above by that."""
    changed = travel.moment(connection).changed
    _stand.many(
        connection,
        (
            {"key_office": one.office, "key_record": one.record, "state": one.state, "changed": changed}
            for one in coming
        ),
    )
    return len(coming)


def _the_office_above_is_right(
    connection: Connection, *, author_at: str, one: Coming, verdict: ImportVerdict
) -> list[Key]:
    """Keep that the branch above is the one that goes on (once), so that its next version is shown here."""
    values = {
        "record_office": one.office,
        "record_id": one.record,
        "content_hash": verdict.content_hash,
    }
    known = select(fork_resolution.c.at).filter_by(**values)
    if connection.execute(known).first() is not None:
        return []
    connection.execute(
        fork_resolution.insert().values(
            **values, office_code=one.office, chosen=1, words="以上级为准", by_name="", at=author_at
        )
    )
    return [one.key]


def _erase(
    connection: Connection,
    travel: Travel,
    author: Author,
    row: dict[str, Any] | None,
    forms: Collection[str],
) -> int:
    """Erase a copy as the office above erased the record; 1 when there was one."""
    writer = None if row is None else travel.writer(row["form_id"], row["form_digest"])
    if row is None or writer is None:
        return 0
    erasing.hear_all(connection)
    entries: list[Entry] = []
    hashes = erasing.hashes_linked(connection, row)
    for answers in erasing.answers_of_all(connection, row):
        entries += writer.deriving.registering.entries(answers)
        hashes += erasing.hashes_in(answers)
    versions, last = erasing.empty(
        connection, writer, row, 0, author.at, changed=travel.moment(connection).changed
    )
    append(connection, author, "erase", row["record_id"], f"{versions} {last}")
    erasing.forget_persons(connection, author.office_code, entries, forms)
    erasing.forget_contents(connection, 0, hashes)
    erasing.settle_all(connection)
    return 1


def rows_of(connection: Connection, keys: Sequence[Key]) -> dict[Key, dict[str, Any]]:
    """Return the rows of these records that are here."""
    wanted, found = set(keys), dict[Key, dict[str, Any]]()
    ids = [record_id for _office, record_id in keys]
    offices = {code for code, _id in keys}
    for start in range(0, len(ids), _CHUNK):
        query = select(record).where(with_ids(ids[start : start + _CHUNK], offices))
        for row in connection.execute(query).mappings():
            key = row["office_code"], row["record_id"]
            if key in wanted:
                found[key] = dict(row)
    return found


def erased_among(connection: Connection, keys: Sequence[Key]) -> set[Key]:
    """Return those of these records whose content was erased here."""
    found: set[Key] = set()
    ids = [record_id for _office, record_id in keys]
    for start in range(0, len(ids), _CHUNK):
        query = select(erased_record.c.office_code, erased_record.c.record_id).where(
            erased_record.c.record_id.in_(ids[start : start + _CHUNK])
        )
        found |= {(row[0], row[1]) for row in connection.execute(query)}
    return found
