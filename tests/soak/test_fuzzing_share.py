"""A share of the fuzzing: every reader of what comes from outside refuses or reads, and a careless one is found out."""

import random
import time

import pytest

from soak import fuzzing

TARGETS = {one.name: one for one in fuzzing.targets()}
SECONDS = 0.2


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_is_refused_or_read(name):
    """Mutants of each target for a moment, and at least some: nothing falls over, nothing is read in two spellings."""
    end = time.monotonic() + SECONDS

    figure = fuzzing.run(TARGETS[name], 2_000, 1, lambda: time.monotonic() > end)

    assert figure.bad == 0
    assert figure.done >= 10


def test_a_careless_reader_is_found_out():
    """One that falls over, and one that takes anything, are both told."""
    target = TARGETS["files of the road"]
    careless = [
        fuzzing.Target("falls", target.seeds, lambda mutant, _origin: str(mutant.decode("ascii"))[:0]),
        fuzzing.Target("takes", target.seeds, lambda mutant, origin: "" if mutant == origin else "accepted"),
    ]

    assert all(fuzzing.run(one, 200, 1, lambda: False).bad for one in careless)


def test_the_same_seed_gives_the_same_mutants():
    """A finding can be found again."""
    seeds = TARGETS["expressions"].seeds
    first, second = (fuzzing.mutants(seeds, random.Random(7)) for _time in range(2))

    assert [next(first) for _one in range(50)] == [next(second) for _one in range(50)]
