"""对账单: the facts of one batch both offices compare, as one of them sees them.

Both ends work out the same checksum of each form from the hashes of its records, whatever their order, so that
equal slips mean equal records. Knows no Qt; the paper itself is `reports.papers.slip`.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from desktop import stages
from forms.problems import Problem
from sync.protocol.problem_codes import BATCH_UNKNOWN

if TYPE_CHECKING:
    from records.ledger import Office
    from sync.inbox import RecordIn
    from sync.outbox import RecordOut

TITLE: Final = "上报批次对账单"  # an official paper: same in every language
_TOLD: Final = ("accepted", "returned")
_SHOWN: Final = 8  # hex digits of a checksum that two people read to each other


@dataclass(frozen=True, slots=True)
class FormCount:
    """One form of the batch: records in all, those accepted, returned, still open; *checksum* of their hashes."""

    form_id: str
    title: str
    records: int
    accepted: int
    returned: int
    checksum: str

    @property
    def open(self) -> int:
        """How many are not decided."""
        return self.records - self.accepted - self.returned


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """One batch: *number* below, *ledger_seq* above (None until it is known here), sealed or received (*when* says which) *at*."""

    number: int
    ledger_seq: int | None
    epoch: str
    device_id: str
    partner: str
    when: str
    at: str
    stage: str
    digest: str
    forms: tuple[FormCount, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the facts as scripts read them."""
        return {
            "number": self.number,
            "ledger_seq": self.ledger_seq,
            "device_id": self.device_id,
            "store_epoch": self.epoch,
            "digest": self.digest,
            "forms": [
                {"form_id": one.form_id, "records": one.records, "accepted": one.accepted,
                 "returned": one.returned, "open": one.open, "checksum": one.checksum} for one in self.forms
            ],
        }  # fmt: skip


def of_batch(office: "Office", batch: str) -> BatchFacts:
    """Return the facts of a batch: its number if this office sealed it, else its key or number in our ledger.

    Raises Problem SYNC-045 when neither end knows it.
    """
    from sync import outbox

    if batch.isascii() and batch.isdecimal():
        for state in outbox.batches(office):
            if state.number == int(batch) and state.epoch == office.info.store_epoch:
                return _sealed(office, state)
    return _received(office, batch)


def _sealed(office: "Office", state: Any) -> BatchFacts:
    from sync import enrolment, outbox

    above = enrolment.office_above(office)
    return BatchFacts(
        state.number,
        state.ledger_seq,
        state.epoch,
        office.info.device_id,
        f"{above.name} {above.code}" if above is not None else "",
        "封装时间",  # paper: same in every language
        state.sealed_at,
        stages.BATCHES_SENT.get(state.stage, stages.UNKNOWN).word,
        state.digest,
        _counted(outbox.records(office, state)),
    )


def _received(office: "Office", batch: str) -> BatchFacts:
    from sync import inbox

    found = [one for one in inbox.batches(office) if batch in (one.batch_key, str(one.ledger_seq))]
    if not found:
        raise Problem(BATCH_UNKNOWN, values={"batch": batch})
    one = found[0]
    return BatchFacts(
        one.number,
        one.ledger_seq,
        one.batch_key.split(":")[1],
        one.device_id,
        f"{one.office_name} {one.office_code}",
        "接收时间",  # paper: same in every language
        one.received_at,
        stages.BATCHES_IN.get(one.stage, stages.UNKNOWN).word,
        one.digest,
        _counted(inbox.records(office, one.batch_key)),
    )


def _counted(records: "Iterable[RecordOut | RecordIn]") -> tuple[FormCount, ...]:
    by_form: dict[str, list[RecordOut | RecordIn]] = {}
    for record in records:
        by_form.setdefault(record.form_id, []).append(record)
    return tuple(_form(form_id, found) for form_id, found in sorted(by_form.items()))


def _form(form_id: str, found: "list[RecordOut | RecordIn]") -> FormCount:
    told = Counter(record.verdict for record in found)
    names = "".join(sorted(f"{record.record_id}:{record.content_hash}\n" for record in found))
    checksum = hashlib.sha256(names.encode()).hexdigest()
    return FormCount(form_id, found[0].form_title, len(found), told[_TOLD[0]], told[_TOLD[1]], checksum)


def lines(facts: BatchFacts) -> list[str | tuple[str, ...]]:
    """Return the lines of the paper; its words are Chinese, because the paper is signed and filed there."""
    said: list[str | tuple[str, ...]] = [
        "批次",  # paper: same in every language
        ("报送单位批次号", str(facts.number)),  # paper: same in every language
        ("接收单位登记号", str(facts.ledger_seq or "（待回执）")),  # paper: same in every language
        ("对方单位", facts.partner),  # paper: same in every language
        ("设备号", facts.device_id),  # paper: same in every language
        ("数据版次", facts.epoch),  # paper: same in every language
        (facts.when, _moment(facts.at)),  # paper: same in every language
        ("状态", facts.stage),  # paper: same in every language
        ("文件校验码", _grouped(facts.digest, 64)),  # paper: same in every language
        "逐表核对",  # paper: same in every language
        ("表", "条数", "入库", "退回", "待办", "校验码"),  # paper: same in every language
    ]
    said += [
        (one.title, f"{one.records:,}", f"{one.accepted:,}", f"{one.returned:,}", f"{one.open:,}",
         _grouped(one.checksum, _SHOWN))
        for one in facts.forms
    ]  # fmt: skip
    sums = [
        sum(getattr(one, name) for one in facts.forms) for name in ("records", "accepted", "returned", "open")
    ]
    said.append(("合计", *(f"{count:,}" for count in sums), ""))  # paper: same in every language
    return said


def _moment(text: str) -> str:
    """Return a stored moment in local time, to the minute."""
    return datetime.fromisoformat(text).astimezone().strftime("%Y-%m-%d %H:%M")


def _grouped(digest: str, most: int) -> str:
    """Return the first *most* hex digits in groups of four, as people read them aloud."""
    return " ".join(digest[at : at + 4] for at in range(0, min(most, len(digest)), 4))
