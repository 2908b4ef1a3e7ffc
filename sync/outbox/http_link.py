"""The link over HTTP: httpx2 with TLS always verified, Nagle off, no total time limit, no redirects.

A slow line is no broken line, so only silence counts against it. Redirects are not followed: a signed request
belongs to one address, and a captive portal's redirect must look like what it is. Without TCP_NODELAY a batch
upload took three times as long in measurements.
"""

import socket
import ssl
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

from forms.problems import Problem
from sync.outbox.link import LinkBrokenError, Reply, Request
from sync.protocol.problem_codes import TLS_REFUSED, WRONG_ADDRESS

LARGEST_REPLY = 128 << 20  # bytes; an acknowledgement of 200,000 records takes a tenth


class HttpLink:
    """A kept-alive connection to one server; *ca* is a PEM file for a server with a certificate of its own.

    Raises SYNC-037 for an address that is none.
    """

    def __init__(self, address: str, ca: Path | None = None) -> None:
        context = ssl.create_default_context(cafile=None if ca is None else str(ca))
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        transport = httpx2.HTTPTransport(
            verify=context, socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)]
        )
        try:
            self._client = httpx2.Client(
                base_url=address, transport=transport, follow_redirects=False, trust_env=False
            )
        except (httpx2.InvalidURL, UnicodeError) as error:
            transport.close()
            raise Problem(WRONG_ADDRESS, values={"address": address[:60]}) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def exchange(self, request: Request) -> Reply:
        """Send one request over the kept connection."""
        patience = httpx2.Timeout(request.patience, connect=min(15.0, request.patience))
        try:
            with self._client.stream(
                request.method,
                request.target,
                headers=dict(request.headers),
                content=request.body or None,
                timeout=patience,
            ) as response:
                return Reply(response.status_code, _lower(response.headers), _bounded(response))
        except httpx2.TransportError as error:
            if _is_certificate(error):
                raise Problem(TLS_REFUSED) from error
            raise LinkBrokenError(type(error).__name__) from error
        except (httpx2.InvalidURL, httpx2.DecodingError) as error:
            raise LinkBrokenError(type(error).__name__) from error

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


def _lower(headers: httpx2.Headers) -> dict[str, str]:
    """Return the headers by lower-case name."""
    return {name.lower(): value for name, value in headers.items()}


def _bounded(response: httpx2.Response) -> bytes:
    """Read the body, but never more than LARGEST_REPLY bytes."""
    pieces: list[bytes] = []
    total = 0
    for piece in response.iter_bytes():
        total += len(piece)
        if total > LARGEST_REPLY:
            raise LinkBrokenError("reply too large")
        pieces.append(piece)
    return b"".join(pieces)


def _is_certificate(error: BaseException | None) -> bool:
    """Tell whether an untrusted or wrongly named certificate is behind *error*."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
