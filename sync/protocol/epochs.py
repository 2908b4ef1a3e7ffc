"""The order of an office's epochs: a generation that counts up, and rises over what others have heard.

An epoch is the name of one life of a database; a restore begins a new one. Names have no order, and a backup knows
nothing of the lives that began after it: an office restored twice from one backup has two epochs with one past. So every
signed paper carries a *generation*, one more than in the copy the office was restored from. A device takes words only
of the epoch it knows or of a higher generation. It tells which one it knows; an office that hears of an epoch it does
not know raises its generation above that one, so that the life that goes on stands above all others (Lamport 1978).
The first life is generation 1 and leaves the number out: papers of an office that was never restored are as they were.
"""

import re

FIRST = 1
_MARK = re.compile(r"(0|[1-9][0-9]{0,17}):([0-9A-Za-z_-]{1,64})")


def mark(generation: int, epoch: str) -> str:
    """Return how a device says which epoch of the office above it knows."""
    return f"{generation}:{epoch}"


def unmark(text: str) -> tuple[int, str] | None:
    """Return (generation, epoch) of a mark; None of any other text."""
    found = _MARK.fullmatch(text)
    return None if found is None else (int(found[1]), found[2])
