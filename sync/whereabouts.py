"""Where is this record now, and why: everything the road knows of one record, in one look.

The same answer for the clerk below and the reviewer above: how it came here, in which batch it went on, how far that
batch is, what was said of it, and what has to happen next. Sentences are templates of the catalogues with values beside
them, so that window and console say the same in the reader's language.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, select

from forms.words import N_
from records.ledger.origins import AWAY
from records.store.tables import record
from records.store.tables_road import duplicate
from records.store.tables_sharing import holding
from records.store.tables_sync import batch, batch_record, device, inbox_batch, inbox_quarantine, inbox_record
from sync.enrolment.above import OfficeAbove, find

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened on the road: *what* for scripts, *words* with *values* for people, *why* as somebody wrote it."""

    what: str
    words: str
    values: dict[str, Any] = field(default_factory=dict)
    at: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a record is *now*, and the *steps* that brought it there, oldest first."""

    record_id: str
    title: str
    form_id: str
    now: Step
    steps: tuple[Step, ...]


_HERE = {
    "draft": N_("在本单位：草稿，还没有填完。"),
    "complete": N_("在本单位：已填完，等人审核。"),
    "approved": N_("在本单位：已审核，等封装成批。"),
    "void": N_("在本单位：已作废。"),
}
_BATCH = {
    "sealed": N_("已封装进第 {batch} 批，等发送。"),
    "carrying": N_("第 {batch} 批已写到 U 盘（{place}），等上级的回执。"),
    "sending": N_("第 {batch} 批正在发送：已到 {percent}%。"),
    "sent": N_("第 {batch} 批已送达上级的服务器，等回执。"),
}
_ABOVE = {
    "received": N_("上级（{above}）已收到，登记为第 {ledger} 号，等上级办理。"),
    "accepted": N_("上级（{above}）已入库。"),
    "returned": N_("上级（{above}）退回，请更正后重新完成、审核、上报。"),
    "quarantined": N_("上级（{above}）暂存待查。"),
    "fork": N_("上级（{above}）收到两个不同的版本，等上级决定。"),
}
_BELOW = {
    "received": N_("{sender}报来，等本单位办理。"),
    "accepted": N_("{sender}报来，本单位已入库。"),
    "returned": N_("本单位已退回{sender}。"),
    "void": N_("{sender}已作废。"),
    "fork": N_("{sender}报来两个不同的版本，等本单位决定。"),
}
_LOST = N_("上级恢复过旧备份，第 {batch} 批要重新送达；下次联系时自动补送。")
_ASIDE = N_("{sender}报来，隔离待查。")
_CAME = N_("随{sender}的第 {batch} 批到达，登记为第 {ledger} 号（{how}）")
_WENT = N_("封装进第 {batch} 批")
_SAID = N_("上级回执：{verdict}")
_DECIDED = N_("本单位办理：{verdict}")
_HANDED = N_("已移交给{name}，由那台电脑继续办理。")
_DOUBLE = N_("与 {office} 的“{title}”是同一个，统计不计这一条。")


def where(office: "Office", record_id: str) -> Whereabouts | None:
    """Return where the record is now and why; None when neither ledger nor quarantine knows it."""
    code = office.info.code
    with office.snapshot() as connection:
        came = _came(connection, code, record_id)
        went = _went(connection, code, record_id)
        owners = {code} | {row.record_office for row in (*came, *went) if row.record_office}
        mine = (record.c.office_code.in_(owners), record.c.record_id == record_id)
        head = connection.execute(select(record).where(*mine)).first()
        aside = connection.execute(
            select(inbox_quarantine)
            .where(
                inbox_quarantine.c.office_code == code,
                inbox_quarantine.c.record_id == record_id,
                inbox_quarantine.c.released_at.is_(None),
            )
            .order_by(inbox_quarantine.c.at.desc())
        ).first()
        above = find(connection, code)
        double = _double(connection, code, record_id)
        away = _away(connection, code, record_id)
    if head is None and aside is None and not came:
        return None
    steps: list[Step] = []  # in the order of the ledgers: the clocks of two offices do not agree
    for row in came:
        steps += [_step_came(row), *([_decided(row)] if row.decided_at else [])]
    for row in went:
        steps += [_step_went(row), *([_said(row)] if row.verdict else [])]
    steps += [] if double is None else [double]
    now = away or _now(code, head, came, went, aside, above)
    title, form_id = ("", "") if head is None else (head.title or "", head.form_id)
    return Whereabouts(record_id, title, form_id, now, tuple(steps))


def _came(connection: Connection, code: str, record_id: str) -> list[Row[Any]]:
    """Return the batches that brought the record, oldest first."""
    same = [
        getattr(inbox_batch.c, name) == getattr(inbox_record.c, name)
        for name in ("office_code", "device_id", "store_epoch", "batch_no")
    ]
    known = (device.c.office_code == inbox_record.c.office_code) & (
        device.c.device_id == inbox_record.c.device_id
    )
    columns = (
        inbox_batch.c.ledger_seq,
        inbox_batch.c.how,
        inbox_batch.c.received_at,
        inbox_batch.c.peer_code,
    )
    query = (
        select(inbox_record, *columns, device.c.peer_name)
        .join(inbox_batch, same[0] & same[1] & same[2] & same[3])
        .outerjoin(device, known)
        .where(inbox_record.c.office_code == code, inbox_record.c.record_id == record_id)
        .order_by(inbox_batch.c.ledger_seq)
    )
    return list(connection.execute(query))


def _went(connection: Connection, code: str, record_id: str) -> list[Row[Any]]:
    """Return the batches the record went up in, oldest first."""
    same = [
        getattr(batch.c, name) == getattr(batch_record.c, name)
        for name in ("office_code", "store_epoch", "batch_no")
    ]
    columns = [
        batch.c.stage, batch.c.sealed_at, batch.c.size, batch.c.sent_bytes, batch.c.carried_to,
        batch.c.ledger_seq, batch.c.confirmed_epoch,
    ]  # fmt: skip
    query = (
        select(batch_record, *columns)
        .join(batch, same[0] & same[1] & same[2])
        .where(batch_record.c.office_code == code, batch_record.c.record_id == record_id)
        .order_by(batch.c.sealed_at, batch_record.c.batch_no)
    )
    return list(connection.execute(query))


def _double(connection: Connection, code: str, record_id: str) -> Step | None:
    """Return that the record was said to be another's double, None when it was not."""
    kept = (record.c.office_code == duplicate.c.kept_office) & (record.c.record_id == duplicate.c.kept_id)
    row = connection.execute(
        select(duplicate, record.c.title)
        .join(record, kept)
        .where(duplicate.c.office_code == code, duplicate.c.other_id == record_id, duplicate.c.said == "same")
    ).first()
    if row is None:
        return None
    values = {"office": row.kept_office, "title": row.title}
    return Step("double", _DOUBLE, values, row.at, " ".join(filter(None, (row.by_name, row.words))))


def _away(connection: Connection, code: str, record_id: str) -> Step | None:
    """Return that the record was handed over to another computer, which goes on with it; None when it was not."""
    row = connection.execute(
        select(holding).where(
            holding.c.office_code == code, holding.c.record_id == record_id, holding.c.stage == AWAY
        )
    ).first()
    return None if row is None else Step("handed", _HANDED, {"name": row.name}, row.at, row.reason)


def _sender(row: Any) -> str:
    return f"{row.peer_name or ''} {row.peer_code}".strip()


def _step_came(row: Row[Any]) -> Step:
    values = {"sender": _sender(row), "batch": row.batch_no, "ledger": row.ledger_seq, "how": row.how}
    return Step("came", _CAME, values, row.received_at)


def _step_went(row: Row[Any]) -> Step:
    return Step("sealed", _WENT, {"batch": row.batch_no}, row.sealed_at)


def _said(row: Row[Any]) -> Step:
    why = " ".join(filter(None, (row.code, row.words)))
    return Step("said", _SAID, {"verdict": row.verdict, "batch": row.batch_no}, row.verdict_at or "", why)


def _decided(row: Row[Any]) -> Step:
    why = " ".join(filter(None, (row.decided_by, row.words)))
    return Step("decided", _DECIDED, {"verdict": row.verdict}, row.decided_at, why)


def _now(  # noqa: PLR0917  (what the tables say of one record, each once)
    code: str, head: Any, came: list[Row[Any]], went: list[Row[Any]], aside: Any, above: OfficeAbove | None
) -> Step:
    """Return the last word: what has not been passed by anything newer."""
    if aside is not None:
        sender = _sender(came[-1]) if came else ""
        why = " ".join(filter(None, (aside.code, aside.words)))
        return Step("quarantined", _ASIDE, {"sender": sender}, aside.at, why)
    if head is None:
        return _step_came(came[-1])
    last = went[-1] if went and went[-1].content_hash == head.content_hash else None
    own = head.office_code == code
    if last is not None and (own or last.verdict != "returned"):
        gone = _gone(head, last, above)
        if gone is not None:
            return gone
    if not own and came:
        newest = came[-1]
        kind = "fork" if newest.verdict == "fork" else head.state
        words = _BELOW.get(kind, _BELOW["received"])
        return Step(kind, words, {"sender": _sender(newest)}, newest.received_at, newest.words)
    if head.state == "returned":
        name = above.name if above is not None else ""
        words = _ABOVE["returned"] if head.verdict == "returned" else N_("在本单位：被退回填报人，等更正。")
        return Step("returned", words, {"above": name}, head.verdict_at or "", head.verdict_reason)
    return Step(head.state, _HERE.get(head.state, _HERE["draft"]), at=head.updated_at)


def _gone(head: Any, last: Row[Any], above: OfficeAbove | None) -> Step | None:
    """Return how far the batch is that holds the newest version; None when that says nothing any more."""
    name = above.name if above is not None else ""
    if last.stage in _BATCH:
        percent = 100 * last.sent_bytes // last.size if last.size else 0
        values = {"batch": last.batch_no, "percent": percent, "place": last.carried_to}
        return Step(last.stage, _BATCH[last.stage], values, last.sealed_at)
    if above is not None and last.confirmed_epoch != above.store_epoch:
        return Step("lost", _LOST, {"batch": last.batch_no}, last.sealed_at)
    if head.state in ("draft", "complete", "approved") or not last.verdict:
        return None
    kind = last.verdict if last.verdict in _ABOVE else "received"
    why = " ".join(filter(None, (last.code, last.words)))
    return Step(kind, _ABOVE[kind], {"above": name, "ledger": last.ledger_seq}, last.verdict_at or "", why)
