"""The office above: receive, verify, review, import or return, acknowledge. Idempotent."""

from sync.inbox.acknowledging import acknowledge, next_for
from sync.inbox.deciding import accept, send_back
from sync.inbox.looking import BatchIn, Quarantined, RecordIn, batches, quarantine, records
from sync.inbox.receiving import Received, receive
from sync.inbox.retrying import retry

__all__ = [
    "BatchIn",
    "Quarantined",
    "Received",
    "RecordIn",
    "accept",
    "acknowledge",
    "batches",
    "next_for",
    "quarantine",
    "receive",
    "records",
    "retry",
    "send_back",
]
