"""`python -m soak`: every part, then the table; `--share 0.01` does a hundredth, `--minutes` bounds each part.

`python -m soak fuzz` is apart (`soak.fuzzing`). The parts may run on different nights, and a part on several with another `--seed`:
each answers with a line, and `--page FILE` makes the page of such lines. Starts itself anew with the watching library loaded.
"""

import argparse
import errno
import itertools
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from soak import bit_flips, clocks, fuzzing, mother, power_cuts, road_play
from soak.disturbing import Disturber, begin_child, end_child
from soak.figures import Figure, added, of_nights, page
from soak.watched_calls import Fault, Watch, environment, possible
from soak.workflows import WORKFLOWS, Workflow

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
PARTS = ("kills", "cuts", "errors", "flips", "clocks", "road")
AIM_KILLS, AIM_CUTS, AIM_ERRORS, AIM_FLIPS = 10_000, 1_000_000, 10_000, 10_000
AIM_ROAD = 10_000_000  # steps of the worlds
_ERRORS = (errno.EIO, errno.ENOSPC, errno.EROFS)


class Soak:
    """The parts, each giving figures; *job* of *jobs* does its share of the points."""

    def __init__(self, disturber: Disturber, chosen: argparse.Namespace, job: int = 0) -> None:
        self._disturber, self._share, self._seconds = disturber, chosen.share, chosen.minutes * 60
        self._jobs, self._job, self._seed = chosen.jobs, job, chosen.seed
        self._forget_syncs = chosen.forget_syncs

    def _wanted(self, aim: int) -> int:
        """Return how many points this job does: every *jobs*-th of the share."""
        return len(range(self._job, max(1, round(aim * self._share)), self._jobs))

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
        points = itertools.chain.from_iterable(
            chance.sample(every, len(every)) for _round in itertools.count()
        )
        yield from itertools.islice(points, self._job, max(1, round(aim * self._share)), self._jobs)

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
        found = power_cuts.run(
            self._disturber,
            self._wanted(AIM_CUTS),
            self._seed + self._job,
            self._patience(),
            forget_syncs=self._forget_syncs,
        )
        _tell(found.wrong)
        more = f"{found.opened:,} different states opened, {found.whole:,} as a whole office"
        seconds = time.monotonic() - begun
        return Figure("power cut", AIM_CUTS, found.states, len(found.wrong), more, seconds)

    def flips(self) -> Figure:
        """Flip bits at rest."""
        begun = time.monotonic()
        found = bit_flips.run(
            self._disturber, self._wanted(AIM_FLIPS), self._seed + self._job, self._patience()
        )
        _tell(found.silent)
        more = f"{found.database:,} in office.db, {found.keyring:,} in keyring.json; wrong: not noticed"
        done, seconds = found.database + found.keyring, time.monotonic() - begun
        return Figure("one bit flipped at rest", AIM_FLIPS, done, len(found.silent), more, seconds)

    def clocks(self) -> Figure:
        """Work under wrong clocks; by the first job."""
        begun, aim = time.monotonic(), len(clocks.MOMENTS) * len(clocks.STEPS)
        tried, wrong = clocks.run(self._disturber) if self._job == 0 else (0, [])
        _tell(wrong)
        seconds = time.monotonic() - begun
        return Figure("wrong clock, 1970 to 2099", aim, tried, len(wrong), "a morning's work", seconds)

    def road(self) -> Figure:
        """Play the worlds of the road, each seed once, by all jobs together."""
        begun, enough = time.monotonic(), self._patience()
        steps_wanted = max(1, round(AIM_ROAD * self._share))
        worlds = range(self._job, -(-steps_wanted // road_play.STEPS), self._jobs)
        steps, wrong = road_play.play_many(worlds, enough)
        _tell(wrong)
        more = "worlds of versions, epochs and forks, of the gates, of renewed keys, of records shared and handed over, in turn"
        return Figure("a step of the road", AIM_ROAD, steps, len(wrong), more, time.monotonic() - begun)


def _figure_of(soak: Soak, part: str) -> dict[str, Any]:
    figure: Figure = getattr(soak, part)()
    return figure.as_json()


def _at_once(disturber: Disturber, chosen: argparse.Namespace, part: str) -> Figure:
    """Do one part by as many processes as asked for, each with a stage of its own, and add up what they found."""
    children = []
    for job in range(chosen.jobs):
        disturber.stage = disturber.folder / f"stage-{job}"
        children.append(begin_child(partial(_figure_of, Soak(disturber, chosen, job), part)))
    answers = [end_child(*child) for child in children]
    if any(status != 0 for status, _figure in answers):
        raise RuntimeError(f"{part}: jobs ended with {[status for status, _figure in answers]}")
    return added([Figure(**figure) for _status, figure in answers])


def _tell(wrong: list[str]) -> None:
    for line in wrong[:50]:
        sys.stderr.write(f"{line}\n")


def main(arguments: list[str]) -> int:
    """Run the parts asked for; without names all of them, and the page is written."""
    if arguments[:1] == ["fuzz"]:
        return fuzzing.main(arguments[1:])  # needs neither the watching library nor offices
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--share", type=float, default=1.0, help="of the aims")
    parser.add_argument("--minutes", type=float, default=60.0, help="for each part, at most")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--jobs", type=int, default=1, help="processes at once")
    parser.add_argument("--forget-syncs", action="store_true", help="cuts must then find losses")
    parser.add_argument(
        "--write", action="store_true", help="write docs/reliability.md also from chosen parts"
    )
    parser.add_argument(
        "--page", type=Path, help="write the page from lines earlier runs gave, and do nothing else"
    )
    chosen = parser.parse_args(arguments)
    if chosen.page is not None:
        lines = chosen.page.read_text(encoding="utf-8").splitlines()
        figures = of_nights([Figure(**json.loads(line)) for line in lines])
        PAGE.write_text(page(figures, chosen.seed), encoding="utf-8")
        return 0
    if not possible():
        sys.stderr.write("soak: needs Linux and a C compiler\n")
        return 2
    if "xiezuo-watched" not in os.environ.get("LD_PRELOAD", ""):
        os.execve(sys.executable, [sys.executable, "-m", "soak", *arguments], environment())  # noqa: S606  (ourselves)
    disturber = Disturber(Watch())
    parts = chosen.parts or list(PARTS)
    figures = []
    try:
        for workflow in WORKFLOWS:
            disturber.bases.get(workflow.base)  # before processes would make them side by side
        mother.warm(disturber, WORKFLOWS if {"kills", "errors"} & set(parts) else ())
        for part in parts:
            figures.append(_at_once(disturber, chosen, part))
            sys.stdout.write(json.dumps(figures[-1].as_json(), ensure_ascii=False) + "\n")
            sys.stdout.flush()
    finally:
        disturber.close()
    if chosen.write or (not chosen.parts and chosen.share >= 1):
        PAGE.write_text(page(figures, chosen.seed), encoding="utf-8")
    return int(any(figure.bad for figure in figures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
