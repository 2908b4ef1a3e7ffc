"""One line of the table of figures: what was aimed at, what was done, what was found; and the page they make."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """*aim* and *done* are numbers of points; *bad* how many of them went wrong; *more* says what was looked at."""

    what: str
    aim: int
    done: int
    bad: int
    more: str
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the figure for one JSON line."""
        return asdict(self)

    def distance(self) -> str:
        """Say how far from the aim the run was."""
        if self.bad:
            return f"**{self.bad} wrong**"
        return "reached" if self.done >= self.aim else f"{self.done * 100 / self.aim:.1f} % of the aim"


def added(parts: Sequence[Figure]) -> Figure:
    """Return one figure of what several processes found side by side; numbers in the words are added up, too."""
    first = parts[0]
    numbers = [[int(each.replace(",", "")) for each in _NUMBER.findall(part.more)] for part in parts]
    sums = iter([sum(column) for column in zip(*numbers, strict=True)])
    more = (
        first.more
        if len(parts) == 1 or "workflows" in first.more
        else _NUMBER.sub(lambda _found: f"{next(sums):,}", first.more)
    )
    done, bad = sum(part.done for part in parts), sum(part.bad for part in parts)
    return replace(first, done=done, bad=bad, more=more, seconds=max(part.seconds for part in parts))


def of_nights(figures: Sequence[Figure]) -> list[Figure]:
    """Return one figure for each disturbance, of what several nights found one after the other."""
    nights: dict[str, list[Figure]] = {}
    for one in figures:
        nights.setdefault(one.what, []).append(one)
    return [replace(added(parts), seconds=sum(part.seconds for part in parts)) for parts in nights.values()]


_NUMBER = re.compile(r"[0-9][0-9,]*(?!\.)(?= )")

_HEAD = """\
# What survives: figures of the soak

Written by `python -m soak`; do not edit. Real offices (SQLCipher file, keyring, outbox), real driver, real settings. The
oracle is the same everywhere: nothing acknowledged is missing, nothing is there twice, no number is missing, every
hash of the audit log and of the revisions fits, and the same work done again ends as the undisturbed work ends.

| disturbance | aim | done | wrong | distance | seconds | looked at |
|---|---:|---:|---:|---|---:|---|
"""

_TAIL = """
**How.** `soak/watched_calls.c` stands between the program and the system (LD_PRELOAD) and counts every write, fsync,
truncate, rename, unlink and creating open below the office's folder. *Killed*: SIGKILL before the n-th call, and after
half the bytes of it; every call of every workflow in turn. *Power cut*: the calls are kept with their bytes, and states are built of
them in which any sectors since a file's last fsync are missing and only the first of the changed names are there; cuts that
leave the same bytes under the same promises are opened once. The offices hold two forms, not thirty: thirty only make the file longer. *Fails*: the n-th call, or every
call from the n-th on, gives EIO, ENOSPC or EROFS. Every run can be repeated: `python -m soak --seed N PART`.

**What this does not show.** A disk that lies about fsync; a power cut on a real machine; Windows (the harness needs
Linux); a fault of the memory itself. PostgreSQL's own promises are its own: only the encrypted file is disturbed here.
"""


def page(figures: Sequence[Figure], seed: int) -> str:
    """Return the page docs/reliability.md."""
    rows = [
        f"| {one.what} | {one.aim:,} | {one.done:,} | {one.bad} | {one.distance()} | {one.seconds:.0f} | {one.more} |"
        for one in figures
    ]
    return _HEAD + "\n".join(rows) + f"\n\nSeed {seed}.\n" + _TAIL
