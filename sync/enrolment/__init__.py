"""Who may send to whom: enrolment by file, the office above, the devices below and their standing.

Three steps, by file or over the line (`sync.outbox.enrolling`): the office above writes an invitation (`new`), the office below answers it with its keys
(`answer`), the office above takes the answer in (`accept`). Both read six groups of digits to each other by
telephone. A device can be revoked at any time; standing goes by the order of the ledger, not by clocks. Keys are renewed
by a paper the old key signs (`renew`, `take_keys`).
"""

from sync.enrolment.above import OfficeAbove, office_above
from sync.enrolment.devices import (
    Device,
    device_keys,
    devices,
    key_seen,
    must_stand,
    revoke,
    sender_of,
)
from sync.enrolment.invitations import (
    Accepted,
    Answered,
    Issued,
    accept,
    accept_bytes,
    answer,
    answer_bytes,
    by_code,
    new,
)
from sync.enrolment.renewing import OwnKeys, former_keys, own_keys, own_papers, renew
from sync.enrolment.successors import take as take_keys
from sync.enrolment.successors import take_bytes as take_keys_bytes

__all__ = [
    "Accepted",
    "Answered",
    "Device",
    "Issued",
    "OfficeAbove",
    "OwnKeys",
    "accept",
    "accept_bytes",
    "answer",
    "answer_bytes",
    "by_code",
    "device_keys",
    "devices",
    "former_keys",
    "key_seen",
    "must_stand",
    "new",
    "office_above",
    "own_keys",
    "own_papers",
    "renew",
    "revoke",
    "sender_of",
    "take_keys",
    "take_keys_bytes",
]
