"""Sending: every batch not yet confirmed goes up, then what the office above said, and its forms, come down.

Driven by stored stages, so that it may be broken off anywhere and begun again: nothing here counts as
delivered before `apply` has verified a signed acknowledgement. No transaction is held while the line works.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import update

from forms.problems import Problem
from records.store.tables_sync import parent
from sync import handover, keyring
from sync.enrolment.above import OfficeAbove, office_above, required
from sync.outbox import applying, clearing, comparing, erasures, files, files_down, from_above, keys_told
from sync.outbox.http_link import HttpLink
from sync.outbox.link import Link, Request
from sync.outbox.patience import Patience
from sync.outbox.sent import Sent
from sync.outbox.states import BatchState, change, undelivered
from sync.outbox.talking import Talk
from sync.outbox.uploading import PIECE, upload
from sync.protocol import epochs
from sync.protocol import problem_codes as codes
from sync.protocol.requests import ACK_TYPE, SEQ, STATEMENT_TYPE

if TYPE_CHECKING:
    from records.ledger import Office

Progress = Callable[[int, int], None]
HOLD = 10  # seconds the server is asked to hold an empty answer


def http_link(office: "Office", server: str | None = None, ca: Path | None = None) -> HttpLink:
    """Return a link to *server*, or to the address of the enrolment; *ca* is a PEM file to trust.

    Raises SYNC-030 before the enrolment, SYNC-036 when no address is known.
    """
    above = office_above(office)
    if above is None:
        raise Problem(codes.NO_OFFICE_ABOVE)
    address = server or above.address
    if not address:
        raise Problem(codes.NO_ADDRESS)
    return HttpLink(address, ca)


def send(
    office: "Office",
    link: Link,
    progress: Progress | None = None,
    *,
    patience: Patience | None = None,
    wait: int = 60,
    piece: int = PIECE,
) -> Sent:
    """Upload what is not confirmed and fetch acknowledgements; wait up to about *wait* seconds for them.

    *progress* gets (bytes above, bytes in all); it may raise to stop, between two pieces of *piece* bytes. Raises SYNC-030, SYNC-050…056; what was achieved before
    is stored, and the next call goes on from there.
    """
    above = office_above(office)
    if above is None:
        raise Problem(codes.NO_OFFICE_ABOVE)
    talk = _talk(office, link, patience)
    sent = Sent()
    above = _greet(office, talk, above)
    _offer_gone(office, talk, above, sent)
    _upload_all(office, talk, above, sent, progress, piece)
    _upload_files(office, talk, above, sent, progress, piece)
    _hand_over(office, talk, sent, piece)
    _fetch_all(office, talk, sent, wait)
    _tell_erasures(office, talk, sent)
    from_above.forms(office, talk, sent)
    from_above.update(office, talk, sent)
    from_above.records(office, talk, sent)
    from_above.attached_files(office, talk, sent, progress)
    _settle_handed(office)
    _compare(office, talk, sent)
    return sent


def fetch_files(
    office: "Office",
    link: Link,
    record_id: str,
    progress: Progress | None = None,
    patience: Patience | None = None,
) -> int:
    """Fetch the attached files of one record that came down, now; return how many came.

    Raises SYNC-030, SYNC-050…056.
    """
    if office_above(office) is None:
        raise Problem(codes.NO_OFFICE_ABOVE)
    talk = _talk(office, link, patience)
    keys_told.understood(office, talk, lambda: _hear(office, talk))
    return files_down.fetch(office, talk, progress, record_id)


def _talk(office: "Office", link: Link, patience: Patience | None) -> Talk:
    return Talk(
        link,
        keyring.signer(office),
        office.info.device_id,
        lambda: int(office.clock.now().timestamp()),
        office.ids.token,
        patience or Patience(),
    )


def _greet(office: "Office", talk: Talk, above: OfficeAbove) -> OfficeAbove:
    """Begin the contact; return the office above as it stands now. Where nobody answers, the first batch says why."""
    try:
        keys_told.understood(office, talk, lambda: _hear(office, talk))
    except Problem as problem:
        for state in undelivered(office, above.store_epoch)[:1]:
            _store(office, state, "sending", state.sent_bytes, problem.code)
        raise
    return office_above(office) or above


def _offer_gone(office: "Office", talk: Talk, above: OfficeAbove, sent: Sent) -> None:
    """Where a sealed file is gone and the office above does not know its batch either, let its records travel again."""
    if all(state.file.exists() for state in undelivered(office, above.store_epoch)):
        return
    _fetch_all(office, talk, sent, 0)  # what it has of them it says first
    again = clearing.offer_records_of_gone_files(office, above.store_epoch)
    if again:
        sent.problems.append(Problem(codes.FILE_GONE, values={"count": again}))


def _compare(office: "Office", talk: Talk, sent: Sent) -> None:
    """End the contact by comparing (对账), when something was said or sent, and nothing is still under way."""
    above = office_above(office)
    if above is None or not (sent.batches or sent.acknowledged) or undelivered(office, above.store_epoch):
        return
    different = _hear(office, talk, sums=True)
    sent.problems += [different] if different is not None else []
    sent.compared = True


def _hear(office: "Office", talk: Talk, *, sums: bool = False) -> Problem | None:
    """Tell which epoch of the office above is known here, and hear which is its present one.

    A contact begins so: what only an older epoch confirmed goes up again in this very contact, and what the present one
    says is not taken for old. With *sums* both ends compare; returns what differs.
    """
    above = office_above(office)
    if above is None:
        return None
    known = epochs.mark(above.generation, above.store_epoch)
    target = f"/statement?epoch={office.info.store_epoch}&sums={int(sums)}&above={known}"
    reply = talk.ask(Request("GET", target, patience=60.0), expected=(400, 404))
    if reply.status != 200:  # a server of before has no such route
        return None
    if reply.headers.get("content-type") != STATEMENT_TYPE:
        raise Problem(codes.NOT_OUR_SERVER)
    return comparing.compare(office, reply.body)


def _upload_all(  # noqa: PLR0917  (one contact's things, handed on)
    office: "Office", talk: Talk, above: OfficeAbove, sent: Sent, progress: Progress | None, piece: int
) -> None:
    """Upload each unconfirmed batch in order."""
    waiting = undelivered(office, above.store_epoch)
    total = sum(state.size for state in waiting)
    done = 0
    for state in waiting:
        sent.sent_bytes += _upload_one(office, talk, state, _after(done, total, progress), piece)
        done += state.size
        sent.batches += 1


def _upload_files(  # noqa: PLR0917  (one contact's things, handed on)
    office: "Office", talk: Talk, above: OfficeAbove, sent: Sent, progress: Progress | None, piece: int
) -> None:
    """Upload the attached files the office above still misses, after all records; each is resumed where it broke."""
    handover.give_back(office)  # with its files
    with office.transaction() as connection:
        files.offer_arrived(office, connection, above)
    waiting = files.undelivered(office)
    total, done = sum(state.size for state in waiting), 0
    for state in waiting:
        offset = state.sent_bytes

        def told(reached: int, size: int, before: int = done) -> None:
            nonlocal offset
            offset = reached
            if progress is not None:
                progress(before + min(reached, size), total)

        try:
            sent.sent_bytes += upload(talk, state.file, state.digest, told, piece)
        finally:
            stage = "sent" if offset == state.size else "sending"
            with office.transaction() as connection:
                files.change(connection, office, state, stage=stage, sent_bytes=offset)
        sent.files += state.contents
        done += state.size


def _settle_handed(office: "Office") -> None:
    """Take the files of records handed over for delivered, where the office above has confirmed the hand-over."""
    with office.transaction() as connection:
        above = required(connection, office.info.code)
        files.settle_handed(office, connection, above)


def _hand_over(office: "Office", talk: Talk, sent: Sent, piece: int) -> None:
    """Offer the records given up for others, after the batches: they may hold versions those records go on from."""
    paper = handover.offer(office)
    if paper is None:
        return
    try:
        sent.sent_bytes += upload(talk, *paper, lambda _at, _of: None, piece)
    finally:
        handover.clear(office)


def _after(done: int, total: int, progress: Progress | None) -> Progress:
    """Return a progress for one batch that counts from *done* of *total* bytes."""

    def tell(offset: int, _size: int) -> None:
        if progress is not None:
            progress(done + offset, total)

    return tell


def _upload_one(office: "Office", talk: Talk, state: BatchState, progress: Progress, piece: int) -> int:
    """Upload one batch and store how far it came, also when the line fails for good or a person stops it."""
    reached, error = state.sent_bytes % max(1, state.size), ""

    def told(offset: int, size: int) -> None:
        nonlocal reached
        reached = offset
        progress(offset, size)

    _store(office, state, "sending", reached, "")
    try:
        return upload(talk, state.file, state.digest, told, piece)
    except Problem as problem:
        error = problem.code
        raise
    finally:
        _store(office, state, "sent" if reached == state.size and not error else "sending", reached, error)


def _store(office: "Office", state: BatchState, stage: str, reached: int, error: str) -> None:
    """Write stage and bytes; a batch already received (re-offered to a restored office above) keeps its stage."""
    values = {"sent_bytes": reached, "last_error": error}
    if state.stage not in ("received", "decided"):
        values["stage"] = stage
    with office.transaction() as connection:
        change(connection, office, state, **values)


def _fetch_all(office: "Office", talk: Talk, sent: Sent, wait: int) -> None:
    """Fetch acknowledgements until none is left and every batch is confirmed, or *wait* is over."""
    empty = 0
    while True:
        above = office_above(office)
        if above is None:
            return
        outstanding = undelivered(office, above.store_epoch)
        unsettled = outstanding or (sent.files and files.undelivered(office))
        hold = HOLD if unsettled and wait else 0
        found = _fetch(talk, above.last_seq, hold)
        if found is None:
            empty += 1
            if not unsettled or empty * HOLD >= wait:
                _look_for_refusals(office, talk, outstanding, sent)
                return
            continue
        seq, data = found
        try:
            applying.apply_bytes(office, data, f"{seq}.ack")
            sent.acknowledged += 1
        except Problem as problem:
            if problem.code in (codes.FORGED.code, codes.ACK_OTHER_SENDER.code):
                raise
            sent.problems.append(problem)
        _heard(office, above, seq)


def _fetch(talk: Talk, after: int, hold: int) -> tuple[int, bytes] | None:
    """Ask for the next acknowledgement after *after*; SYNC-052 when what comes is none."""
    headers = {"Prefer": f"wait={hold}"} if hold else {}
    request = Request("GET", f"/acknowledgements?after={after}", headers, patience=30.0 + hold)
    reply = talk.ask(request)
    if reply.status == 204:
        return None
    seq = reply.headers.get(SEQ.lower(), "")
    if reply.headers.get("content-type") != ACK_TYPE or not seq.isdecimal() or int(seq) <= after:
        raise Problem(codes.NOT_OUR_SERVER)
    return int(seq), reply.body


def _tell_erasures(office: "Office", talk: Talk, sent: Sent) -> None:
    """Tell what was erased here, and hear what became of the copies above."""
    above = office_above(office)
    if above is None:
        return
    try:
        sent.erasures = erasures.send(office, talk, above.store_epoch)
    except Problem as problem:
        if problem.code in (codes.UNREACHABLE.code, codes.FORGED.code, codes.ACK_OTHER_SENDER.code):
            raise
        sent.problems.append(problem)


def _look_for_refusals(office: "Office", talk: Talk, outstanding: list[BatchState], sent: Sent) -> None:
    """Ask about batches that got no acknowledgement: one the server set aside tells its problem's code.

    One it cannot open was sealed to a key it has lost (it came back from an older backup): its records travel again,
    sealed to the key it has.
    """
    for state in outstanding:
        reply = talk.ask(Request("HEAD", f"/batches/{state.digest}"), expected=(404, 410))
        code = reply.headers.get("xiezuo-problem", "")
        if code == codes.NOT_DECRYPTED.code:
            count = clearing.offer_records(office, state)
            sent.problems.append(Problem(codes.NOT_OPENED, values={"number": state.number, "count": count}))
        elif code:
            _store(office, state, "sending", 0, code[:20])


def _heard(office: "Office", above: OfficeAbove, seq: int) -> None:
    """Remember the highest acknowledgement fetched over the line (files may come in any order and do not count)."""
    with office.transaction() as connection:
        connection.execute(
            update(parent)
            .where(
                parent.c.office_code == office.info.code,
                parent.c.parent_code == above.code,
                parent.c.last_ack_seq < seq,
            )
            .values(last_ack_seq=seq)
        )
