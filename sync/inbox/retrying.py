"""Another try for records set aside because their form version was not known here: the form has come meanwhile.

They are judged as if they came today, enter in one transaction, and their batches are marked, so that the next
acknowledgement tells the office below. What fails now for another reason stays aside under that reason.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select, update

from records.store.tables_sync import inbox_batch, inbox_quarantine, inbox_record
from sync.books import note, now
from sync.inbox import files
from sync.inbox.batch_keys import BatchKey
from sync.inbox.checking import Checked, Checker, Refused, context_of, refused
from sync.inbox.import_rows import as_row
from sync.inbox.progress import Progress, unheard
from sync.inbox.receiving import keep_before
from sync.protocol import strict_json
from sync.protocol.acknowledgement import Verdict
from sync.protocol.batch import RecordLine
from sync.protocol.problem_codes import FORKED, FORM_UNKNOWN

if TYPE_CHECKING:
    from records.ledger import Office


_AT_ONCE = 500


def batched(rows: Iterable[Row[Any]], size: int) -> Iterator[list[Row[Any]]]:
    """Yield *rows* in lists of at most *size*."""
    left = iter(rows)
    while some := list(islice(left, size)):
        yield some


def retry(office: "Office", progress: Progress = unheard) -> int:
    """Take in what waits for a form that is known by now; return how many records entered.

    *progress* hears how many of how many were judged; what it raises leaves all of them aside.
    """
    with office.snapshot() as connection:
        waiting = [row for row in _waiting(connection, office) if _known(office, row)]
    return _all_again(office, [row.quarantine_id for row in waiting], progress) if waiting else 0


def everything(office: "Office", progress: Progress = unheard) -> int:
    """Judge every record set aside once more; return how many entered. *progress* as in `retry`."""
    with office.snapshot() as connection:
        names = [row.quarantine_id for row in _aside(connection, office)]
    return _all_again(office, names, progress) if names else 0


def again(office: "Office", ids: Sequence[str], *, lenient: bool = False) -> int:
    """Judge the records set aside under *ids* once more, whatever the reason was; return how many entered.

    *lenient*: what their form says against them does not keep them out.
    """
    return _all_again(office, ids, unheard, lenient=lenient)


def _all_again(office: "Office", ids: Sequence[str], progress: Progress, *, lenient: bool = False) -> int:
    """Judge them in one transaction, some hundred at a time, with one line in the log."""
    wanted, entered, done = set(ids), 0, 0
    with office.transaction() as connection:
        rows = [row for row in _aside(connection, office) if row.quarantine_id in wanted]
        progress(0, len(rows))
        for key, found in groupby(rows, key=_key):
            for some in batched(found, _AT_ONCE):
                entered += _again(office, connection, key, list(some), lenient=lenient)
                done += len(some)
                progress(done, len(rows))
        if entered:
            note(office, connection, "retry", "", str(entered))
    return entered


def _waiting(connection: Connection, office: "Office") -> Sequence[Row[Any]]:
    return [row for row in _aside(connection, office) if row.code == FORM_UNKNOWN.code]


def _aside(connection: Connection, office: "Office") -> Sequence[Row[Any]]:
    """Return the records set aside and not answered, by batch."""
    quarantine = inbox_quarantine.c
    query = (
        select(inbox_quarantine)
        .where(
            quarantine.office_code == office.info.code,
            quarantine.released_at.is_(None),
            quarantine.payload.is_not(None),
            quarantine.record_id != "",
        )
        .order_by(quarantine.device_id, quarantine.store_epoch, quarantine.batch_no, quarantine.line_no)
    )
    return connection.execute(query).all()


def _key(row: Row[Any]) -> BatchKey:
    return BatchKey(row.device_id, row.store_epoch, row.batch_no)


def _line(row: Row[Any]) -> RecordLine:
    return strict_json.decode(bytes(row.payload), RecordLine)


def _known(office: "Office", row: Row[Any]) -> bool:
    line = _line(row)
    found = office.forms.by_digest(line.form_digest)
    return found is not None and found.form_id == line.form


def _again(
    office: "Office", connection: Connection, key: BatchKey, rows: list[Row[Any]], *, lenient: bool = False
) -> int:
    """Judge and import the rows of one batch; return how many entered."""
    if not rows:
        return 0
    brought = connection.execute(
        select(inbox_batch.c.manifest, inbox_batch.c.told_at).where(
            *key.within(inbox_batch, office.info.code)
        )
    ).one_or_none()
    if brought is None:
        return 0
    from_office, told = str(json.loads(brought.manifest)["sender"]), brought.told_at is not None
    context = context_of(office, from_office)
    checker = Checker(from_office, office.forms.by_digest, context, lenient=lenient)
    judged = [(row, checker.judge(_line(row))) for row in rows]
    good = [(row, one) for row, one in judged if isinstance(one, Checked)]
    aside = [(row, one) for row, one in judged if isinstance(one, Refused)]
    before = office.travel.begin_import(connection)
    verdicts = office.travel.import_records(connection, [as_row(one) for _row, one in good], before)
    entered = 0
    for (row, checked), verdict in zip(good, verdicts, strict=True):
        if verdict.problem is not None:
            aside.append((row, refused(checked.line, verdict.problem)))
            continue
        entered += 1
        files.expect(office, connection, key, checked.files, before)
        _release(office, connection, key, row, str(verdict.verdict))
    if not told:  # the batch can still be taken back
        keep_before(connection, office.info.code, key, before)
    for row, one in aside:
        _tell(office, connection, key, row, one)
    mine = key.within(inbox_batch, office.info.code)
    connection.execute(
        update(inbox_batch).where(*mine).values(unsaid=inbox_batch.c.unsaid + len(rows), stage="imported")
    )
    return entered


def _release(office: "Office", connection: Connection, key: BatchKey, row: Row[Any], verdict: str) -> None:
    """Write that a record is in: beside its batch, and at its line in quarantine, which is kept."""
    forked = verdict == Verdict.FORK
    said = {"verdict": verdict, "code": FORKED.code if forked else "", "question": ""}
    _record(office, connection, key, row, {**said, "words": FORKED.what if forked else ""})
    connection.execute(
        update(inbox_quarantine)
        .where(
            inbox_quarantine.c.office_code == office.info.code,
            inbox_quarantine.c.quarantine_id == row.quarantine_id,
        )
        .values(released_at=now(office), released_by=office.user.name)
    )


def _tell(office: "Office", connection: Connection, key: BatchKey, row: Row[Any], one: Refused) -> None:
    """Write the reason that stands against a record now."""
    said = {"code": one.code, "question": one.question, "words": one.words}
    _record(office, connection, key, row, said)
    connection.execute(
        update(inbox_quarantine)
        .where(
            inbox_quarantine.c.office_code == office.info.code,
            inbox_quarantine.c.quarantine_id == row.quarantine_id,
        )
        .values(**said)
    )


def _record(
    office: "Office", connection: Connection, key: BatchKey, row: Row[Any], said: dict[str, str]
) -> None:
    connection.execute(
        update(inbox_record)
        .where(*key.within(inbox_record, office.info.code), inbox_record.c.record_id == row.record_id)
        .values(**said)
    )
