"""Sending by itself: when the next contact is due, and what came of the last one.

Pure of threads and windows: a window asks with a timer, the console in a loop. A contact is tried when it is due and
decides by itself whether the line is there; what the system says about the network is a hint that brings the next try
forward, never a gate (it says online where nothing is). After a failure the pauses double, with jitter, so that a
hundred counties whose server comes back do not knock at once.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from forms.problems import Problem
from sync.enrolment.above import office_above
from sync.outbox import files, sealing, states
from sync.outbox.http_link import HttpLink
from sync.outbox.patience import Patience
from sync.outbox.sending import Progress, http_link, send
from sync.outbox.sent import Sent
from sync.outbox.slow_link import SlowLink, piece_of
from sync.protocol.problem_codes import NO_MOMENT

if TYPE_CHECKING:
    from records.ledger import Office

KEY = "sending"  # of the office's settings
FIRST, LONGEST = 30.0, 3600.0  # seconds between two tries that fail: the first pause, the longest
HINT = 5.0  # seconds after the system says that a network is there
SOON = 3.0  # seconds after something was sealed


@dataclass(frozen=True, slots=True)
class Plan:
    """How this office sends: by itself or not, paused, sealing too what was approved, every so many minutes or *at* ("HH:MM").

    With moments in *at* contacts are made then only. *limit*: KiB a second, 0: as fast as it goes.
    """

    automatic: bool = True
    paused: bool = False
    seal: bool = False
    every: int = 15
    at: tuple[str, ...] = ()
    limit: int = 0


def plan_of(office: "Office") -> Plan:
    """Return how the office sends."""
    kept: dict[str, Any] = office.settings.get(KEY, {})
    known = {name: value for name, value in kept.items() if name in Plan.__dataclass_fields__}
    return replace(Plan(**known), at=tuple(known.get("at", ())))


def set_plan(office: "Office", plan: Plan) -> None:
    """Keep how the office sends. Raises Problem RECORDS-024 for a clerk who is not alone."""
    office.settings.set(KEY, {**asdict(plan), "at": list(plan.at)})


def moments(texts: Iterable[str]) -> tuple[str, ...]:
    """Return moments of the day as they are kept, in order. Raises SYNC-038 for a text that is none."""
    found = []
    for text in texts:
        try:
            found.append(time.fromisoformat(text.zfill(5)).strftime("%H:%M"))
        except ValueError as error:
            raise Problem(NO_MOMENT, values={"text": text}) from error
    return tuple(sorted(set(found)))


def next_moment(at: tuple[str, ...], now: datetime) -> datetime:
    """Return the next of the moments *at* ("HH:MM", local) after *now*."""
    today = [datetime.combine(now.date(), time.fromisoformat(text), now.tzinfo) for text in at]
    return min(one if one > now else one + timedelta(days=1) for one in today)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where sending stands: ``off`` (nobody above, or by hand), ``paused``, ``waiting`` (until *at*) or ``sending``.

    *problem*: why the last contact failed, after *failures* in a row; *sent*: what the last good one achieved.
    """

    kind: str
    at: datetime | None = None
    problem: Problem | None = None
    failures: int = 0
    sent: Sent | None = None


@dataclass
class Automatic:
    """Sends for one office. *seconds* is a clock that only goes on; *link* opens the line (tests hand in their own)."""

    office: "Office"
    seconds: Callable[[], float]
    sleep: Callable[[float], None]
    link: Callable[["Office"], HttpLink] = http_link
    jitter: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)
    standing: Standing = field(default=Standing("waiting"), init=False)
    _due: float = field(default=0.0, init=False)

    def begin(self, delay: float) -> None:
        """Make the first contact after *delay* seconds."""
        self._wait(delay)

    def wake(self, delay: float = SOON) -> None:
        """Something was sealed, or a person asks: make the next contact soon, whatever went wrong before."""
        if not plan_of(self.office).at or delay == 0.0:
            self._sooner(delay)

    def reachable(self) -> None:
        """Take the system's hint that a network is there now: after failures, do not wait out the pause."""
        if self.standing.failures:
            self._sooner(HINT * (1.0 + self.jitter()))

    def wait(self) -> float | None:
        """Return the seconds until the next contact is due (0: now); None while there is none to make."""
        plan, above = plan_of(self.office), office_above(self.office)
        if above is None or not above.address or not plan.automatic:
            self.standing = replace(self.standing, kind="off", at=None)
            return None
        if plan.paused:
            self.standing = replace(self.standing, kind="paused", at=None)
            return None
        left = max(0.0, self._due - self.seconds())
        self.standing = replace(self.standing, kind="waiting", at=self._moment(left))
        return left

    def contact(self, progress: Progress | None = None) -> Sent | None:
        """Make one contact and settle when the next is due; None when it failed (`standing.problem` says why)."""
        plan = plan_of(self.office)
        self.standing = replace(self.standing, kind="sending", at=None)
        try:
            sent = self._send(plan, progress)
        except Problem as problem:
            failures = self.standing.failures + 1
            pause = min(LONGEST, FIRST * 2.0 ** min(failures - 1, 20)) * (0.5 + self.jitter() / 2)
            self.standing = Standing("waiting", problem=problem, failures=failures, sent=self.standing.sent)
            self._wait(pause)
            return None
        self.standing = Standing("waiting", problem=next(iter(sent.problems), None), sent=sent)
        self._wait(self._pause(plan))
        return sent

    def _send(self, plan: Plan, progress: Progress | None) -> Sent:
        if plan.seal:
            while sealing.seal(self.office) is not None:
                pass
        limit = plan.limit * 1024
        with self.link(self.office) as line:
            slow = SlowLink(line, limit, self.seconds, self.sleep) if limit > 0 else line
            return send(
                self.office,
                slow,
                progress,
                patience=Patience(tries=3, sleep=self.sleep, jitter=self.jitter),
                wait=20,
                piece=piece_of(limit),
            )

    def _pause(self, plan: Plan) -> float:
        """Return the seconds to the next contact after a good one."""
        if plan.at:
            now = self.office.clock.now()
            return (next_moment(plan.at, now) - now).total_seconds()
        return max(1, plan.every) * 60.0 * (0.9 + self.jitter() / 5)

    def _wait(self, delay: float) -> None:
        self._due = self.seconds() + delay
        self.standing = replace(self.standing, at=self._moment(delay))

    def _sooner(self, delay: float) -> None:
        self._due = min(self._due, self.seconds() + delay)

    def _moment(self, delay: float) -> datetime:
        return self.office.clock.now() + timedelta(seconds=delay)


def to_send(office: "Office") -> int:
    """Return how many files (batches and attached files) the office above has not confirmed."""
    above = office_above(office)
    if above is None:
        return 0
    return len(states.undelivered(office, above.store_epoch)) + len(files.undelivered(office))
