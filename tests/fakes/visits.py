"""Visits with a photograph, and with a signed paper: records whose attached files travel."""

from pathlib import Path

from forms.compile import compile_xlsform
from forms.engine import Kind
from records.ledger import Office

VISIT = """
| survey | | | |
|---|---|---|---|
| | type | name | label |
| | text | who | 姓名 |
| | image | photo | 照片 |

| settings | | | |
|---|---|---|---|
| | form_id | version | form_title |
| | visit | 1 | 走访 |
"""


def publish(*offices: Office, folder: Path) -> None:
    """Put the form in force everywhere."""
    file = folder / "visit.md"
    file.write_text(VISIT, encoding="utf-8")
    for office in offices:
        office.forms.publish(compile_xlsform(file))


def approved_visit(office: Office, who: str, photo: bytes, *, signed: bytes = b"") -> str:
    """Enter, complete and approve a visit with a photograph, and with a *signed* paper when given."""
    name = office.attachments.add("合影.jpg", photo, Kind.IMAGE).name
    head = office.records.save("visit", {"who": who, "photo": name}, token=office.ids.token())
    if signed:
        office.attachments.attach(head.record_id, "签字页.pdf", signed)
    for verb in (office.records.complete, office.records.approve):
        for outcome in verb([head.record_id]):
            assert outcome.problem is None, outcome.problem.sentence()
    return head.record_id


def shown(office: Office, record_id: str) -> dict[str, bytes]:
    """Return the files the record form would show, by the name people read; b'' for one that is not here."""
    return {
        one.shown: office.attachments.content(one.name) if one.here else b""
        for one in office.attachments.of(record_id)
    }


def contents(office: Office) -> int:
    """Return how many contents the office keeps."""
    return office.attachments.sizes()[0]
