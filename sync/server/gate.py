"""Who may speak to the server: enrolled devices, by their signature on every request, asked anew each time.

Revocation works from the next request on, because standing is read from the ledger each time. Unknown device,
revoked device and wrong signature get the same answer, so that nobody learns which devices exist.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from forms.problems import Problem
from sync.protocol import requests
from sync.protocol.problem_codes import CLOCK_SKEW, UNAUTHORISED
from sync.protocol.signing import PublicKey, verify_request


@dataclass(frozen=True, slots=True)
class Gate:
    """*keys_of* gives the keys of a device in good standing, the newest first; *seconds* the server's Unix time.

    *seen* hears of a renewed key at its first use: the one before it passes no more.
    """

    keys_of: Callable[[str], Sequence[PublicKey]]
    seconds: Callable[[], int]
    seen: Callable[[PublicKey], None] = lambda _key: None

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
        keys = self.keys_of(claim.device) if claim.device else ()
        if not claim.moment.isdecimal() or len(claim.moment) > 12:
            raise Problem(UNAUTHORISED)
        signature = headers.get(requests.SIGNATURE, "")
        signed = next((key for key in keys if verify_request(claim.message(), signature, key)), None)
        if signed is None:
            raise Problem(UNAUTHORISED)
        if abs(int(claim.moment) - self.seconds()) > requests.SKEW:
            raise Problem(CLOCK_SKEW)
        if len(keys) > 1 and signed == keys[0]:
            self.seen(signed)
        return claim.device
