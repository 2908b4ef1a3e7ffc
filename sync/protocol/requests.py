"""What a device signs on each HTTP request, and what the server checks.

The signature covers method, target, the body's claim (offset and length for a piece of a batch) and the
moment. Bodies themselves are not covered: a batch is signed as a whole, and its name is its SHA-256. A
replayed request finds its offset already taken or gets an answer sealed to the device, so it gains nothing;
the moment bounds even that. Clocks of offices lie: the server tells its own time with a refusal, and the
client signs again with that.
"""

from dataclasses import dataclass

DEVICE = "Xiezuo-Device"
MOMENT = "Xiezuo-Time"
NONCE = "Xiezuo-Nonce"
SIGNATURE = "Xiezuo-Signature"
SEQ = "Xiezuo-Seq"
CODE = "Xiezuo-Code"
PROTOCOL = "1"
VERSION_HEADER = "Xiezuo-Protocol"
SKEW = 300  # seconds a device's moment may differ from the server's
PIECE_TYPE = "application/offset+octet-stream"
ACK_TYPE = "application/vnd.xiezuo.acknowledgement"
FORMS_TYPE = "application/vnd.xiezuo.forms"
UPDATE_TYPE = "application/vnd.xiezuo.update"
ERASURE_TYPE = "application/vnd.xiezuo.erasure-answer"
DOWN_TYPE = "application/vnd.xiezuo.down"
FILES_TYPE = "application/vnd.xiezuo.files"
STATEMENT_TYPE = "application/vnd.xiezuo.statement"
ENROLMENT_TYPE = "application/vnd.xiezuo.enrolment"
RENEWAL_TYPE = "application/vnd.xiezuo.renewal"
KEY = "Xiezuo-Key"
DIGEST = "Xiezuo-Digest"  # SHA-256 of the whole file a piece belongs to
OFFSET = "Xiezuo-Offset"  # where in it the piece begins
SIZE = "Xiezuo-Size"  # bytes of the whole
PROBLEM_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Claim:
    """The parts of one request under signature; *offset* and *length* as in the headers, '' where absent."""

    method: str
    target: str
    device: str
    moment: str
    nonce: str
    offset: str = ""
    length: str = ""

    def message(self) -> bytes:
        """Return the bytes that are signed: one part a line, none may hold a line break."""
        parts = (
            "xiezuo-request-1",
            self.method,
            self.target,
            self.device,
            self.moment,
            self.nonce,
            self.offset,
            self.length,
        )
        if any("\n" in part for part in parts):
            raise ValueError("line break in a signed part")
        return "\n".join(parts).encode()
