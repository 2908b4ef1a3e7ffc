"""Two versions of one record that do not follow each other: shown side by side, and decided by a person, with words.

Nothing is merged and nothing is lost. The ledger's own version stays where it is and the other stays beside it for
ever; what was decided is a fact of its own. Both devices are told by their acknowledgements. Whoever lost corrects
his version on top of it; whoever won confirms it by itself, under a number above the one that stands here: so the next
version of either is no fork again (docs/decisions/0022).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select, update

from forms.problems import Problem
from records.problem_codes import REASON_NEEDED
from records.store.tables import record, revision, revision_fork
from records.store.tables_road import fork_resolution
from records.store.tables_sync import inbox_batch, inbox_record
from sync.books import note, now
from sync.inbox.batch_keys import BatchKey
from sync.protocol.problem_codes import FORK_CHOSEN, FORK_LOST, FORK_UNKNOWN

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Branch:
    """One of two versions: its number and hash, by whom, when (ISO 8601), on which device, and its answers."""

    revision: int
    content_hash: str
    by: str
    at: str
    device_id: str
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A question the two versions answer differently; *ours* and *theirs* as they are stored, None for no answer."""

    question: str
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Fork:
    """A record with two versions: *ours* stands in the ledger, *theirs* came beside it."""

    record_id: str
    office_code: str
    form_id: str
    title: str
    ours: Branch
    theirs: Branch
    differences: tuple[Difference, ...]


def forks(office: "Office") -> list[Fork]:
    """Return every fork nobody has decided yet, in the order they were noticed."""
    with office.snapshot() as connection:
        rows = connection.execute(
            select(revision_fork).order_by(revision_fork.c.noticed_at, revision_fork.c.record_id)
        ).all()
        if not rows:
            return []
        decided = set(
            connection.scalars(
                select(fork_resolution.c.content_hash).where(
                    fork_resolution.c.office_code == office.info.code
                )
            )
        )
        continued = {row.parent_hash for row in rows} | _continued(connection, rows)
        tips = [row for row in rows if row.content_hash not in continued | decided]
        return [_fork(connection, row) for row in tips]


def _continued(connection: Connection, rows: Sequence[Row[Any]]) -> set[str]:
    """Return the parents of what stands in the ledger for these records."""
    found: set[str] = set()
    for record_id in {row.record_id for row in rows}:
        query = select(revision.c.parent_hash).where(revision.c.record_id == record_id)
        found |= set(connection.scalars(query))
    return found


def _fork(connection: Connection, theirs: Row[Any]) -> Fork:
    head = connection.execute(
        select(revision, record.c.title)
        .join(
            record,
            (record.c.office_code == revision.c.office_code)
            & (record.c.record_id == revision.c.record_id)
            & (record.c.revision == revision.c.rev),
        )
        .where(record.c.office_code == theirs.office_code, record.c.record_id == theirs.record_id)
    ).one()
    ours, other = _branch(head), _branch(theirs)
    return Fork(
        theirs.record_id,
        theirs.office_code,
        theirs.form_id,
        head.title,
        ours,
        other,
        tuple(_differences(ours.answers, other.answers)),
    )


def _branch(row: Row[Any]) -> Branch:
    return Branch(row.rev, row.content_hash, row.by_name, row.at, row.device_id, json.loads(row.answers))


def _differences(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[Difference]:
    """Return the questions answered differently; rows of a repeat by their place (``trainee[2].id_no``)."""
    found: list[Difference] = []
    for name in [*ours, *(name for name in theirs if name not in ours)]:
        mine, other = ours.get(name), theirs.get(name)
        if mine == other:
            continue
        if _is_repeat(mine) or _is_repeat(other):
            found += _row_differences(name, mine or [], other or [])
        else:
            found.append(Difference(name, mine, other))
    return found


def _is_repeat(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _row_differences(name: str, ours: list[Any], theirs: list[Any]) -> list[Difference]:
    found: list[Difference] = []
    for number in range(max(len(ours), len(theirs))):
        mine = ours[number] if number < len(ours) else {}
        other = theirs[number] if number < len(theirs) else {}
        found += [
            Difference(f"{name}[{number + 1}].{one.question}", one.ours, one.theirs)
            for one in _differences(mine, other)
        ]
    return found


def resolve(office: "Office", record_id: str, content_hash: str, words: str, *, theirs: bool) -> None:
    """Decide a fork: the ledger's version goes on, or the one beside it (*theirs*, by its content hash).

    The device that lost gets its version back with *words*; the one that won is told so. Raises RECORDS-024 for a
    clerk, RECORDS-054 without words, SYNC-026 when there is no such fork to decide.
    """
    if not words.strip():
        raise Problem(REASON_NEEDED, place=record_id)
    found = [
        one for one in forks(office) if (one.record_id, one.theirs.content_hash) == (record_id, content_hash)
    ]
    if not found:
        raise Problem(FORK_UNKNOWN, place=record_id)
    fork = found[0]
    with office.transaction() as connection:
        office.travel.must_lead()
        row = {
            "office_code": office.info.code,
            "record_office": fork.office_code,
            "record_id": record_id,
            "content_hash": content_hash,
        }
        if connection.execute(select(fork_resolution.c.chosen).filter_by(**row)).first() is not None:
            raise Problem(FORK_UNKNOWN, place=record_id)
        connection.execute(
            insert(fork_resolution).values(
                **row, chosen=int(theirs), words=words.strip(), by_name=office.user.name, at=now(office)
            )
        )
        lost, won = (fork.ours, fork.theirs) if theirs else (fork.theirs, fork.ours)
        if theirs:
            office.travel.give_back(connection, fork.office_code, record_id, fork.ours.content_hash, words)
        _tell(office, connection, fork, lost, {"verdict": "returned", "code": FORK_LOST.code, "words": words})
        told = {"code": FORK_CHOSEN.code, "words": words}
        _tell(office, connection, fork, won, told | ({"verdict": "fork"} if theirs else {}))
        note(office, connection, "resolve", record_id, content_hash if theirs else fork.ours.content_hash)


def _tell(
    office: "Office", connection: Connection, fork: Fork, branch: Branch, said: Mapping[str, str]
) -> None:
    """Write what is said of a version beside the batches that brought it; their next acknowledgement tells it."""
    mine = (
        inbox_record.c.office_code == office.info.code,
        inbox_record.c.record_office == fork.office_code,
        inbox_record.c.record_id == fork.record_id,
        inbox_record.c.content_hash == branch.content_hash,
    )
    rows = connection.execute(select(inbox_record).where(*mine)).all()
    decided = {"decided_by": office.user.name, "decided_at": now(office)}
    connection.execute(update(inbox_record).where(*mine).values(**said, **decided))
    for row in rows:
        key = BatchKey(row.device_id, row.store_epoch, row.batch_no)
        connection.execute(
            update(inbox_batch)
            .where(*key.within(inbox_batch, office.info.code))
            .values(unsaid=inbox_batch.c.unsaid + 1)
        )
