"""The rules of the road hold in a hundred thousand steps, and each broken one is noticed."""

import pytest

from soak.road_things import RULES, BrokenError
from soak.road_world import World

STEPS = 120  # of one world


def play(seed: int, broken: str = "") -> int:
    """Play one world to its end; return its steps."""
    world = World(seed, broken)
    for _step in range(STEPS):
        world.step()
    world.settle()
    return world.steps


def test_a_hundred_thousand_steps_break_no_promise():
    """Nothing is lost, nothing is there twice, nothing goes back, whatever the road and the disks do."""
    assert sum(play(seed) for seed in range(900)) >= 100_000


@pytest.mark.parametrize("rule", RULES)
def test_a_broken_rule_is_noticed(rule: str):
    """Within a thousand worlds a program without this rule is found out."""
    assert any(_is_noticed(seed, rule) for seed in range(1000))


def _is_noticed(seed: int, rule: str) -> bool:
    try:
        play(seed, rule)
    except BrokenError:
        return True
    return False
