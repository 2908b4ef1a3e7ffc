"""Plays the four worlds of the road, one seed after the other: ``python -m soak road``, ten million steps."""

from collections.abc import Callable, Iterable

from soak.road_gates import Gates
from soak.road_keys import Keys
from soak.road_sharing import Sharing
from soak.road_things import BrokenError
from soak.road_world import World

STEPS = 120  # of one world
_KINDS: tuple[type[World | Gates | Keys | Sharing], ...] = (World, Gates, Keys, Sharing)


def play(world: World | Gates | Keys | Sharing) -> None:
    """Play one world to its end. Raises BrokenError when a promise is broken."""
    for _step in range(STEPS):
        world.step()
    world.settle()


def play_many(seeds: Iterable[int], enough: Callable[[], bool]) -> tuple[int, list[str]]:
    """Play worlds of all kinds in turn until *enough*; return the steps done, and which worlds broke which promise."""
    steps, wrong = 0, []
    for seed in seeds:
        if enough():
            break
        kind = _KINDS[seed % len(_KINDS)]
        world = kind(seed // len(_KINDS))
        try:
            play(world)
        except BrokenError as broken:
            wrong.append(f"{kind.__name__} {seed // len(_KINDS)}: {broken}")
        steps += STEPS
    return steps, wrong
