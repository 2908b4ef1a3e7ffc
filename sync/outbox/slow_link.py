"""A link that leaves room on a narrow line: it rests after each exchange until no more than so many bytes a second went.

The office's telephone line carries the whole building. The limit holds over the contact as a whole; pieces of a batch
are cut small enough (`piece_of`) that nobody waits long behind one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from sync.outbox.link import Link, Reply, Request

SMALLEST, LARGEST = 16 << 10, 1 << 20  # bytes of a piece


def piece_of(limit: int) -> int:
    """Return how many bytes of a batch to send in one request at *limit* bytes a second (0: as fast as it goes)."""
    return LARGEST if limit <= 0 else max(SMALLEST, min(LARGEST, 2 * limit))


@dataclass
class SlowLink:
    """*limit*: bytes a second, both directions together; *seconds* a clock that only goes on, *sleep* rests."""

    link: Link
    limit: int
    seconds: Callable[[], float]
    sleep: Callable[[float], None]
    _owed: float = field(default=0.0, init=False)  # the moment until which the line is used up

    def exchange(self, request: Request) -> Reply:
        """Exchange, then rest as long as the bytes should have taken."""
        begun = self.seconds()
        reply = self.link.exchange(request)
        took = (len(request.body) + len(reply.body)) / self.limit
        self._owed = max(self._owed, begun) + took
        rest = self._owed - self.seconds()
        if rest > 0:
            self.sleep(rest)
        return reply

    def close(self) -> None:
        """Close the link behind."""
        self.link.close()
