"""Who may speak to the server: enrolled devices, by their signature on every request, asked anew each time.

Revocation works from the next request on, because standing is read from the ledger each time. Unknown device,
revoked device and wrong signature get the same answer, so that nobody learns which devices exist.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from forms.problems import Problem
from sync.protocol import requests
from sync.protocol.problem_codes import CLOCK_SKEW, UNAUTHORISED
from sync.protocol.signing import PublicKey, verify_request


@dataclass(frozen=True, slots=True)
class Gate:
    """*key_of* gives the key of a device in good standing (None otherwise); *seconds* the server's Unix time."""

    key_of: Callable[[str], PublicKey | None]
    seconds: Callable[[], int]

    def pass_(self, method: str, target: str, headers: Mapping[str, str]) -> str:
        """Return the device that signed this request; SYNC-056 or SYNC-061 (clock) when it may not pass."""
        claim = requests.Claim(
            method,
            target,
            headers.get(requests.DEVICE, ""),
            headers.get(requests.MOMENT, ""),
            headers.get(requests.NONCE, ""),
            headers.get("Upload-Offset", ""),
            headers.get("Upload-Length", "") or headers.get("Content-Length", "0"),
        )
        key = self.key_of(claim.device) if claim.device else None
        if key is None or not claim.moment.isdecimal() or len(claim.moment) > 12:
            raise Problem(UNAUTHORISED)
        if not verify_request(claim.message(), headers.get(requests.SIGNATURE, ""), key):
            raise Problem(UNAUTHORISED)
        if abs(int(claim.moment) - self.seconds()) > requests.SKEW:
            raise Problem(CLOCK_SKEW)
        return claim.device
