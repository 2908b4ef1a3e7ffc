"""The office above: receive, verify, review, import or return, acknowledge. Idempotent."""

from sync.inbox import erasures
from sync.inbox.acknowledging import acknowledge, next_for
from sync.inbox.aside import refuse, release, try_again
from sync.inbox.asking import ask
from sync.inbox.deciding import accept, send_back
from sync.inbox.files import FilesIn, is_files, receive_files
from sync.inbox.forks import Fork, forks, resolve
from sync.inbox.looking import BatchIn, Quarantined, RecordIn, batches, quarantine, records
from sync.inbox.receiving import Received, receive
from sync.inbox.reporting import Reporting, reporting
from sync.inbox.retrying import everything, retry
from sync.inbox.stating import state
from sync.inbox.taking_back import take_back

__all__ = [
    "BatchIn",
    "FilesIn",
    "Fork",
    "Quarantined",
    "Received",
    "RecordIn",
    "Reporting",
    "accept",
    "acknowledge",
    "ask",
    "batches",
    "erasures",
    "everything",
    "forks",
    "is_files",
    "next_for",
    "quarantine",
    "receive",
    "receive_files",
    "records",
    "refuse",
    "release",
    "reporting",
    "resolve",
    "retry",
    "send_back",
    "state",
    "take_back",
    "try_again",
]
