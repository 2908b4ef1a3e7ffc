"""Renewed keys on the road upwards: telling the office above of ours, and learning its own, before anything else counts.

The office above may not know our newest key (it hears of it for the first time, or was restored), and its words may be
signed with one we have not heard of. Both are found out by the first question of a contact, and mended within it.
"""

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from forms.problems import Problem
from sync import stick
from sync.enrolment.above import office_above
from sync.enrolment.key_books import as_named
from sync.enrolment.renewing import own_keys, own_papers
from sync.enrolment.successors import take_bytes
from sync.outbox.link import Request
from sync.protocol import problem_codes as codes
from sync.protocol.requests import RENEWAL_TYPE

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.ledger import Office
    from sync.outbox.talking import Talk

T = TypeVar("T")
_MOST = 100  # papers in a row: a century of yearly renewals


def understood(office: "Office", talk: "Talk", hear: "Callable[[], T]") -> T:
    """Return what *hear* hears; where a key was not known at one end or the other, tell or learn it and hear again.

    Raises what *hear* raises, SYNC-097 when the office above was told of another successor of our key.
    """
    mending = {codes.UNAUTHORISED.code: _tell, codes.ACK_OTHER_SENDER.code: _learn}
    if not own_keys(office).told:
        _tell(office, talk)
    while True:
        try:
            return hear()
        except Problem as problem:
            mend = mending.pop(problem.code, None)  # each once
            if mend is None or not mend(office, talk):
                raise


def carry(office: "Office", folder: Path) -> None:
    """Put our papers beside what is carried to *folder*: who receives it finds them there. Raises SYNC-057, 058."""
    for key_id, paper in own_papers(office):
        stick.carry(paper, folder, as_named(office.info.code, key_id))


def _tell(office: "Office", talk: "Talk") -> bool:
    """Tell all our renewals; return whether one was taken. SYNC-097 when our key has another successor.

    Oldest first, for one who knows the first of these keys; then newest first, for one who knows the last and has
    forgotten how it came to be.
    """
    taken = False
    found = own_papers(office)
    for _key_id, paper in (*found, *found[-2::-1]):
        request = Request("POST", "/renewals", {"Content-Type": RENEWAL_TYPE}, paper)
        try:
            taken = talk.ask(request, expected=(404,)).status == 200 or taken  # 404: a server of before
        except Problem as problem:
            if problem.code == codes.RENEWAL_OTHER.code:
                raise
    return taken


def _learn(office: "Office", talk: "Talk") -> bool:
    """Fetch the papers by which the key we know gave way, one after the other; return whether there was one."""
    for number in range(_MOST):
        above = office_above(office)
        if above is None:
            return False
        reply = talk.ask(Request("GET", f"/renewals?after={above.key.key_id}"), expected=(400, 404))
        if reply.status != 200 or reply.headers.get("content-type") != RENEWAL_TYPE:
            return number > 0
        take_bytes(office, reply.body, "renewal")
    return True
