"""What the office above said of a record, what this office decides on one from below, and what either makes of its row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from records.model.normal_text import normal
from records.model.states import State, Verdict

VERDICT = ("state", "changed", "verdict", "verdict_at", "verdict_code", "verdict_reason", "verdict_question")
# what the office above said → (state here, verdict shown); quarantined records are the clerk's to mend
_EFFECT: Mapping[str, tuple[State, Verdict]] = {
    "new": (State.RECEIVED, Verdict.RECEIVED),
    "same": (State.RECEIVED, Verdict.RECEIVED),
    "older": (State.RECEIVED, Verdict.RECEIVED),
    "fork": (State.RECEIVED, Verdict.RECEIVED),
    "accepted": (State.ACCEPTED, Verdict.ACCEPTED),
    "returned": (State.RETURNED, Verdict.RETURNED),
    "quarantined": (State.RETURNED, Verdict.QUARANTINED),
}
_DELIVERS = frozenset({"new", "same", "older", "fork", "accepted", "returned"})
_WAITS = frozenset({State.SENT, State.RECEIVED})


class Said(Protocol):
    """One line of an acknowledgement: what the office above said of one revision of one record.

    *verdict* is new, same, older, fork, accepted, returned or quarantined.
    """

    @property
    def record(self) -> str:
        """The record's id."""
        ...

    @property
    def revision(self) -> int:
        """The revision it is about."""
        ...

    @property
    def content_hash(self) -> str:
        """That revision's content hash."""
        ...

    @property
    def verdict(self) -> str:
        """The verdict's word."""
        ...

    @property
    def code(self) -> str:
        """A problem code, or ''."""
        ...

    @property
    def question(self) -> str:
        """The question it is about, or ''."""
        ...

    @property
    def words(self) -> str:
        """The words for the clerk, or ''."""
        ...


@dataclass(frozen=True, slots=True)
class Decision:
    """What this office decides on one revision of a record from below: accepted, or returned with words."""

    office_code: str
    record_id: str
    revision: int
    verdict: str
    code: str = ""
    question: str = ""
    words: str = ""


def passed_back(row: Mapping[str, Any], said: Said, seq: int, at: str) -> tuple[dict[str, Any] | None, bool]:
    """Return the columns of a record of an office below after what was *said* above, and whether it goes back down."""
    delivered = row["delivered_revision"]
    if said.verdict in _DELIVERS:
        delivered = max(delivered, min(said.revision, row["sent_revision"]))
    current = row["revision"] == said.revision and row["content_hash"] == said.content_hash
    goes_back = current and row["state"] == State.ACCEPTED and said.verdict in ("returned", "quarantined")
    if not goes_back and delivered == row["delivered_revision"]:
        return None, False
    told: dict[str, Any] = {name: row[name] for name in VERDICT}
    if goes_back:
        told |= {"state": str(State.RETURNED), "verdict": str(Verdict.RETURNED), "verdict_code": said.code}
        told |= {"verdict_reason": normal(said.words), "verdict_question": said.question, "verdict_at": at}
    told |= {"changed": seq, "delivered_revision": delivered}
    return {**told, "key_office": row["office_code"], "key_record": row["record_id"]}, goes_back


def told_by(row: Mapping[str, Any], said: Said, seq: int, at: str) -> dict[str, Any] | None:
    """Return the record's columns after what was *said*, or None when it changes nothing."""
    state, verdict = _EFFECT[str(said.verdict)]
    delivered = row["delivered_revision"]
    if said.verdict in _DELIVERS:
        delivered = max(delivered, min(said.revision, row["sent_revision"]))
    told: dict[str, Any] = {name: row[name] for name in VERDICT}
    current = row["revision"] == said.revision and row["content_hash"] == said.content_hash
    decided = row["state"] in (State.ACCEPTED, State.RETURNED) and row["verdict"] != Verdict.NONE
    let_in = row["verdict"] == Verdict.QUARANTINED  # set aside there before, and taken in since
    if current and (row["state"] in _WAITS or (decided and (let_in or verdict is not Verdict.RECEIVED))):
        told |= {"state": str(state), "verdict": str(verdict), "verdict_code": said.code}
        told |= {"verdict_reason": normal(said.words), "verdict_question": said.question}
    elif current and row["state"] == State.VOID:
        told["verdict"] = str(verdict)
    if all(told[name] == row[name] for name in VERDICT) and delivered == row["delivered_revision"]:
        return None
    told |= {"verdict_at": at, "changed": seq, "delivered_revision": delivered}
    return {**told, "key_office": row["office_code"], "key_record": row["record_id"]}
