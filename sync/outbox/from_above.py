"""What comes down in a contact, each part verified by its own reader: forms, word of a program, records, their files.

What one part stumbles over is told and does not keep the others out; only a forged word ends the contact.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from forms.problems import Problem
from sync import distribution
from sync.enrolment.above import office_above
from sync.outbox import files_down
from sync.outbox.link import Request
from sync.outbox.sent import Sent
from sync.outbox.talking import Talk
from sync.protocol import problem_codes as codes
from sync.protocol.requests import DOWN_TYPE, FORMS_TYPE, UPDATE_TYPE

if TYPE_CHECKING:
    from records.ledger import Office

Progress = Callable[[int, int], None]


def forms(office: "Office", talk: Talk, sent: Sent) -> None:
    """Take the forms the office above publishes, when they are newer; a server of before has no such route."""
    above = office_above(office)
    if above is None:
        return
    mark = distribution.mark(above.forms_epoch, above.forms_seq)
    reply = talk.ask(Request("GET", f"/forms?after={mark}", patience=60.0), expected=(400, 404))
    if reply.status != 200:
        return
    if reply.headers.get("content-type") != FORMS_TYPE:
        raise Problem(codes.NOT_OUR_SERVER)
    try:
        sent.forms += distribution.take_bytes(office, reply.body, "forms").forms
    except Problem as problem:
        if problem.code == codes.FORGED.code:
            raise
        sent.problems.append(problem)


def update(office: "Office", talk: Talk, sent: Sent) -> None:
    """Hear of a new program, and say when batches of this one will be too old; a server of before has no such route."""
    above = office_above(office)
    if above is None:
        return
    target = f"/updates?after={distribution.taken_mark(office, above)}"
    reply = talk.ask(Request("GET", target, patience=60.0), expected=(400, 404))
    if reply.status == 200:
        if reply.headers.get("content-type") != UPDATE_TYPE:
            raise Problem(codes.NOT_OUR_SERVER)
        try:
            taken = distribution.take_notice_bytes(office, reply.body, "update")
            sent.update = taken.version if taken.fresh else ""
        except Problem as problem:
            if problem.code == codes.FORGED.code:
                raise
            sent.problems.append(problem)
    held = distribution.held(office)
    if held is not None and held.too_old is not None:
        sent.problems.append(held.too_old)


def records(office: "Office", talk: Talk, sent: Sent) -> None:
    """Take the records the office above lets this device read, package by package; each is kept as it comes."""
    before = None
    while (above := office_above(office)) is not None and above.down_mark != before:
        before = above.down_mark
        target = f"/records?after={before}"
        reply = talk.ask(Request("GET", target, patience=60.0), expected=(400, 404))
        if reply.status != 200:  # nothing more, or a server of before
            return
        if reply.headers.get("content-type") != DOWN_TYPE:
            raise Problem(codes.NOT_OUR_SERVER)
        try:
            taken = distribution.take_records_bytes(office, reply.body, "records")
            sent.came_down.add(taken)
            sent.problems += taken.problems
        except Problem as problem:
            if problem.code == codes.FORGED.code:
                raise
            sent.problems.append(problem)
            return


def attached_files(office: "Office", talk: Talk, sent: Sent, progress: Progress | None) -> None:
    """Fetch the attached files of what came down, last of all; a broken line keeps what came, and goes on next time."""
    try:
        sent.came_down.files += files_down.fetch(office, talk, progress)
    except Problem as problem:
        if problem.code in (codes.FORGED.code, codes.ACK_OTHER_SENDER.code):
            raise
        sent.problems.append(problem)
