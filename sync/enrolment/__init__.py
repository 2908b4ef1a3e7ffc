"""Who may send to whom: enrolment by file, the office above, the devices below and their standing.

Three steps, by file or over the line (`sync.outbox.enrolling`): the office above writes an invitation (`new`), the office below answers it with its keys
(`answer`), the office above takes the answer in (`accept`). Both read six groups of digits to each other by
telephone. A device can be revoked at any time; standing goes by the order of the ledger, not by clocks.
"""

from sync.enrolment.above import OfficeAbove, office_above
from sync.enrolment.devices import Device, device_key, devices, revoke, sender_of
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

__all__ = [
    "Accepted",
    "Answered",
    "Device",
    "Issued",
    "OfficeAbove",
    "accept",
    "accept_bytes",
    "answer",
    "answer_bytes",
    "by_code",
    "device_key",
    "devices",
    "new",
    "office_above",
    "revoke",
    "sender_of",
]
