"""What the ledger hands out about records: heads for lists, whole records, revisions, pages, outcomes.

Plain frozen data, cheap to make by the thousand and safe to hand to another thread.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from forms.problems import Problem
from records.model.states import State, Verdict


@dataclass(frozen=True, slots=True)
class RecordHead:
    """One line of a list. *columns* holds the answers marked `list`, by question name, as JSON values.

    *origin* names the office a record of another office comes from. *held* is ``away`` when it was handed over to
    *holder*, ``here`` when it was handed over to this device, ``below`` where an office above knows of it.
    """

    record_id: str
    form_id: str
    form_version: str
    office_code: str
    title: str
    state: State
    revision: int
    updated_at: datetime
    updated_by: str
    verdict: Verdict = Verdict.NONE
    verdict_at: datetime | None = None
    verdict_reason: str = ""
    verdict_question: str = ""
    columns: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""
    held: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A record whole: its head and its answers as JSON; *form_digest* names the form version it is filled with."""

    head: RecordHead
    answers: dict[str, Any]
    form_digest: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """One kept version of a record: who, when, why, on which device; *answers* as they were."""

    record_id: str
    number: int
    state: State
    by: str
    at: datetime
    reason: str
    device_id: str
    store_epoch: str
    form_id: str
    form_digest: str
    parent_hash: str
    content_hash: str
    answers: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows and the cursor that continues after them (None: no more)."""

    rows: list[RecordHead]
    next: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a verb did to one record: *problem* is None when it went through.

    *problems* holds all of them (a record may miss several answers); *problem* is the first.
    """

    record_id: str
    problem: Problem | None
    head: RecordHead | None
    problems: tuple[Problem, ...] = ()
