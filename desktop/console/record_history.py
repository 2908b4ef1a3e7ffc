"""The story of one record, oldest first: its versions, who approved or returned it, and what the office above said.

Versions come from the record, moves that made no version from the audit log, the verdict from the record's head.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from desktop import stages
from desktop.words import _
from forms.words import N_
from records.ledger import State

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.audit import Entry

_MOVES: Final = {
    "complete": N_("完成"),
    "approve": N_("审核通过"),
    "send_back": N_("退回"),
    "reopen": N_("重新打开"),
    "void": N_("作废"),
}
_WITH_WORDS: Final = ("send_back", "reopen", "void")
_ALONE: Final = N_("本人审核（一人单位）")


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: *what* is a code for scripts, *said* the word for people; *revision* when it made one."""

    at: datetime
    who: str
    what: str
    said: str
    revision: int | None = None
    reason: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the moment as scripts read it."""
        return {
            "at": self.at.isoformat(),
            "by": self.who,
            "what": self.what,
            "revision": self.revision,
            "reason": self.reason,
        }


def story(office: "Office", record_id: str) -> list[Moment]:
    """Return what happened to a record, oldest first. Raises Problem RECORDS-050."""
    told = [
        Moment(one.at, one.by, "saved", _said_of(one.state), one.number, one.reason or "")
        for one in office.records.history(record_id)
    ]
    saved = {(one.at, one.said) for one in told}
    for entry in office.audit.about(record_id):
        said = _(_MOVES.get(entry.verb, ""))
        if said and (entry.at, said) not in saved:
            told.append(Moment(entry.at, entry.who, entry.verb, said, None, _why(entry)))
    head = office.records.get(record_id).head
    if head.verdict_at is not None:
        word = _("上级：{verdict}").format(verdict=_(stages.verdict(head.verdict).word))
        told.append(Moment(head.verdict_at, "", str(head.verdict), word, None, head.verdict_reason))
    return sorted(told, key=lambda moment: moment.at)


def _why(entry: "Entry") -> str:
    """Return the words of a move; what the log notes beside a completion is for machines."""
    if entry.verb == "approve":
        return _(_ALONE) if entry.detail else ""
    return entry.detail if entry.verb in _WITH_WORDS else ""


def _said_of(state: State) -> str:
    """Return what was done to make a version that stands in *state*."""
    return {State.COMPLETE: _("完成"), State.VOID: _("作废")}.get(state, _("保存"))
