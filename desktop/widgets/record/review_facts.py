"""What a reviewer wants beside a record: what changed since the version judged before, and who looks like it. No Qt.

The version before is the last one that stood where this one stands (waiting for review here, approved when it came from
below); the drafts between are the clerk's own business.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.widgets.record.answer_changes import AnswerChange, answer_changes
from records.model.heads import RecordHead, Revision

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """*before* is the number of the version compared with (0: none, it comes for the first time)."""

    before: int = 0
    now: int = 0
    changes: Sequence[AnswerChange] = ()
    alike: Sequence[RecordHead] = ()


def read(office: "Office", record_id: str, language: str) -> ReviewFacts:
    """Read them; on a worker thread. Raises Problem RECORDS-050."""
    record = office.records.get(record_id)
    definition = office.forms.definition(record.head.form_id, record.form_digest)
    revisions = office.records.history(record_id)
    now = next(one for one in reversed(revisions) if one.number == record.head.revision)
    before = judged_before(revisions, now)
    changes = answer_changes(definition, before.answers, now.answers, language) if before else ()
    alike = office.records.find_same(record.head.form_id, record.answers, besides=record_id, everywhere=True)
    return ReviewFacts(before.number if before else 0, now.number, changes, alike)


def judged_before(revisions: Sequence[Revision], now: Revision) -> Revision | None:
    """Return the version before *now* that somebody judged, None when there is none."""
    earlier = [one for one in revisions if one.number < now.number and one.state == now.state]
    return max(earlier, key=lambda one: one.number, default=None)
