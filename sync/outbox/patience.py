"""How long to wait between tries: doubling, capped, with jitter, so that a hundred offices do not knock at once."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Patience:
    """*tries* attempts in a row without progress; waits of *first* × 2ⁿ seconds up to *longest*, half of it jitter."""

    tries: int = 6
    first: float = 0.5
    longest: float = 60.0
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = field(default_factory=lambda: random.SystemRandom().random)

    def wait(self, failures: int, at_least: float = 0.0) -> None:
        """Wait before the next try after *failures* ≥ 1 failures in a row; not less than the server asked for."""
        delay = min(self.longest, self.first * 2.0 ** (failures - 1))
        self.sleep(max(at_least, delay * (0.5 + self.jitter() / 2)))
