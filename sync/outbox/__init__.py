"""The office below: seal, keep, upload, resume, write to USB, apply what comes back."""

from sync.outbox import automatic, erasures, files
from sync.outbox.applying import Applied, apply
from sync.outbox.carrying import CarriedAll, carry_waiting
from sync.outbox.clearing import Cleared, clear, clearable
from sync.outbox.enrolling import enrol_with_code, enrol_with_file
from sync.outbox.link import Link, LinkBrokenError, Reply, Request
from sync.outbox.sealing import SealedBatch, carry, seal, waiting
from sync.outbox.sending import fetch_files, http_link, send
from sync.outbox.sent import Sent
from sync.outbox.states import BatchState, RecordOut, batches, records

__all__ = [
    "Applied",
    "BatchState",
    "CarriedAll",
    "Cleared",
    "Link",
    "LinkBrokenError",
    "RecordOut",
    "Reply",
    "Request",
    "SealedBatch",
    "Sent",
    "apply",
    "automatic",
    "batches",
    "carry",
    "carry_waiting",
    "clear",
    "clearable",
    "enrol_with_code",
    "enrol_with_file",
    "erasures",
    "fetch_files",
    "files",
    "http_link",
    "records",
    "seal",
    "send",
    "waiting",
]
