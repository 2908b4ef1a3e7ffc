"""The life of a record: its states, who may move it from one to the next, and what stands in the way.

Pure: no database, no clock. The table `MOVES` is the whole truth; the ledger asks it, the windows grey out
buttons by it, and a model-based test walks it. Sources: domain book §5.4 and §5.8 (填报 → 审核 → 上报 → 退回),
统计法 2024 art. 24 (the reviewer answers for the truth, so is another person than the filler).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a record stands in the office that owns it (or, for a record from below, in this office)."""

    DRAFT = "draft"
    COMPLETE = "complete"
    APPROVED = "approved"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    VOID = "void"


class Verdict(StrEnum):
    """What the office above said of the record's last revision that travelled."""

    NONE = "none"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    QUARANTINED = "quarantined"


class Role(StrEnum):
    """What a person of the office is there for."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    LEADER = "leader"
    ADMIN = "admin"


class Verb(StrEnum):
    """What a person may do to a record."""

    SAVE = "save"
    COMPLETE = "complete"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    REOPEN = "reopen"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: the states it starts from, the state it ends in, and the roles it belongs to."""

    before: frozenset[State]
    after: State
    roles: frozenset[Role]


_ALL = frozenset(Role)
_JUDGES = frozenset({Role.REVIEWER, Role.LEADER})
_UNSENT = frozenset({State.DRAFT, State.COMPLETE, State.APPROVED, State.RETURNED, State.ACCEPTED})

MOVES: dict[Verb, Move] = {
    # A complete record may still be corrected by saving it again; it is then a draft until completed anew.
    Verb.SAVE: Move(frozenset({State.DRAFT, State.COMPLETE, State.RETURNED}), State.DRAFT, _ALL),
    Verb.COMPLETE: Move(frozenset({State.DRAFT, State.RETURNED}), State.COMPLETE, _ALL),
    Verb.APPROVE: Move(frozenset({State.COMPLETE}), State.APPROVED, _JUDGES),
    Verb.SEND_BACK: Move(frozenset({State.COMPLETE, State.APPROVED}), State.RETURNED, _JUDGES),
    # Sent and received records are locked until the office above has spoken.
    Verb.REOPEN: Move(frozenset({State.COMPLETE, State.APPROVED, State.ACCEPTED}), State.DRAFT, _ALL),
    Verb.VOID: Move(_UNSENT, State.VOID, _ALL),
}

# Offices below may be told so by a batch; the ledger's own verbs never make these moves.
LOCKED = frozenset({State.SENT, State.RECEIVED})


def may(verb: Verb, role: Role, *, one_person: bool = False) -> bool:
    """Say whether *role* has *verb* at all; in a one-person office that person has every verb."""
    return one_person or role in MOVES[verb].roles


def allowed(verb: Verb, state: State) -> bool:
    """Say whether *verb* can start from *state*."""
    return state in MOVES[verb].before


def is_another(person: str, before: Iterable[str | None]) -> bool:
    """Say whether *person* is none of those who filled or completed the record (统计法 art. 24)."""
    return person not in set(before)
