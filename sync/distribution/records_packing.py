"""Packs the records of this office that a device below may have: what changed since the mark it has reached.

A record goes to a device with everything that stands here: its office and its own versions with their hashes, and where
it stands. What belongs to the device itself is not sent back to it, and of a province's counties each gets the
province's own records, never another county's. A record that is nobody's business yet (a draft here, one that was sent
back before it was approved) is named without content, so that a copy made before says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, Row, and_, or_, select

from forms.problems import Problem
from records.model.states import State
from records.store.audit_chain import tail
from records.store.tables import record, revision
from records.store.tables_retention import erased_record
from records.store.tables_sharing import hand_over, holding
from records.store.tables_sync import device
from sync import attached, epochs, keyring, stick
from sync.books import now
from sync.distribution import files_packing, recipients, sharing
from sync.distribution.recipients import For
from sync.protocol import down_package as papers
from sync.protocol import scope, strict_json
from sync.protocol.batch import RevisionLine, version_line
from sync.protocol.down_package import DownLine, Mark, Neighbour
from sync.protocol.problem_codes import TOO_LARGE

if TYPE_CHECKING:
    from records.ledger import Office

MOST_RECORDS = 2_000  # in one package: a line that breaks costs no more than one of them
_CHUNK = 400


@dataclass(frozen=True, slots=True)
class PackedRecords:
    """One package: the mark it reaches, records in it, its bytes; *more*: another follows; *shown* are whole in it."""

    mark: Mark
    records: int
    data: bytes
    more: bool
    shown: tuple[tuple[str, str], ...] = ()


def package_for(
    office: "Office", device_id: str, after: str = "", *, most: int = MOST_RECORDS
) -> PackedRecords | None:
    """Return the next package for a device that has reached the mark *after* ('' or unknown: the beginning).

    None when it has everything. Raises SYNC-035 for an unknown device, SYNC-012 for a revoked one.
    """
    code = office.info.code
    with office.snapshot() as connection:
        peer = recipients.standing(connection, code, device_id)
        share = sharing.read(connection, code, device_id)
        generation = epochs.generation(connection, code)
        offices, devices = _around(office, connection, peer)
        told = papers.around(offices, devices)
        begin = _begin(after, Mark(generation, office.info.store_epoch, share.number))
        whom = For(code, device_id, peer.peer_code, recipients.ledgers(office, share))
        rows = _chosen(connection, whom, begin, most + 1)
        more = len(rows) > most
        rows = rows[:most]
        end = (rows[-1].changed, rows[-1].no) if more else (tail(connection, code).seq + 1, 0)
        lines = _together(_lines(connection, whom, rows), _handed(connection, whom, begin, end[0]))
    if not lines and begin.around == told:
        return None
    mark = Mark(generation, office.info.store_epoch, share.number, end[0], end[1], told)
    try:
        sealed, description = papers.seal(lines, peer.age_recipient)
    except Problem as problem:
        if problem.code != TOO_LARGE.code or len(rows) < 2:
            raise
        return package_for(office, device_id, after, most=len(rows) // 2)
    document = papers.Down(
        papers.FORMAT,
        papers.SUITE,
        code,
        office.info.store_epoch,
        device_id,
        str(begin) if begin.changed else "",
        str(mark),
        now(office),
        offices,
        devices,
        description,
        generation,
    )
    data = papers.write(document, sealed, keyring.signer(office))
    whole = tuple((one.office, one.record) for one in lines if one.revisions)
    return PackedRecords(mark, len(lines), data, more, whole)


def pack_records(office: "Office", device_id: str, folder: Path, *, whole: bool = False) -> list[Path]:
    """Write the packages for a device to *folder* (a stick), each read back: from where it last said it was, or *whole*.

    The attached files that the records in them name go with them.

    Raises SYNC-012, 035, 057, 058.
    """
    after = "" if whole else sharing.share_of(office, device_id).heard
    written: list[Path] = []
    records: list[tuple[str, str]] = []
    while (packed := package_for(office, device_id, after)) is not None:
        name = f"{office.info.code}-{device_id[:8]}-{len(written) + 1:04d}.down"
        written.append(stick.carry(packed.data, folder, name))
        records += packed.shown
        after = str(packed.mark)
        if not packed.more:
            break
    for number, data in enumerate(files_packing.all_for(office, device_id, records), 1):
        written.append(stick.carry(data, folder, f"{office.info.code}-{device_id[:8]}-{number:04d}.files"))
    return written


def _together(plain: Iterable[DownLine], handed: Iterable[DownLine]) -> list[DownLine]:
    """Return one line a record: what stands in it, and who holds it."""
    lines = {(one.office, one.record): one for one in plain}
    for one in handed:
        known = lines.get((one.office, one.record))
        if known is not None and not one.form:
            who = {"number": one.number, "holder": one.holder, "name": one.name, "reason": one.reason}
            lines[one.office, one.record] = msgspec.structs.replace(known, **who)
        else:
            lines[one.office, one.record] = one
    return list(lines.values())


def _begin(after: str, present: Mark) -> Mark:
    """Return where to begin: the mark told, when it is of this epoch and of what the device is given now."""
    told = papers.mark_of(after)
    if told is None or (told.epoch, told.setting) != (present.epoch, present.setting):
        return present
    return told


def _around(
    office: "Office", connection: Connection, peer: Row[Any]
) -> tuple[dict[str, str], list[Neighbour]]:
    """Return the offices whose records may come, by name, and the other computers of the same county."""
    family = peer.peer_code[: recipients.FAMILY]
    rows = connection.execute(
        select(device)
        .where(device.c.office_code == office.info.code, device.c.peer_code.startswith(family))
        .order_by(device.c.device_id)
    ).all()
    devices = [
        Neighbour(row.device_id, row.peer_code, row.peer_name)
        for row in rows
        if row.state == "enrolled" and row.device_id != peer.device_id
    ]
    info = office.info
    if info.code.startswith(family):  # the county's own computer may be handed a record, too
        devices.append(Neighbour(info.device_id, info.code, info.name))
    named = {row.peer_code: row.peer_name for row in sorted(rows, key=lambda row: row.enrolled_at)}
    return {**dict(sorted(named.items())), office.info.code: office.info.name}, devices


def _chosen(connection: Connection, whom: For, after: Mark, most: int) -> Sequence[Row[Any]]:
    """Return the records to send, in the order they changed: at most *most*."""
    if not whom.ledgers:
        return ()
    beyond = or_(
        record.c.changed > after.changed, and_(record.c.changed == after.changed, record.c.no > after.no)
    )
    query = (
        select(record)
        .where(record.c.form_id.in_(whom.ledgers), record.c.changed >= after.changed, beyond)
        .where(recipients.meant_for(whom))
        .order_by(record.c.changed, record.c.no)
    )
    return connection.execute(query.limit(most)).all()


def _lines(connection: Connection, whom: For, rows: Sequence[Row[Any]]) -> list[DownLine]:
    """Return the line of each record, with its versions where there is something to show."""
    shown = [row for row in rows if recipients.is_shown(row, whom.own)]
    erased = _erased(connection, shown)
    versions = _versions(connection, [row for row in shown if (row.office_code, row.record_id) not in erased])
    links = attached.links_of(connection, versions)
    lines = []
    for row in rows:
        key = (row.office_code, row.record_id)
        found = versions.get(key, [])
        title = row.title if found else ""
        state = (
            row.state
            if row.state in recipients.SHOWN or found or row.state == State.VOID
            else str(State.DRAFT)
        )
        lines.append(
            DownLine(
                row.record_id,
                row.office_code,
                row.form_id,
                title,
                state,
                found,
                erased.get(key, ""),
                files=links.get(row.record_id, []) if found else [],
            )
        )
    return lines


def _erased(connection: Connection, rows: Iterable[Row[Any]]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    ids = [row.record_id for row in rows if row.state == State.VOID]
    for start in range(0, len(ids), _CHUNK):
        query = select(erased_record).where(erased_record.c.record_id.in_(ids[start : start + _CHUNK]))
        found |= {(row.office_code, row.record_id): row.content_hash for row in connection.execute(query)}
    return found


def _versions(connection: Connection, rows: Sequence[Row[Any]]) -> dict[tuple[str, str], list[RevisionLine]]:
    """Return every version of the records, the first one first."""
    found: dict[tuple[str, str], list[RevisionLine]] = {}
    ids = [row.record_id for row in rows]
    wanted = {(row.office_code, row.record_id) for row in rows}
    for start in range(0, len(ids), _CHUNK):
        query = (
            select(revision)
            .where(
                revision.c.office_code.in_({office for office, _record in wanted}),
                revision.c.record_id.in_(ids[start : start + _CHUNK]),
            )
            .order_by(revision.c.office_code, revision.c.record_id, revision.c.rev)
        )
        for row in connection.execute(query):
            key = (row.office_code, row.record_id)
            if key in wanted:
                found.setdefault(key, []).append(version_line(row))
    return found


def _handed(connection: Connection, whom: For, after: Mark, until: int) -> list[DownLine]:
    """Return who holds what was handed over in the device's county; the records themselves for their holder alone."""
    query = (
        select(holding, hand_over.c.line, hand_over.c.from_device)
        .outerjoin(
            hand_over,
            and_(
                hand_over.c.office_code == holding.c.office_code,
                hand_over.c.record_office == holding.c.record_office,
                hand_over.c.record_id == holding.c.record_id,
                hand_over.c.number == holding.c.number,
            ),
        )
        .where(holding.c.office_code == whom.own, holding.c.changed >= after.changed)
        .where(holding.c.changed <= until, holding.c.record_office.startswith(whom.peer[: recipients.FAMILY]))
    )
    return [_handed_line(connection, row, whom) for row in connection.execute(query).all()]


def _handed_line(connection: Connection, row: Row[Any], whom: For) -> DownLine:
    """Return the line of one hand-over; for its holder with the record as it was given up, or as it stands here since."""
    to_it = row.device_id == whom.device
    concerned = to_it or row.from_device == whom.device or row.record_office.startswith(scope.stem(whom.peer))
    told = DownLine(
        row.record_id,
        row.record_office,
        "",
        "",
        str(State.DRAFT),
        number=row.number,
        holder=row.device_id,
        name=row.name,
        reason=row.reason if concerned else "",
    )
    if not to_it:
        return told
    given = strict_json.decode(bytes(row.line), DownLine) if row.line is not None else None
    key = (record.c.office_code == row.record_office, record.c.record_id == row.record_id)
    here = connection.execute(select(record).where(*key)).one_or_none()
    if here is not None and _erased(connection, [here]):
        return told
    versions, whole = ([], []) if given is None else (given.revisions, given.files)
    if here is not None and (not versions or here.revision >= versions[-1].revision):
        versions = _versions(connection, [here])[row.record_office, row.record_id]
        whole = attached.links_of(connection, [(row.record_office, row.record_id)]).get(row.record_id, [])
    form, title, state = (
        (given.form, given.title, given.state)
        if given is not None
        else ("", "", str(State.DRAFT))
        if here is None
        else (here.form_id, here.title, here.state)
    )
    return msgspec.structs.replace(
        told,
        form=form,
        title=title,
        state=state,
        revisions=versions,
        above=0 if here is None else here.revision,
        files=whole,
    )
