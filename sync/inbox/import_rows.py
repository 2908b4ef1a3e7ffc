"""What an import writes beside the records: the rows of the batch, of each record in it, and of what was set aside."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from records.store.import_before import Before
from sync.inbox.batch_keys import BatchKey
from sync.inbox.checking import Checked, Refused
from sync.protocol import batch as batches
from sync.protocol import problem_codes as codes
from sync.protocol import strict_json
from sync.protocol.acknowledgement import Verdict

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(slots=True)
class Import:
    """One import under way: *before* notes what it finds, *counts* its records by verdict."""

    office: "Office"
    connection: Connection
    batch: batches.Verified
    key: BatchKey
    moment: str
    before: Before
    counts: dict[str, int] = field(default_factory=dict)


def batch_row(work: Import, ledger_seq: int, size: int, how: str) -> dict[str, Any]:
    """Return the ledger row of a batch."""
    manifest = work.batch.manifest
    return {
        "office_code": work.office.info.code,
        "device_id": manifest.device,
        "store_epoch": manifest.epoch,
        "batch_no": manifest.number,
        "content_hash": work.batch.digest,
        "prev_hash": manifest.previous,
        "ledger_seq": ledger_seq,
        "peer_code": manifest.sender,
        "stage": "imported",
        "how": how,
        "file_name": f"{work.batch.digest}.batch",
        "size": size,
        "records": manifest.records,
        "manifest": strict_json.encode(manifest).decode(),
        "received_at": work.moment,
        "imported_at": work.moment,
    }


def as_row(checked: Checked) -> dict[str, Any]:
    """Return a record as `office.travel.import_records` takes it in."""
    line = checked.line
    return {
        "record_id": line.record,
        "office_code": line.office,
        "form_id": line.form,
        "title": checked.title,
        "revisions": [
            {
                "rev": one.revision,
                "form_digest": one.form_digest,
                "state": one.state,
                "by": one.by,
                "at": one.at,
                "reason": one.reason,
                "device_id": one.device,
                "store_epoch": one.epoch,
                "parent_hash": one.parent_hash,
                "content_hash": one.content_hash,
                "answers": one.answers,
            }
            for one in line.revisions
        ],
    }


def verdict_row(work: Import, checked: Checked, verdict: str) -> dict[str, Any]:
    """Return the inbox row of a record that entered (or was known); one it refers to that is not here is named."""
    line, lacking = checked.line, checked.lacking
    last = line.revisions[-1]
    forked = verdict == Verdict.FORK
    return {
        **_key(work),
        "record_id": line.record,
        "record_office": line.office,
        "form_id": line.form,
        "revision": last.revision,
        "content_hash": last.content_hash,
        "verdict": verdict,
        "code": codes.FORKED.code if forked else lacking.code if lacking else "",
        "question": lacking.place if lacking and not forked else "",
        "words": codes.FORKED.what if forked else lacking.what() if lacking else "",
        "decided_by": None,
        "decided_at": None,
    }


def refused_row(work: Import, one: Refused) -> dict[str, Any]:
    """Return the inbox row of a record that was set aside."""
    return {
        **_key(work),
        "record_id": one.record,
        "record_office": one.office,
        "form_id": one.form,
        "revision": one.revision,
        "content_hash": one.content_hash,
        "verdict": str(Verdict.QUARANTINED),
        "code": one.code,
        "question": one.question,
        "words": one.words,
        "decided_by": None,
        "decided_at": None,
    }


def quarantine_row(work: Import, one: Refused) -> dict[str, Any]:
    """Return the quarantine row with the line as it came."""
    return {
        **_key(work),
        "quarantine_id": work.office.ids.token(),
        "line_no": one.line_no,
        "record_id": one.record,
        "content_hash": one.content_hash,
        "code": one.code,
        "question": one.question,
        "words": one.words,
        "payload": one.raw,
        "file_name": f"{work.batch.digest}.batch",
        "at": work.moment,
        "released_at": None,
        "released_by": None,
        "answer": "",
    }


def _key(work: Import) -> dict[str, Any]:
    return {
        "office_code": work.office.info.code,
        "device_id": work.key.device,
        "store_epoch": work.key.epoch,
        "batch_no": work.key.number,
    }
