"""`office.travel`: what the room sync asks of the ledger. Every verb works inside the caller's transaction.

Upwards: which records wait to be sent, that they were sealed, what the office above said. Downwards: records
taken in, and this office's decisions on them. All of it may be done again with the same outcome.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, case, select, tuple_, update

from forms.problems import Problem
from records.ledger.forms_shelf import FormsShelf
from records.ledger.origins import any_held, changeable
from records.ledger.said import VERDICT, Decision, Said, passed_back, told_by
from records.ledger.seat import Seat
from records.model.normal_text import normal
from records.model.revisions import Version
from records.model.states import State, Verdict
from records.problem_codes import REASON_NEEDED
from records.store import taking_back
from records.store.audit_chain import append, tail
from records.store.erasing import hear_all
from records.store.import_before import Before
from records.store.importing import ImportVerdict, Incoming, Moment, import_records, import_versions
from records.store.prepared import Prepared, Value
from records.store.record_rows import FormWriter, Writing, write
from records.store.tables import record, revision
from records.store.tables_sync import batch_record

if TYPE_CHECKING:
    from forms.workers import Workers

_CHUNK = 400
_GOES_ON = "上级处理两个版本后续号"  # stored with the version, as every reason is


_tell = Prepared(
    lambda _dialect: (
        update(record)
        .where(record.c.office_code == bindparam("key_office"), record.c.record_id == bindparam("key_record"))
        .values({name: bindparam(name) for name in (*VERDICT, "delivered_revision")})
    )
)


class Travel:
    """The ledger's side of the road."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf

    # ── upwards ─────────────────────────────────────────────────────────────────────────────────────────────

    def mark_sent(self, connection: Connection, batch_no: int) -> int:
        """Lock the records of a batch just sealed (its `batch_record` rows): approved → sent; a void stays void.

        Records of offices below keep what was decided on them here; only that they went on is written. Returns how many. Doing it again changes nothing. The caller writes the audit line.
        """
        info = self._seat.info
        sealed = select(batch_record.c.record_id, batch_record.c.revision).where(
            batch_record.c.office_code == info.code,
            batch_record.c.store_epoch == info.store_epoch,
            batch_record.c.batch_no == batch_no,
        )
        done = update(record).where(
            changeable(info.code) if any_held(connection) else record.c.office_code == info.code,
            tuple_(record.c.record_id, record.c.revision).in_(sealed),
            record.c.state.in_([State.APPROVED, State.VOID]),
        )
        values = {
            "state": case((record.c.state == State.VOID, str(State.VOID)), else_=str(State.SENT)),
            "sent_revision": record.c.revision,
            "changed": tail(connection, info.code).seq + 1,
            "verdict": str(Verdict.NONE),
            "verdict_at": None,
            "verdict_code": "",
            "verdict_reason": "",
            "verdict_question": "",
        }
        passed = (
            update(record)
            .where(
                tuple_(record.c.office_code, record.c.record_id, record.c.revision).in_(
                    sealed.with_only_columns(
                        batch_record.c.record_office, batch_record.c.record_id, batch_record.c.revision
                    ).where(batch_record.c.record_office != "")
                )
            )
            .values(sent_revision=record.c.revision)
        )
        sent = int(connection.execute(done.values(values)).rowcount)
        return sent + int(connection.execute(passed).rowcount)

    def hear_of_others(
        self, connection: Connection, lines: Iterable[Said], owners: Mapping[str, str], at: str
    ) -> list[Said]:
        """Take over what the office above said of records of offices below that were passed on; *owners* by record.

        Returns the lines that return a record: its version here is the one they speak of, and it counts as returned here
        too. What was accepted above changes nothing here. The caller writes the audit line.
        """
        seq = tail(connection, self._seat.info.code).seq + 1
        by_office: dict[str, dict[str, Said]] = {}
        for each in lines:
            by_office.setdefault(owners[each.record], {})[each.record] = each
        returned: list[Said] = []
        changed: list[dict[str, Any]] = []
        for office_code, wanted in by_office.items():
            for record_id, row in self._rows(connection, office_code, list(wanted)).items():
                told, goes_back = passed_back(row, wanted[record_id], seq, at)
                changed += [told] if told is not None else []
                returned += [wanted[record_id]] if goes_back else []
        _tell.many(connection, changed)
        return returned

    def apply_verdicts(self, connection: Connection, lines: Iterable[Said], at: str) -> int:
        """Take over what the office above said at *at*; only for the revision it spoke of, local edits stay.

        A later word may correct an earlier one (returned → accepted); the same word again changes nothing. Returns
        how many records changed. The caller writes the audit line.
        """
        seq = tail(connection, self._seat.info.code).seq + 1
        wanted = {each.record: each for each in lines}
        rows = self._mine(connection, list(wanted))
        changed = [
            told
            for record_id, row in rows.items()
            if (told := told_by(row, wanted[record_id], seq, at)) is not None
        ]
        _tell.many(connection, changed)
        return len(changed)

    def _rows(
        self, connection: Connection, office_code: str, ids: Sequence[str]
    ) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(ids), _CHUNK):
            query = select(record).where(
                record.c.office_code == office_code, record.c.record_id.in_(ids[start : start + _CHUNK])
            )
            found |= {row["record_id"]: dict(row) for row in connection.execute(query).mappings()}
        return found

    def _mine(self, connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Return those of these records this device may change: its office's own, and what was handed over to it."""
        own = self._seat.info.code
        if not any_held(connection):
            return self._rows(connection, own, ids)
        found: dict[str, dict[str, Any]] = {}
        for start in range(0, len(ids), _CHUNK):
            query = select(record).where(changeable(own), record.c.record_id.in_(ids[start : start + _CHUNK]))
            found |= {row["record_id"]: dict(row) for row in connection.execute(query).mappings()}
        return found

    def go_on(self, connection: Connection, said: Said, above: int, *, confirm: bool) -> int:
        """After a fork of a record of ours was resolved: let our next version have a number above the one that stands there.

        Our versions go on as they are, with the same answers, up to *above*; with *confirm* (ours was chosen) one
        further, approved as it was, so that it travels by itself. Returns how many versions were written. Doing it
        again, or for a version that was changed here since and stands high enough, writes nothing.
        """
        row = self._mine(connection, [said.record]).get(said.record)
        if row is None or row["state"] == State.VOID:
            return 0
        current = row["revision"] == said.revision and row["content_hash"] == said.content_hash
        sent_as_it_is = not current and row["state"] in (State.COMPLETE, State.APPROVED)
        target = above + int(sent_as_it_is)
        if confirm and current:  # at least one, also when ours stands higher already: it has to be sent
            target = max(above, int(row["revision"])) + 1
        written = 0
        while int(row["revision"]) < target:
            row = self._same_again(connection, row, approve=confirm and current)
            written += 1
        return written

    def _same_again(
        self, connection: Connection, before: Mapping[str, Any], *, approve: bool
    ) -> dict[str, Any]:
        """Write the record's next version with the answers of the last; return its row."""
        info, at = self._seat.info, self._seat.now()
        key = (revision.c.office_code == before["office_code"], revision.c.record_id == before["record_id"])
        last = connection.execute(
            select(revision.c.state, revision.c.answers).where(*key, revision.c.rev == before["revision"])
        ).one()
        form = self.writer(before["form_id"], before["form_digest"])
        if form is None:
            raise LookupError(before["form_digest"])
        version = Version(
            office_code=before["office_code"],
            record_id=before["record_id"],
            rev=before["revision"] + 1,
            form_id=before["form_id"],
            form_digest=before["form_digest"],
            state=last.state,
            parent_hash=before["content_hash"],
            by=self._seat.user.name,
            at=at,
            reason=_GOES_ON,
            device_id=info.device_id,
            store_epoch=info.store_epoch,
            answers=last.answers,
        )
        moment = self.moment(connection)
        head: dict[str, Value] = {
            "state": str(State.APPROVED) if approve else before["state"],
            "changed": moment.changed,
        }
        content_hash = version.content_hash()
        writing = Writing(
            form,
            version,
            content_hash,
            form.deriving.of(json.loads(last.answers)),
            head,
            dict(before),
            content_hash,
        )
        return dict(write(connection, [writing], at=at, own_office=info.code)[0])

    # ── downwards ───────────────────────────────────────────────────────────────────────────────────────────

    @property
    def workers(self) -> "Workers":
        """The processes that check large batches."""
        return self._seat.workers

    def begin_import(self, connection: Connection) -> Before:
        """Return where an import notes what it finds, so that it can be taken back (`take_back`)."""
        hear_all(connection)  # what the registers hear later would look as if the import had found it
        return Before(self.moment(connection).changed)

    def import_records(
        self,
        connection: Connection,
        rows: Sequence[Mapping[str, Any] | Incoming],
        before: Before | None = None,
        beside: Collection[tuple[str, str]] = (),
    ) -> list[ImportVerdict]:
        """Take in records of offices below as they come, unchecked; see `records.store.importing.import_records`."""
        return import_records(connection, self.writer, rows, self.moment(connection), before, beside=beside)

    def take_back(self, connection: Connection, notes: Sequence[Before]) -> None:
        """Put everything back as the parts of one import found it. The caller proved that nothing was built upon it."""
        taking_back.restore(connection, notes, self._seat.info.code, self.writer)

    def import_versions(self, connection: Connection, incoming: Sequence[Incoming]) -> list[ImportVerdict]:
        """Take in records whose hashes, text and chain the caller has proved already."""
        return import_versions(connection, incoming, self.moment(connection))

    def moment(self, connection: Connection) -> Moment:
        """Return who takes records in and when, for the audit line that comes next."""
        return Moment(self._seat.info.code, self._seat.now(), tail(connection, self._seat.info.code).seq + 1)

    def writer(self, form_id: str, digest: str) -> FormWriter | None:
        """Return what writes records of this form version, or None when the office does not know it."""
        definition = self._shelf.by_digest(digest)
        if definition is None or definition.form_id != form_id:
            return None
        return self._shelf.writer(form_id, digest)

    def decide(self, connection: Connection, decisions: Iterable[Decision]) -> dict[tuple[str, str], bool]:
        """Accept or return received records; bound to the revision that was looked at.

        Returns for each (office code, record id) whether the decision holds now: False when a newer revision has come
        meanwhile or the record waits for no decision. Raises Problem RECORDS-024, and RECORDS-054 for a return
        without words.
        """
        self._seat.must_lead()
        end = tail(connection, self._seat.info.code)
        result: dict[tuple[str, str], bool] = {}
        changed: list[dict[str, Any]] = []
        by_office: dict[str, dict[str, Decision]] = {}
        for each in decisions:
            if each.verdict == Verdict.RETURNED and not each.words.strip():
                raise Problem(REASON_NEEDED, place=each.record_id)
            by_office.setdefault(each.office_code, {})[each.record_id] = each
        for office_code, wanted in by_office.items():
            rows = self._rows(connection, office_code, list(wanted))
            for record_id, decision in wanted.items():
                row = rows.get(record_id)
                holds, columns = self._decided(row, decision, end.seq + 1)
                result[office_code, record_id] = holds
                changed += [columns] if columns is not None else []
        _tell.many(connection, changed)
        if changed:
            append(connection, self._seat.author(), "decide", "", str(len(changed)), after=end)
        return result

    def must_lead(self) -> None:
        """Raise Problem RECORDS-024 for a clerk who is not alone."""
        self._seat.must_lead()

    def give_back(
        self, connection: Connection, office_code: str, record_id: str, content_hash: str, words: str
    ) -> None:
        """Count a version that lost against another as returned; only while it is the newest here."""
        row = self._rows(connection, office_code, [record_id]).get(record_id)
        if row is not None and row["content_hash"] == content_hash and row["state"] != State.VOID:
            told: dict[str, Any] = {name: row[name] for name in VERDICT}
            told |= {"state": str(State.RETURNED), "verdict": str(Verdict.RETURNED)}
            told |= {"verdict_reason": normal(words), "verdict_question": "", "verdict_at": self._seat.now()}
            told |= {"changed": self.moment(connection).changed}
            key = {"key_office": office_code, "key_record": record_id}
            _tell.many(connection, [{**told, **key, "delivered_revision": row["delivered_revision"]}])

    def _decided(
        self, row: Mapping[str, Any] | None, decision: Decision, seq: int
    ) -> tuple[bool, dict[str, Any] | None]:
        """Return whether the decision holds, and the columns to write (None when nothing changes)."""
        if row is None or row["revision"] != decision.revision:
            return False, None
        if row["state"] == decision.verdict and row["verdict_reason"] == decision.words:
            return True, None
        if row["state"] not in (State.RECEIVED, State.ACCEPTED, State.RETURNED):
            return False, None
        return True, {
            "key_office": row["office_code"],
            "key_record": row["record_id"],
            "state": decision.verdict,
            "changed": seq,
            "verdict": decision.verdict,
            "verdict_at": self._seat.now(),
            "verdict_code": decision.code,
            "verdict_reason": normal(decision.words),
            "verdict_question": decision.question,
            "delivered_revision": row["delivered_revision"],
        }
