"""Plays the two worlds of the road, one seed after the other: ``python -m soak road``, ten million steps."""

from collections.abc import Callable, Iterable

from soak.road_gates import Gates
from soak.road_things import BrokenError
from soak.road_world import World

STEPS = 120  # of one world


def play(world: World | Gates) -> None:
    """Play one world to its end. Raises BrokenError when a promise is broken."""
    for _step in range(STEPS):
        world.step()
    world.settle()


def play_many(seeds: Iterable[int], enough: Callable[[], bool]) -> tuple[int, list[str]]:
    """Play worlds of both kinds in turn until *enough*; return the steps done, and which worlds broke which promise."""
    steps, wrong = 0, []
    for seed in seeds:
        if enough():
            break
        world = Gates(seed // 2) if seed % 2 else World(seed // 2)
        try:
            play(world)
        except BrokenError as broken:
            wrong.append(f"{type(world).__name__} {seed // 2}: {broken}")
        steps += STEPS
    return steps, wrong
