"""The rules of the road hold in two hundred thousand steps of four small worlds, and each broken one is noticed."""

import pytest

from soak.road_gate_things import GATE_RULES
from soak.road_gates import Gates
from soak.road_key_things import KEY_RULES
from soak.road_keys import Keys
from soak.road_play import STEPS, play
from soak.road_sharing import Sharing
from soak.road_sharing_things import SHARING_RULES
from soak.road_things import RULES, BrokenError
from soak.road_world import World


def test_a_hundred_thousand_steps_break_no_promise():
    """Nothing is lost, nothing is there twice, nothing goes back, whatever the road and the disks do."""
    assert 900 * STEPS >= 100_000
    for seed in range(900):
        play(World(seed))


def test_nobody_passes_the_gates_who_may_not():
    """Forgers, revoked devices, crashes, quarantine, attached files, forms, cleared outboxes: every promise holds."""
    assert 300 * STEPS >= 30_000
    for seed in range(300):
        play(Gates(seed))


def test_a_key_given_up_opens_nothing():
    """Renewal, revocation, restored backups, kills and a thief with every old key: nothing enters by it, nothing is lost for it."""
    assert 250 * STEPS >= 30_000
    for seed in range(250):
        play(Keys(seed))


def test_records_come_down_and_are_handed_over():
    """Three computers of a county: copies are what stands above, and one record is changed by one of them alone."""
    assert 360 * STEPS >= 40_000
    for seed in range(360):
        play(Sharing(seed))


def test_ninety_rules_and_more():
    """Each has a name of its own, so that it can be broken."""
    every = (*RULES, *GATE_RULES, *KEY_RULES, *SHARING_RULES)
    assert len(set(every)) == len(every) >= 90


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_noticed(rule: str):
    """Within a thousand worlds a program without this rule is found out."""
    assert any(_is_noticed(World(seed, rule)) for seed in range(1000))


@pytest.mark.parametrize("rule", GATE_RULES)
def test_a_broken_gate_is_noticed(rule: str):
    """Within a thousand worlds a program without this rule is found out."""
    assert any(_is_noticed(Gates(seed, rule)) for seed in range(1000))


@pytest.mark.parametrize("rule", KEY_RULES)
def test_a_broken_rule_of_keys_is_noticed(rule: str):
    """Within a thousand worlds a program without this rule is found out."""
    assert any(_is_noticed(Keys(seed, rule)) for seed in range(1000))


# A record given up whose content its giver read no more; one a restored county erased after it had been given away.
FOUND = (8_693, 15_472)


@pytest.mark.parametrize("rule", SHARING_RULES)
def test_a_broken_rule_of_sharing_is_noticed(rule: str):
    """Within a thousand worlds, and two the soak came upon, a program without this rule is found out."""
    assert any(_is_noticed(Sharing(seed, rule)) for seed in (*range(1000), *FOUND))


def _is_noticed(world: World | Gates | Keys | Sharing) -> bool:
    try:
        play(world)
    except BrokenError:
        return True
    return False
