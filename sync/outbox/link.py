"""One HTTP exchange as a port: the only thing the sender knows of the network.

An exchange either brings a reply, or breaks (`LinkBrokenError`: nothing is known about what the other end
got), or cannot be begun for a reason a person must mend (Problem). Tests hand in a link that cuts at byte k.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Request:
    """What goes out: *target* is path and query below the server's address."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    patience: float = 30.0  # seconds without a byte before the line counts as broken


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


class LinkBrokenError(Exception):
    """The line broke: the request may or may not have arrived, wholly or in part."""


class Link(Protocol):
    """Carries requests to the office above."""

    def exchange(self, request: Request) -> Reply:
        """Send *request*, return the whole reply; LinkBrokenError when the line breaks, Problem SYNC-051 on TLS."""
        ...

    def close(self) -> None:
        """Give the connection back."""
        ...
