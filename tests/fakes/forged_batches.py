"""What a strange or dishonest device might seal: batches made beside the county's outbox, with its real keys."""

from typing import Any

import msgspec

from records.ledger import Office
from records.model.revisions import NO_PARENT, Version, canonical
from sync import keyring
from sync.enrolment import office_above
from sync.protocol import batch, manifest, sealing, strict_json
from sync.protocol.envelope import BATCH


def line(
    office: Office,
    number: int,
    answers: dict[str, Any],
    *,
    owner: str = "",
    form_id: str = "employment",
    **changes: Any,
) -> batch.RecordLine:
    """Return a record of *office* (or of *owner*) with one revision whose hash is right; *changes* go on top."""
    form = office.forms.definition(form_id)
    name = f"018f0000-0000-7000-8000-{number:012d}"
    owner = owner or office.info.code
    at = office.clock.now().isoformat()
    version = Version(
        owner, name, 1, form.form_id, form.digest, "complete", NO_PARENT, "张会计", at, "",
        office.info.device_id, office.info.store_epoch, canonical(answers),
    )  # fmt: skip
    revision = batch.RevisionLine(
        1, NO_PARENT, version.content_hash(), form.digest, "complete", at, "张会计", "",
        office.info.device_id, office.info.store_epoch, answers,
    )  # fmt: skip
    made = batch.RecordLine(name, owner, form.form_id, form.digest, "approved", [revision])
    return msgspec.structs.replace(made, **changes)


def sealed(office: Office, lines: list[batch.RecordLine | bytes], **changes: Any) -> bytes:
    """Return a batch of *lines* (raw bytes pass as they are) sealed with the office's own keys."""
    above = office_above(office)
    assert above is not None
    raw = [one if isinstance(one, bytes) else strict_json.encode(one) for one in lines]
    payload, description = sealing.seal_lines(raw, above.recipients, str(BATCH.sealed))
    fields: dict[str, Any] = {
        "format": manifest.FORMAT,
        "suite": manifest.SUITE,
        "device": office.info.device_id,
        "epoch": office.info.store_epoch,
        "number": 1,
        "previous": "",
        "sender": office.info.code,
        "receiver": above.code,
        "created_at": office.clock.now().isoformat(),
        "audit_head": "",
        "acknowledged": 0,
        "records": len(raw),
        "revisions": len(raw),
        "counts": {"employment": {"approved": len(raw)}},
        "forms": [],
        "payload": description,
    }
    return batch.write(manifest.Manifest(**{**fields, **changes}), payload, keyring.signer(office))
