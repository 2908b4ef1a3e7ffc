"""What must be true of an office after any fault, however it came about.

`promises` checks what was acknowledged; `soundness` the file itself; `told` puts the whole state into words that an
undisturbed run of the same work must give, too: nothing lost, nothing doubled, no gap in the numbers.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from forms.problems import Problem
from records.ledger import Office
from records.store.backup import verify_copy
from soak.offices import open_county
from sync import inbox, outbox


def _numbered(number: str) -> str:
    """Return a receipt's number without its office, and without the letters a restored copy has of its own."""
    return re.sub(r"-([A-Z])[A-Z]{3}-", r"-\1-", number[7:])


def soundness(office: Office) -> list[str]:
    """Return what is wrong with the office's file: chain, revisions, files, numbers, pages."""
    wrong = [f"verify: {problem.code}" for problem in office.audit.verify().problems]
    wrong += [f"number missing: {number}" for number in office.receipts.gaps()]
    with office.transaction() as connection:
        rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        links = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if rows != ["ok"] or links:
        wrong.append(f"structure: {rows[:1]}, {len(links)} references")
    return wrong


def pages(folder: Path, key: bytes) -> list[str]:
    """Return what is wrong with the pages of a closed office's file: what the WAL still held is in it by now."""
    try:
        verify_copy(folder / "office.db", key)
    except Problem as problem:
        return [f"pages: {problem.code}"]
    return []


def promises(office: Office, marks: Iterable[str]) -> list[str]:
    """Return the acknowledgements that no longer hold."""
    return [mark for mark in marks if not _holds(office, *mark.split(" "))]


def _holds(office: Office, kind: str, *words: str) -> bool:
    if kind == "revision":
        return office.records.get(words[0]).head.revision >= int(words[1])
    if kind == "state":
        return str(office.records.get(words[0]).head.state) in {*words[1:], *_LATER.get(words[1], ())}
    if kind == "receipt":
        return [receipt.number for receipt in office.receipts.of(words[0])] == [words[1]]
    if kind == "batch":
        return any(batch.number == int(words[0]) and batch.file.is_file() for batch in outbox.batches(office))
    if kind == "batches":
        return len(inbox.batches(office)) == int(words[0])
    if kind == "backup":
        key = office.secrets.get("database_key") or b""
        return verify_copy(office.folder / "backups" / words[0], key)["record"] > 0
    if kind == "erased":
        return [asked.outcome for asked in office.retention.requests()] == ["erased"] * int(words[0])
    if kind == "person":
        return words[0] in {user.name for user in office.people.all()}
    if kind == "attached":
        return len(office.attachments.of(words[0])) == 1
    return kind == "office"


_LATER = {"complete": ("approved", "sent"), "approved": ("sent",)}


def told(office: Office) -> dict[str, Any]:
    """Return the office in words that do not depend on names made by chance."""
    records = [
        (form.form_id, head.title, str(head.state), head.revision)
        for form in office.forms.all()
        for head in office.records.list(form.form_id, limit=500).rows
    ]
    return {
        "records": sorted(records),
        "receipts": sorted((_numbered(one.number), str(one.state)) for one in office.receipts.find()),
        "outbox": sorted((one.number, one.records) for one in outbox.batches(office)),
        "inbox": sorted(str(one.counts) for one in inbox.batches(office)),
        "people": sorted((user.name, str(user.role)) for user in office.people.all()),
        "files": len(list((office.folder / "outbox").glob("*.batch"))),
    }


def warm(folder: Path) -> None:
    """Look at everything once, so that the office keeps its compiled forms and later looks are quick."""
    with open_county(folder) as office:
        soundness(office)
        told(office)
