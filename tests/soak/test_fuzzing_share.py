"""A share of the fuzzing: every reader of what comes from outside refuses or reads, and a careless one is found out."""

import random
import time

import pytest

from soak import fuzzing

NAMES = (
    "strict JSON", "files of the road", "sealed batches", "erasure notices", "update notices", "expressions",
    "stored forms", "sheets of forms", "cells of workbooks",
)  # fmt: skip
SECONDS = 0.15


@pytest.fixture(scope="module")
def targets() -> dict[str, fuzzing.Target]:
    """Every target by its name; made once, for forms are compiled for it."""
    return {one.name: one for one in fuzzing.targets()}


def test_every_target_is_tried(targets):
    """None is left out below."""
    assert tuple(targets) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_whatever_comes_is_refused_or_read(targets, name):
    """Mutants of each target for a moment, and at least some: nothing falls over, nothing is read in two spellings."""
    end = time.monotonic() + SECONDS

    figure = fuzzing.run(targets[name], 2_000, 1, lambda: time.monotonic() > end)

    assert figure.bad == 0
    assert figure.done >= 10


def test_a_careless_reader_is_found_out(targets):
    """One that falls over, and one that takes anything, are both told."""
    target = targets["files of the road"]
    careless = [
        fuzzing.Target("falls", target.seeds, lambda mutant, _origin: str(mutant.decode("ascii"))[:0]),
        fuzzing.Target("takes", target.seeds, lambda mutant, origin: "" if mutant == origin else "accepted"),
    ]

    assert all(fuzzing.run(one, 200, 1, lambda: False).bad for one in careless)


def test_the_same_seed_gives_the_same_mutants(targets):
    """A finding can be found again."""
    seeds = targets["expressions"].seeds
    first, second = (fuzzing.mutants(seeds, random.Random(7)) for _time in range(2))

    assert [next(first) for _one in range(50)] == [next(second) for _one in range(50)]
