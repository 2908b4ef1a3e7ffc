"""Enrolling over the line: the answer goes to the office above at once, and no stick has to travel twice.

The invitation comes as a file, or is fetched with the one-time code that was read on the telephone. What no line can
prove, that nobody stood in the middle, the two people prove by comparing the fingerprint, exactly as with files.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from forms.problems import Problem
from sync.enrolment.invitations import Answered, answer_bytes
from sync.outbox.http_link import HttpLink
from sync.outbox.link import Link, LinkBrokenError, Reply, Request
from sync.outbox.talking import RETRIED, refusal
from sync.protocol import problem_codes as codes
from sync.protocol import requests
from sync.protocol.enrolment_papers import plain_digits, read_invitation
from sync.protocol.envelope import read_file

if TYPE_CHECKING:
    from records.ledger import Office


def address_of(file: Path) -> str:
    """Return the server an invitation names ('' when it is answered by file only). Raises SYNC-001 … 006, 011."""
    return read_invitation(read_file(file), file.name)[0].address


def enrol_with_file(
    office: "Office", file: Path, link: Link | None = None, ca: Path | None = None
) -> Answered:
    """Answer the invitation *file* and hand the answer to the server it names.

    Raises as `enrolment.answer`, SYNC-036 when it names none, SYNC-050 … 056 for the line, 032 … 034 when the office
    above refuses.
    """
    address = address_of(file)
    if link is None and not address:
        raise Problem(codes.NO_ADDRESS)
    line = link or HttpLink(address, ca)
    try:
        return _hand_over(office, line, read_file(file), file.name)
    finally:
        line.close()


def enrol_with_code(
    office: "Office", address: str, digits: str, link: Link | None = None, ca: Path | None = None
) -> Answered:
    """Fetch the invitation that belongs to the one-time code *digits* from the server at *address*, and answer it there.

    Raises SYNC-032 when no open invitation has that code, else as `enrol_with_file`.
    """
    line = link or HttpLink(address, ca)
    try:
        reply = _exchange(line, Request("GET", "/enrolments", {requests.CODE: plain_digits(digits)}))
        return _hand_over(office, line, reply.body, "invitation")
    finally:
        line.close()


def _hand_over(office: "Office", line: Link, invitation: bytes, name: str) -> Answered:
    """Answer *invitation* here, and there."""
    answered, data = answer_bytes(office, invitation, name)
    _exchange(line, Request("POST", "/enrolments", {"Content-Type": requests.ENROLMENT_TYPE}, data))
    return answered


def _exchange(line: Link, request: Request) -> Reply:
    """Ask once; a person is waiting and may press again: the same answer is taken in once."""
    try:
        reply = line.exchange(request)
    except LinkBrokenError as error:
        raise Problem(codes.UNREACHABLE) from error
    if reply.headers.get(requests.VERSION_HEADER.lower()) != requests.PROTOCOL:
        raise Problem(codes.NOT_OUR_SERVER)
    if reply.status in RETRIED:
        raise Problem(codes.BUSY)
    if reply.status >= 300:
        raise refusal(reply)
    return reply
