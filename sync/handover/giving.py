"""Giving records up: locked here at once, and offered to the office above until it has said who holds them.

To a computer below, whose office above this is, this office itself says so: nobody has to confirm it. A record of the office
above that was lent to this computer goes back by itself once it is approved or void here: it is sent on from there.

What the ledger allows: a draft, a complete, approved, returned or accepted record that is this device's to change.
One that is under way (sent, received) waits for the word of the office above first; one with a receipt that stands is
bound to this device's numbers.
"""

import hashlib
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, insert, select

from forms.problems import Problem
from records.ledger import coming_down
from records.ledger.origins import AWAY, HERE, held
from records.ledger.receipt_rows import standing_receipt
from records.ledger.saving import changeable_row
from records.model.heads import Outcome
from records.model.normal_text import normal
from records.model.states import State
from records.problem_codes import REASON_NEEDED, RECEIPT_STANDS, STATE_FORBIDS
from records.store.audit_chain import tail
from records.store.frozen import must_not_be_frozen
from records.store.safe_files import write_whole
from records.store.tables import record, revision
from records.store.tables_sharing import hand_over, holding, neighbour
from sync import attached, keyring, stick
from sync.books import note, now
from sync.enrolment.above import OfficeAbove, find, required
from sync.handover.standing import computers_below, hold, stage_of
from sync.protocol import hand_over_paper as papers
from sync.protocol import strict_json
from sync.protocol.batch import version_line
from sync.protocol.down_package import DownLine, Neighbour
from sync.protocol.problem_codes import NO_SUCH_NEIGHBOUR

if TYPE_CHECKING:
    from records.ledger import Office

GIVEN = frozenset({State.DRAFT, State.COMPLETE, State.APPROVED, State.RETURNED, State.ACCEPTED})
LENT = GIVEN - {State.APPROVED}  # that one goes up in this office's next batch
_RELIED_ON = frozenset({State.APPROVED, State.ACCEPTED})


def neighbours(office: "Office") -> list[Neighbour]:
    """Return the devices a record may be handed over to, by name: told by the office above, and those below."""
    with office.snapshot() as connection:
        return [*_told(connection, office.info.code), *computers_below(connection, office.info.code)]


def _told(connection: Connection, own: str) -> list[Neighbour]:
    query = select(neighbour).where(neighbour.c.office_code == own)
    rows = connection.execute(query.order_by(neighbour.c.name, neighbour.c.device_id)).all()
    return [Neighbour(row.device_id, row.peer_code, row.name) for row in rows]


def give(office: "Office", ids: Iterable[str], to_device: str, reason: str) -> list[Outcome]:
    """Give records up for another device; each is judged alone, and a refused one stays as it was and says why.

    Raises RECORDS-054 without a reason, SYNC-030 without an office above, SYNC-105 for a device it did not name.
    """
    words = normal(reason.strip())
    if not words:
        raise Problem(REASON_NEEDED)
    to = next((one for one in neighbours(office) if one.device == to_device), None)
    if to is None:
        raise Problem(NO_SUCH_NEIGHBOUR, values={"device": to_device})
    outcomes: list[Outcome] = []
    with office.transaction() as connection:
        below = to in computers_below(connection, office.info.code)
        if not below:
            required(connection, office.info.code)
        for record_id in dict.fromkeys(ids):
            try:
                if below:
                    _lend(office, connection, record_id, to, words)
                else:
                    _give(office, connection, record_id, to, words)
                outcomes.append(Outcome(record_id, None, None))
            except Problem as problem:
                outcomes.append(Outcome(record_id, problem, None, (problem,)))
    return outcomes


def _give(office: "Office", connection: Connection, record_id: str, to: Neighbour, words: str) -> None:
    row = changeable_row(connection, office.info.code, record_id)
    state = State(str(row["state"]))
    if state not in GIVEN:
        raise Problem(STATE_FORBIDS, place=record_id, values={"state": state})
    if state in _RELIED_ON:
        office.travel.must_lead()
    _give_row(office, connection, row, to, words)


def _lend(office: "Office", connection: Connection, record_id: str, to: Neighbour, words: str) -> None:
    """Give a record to a computer below: it hears of it with the next contact, and the record with it."""
    own = office.info.code
    row = changeable_row(connection, own, record_id)
    state = State(str(row["state"]))
    if state not in LENT:
        raise Problem(STATE_FORBIDS, place=record_id, values={"state": state})
    if state in _RELIED_ON:
        office.travel.must_lead()
    number = _next(connection, own, row)
    line = DownLine(record_id, str(row["office_code"]), "", "", "", number=number, reason=words)
    changed = tail(connection, own).seq + 1
    stage = stage_of(own, office.info.device_id, to, line.office)
    hold(connection, own, line, stage, to, changed, now(office))
    coming_down.touch(connection, [(line.office, record_id)], changed)
    note(office, connection, "hand_over", record_id, f"{number} {to.device}")


def _next(connection: Connection, own: str, row: dict[str, Any]) -> int:
    """Return the number of the record's next hand-over. Raises a Problem for one that is bound to this computer."""
    must_not_be_frozen(connection, row)
    receipt = standing_receipt(connection, own, str(row["record_id"]))
    if receipt is not None:
        raise Problem(RECEIPT_STANDS, place=str(row["record_id"]), values={"number": receipt.number})
    before = held(connection, own, str(row["office_code"]), str(row["record_id"]))
    return 1 if before is None else before[2] + 1


def _give_row(
    office: "Office", connection: Connection, row: dict[str, Any], to: Neighbour, words: str
) -> None:
    own, record_id = office.info.code, str(row["record_id"])
    number = _next(connection, own, row)
    line = _line(connection, row, number, to, words)
    content = strict_json.encode(line)
    connection.execute(
        insert(hand_over).values(
            office_code=own,
            record_office=line.office,
            record_id=record_id,
            number=number,
            line=content,
            digest=hashlib.sha256(content).hexdigest(),
            from_device=office.info.device_id,
            to_device=to.device,
            at=now(office),
        )
    )
    hold(connection, own, line, AWAY, to, tail(connection, own).seq + 1, now(office))
    coming_down.touch(connection, [(line.office, record_id)], tail(connection, own).seq + 1)
    note(office, connection, "hand_over", record_id, f"{number} {to.device}")


def _line(connection: Connection, row: dict[str, Any], number: int, to: Neighbour, words: str) -> DownLine:
    query = (
        select(revision)
        .where(revision.c.office_code == row["office_code"], revision.c.record_id == row["record_id"])
        .order_by(revision.c.rev)
    )
    return DownLine(
        str(row["record_id"]),
        str(row["office_code"]),
        str(row["form_id"]),
        str(row["title"]),
        str(row["state"]),
        [version_line(one) for one in connection.execute(query)],
        number=number,
        holder=to.device,
        name=to.name,
        reason=words,
        above=int(row["delivered_revision"] or 0),
        files=attached.links_of(connection, [(str(row["office_code"]), str(row["record_id"]))]).get(
            str(row["record_id"]), []
        ),
    )


def outstanding(office: "Office") -> int:
    """Return how many hand-overs the office above has not confirmed."""
    with office.snapshot() as connection:
        above = find(connection, office.info.code)
        return 0 if above is None else len(_unconfirmed(office, connection, above))


def give_back(office: "Office") -> None:
    """Give back what was lent by the office above and is approved or void here: it goes on from there, once."""
    own = office.info.code
    with office.snapshot() as connection:
        above = required(connection, own)
        lent = select(holding.c.record_id).where(
            holding.c.office_code == own, holding.c.stage == HERE, holding.c.record_office == above.code
        )
        if connection.execute(lent.limit(1)).first() is None:
            return
    with office.transaction() as connection:
        query = select(record).where(
            record.c.office_code == above.code,
            record.c.record_id.in_(lent),
            record.c.state.in_([str(State.APPROVED), str(State.VOID)]),
        )
        lender = [one for one in _told(connection, own) if one.office == above.code]
        for row, to in product([dict(one) for one in connection.execute(query).mappings()], lender[:1]):
            _give_row(
                office, connection, row, to, "已审核，交回" if row["state"] != State.VOID else "已作废，交回"
            )


def offer(office: "Office", folder: Path | None = None) -> tuple[Path, str] | None:
    """Write the paper of every hand-over the office above has not confirmed; return it with its SHA-256, None without any.

    It goes to *folder* (a stick: read back), or beside the batches, where `clear` takes it away again. Raises SYNC-030,
    SYNC-057, 058.
    """
    give_back(office)
    with office.snapshot() as connection:
        above = required(connection, office.info.code)
        rows = _unconfirmed(office, connection, above)
    if not rows:
        return None
    lines = [strict_json.decode(bytes(row.line), DownLine) for row in rows]
    sealed, description = papers.seal(lines, above.recipients)
    info = office.info
    paper = papers.Paper(
        papers.FORMAT,
        papers.SUITE,
        info.device_id,
        info.store_epoch,
        info.code,
        above.code,
        now(office),
        description,
    )
    data = papers.write(paper, sealed, keyring.signer(office))
    digest = hashlib.sha256(data).hexdigest()
    name = f"{info.code}-{digest[:12]}.handover"
    if folder is not None:
        return stick.carry(data, folder, name), digest
    file = office.folder / "outbox" / name
    file.parent.mkdir(exist_ok=True)
    write_whole(file, data)
    return file, digest


def clear(office: "Office") -> None:
    """Take away papers written for the line: the next contact writes what is still to be said."""
    for file in (office.folder / "outbox").glob("*.handover"):
        file.unlink()


def _unconfirmed(office: "Office", connection: Connection, above: OfficeAbove) -> list[Row[Any]]:
    """Return the hand-overs of this device that the present epoch above has not confirmed; of a record the last alone."""
    query = (
        select(hand_over)
        .where(
            hand_over.c.office_code == office.info.code,
            hand_over.c.from_device == office.info.device_id,
            hand_over.c.confirmed_epoch != above.store_epoch,
        )
        .order_by(hand_over.c.record_id, hand_over.c.number)
    )
    last = {(row.record_office, row.record_id): row for row in connection.execute(query)}
    return list(last.values())
