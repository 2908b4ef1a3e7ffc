"""Takes a whole import back, by the law of the ledger: nothing is deleted (docs/decisions/0019).

A draft the import made and nobody touched since is voided, with the reason as its last revision. A record the import
only changed gets its earlier answers back as a further revision. What was completed or worked on since stays and is
named, because that work is a person's own.
"""

from dataclasses import dataclass, field

from forms.problems import Problem
from records.ledger.imports import ImportBatch, Imports, Made
from records.ledger.records import Records
from records.model.heads import Record
from records.model.states import State
from records.problem_codes import IMPORT_UNDONE, REASON_NEEDED


@dataclass(slots=True)
class Undone:
    """What an undo did: ids of records voided and of records with their earlier answers; *stayed* keeps the others."""

    voided: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    stayed: list[Record] = field(default_factory=list)


class ImportUndo:
    """The verb `undo` of `office.imports`."""

    def __init__(self, imports: Imports, records: Records) -> None:
        self._imports = imports
        self._records = records

    def undo(self, import_id: str, reason: str) -> Undone:
        """Take an import back. May be repeated after a break: what is done is not done again.

        Raises Problem RECORDS-140 (no such import), -141 (taken back already), -054 (no reason given).
        """
        batch = self._imports.get(import_id)
        if batch.undone_at is not None:
            raise Problem(
                IMPORT_UNDONE, place=import_id, values={"file": batch.file_name, "who": batch.undone_by}
            )
        if not reason.strip():
            raise Problem(REASON_NEEDED)
        done = Undone()
        to_void: list[str] = []
        for made in self._imports.made(import_id):
            self._sort(batch, made, reason, to_void, done)
        for outcome in self._records.void(to_void, reason):
            if outcome.problem is None:
                done.voided.append(outcome.record_id)
            else:
                done.stayed.append(self._records.get(outcome.record_id))
        detail = f"{len(done.voided)} {len(done.restored)} {len(done.stayed)}"
        self._imports.note_undone(import_id, reason, detail)
        return done

    def _sort(self, batch: ImportBatch, made: Made, reason: str, to_void: list[str], done: Undone) -> None:
        record = self._records.get(made.record_id)
        if record.head.state is State.VOID:
            return
        if record.head.state is not State.DRAFT or record.head.revision != made.revision:
            done.stayed.append(record)
        elif made.fresh:
            to_void.append(made.record_id)
        else:
            self._give_back(batch, record, reason)
            done.restored.append(made.record_id)

    def _give_back(self, batch: ImportBatch, record: Record, reason: str) -> None:
        """Write the answers before the import as a new revision."""
        head = record.head
        before = next(
            version
            for version in self._records.history(head.record_id)
            if version.number == head.revision - 1
        )
        self._records.save(
            head.form_id,
            before.answers,
            token=batch.undo_token(head.form_id, head.record_id),
            record_id=head.record_id,
            base=head.revision,
            reason=reason,
        )
