"""`python -m soak`: every part, then the table; `--share 0.01` does a hundredth, `--minutes` bounds each part.

Starts itself anew with the watching library loaded.
"""

import argparse
import errno
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from soak import bit_flips, clocks, power_cuts
from soak.disturbing import Disturber
from soak.figures import Figure, page
from soak.watched_calls import Fault, Watch, environment, possible
from soak.workflows import WORKFLOWS, Workflow

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
PARTS = ("kills", "cuts", "errors", "flips", "clocks")
AIM_KILLS, AIM_CUTS, AIM_ERRORS, AIM_FLIPS = 10_000, 1_000_000, 10_000, 10_000
_ERRORS = (errno.EIO, errno.ENOSPC, errno.EROFS)


class Soak:
    """The parts, each giving figures."""

    def __init__(self, disturber: Disturber, share: float, minutes: float, seed: int) -> None:
        self._disturber, self._share, self._seconds, self._seed = disturber, share, minutes * 60, seed
        self.forget_syncs = False

    def _patience(self) -> Callable[[], bool]:
        end = time.monotonic() + self._seconds
        return lambda: time.monotonic() > end

    def _points(
        self, aim: int, faults: list[tuple[Fault, int]]
    ) -> Iterator[tuple[Workflow, Fault, int, int]]:
        """Yield every call of every workflow under each fault, mixed, again and again until the share is done."""
        chance = random.Random(self._seed)
        every = [
            (workflow, fault, at, error)
            for workflow in WORKFLOWS
            for at in range(1, self._disturber.calls(workflow) + 1)
            for fault, error in faults
        ]
        wanted = max(1, round(aim * self._share))
        while wanted > 0:
            chance.shuffle(every)
            yield from every[:wanted]
            wanted -= len(every)

    def _disturb(self, what: str, aim: int, faults: list[tuple[Fault, int]]) -> Figure:
        begun, done, wrong, enough = time.monotonic(), 0, list[str](), self._patience()
        for workflow, fault, at, error in self._points(aim, faults):
            if enough():
                break
            found = self._disturber.disturb(workflow, fault, at, error)
            done += 1
            ended = found.code == 0 if error else found.code in {0, -9}
            here = found.wrong + ([] if ended else [f"ended with {found.code}"])
            wrong += [f"{workflow.name} {fault.name} {at} {error}: {each}" for each in here]
        _tell(wrong)
        more = f"{len(WORKFLOWS)} workflows"
        return Figure(what, aim, done, len(wrong), more, time.monotonic() - begun)

    def kills(self) -> Figure:
        """Kill before a call, and after half of it."""
        return self._disturb("killed at a system call", AIM_KILLS, [(Fault.KILL, 0), (Fault.KILL_HALF, 0)])

    def errors(self) -> Figure:
        """Let a call fail, once and from then on: input/output, full disk, read-only disk."""
        faults = [(fault, error) for fault in (Fault.FAIL_ONCE, Fault.FAIL_EVER) for error in _ERRORS]
        return self._disturb("a call fails (I/O, full, read-only)", AIM_ERRORS, faults)

    def cuts(self) -> Figure:
        """Cut the power."""
        begun = time.monotonic()
        wanted = max(1, round(AIM_CUTS * self._share))
        found = power_cuts.run(
            self._disturber, wanted, self._seed, self._patience(), forget_syncs=self.forget_syncs
        )
        _tell(found.wrong)
        more = f"{found.whole} of them as a whole office"
        return Figure(
            "power cut, state opened",
            AIM_CUTS,
            found.states,
            len(found.wrong),
            more,
            time.monotonic() - begun,
        )

    def flips(self) -> Figure:
        """Flip bits at rest."""
        begun = time.monotonic()
        found = bit_flips.run(
            self._disturber, max(1, round(AIM_FLIPS * self._share)), self._seed, self._patience()
        )
        _tell(found.silent)
        more = f"{found.database} in office.db, {found.keyring} in keyring.json; wrong: not noticed"
        done = found.database + found.keyring
        return Figure(
            "one bit flipped at rest", AIM_FLIPS, done, len(found.silent), more, time.monotonic() - begun
        )

    def clocks(self) -> Figure:
        """Work under wrong clocks."""
        begun = time.monotonic()
        tried, wrong = clocks.run(self._disturber)
        _tell(wrong)
        aim = len(clocks.MOMENTS) * len(clocks.STEPS)
        return Figure(
            "wrong clock, 1970 to 2099", aim, tried, len(wrong), "a morning's work", time.monotonic() - begun
        )


def _tell(wrong: list[str]) -> None:
    for line in wrong[:50]:
        sys.stderr.write(f"{line}\n")


def main(arguments: list[str]) -> int:
    """Run the parts asked for; without names all of them, and the page is written."""
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--share", type=float, default=1.0, help="of the aims")
    parser.add_argument("--minutes", type=float, default=60.0, help="for each part, at most")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--forget-syncs", action="store_true", help="cuts must then find losses")
    parser.add_argument(
        "--write", action="store_true", help="write docs/reliability.md also from chosen parts"
    )
    chosen = parser.parse_args(arguments)
    if not possible():
        sys.stderr.write("soak: needs Linux and a C compiler\n")
        return 2
    if "xiezuo-watched" not in os.environ.get("LD_PRELOAD", ""):
        os.execve(sys.executable, [sys.executable, "-m", "soak", *arguments], environment())  # noqa: S606  (ourselves)
    disturber = Disturber(Watch())
    figures: list[Figure] = []
    try:
        soak = Soak(disturber, chosen.share, chosen.minutes, chosen.seed)
        soak.forget_syncs = chosen.forget_syncs
        for part in chosen.parts or PARTS:
            figures.append(getattr(soak, part)())
            sys.stdout.write(json.dumps(figures[-1].as_json(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
    finally:
        disturber.close()
    if chosen.write or (not chosen.parts and chosen.share >= 1):
        PAGE.write_text(page(figures, chosen.seed), encoding="utf-8")
    return int(any(figure.bad for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
