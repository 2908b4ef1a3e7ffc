"""Who may do what to a record in which state: the table of moves."""

import pytest

from records.model.states import LOCKED, MOVES, Role, State, Verb, allowed, is_another, may


def test_locked_records_start_no_verb():
    """What was sent waits for the office above: no verb of the ledger starts there, nor from void."""
    assert [(verb, state) for verb in Verb for state in LOCKED | {State.VOID} if allowed(verb, state)] == []


def test_clerks_and_admins_never_approve():
    """Approving and sending back belong to reviewer and leader; in a one-person office to that person."""
    for verb in (Verb.APPROVE, Verb.SEND_BACK):
        assert {role for role in Role if may(verb, role)} == {Role.REVIEWER, Role.LEADER}
        assert may(verb, Role.CLERK, one_person=True)


@pytest.mark.parametrize("state", [state for state in State if state not in LOCKED | {State.VOID}])
def test_every_open_state_has_a_way_on(state):
    """No record gets stuck in the office."""
    assert any(allowed(verb, state) for verb in Verb)
    assert all(move.after is not State.SENT for move in MOVES.values())


def test_another_person_is_none_of_those_before():
    """The reviewer is neither the one who filled nor the one who completed."""
    assert is_another("李主任", ["张会计", None])
    assert not is_another("张会计", ["李主任", "张会计"])
