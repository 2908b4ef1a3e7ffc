"""What a window offers to a person: exactly what the office would do for them.

The table of moves is `records.model.states`; beyond it, what others already relied on (an approved or an accepted
record) is reopened or voided by a judge only, as the ledger itself demands.
"""

from typing import TYPE_CHECKING, Final

from records.model.heads import RecordHead
from records.model.states import Role, State, Verb, allowed, may

if TYPE_CHECKING:
    from records.ledger import Office

_JUDGES: Final = (Role.REVIEWER, Role.LEADER)
_RELIED_ON: Final = {
    Verb.REOPEN: {State.APPROVED},
    Verb.VOID: {State.APPROVED, State.ACCEPTED},
}


def has(office: "Office", verb: Verb) -> bool:
    """Say whether who is signed in has *verb* at all."""
    return may(verb, office.user.role, one_person=alone(office))


def stands(office: "Office", verb: Verb, head: RecordHead) -> bool:
    """Say whether who is signed in may do *verb* to the record of *head*."""
    if not is_own(office, head) or not has(office, verb) or not allowed(verb, head.state):
        return False
    judge = office.user.role in _JUDGES or alone(office)
    return judge or head.state not in _RELIED_ON.get(verb, set())


def is_own(office: "Office", head: RecordHead) -> bool:
    """Say whether this computer may change the record: its office's own, or handed over to it, and to nobody else."""
    return head.held == "here" or (head.office_code == office.info.code and head.held != "away")


def alone(office: "Office") -> bool:
    """Say whether one person does everything in this office."""
    return bool(office.settings.get("one_person", False))
