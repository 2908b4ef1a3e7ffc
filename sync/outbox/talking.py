"""Signed requests and typed replies: what every conversation with the office above shares.

Only a reply that speaks our protocol counts as the server's; anything else (a portal's login page, a proxy's
error) is the line's weather. Refusals become Problems by the code the server gives, and a device whose clock
is wrong signs again with the server's time.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from forms.problems import Problem
from sync.outbox.link import Link, LinkBrokenError, Reply, Request
from sync.outbox.patience import Patience
from sync.protocol import problem_codes as codes
from sync.protocol import requests
from sync.protocol.signing import Signer

RETRIED = {408, 423, 425, 429, 500, 502, 503, 504}
_BY_CODE = {
    one.code: one
    for one in (
        codes.INVITATION_SPENT,
        codes.CODE_WRONG,
        codes.KEY_TAKEN,
        codes.INVITED_OTHER,
        codes.KEY_NOT_IN_FORCE,
        codes.RENEWAL_OTHER,
    )
}
_BY_STATUS = {413: codes.TOO_LARGE, 507: codes.SERVER_FULL, 401: codes.UNAUTHORISED, 403: codes.UNAUTHORISED}


@dataclass
class Talk:
    """A conversation of one device with the server behind *link*.

    *seconds* tells the device's Unix time, *nonce* a fresh random token.
    """

    link: Link
    signer: Signer
    device: str
    seconds: Callable[[], int]
    nonce: Callable[[], str]
    patience: Patience = field(default_factory=Patience)
    _skew: int = 0

    def ask(self, request: Request, *, retry: bool = True, expected: tuple[int, ...] = ()) -> Reply:
        """Send *request* signed, trying again while the line breaks or the server is busy.

        Returns a reply with status 2xx or one of *expected*. With ``retry=False`` a break raises
        LinkBrokenError at once. Problems: SYNC-050…056, 003.
        """
        failures = 0
        while True:
            reply: Reply | None = None
            try:
                reply = self._once(request)
            except LinkBrokenError:
                if not retry:
                    raise
            if reply is not None and (reply.status < 300 or reply.status in expected):
                return reply
            if reply is not None and reply.status not in RETRIED:
                raise refusal(reply)
            failures += 1
            if failures >= self.patience.tries:
                raise Problem(codes.UNREACHABLE if reply is None else codes.BUSY)
            self.patience.wait(failures, _retry_after(reply))

    def _once(self, request: Request) -> Reply:
        """Exchange once, and once more when only the clock was wrong."""
        reply = self._signed(request)
        moment = reply.headers.get(requests.MOMENT.lower(), "")
        if reply.status == 401 and _code(reply) == codes.CLOCK_SKEW.code and moment.isdecimal():
            self._skew = int(moment) - self.seconds()
            reply = self._signed(request)
        return reply

    def _signed(self, request: Request) -> Reply:
        """Sign and exchange; SYNC-052 when whoever answered does not speak our protocol."""
        claim = requests.Claim(
            request.method,
            request.target,
            self.device,
            str(max(0, self.seconds() + self._skew)),  # midnight of 1970 in Beijing lies before the epoch
            self.nonce(),
            request.headers.get("Upload-Offset", ""),
            request.headers.get("Upload-Length", "") or str(len(request.body)),
        )
        headers = {
            **request.headers,
            "Tus-Resumable": "1.0.0",
            requests.DEVICE: claim.device,
            requests.MOMENT: claim.moment,
            requests.NONCE: claim.nonce,
            requests.SIGNATURE: self.signer.sign_request(claim.message()),
        }
        reply = self.link.exchange(
            Request(request.method, request.target, headers, request.body, request.patience)
        )
        if reply.headers.get(requests.VERSION_HEADER.lower()) != requests.PROTOCOL:
            if reply.status in RETRIED:
                return reply
            raise Problem(codes.NOT_OUR_SERVER)
        return reply


def refusal(reply: Reply) -> Problem:
    """Return the Problem a refusing reply stands for."""
    code = _code(reply)
    detail = _BY_STATUS.get(reply.status) or _BY_CODE.get(code)
    if detail is None or reply.status == 413:
        values = {
            "status": reply.status,
            "code": code,
            "file": "",
            "limit": reply.headers.get("tus-max-size", ""),
        }
        return Problem(detail or codes.REFUSED, values=values)
    return Problem(detail, values={"status": reply.status, "code": code})


def _code(reply: Reply) -> str:
    """Return the problem code in a reply's body, or ''."""
    if requests.PROBLEM_TYPE not in reply.headers.get("content-type", ""):
        return ""
    try:
        said = json.loads(reply.body[:65536])
    except ValueError:
        return ""
    return str(said.get("code", ""))[:20] if isinstance(said, dict) else ""


def _retry_after(reply: Reply | None) -> float:
    """Return the seconds the server asked to wait, at most five minutes."""
    asked = "" if reply is None else reply.headers.get("retry-after", "")
    return float(min(int(asked), 300)) if asked.isdecimal() else 0.0
