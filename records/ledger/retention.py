"""`office.retention`: what is due to be erased by rule, asked for by one person and done by another, with proof.

Nothing is erased by itself. What another law still asks for may be frozen: it is stored, and no verb starts from it.
What other places still hold is said, not hidden: backups until they rotate out, the offices above, papers.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update

from forms.problems import Problem
from records.ledger.erasures import Done, Due, Erasure, Proof, erasure_of, proof_in_log
from records.ledger.forms_shelf import FormsShelf
from records.ledger.saving import find_row
from records.ledger.seat import Seat
from records.model import retention
from records.model.normal_text import normal
from records.model.retention import RULES, Rule, due_on
from records.model.revisions import canonical, digest
from records.model.states import LOCKED
from records.problem_codes import (
    ERASURE_CLOSED,
    ERASURE_NEEDS_ANOTHER,
    NO_SUCH_ERASURE,
    NOTHING_TO_ERASE,
    REASON_NEEDED,
    RECORD_FROZEN,
    RECORD_LOCKED_ABOVE,
)
from records.store import erasing
from records.store.audit_chain import append, tail
from records.store.registering import Entry
from records.store.tables import receipt, record
from records.store.tables_imports import import_kept
from records.store.tables_retention import erased_record, erasure, frozen_record

Progress = Callable[[int, int], None]
_IMPORT = "@import"


class Retention:
    """The rules and verbs of one office."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf

    # ── rules ───────────────────────────────────────────────────────────────────────────────────────────────

    def rules(self) -> list[tuple[Rule, int]]:
        """Return every rule with the years it has here."""
        setting = self._seat.settings.get(retention.SETTING)
        return [(rule, retention.years(rule, setting)) for rule in RULES]

    def set_years(self, key: str, years: int) -> None:
        """Change the years of one rule (the law's least stays). Raises Problem RECORDS-024."""
        setting = self._seat.settings.get(retention.SETTING)
        kept = dict(setting) if isinstance(setting, dict) else {}
        rule = retention.BY_KEY[key]
        self._seat.settings.set(retention.SETTING, kept | {key: max(rule.least, years)})

    # ── what is due ─────────────────────────────────────────────────────────────────────────────────────────

    def due(self, limit: int = 500) -> list[Due]:
        """Return what is due, the oldest first. Records that are under way above, frozen or erased are not."""
        years = {rule.key: count for rule, count in self.rules()}
        with self._seat.store.reading() as connection:
            rows = connection.execute(self._due_query(years).limit(limit)).mappings().all()
            kept = connection.execute(
                select(import_kept).where(import_kept.c.office_code == self._seat.info.code)
            )
            found = [self._due(row, years) for row in rows] + [
                self._due_import(row, years) for row in kept.mappings()
            ]
        today = self._seat.clock.today()
        return sorted((each for each in found if each.due <= today), key=lambda each: each.due)

    def _due_query(self, years: dict[str, int]) -> Any:
        receipted = exists().where(
            receipt.c.office_code == record.c.office_code, receipt.c.record_id == record.c.record_id
        )
        day = func.substr(record.c.updated_at, 1, 10)
        today = self._seat.clock.today()
        before = {key: f"{max(1, today.year - count):04}-{today:%m-%d}" for key, count in years.items()}
        void = record.c.state == "void"
        gone = exists().where(
            erased_record.c.office_code == record.c.office_code,
            erased_record.c.record_id == record.c.record_id,
        )
        frozen = exists().where(
            frozen_record.c.office_code == record.c.office_code,
            frozen_record.c.record_id == record.c.record_id,
        )
        return (
            select(
                record.c.office_code,
                record.c.record_id,
                record.c.form_id,
                record.c.title,
                record.c.state,
                record.c.updated_at,
                receipted.label("receipted"),
            )
            .where(
                record.c.form_id.in_(self._personal_forms()),
                record.c.state.not_in([str(state) for state in LOCKED]),
                ~gone,
                ~frozen,
                or_(
                    and_(receipted, day <= before["receipt"]),
                    and_(~receipted, void, day <= before["void"]),
                    and_(~receipted, day <= before["person"]),
                ),
            )
            .order_by(record.c.updated_at)
        )

    def _personal_forms(self) -> list[str]:
        """Return the forms any version of which asks for personal data of class P2 or P3."""
        return [
            info.form_id
            for info in self._shelf.all()
            if any(
                question.marks.get(retention.SENSITIVE) in retention.PERSONAL
                for definition in self._shelf.in_use(info.form_id)
                for question in definition.questions.values()
            )
        ]

    def _due(self, row: Any, years: dict[str, int]) -> Due:
        key = "receipt" if row["receipted"] else "void" if row["state"] == "void" else "person"
        since = date.fromisoformat(row["updated_at"][:10])
        return Due(
            row["office_code"],
            row["record_id"],
            row["form_id"],
            row["title"],
            key,
            since,
            due_on(since, years[key]),
        )

    def _due_import(self, row: Any, years: dict[str, int]) -> Due:
        since = date.fromisoformat(row["at"][:10])
        day = due_on(since, years["import"])
        return Due(
            row["office_code"],
            row["kept_id"],
            _IMPORT,
            f"{row['file_name']} ({row['waiting']})",
            "import",
            since,
            day,
        )

    # ── erasing, by two ─────────────────────────────────────────────────────────────────────────────────────

    def ask(self, ids: Iterable[str], reason: str) -> Erasure:
        """Ask that these records (or rosters put aside) be erased; another person does it.

        Not only what is due: a person may demand it (art. 47). Raises Problem RECORDS-050, -054 (no reason), -201
        (nothing), -200 (frozen), -204 (under way above), -024.
        """
        self._seat.must_lead()
        words = normal(reason.strip())
        if not words:
            raise Problem(REASON_NEEDED)
        with self._seat.store.writing() as connection:
            records, imports = self._sorted(connection, list(dict.fromkeys(ids)))
            if not records and not imports:
                raise Problem(NOTHING_TO_ERASE)
            return erasure_of(self._put(connection, records, imports, words, self._seat.user.name))

    def ask_for_below(
        self, connection: Connection, records: Sequence[tuple[str, str]], reason: str, below: str
    ) -> int:
        """Put down what the office *below* erased as a request here, for a person here to confirm; return its number.

        Inside the caller's transaction, who proved that office to be the sender. What is under way further up or frozen
        is put down all the same: confirming says so.
        """
        row = self._put(connection, [list(each) for each in records], [], normal(reason), below)
        return int(row["no"])

    def _put(
        self, connection: Connection, records: list[list[str]], imports: list[str], words: str, who: str
    ) -> dict[str, Any]:
        number = int(connection.execute(select(func.max(erasure.c.no))).scalar() or 0) + 1
        row = {
            "office_code": self._seat.info.code, "no": number, "records": json.dumps(records),
            "imports": json.dumps(imports), "reason": words, "asked_by": who,
            "asked_at": self._seat.now(), "outcome": "", "closed_by": None, "closed_at": None,
        }  # fmt: skip
        connection.execute(insert(erasure).values(row))
        append(connection, self._seat.author(), "erase_ask", str(number), str(len(records) + len(imports)))
        return row

    def _sorted(self, connection: Connection, ids: Sequence[str]) -> tuple[list[list[str]], list[str]]:
        kept = set(
            connection.execute(
                select(import_kept.c.kept_id).where(import_kept.c.office_code == self._seat.info.code)
            ).scalars()
        )
        rows = [find_row(connection, self._seat, each) for each in ids if each not in kept]
        for row in rows:
            self._must_be_free(connection, row)
        gone = {(row.office_code, row.record_id) for row in connection.execute(select(erased_record))}
        found = [(str(row["office_code"]), str(row["record_id"])) for row in rows]
        return [list(each) for each in found if each not in gone], [each for each in ids if each in kept]

    def _must_be_free(self, connection: Connection, row: Any) -> None:
        if row["state"] in {str(state) for state in LOCKED}:
            raise Problem(RECORD_LOCKED_ABOVE, place=row["record_id"])
        where = (
            frozen_record.c.office_code == row["office_code"],
            frozen_record.c.record_id == row["record_id"],
        )
        reason = connection.execute(select(frozen_record.c.reason).where(*where)).scalar()
        if reason is not None:
            raise Problem(RECORD_FROZEN, place=row["record_id"], values={"reason": reason})

    def requests(self, limit: int = 100) -> list[Erasure]:
        """Return what was asked for, the newest first."""
        query = select(erasure).where(erasure.c.office_code == self._seat.info.code)
        with self._seat.store.reading() as connection:
            rows = connection.execute(query.order_by(erasure.c.no.desc()).limit(limit)).mappings()
            return [erasure_of(row) for row in rows]

    def proofs(self, limit: int = 100) -> list[Done]:
        """Return what was erased, the newest first, each with its proof in the log."""
        query = select(erasure).where(
            erasure.c.office_code == self._seat.info.code, erasure.c.outcome == "erased"
        )
        with self._seat.store.reading() as connection:
            rows = connection.execute(query.order_by(erasure.c.no.desc()).limit(limit)).mappings().all()
            return [
                Done(erasure_of(row), *proof_in_log(connection, self._seat.info.code, row["no"]))
                for row in rows
            ]

    def drop(self, number: int) -> None:
        """Take a request back; nothing is erased. Raises Problem RECORDS-202, -193."""
        self._seat.must_lead()
        with self._seat.store.writing() as connection:
            self._waiting(connection, number)
            self._close(connection, number, "dropped")
            append(connection, self._seat.author(), "erase_drop", str(number))

    def confirm(self, number: int, *, progress: Progress | None = None) -> Proof:
        """Erase what request *number* names, as another person than asked for it; all of it or nothing.

        Raises Problem RECORDS-202 (no such request), -193 (closed), -205 (one's own), -200, -204, -024.
        """
        self._seat.must_lead()
        store = self._seat.store
        with store.writing() as connection:
            row = self._waiting(connection, number)
            if row["asked_by"] == self._seat.user.name and not self._seat.one_person:
                raise Problem(ERASURE_NEEDS_ANOTHER, place=str(number), values={"who": row["asked_by"]})
            proof = self._erase(connection, row, progress)
            self._close(connection, number, "erased")
        store.fold_back()
        return proof

    def _erase(self, connection: Connection, asked: Any, progress: Progress | None) -> Proof:
        number, above = int(asked["no"]), 0
        lines: list[list[Any]] = []
        entries: list[Entry] = []
        hashes: list[str] = []
        erasing.hear_all(connection)
        wanted = json.loads(asked["records"])
        for done, (_office, record_id) in enumerate(wanted):
            row = find_row(connection, self._seat, record_id)
            self._must_be_free(connection, row)
            writer = self._shelf.writer(str(row["form_id"]), str(row["form_digest"]))
            for answers in erasing.answers_of_all(connection, row):
                entries += writer.deriving.registering.entries(answers)
                hashes += erasing.hashes_in(answers)
            hashes += erasing.hashes_linked(connection, row)
            above += int(row["sent_revision"] or 0) > 0
            changed = tail(connection, self._seat.info.code).seq + 1
            versions, last = erasing.empty(connection, writer, row, number, self._seat.now(), changed=changed)
            append(connection, self._seat.author(), "erase", record_id, f"{versions} {last}")
            lines.append([row["office_code"], record_id, versions, last])
            if progress is not None:
                progress(done + 1, len(wanted))
        persons = erasing.forget_persons(connection, self._seat.info.code, entries, self._personal_forms())
        files = erasing.forget_contents(connection, number, hashes)
        imports = json.loads(asked["imports"])
        for kept_id in imports:
            connection.execute(delete(import_kept).where(import_kept.c.kept_id == kept_id))
        erasing.forget_imports(connection)
        erasing.settle_all(connection)
        if erasing.not_emptied(connection, [(office, record_id) for office, record_id in wanted]):
            raise RuntimeError("a version was not emptied")
        checksum = digest(canonical(lines))
        end = append(connection, self._seat.author(), "erased", str(number), f"{len(lines)} {checksum}")
        versions = sum(int(line[2]) for line in lines)
        return Proof(number, len(lines), versions, persons, files, len(imports), above, checksum, end.seq)

    def _waiting(self, connection: Connection, number: int) -> Any:
        where = (erasure.c.office_code == self._seat.info.code, erasure.c.no == number)
        row = connection.execute(select(erasure).where(*where)).mappings().first()
        if row is None:
            raise Problem(NO_SUCH_ERASURE, place=str(number), values={"number": number})
        if row["outcome"]:
            raise Problem(ERASURE_CLOSED, place=str(number), values={"who": row["closed_by"]})
        return row

    def _close(self, connection: Connection, number: int, outcome: str) -> None:
        connection.execute(
            update(erasure)
            .where(erasure.c.office_code == self._seat.info.code, erasure.c.no == number)
            .values(outcome=outcome, closed_by=self._seat.user.name, closed_at=self._seat.now())
        )

    # ── only stored ─────────────────────────────────────────────────────────────────────────────────────────

    def freeze(self, record_id: str, reason: str) -> None:
        """Only store the record from now on (another law's term runs). Raises Problem RECORDS-050, -054, -024."""
        self._seat.must_lead()
        words = normal(reason.strip())
        if not words:
            raise Problem(REASON_NEEDED)
        with self._seat.store.writing() as connection:
            row = find_row(connection, self._seat, record_id)
            self._let_go(connection, row)
            values = {"reason": words, "by_name": self._seat.user.name, "at": self._seat.now()}
            connection.execute(
                insert(frozen_record).values(office_code=row["office_code"], record_id=record_id, **values)
            )
            append(connection, self._seat.author(), "freeze", record_id)

    def thaw(self, record_id: str) -> None:
        """Let a record that was only stored be worked with again. Raises Problem RECORDS-050, -024."""
        self._seat.must_lead()
        with self._seat.store.writing() as connection:
            self._let_go(connection, find_row(connection, self._seat, record_id))
            append(connection, self._seat.author(), "thaw", record_id)

    def frozen(self) -> dict[str, str]:
        """Return the records that are only stored, with the reason."""
        with self._seat.store.reading() as connection:
            return {
                row.record_id: row.reason
                for row in connection.execute(select(frozen_record).order_by(frozen_record.c.at))
            }

    def _let_go(self, connection: Connection, row: Any) -> None:
        connection.execute(
            delete(frozen_record).where(
                frozen_record.c.office_code == row["office_code"],
                frozen_record.c.record_id == row["record_id"],
            )
        )
