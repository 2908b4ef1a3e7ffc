"""How often one may ask: a bucket of tokens for each device, and a smaller one for addresses that fail to sign.

Devices of a county often share one address, so an address pays for failures only: a hundred honest laptops behind
one router are never slowed, somebody who tries signatures is. The memory is bounded: full buckets are forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

KEPT = 10_000  # buckets remembered; the fullest go first when there are more


@dataclass(slots=True)
class Pace:
    """*burst* at once and *rate* a second for each name; *moment* is a clock in seconds that never goes back."""

    burst: float
    rate: float
    moment: Callable[[], float]
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, name: str) -> float:
        """Return 0.0 when *name* may ask now, else the seconds until it may."""
        left = self._now(name)
        return 0.0 if left >= 1.0 else (1.0 - left) / self.rate

    def spend(self, name: str) -> None:
        """Take one token of *name*."""
        self._left[name] = (max(0.0, self._now(name) - 1.0), self.moment())
        if len(self._left) > KEPT:
            self._forget()

    def _now(self, name: str) -> float:
        left, then = self._left.get(name, (self.burst, 0.0))
        return min(self.burst, left + (self.moment() - then) * self.rate)

    def _forget(self) -> None:
        """Drop the fuller half: a bucket that is full again is as good as none."""
        poorest = sorted(self._left, key=self._now)[: KEPT // 2]
        self._left = {name: self._left[name] for name in poorest}
