"""`office.imports`: imports as a whole. What came in from which file, the rows that wait, how headings were understood.

An import is named after its file: the same file brought in again goes on with the same import, so that rows put right
later belong to it and nothing enters twice. After an undo the file begins a new one.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from forms.problems import Problem
from records.ledger.before_imports import TOGETHER, BeforeImports
from records.model.normal_text import normal
from records.model.states import State
from records.problem_codes import NO_SUCH_IMPORT, NO_SUCH_KEPT_IMPORT
from records.store.audit_chain import append
from records.store.tables import record, revision
from records.store.tables_imports import import_batch, import_kept, import_mapping

if TYPE_CHECKING:
    from forms.workers import Workers

_NEW, _UPDATE, _UNDO = "0", "1", "2"
_ROW_BITS = 24  # rows of one sheet, with room


@lru_cache(maxsize=100)
def _short(form_id: str) -> str:
    return hashlib.sha256(form_id.encode()).hexdigest()[:5]


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One import: *records* says how many records it made or changed, *undone_at* when it was taken back."""

    import_id: str
    file_name: str
    forms: tuple[str, ...]
    at: datetime
    by: str
    records: int = 0
    undone_at: datetime | None = None
    undone_by: str = ""
    undone_reason: str = ""
    fresh: bool = False  # begun just now: none of its rows can be there yet

    def token(self, form_id: str, row: int, *, update: bool = False, turn: int = 0) -> str:
        """Return the save token of sheet row *row* (from 1): the same row of the same import is saved once.

        *turn* counts how often the row's record was voided since: then the row may enter anew.
        """
        return self._token(_UPDATE if update else _NEW, form_id, row + (turn << _ROW_BITS))

    def undo_token(self, form_id: str, record_id: str) -> str:
        """Return the save token by which the undo gives a record its earlier answers back."""
        return self._token(_UNDO, form_id, int(hashlib.sha256(record_id.encode()).hexdigest()[:10], 16))

    def _token(self, kind: str, form_id: str, number: int) -> str:
        return f"{self.import_id}{kind}{_short(form_id)}{number:010x}"


@dataclass(frozen=True, slots=True)
class Made:
    """A record an import made (*fresh*) or changed, by the revision it wrote."""

    record_id: str
    revision: int
    fresh: bool


@dataclass(frozen=True, slots=True)
class KeptImport:
    """An import put aside: *waiting* rows are still to be put right."""

    kept_id: str
    form_id: str
    file_name: str
    at: datetime
    by: str
    waiting: int


class Imports(BeforeImports):
    """The verbs on imports; undoing is `records.ledger.import_undo`."""

    # ── imports ─────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, source_digest: str, file_name: str, forms: Iterable[str]) -> ImportBatch:
        """Return the import of the file with this sha256 (hex): a new one, or the one that is under way already."""
        code, author = self._seat.info.code, self._seat.author()
        with self._seat.store.writing() as connection:
            before = connection.execute(
                select(import_batch).where(
                    import_batch.c.office_code == code, import_batch.c.source_digest == source_digest
                )
            ).mappings()
            known = [dict(row) for row in before]
            going = next((row for row in known if row["undone_at"] is None), None)
            if going is not None:
                return _batch(going, 0)
            row = {
                "office_code": code,
                "import_id": hashlib.sha256(f"{source_digest}:{len(known)}".encode()).hexdigest()[:16],
                "no": self._next(connection, import_batch),
                "source_digest": source_digest,
                "file_name": normal(file_name),
                "forms": " ".join(forms),
                "at": author.at,
                "by_name": author.who,
                "undone_at": None,
                "undone_by": None,
                "undone_reason": "",
            }
            connection.execute(insert(import_batch).values(row))
            append(connection, author, "import", str(row["import_id"]), str(row["forms"]))
        return replace(_batch(row, 0), fresh=True)

    def going(self, source_digest: str) -> ImportBatch | None:
        """Return the import of the file with this sha256 that is under way, or came in and was not undone."""
        query = select(import_batch).where(
            import_batch.c.office_code == self._seat.info.code,
            import_batch.c.source_digest == source_digest,
            import_batch.c.undone_at.is_(None),
        )
        with self._seat.store.reading() as connection:
            row = connection.execute(query).mappings().first()
            return None if row is None else _batch(dict(row), self._count(connection, str(row["import_id"])))

    @property
    def workers(self) -> "Workers":
        """The processes that judge long rosters."""
        return self._seat.workers

    def voided(self, record_ids: Sequence[str]) -> set[str]:
        """Return those of *record_ids* that are void now."""
        found: set[str] = set()
        with self._seat.store.reading() as connection:
            for start in range(0, len(record_ids), TOGETHER):
                some = record_ids[start : start + TOGETHER]
                query = select(record.c.record_id).where(
                    record.c.office_code == self._seat.info.code,
                    record.c.record_id.in_(some),
                    record.c.state == State.VOID,
                )
                found.update(connection.execute(query).scalars())
        return found

    def all(self, limit: int = 50) -> list[ImportBatch]:
        """Return the last imports that made or changed records, newest first."""
        query = (
            select(import_batch)
            .where(import_batch.c.office_code == self._seat.info.code)
            .order_by(import_batch.c.no.desc())
            .limit(limit)
        )
        with self._seat.store.reading() as connection:
            rows = [dict(row) for row in connection.execute(query).mappings()]
            found = [_batch(row, self._count(connection, str(row["import_id"]))) for row in rows]
        return [batch for batch in found if batch.records]

    def get(self, import_id: str) -> ImportBatch:
        """Return one import. Raises Problem RECORDS-140."""
        query = select(import_batch).where(
            import_batch.c.office_code == self._seat.info.code, import_batch.c.import_id == import_id
        )
        with self._seat.store.reading() as connection:
            row = connection.execute(query).mappings().first()
            if row is None:
                raise Problem(NO_SUCH_IMPORT, place=import_id, values={"name": import_id})
            return _batch(dict(row), self._count(connection, import_id))

    def made(self, import_id: str) -> list[Made]:
        """Return the records an import made or changed, in the order of its rows."""
        query = (
            select(revision.c.record_id, revision.c.rev, revision.c.token)
            .where(*_of_import(self._seat.info.code, import_id))
            .order_by(revision.c.token)
        )
        with self._seat.store.reading() as connection:
            rows = connection.execute(query).fetchall()
        return [Made(row[0], row[1], row[2][16] == _NEW) for row in rows if row[2][16] != _UNDO]

    def _count(self, connection: Connection, import_id: str) -> int:
        query = (
            select(func.count())
            .select_from(revision)
            .where(
                *_of_import(self._seat.info.code, import_id),
                revision.c.token < f"{import_id}{_UNDO}",
            )
        )
        return int(connection.execute(query).scalar_one())

    def note_undone(self, import_id: str, reason: str, detail: str) -> None:
        """Write down that an import was taken back, by whom and why; *detail* counts what was done."""
        author = self._seat.author()
        with self._seat.store.writing() as connection:
            connection.execute(
                update(import_batch)
                .where(
                    import_batch.c.office_code == self._seat.info.code, import_batch.c.import_id == import_id
                )
                .values(undone_at=author.at, undone_by=author.who, undone_reason=normal(reason))
            )
            append(connection, author, "import_undo", import_id, detail)

    def _next(self, connection: Connection, table: Table) -> int:
        query = select(func.max(table.c.no)).where(table.c.office_code == self._seat.info.code)
        return int(connection.execute(query).scalar() or 0) + 1

    # ── rows put aside ──────────────────────────────────────────────────────────────────────────────────────

    def keep(
        self, form_id: str, file_name: str, waiting: int, content: bytes, *, kept_id: str | None = None
    ) -> KeptImport:
        """Put an import aside with everything needed to go on (*content*), in the office's own encrypted file.

        *kept_id* replaces what was put aside before. *waiting* is how many rows are still to be put right.
        """
        code, author = self._seat.info.code, self._seat.author()
        name = kept_id or self._seat.ids.token()
        with self._seat.store.writing() as connection:
            connection.execute(
                delete(import_kept).where(import_kept.c.office_code == code, import_kept.c.kept_id == name)
            )
            row = {
                "office_code": code,
                "kept_id": name,
                "no": self._next(connection, import_kept),
                "form_id": form_id,
                "file_name": normal(file_name),
                "at": author.at,
                "by_name": author.who,
                "waiting": waiting,
                "content": content,
            }
            connection.execute(insert(import_kept).values(row))
            append(connection, author, "import_keep", name, f"{form_id} {waiting}")
        return _kept(row)

    def kept(self) -> list[KeptImport]:
        """Return what was put aside, the latest first."""
        table = import_kept.c
        query = (
            select(table.kept_id, table.form_id, table.file_name, table.at, table.by_name, table.waiting)
            .where(table.office_code == self._seat.info.code)
            .order_by(table.no.desc())
        )
        with self._seat.store.reading() as connection:
            return [_kept(dict(row)) for row in connection.execute(query).mappings()]

    def kept_content(self, kept_id: str) -> bytes:
        """Return what was put aside. Raises Problem RECORDS-142."""
        query = select(import_kept.c.content).where(
            import_kept.c.office_code == self._seat.info.code, import_kept.c.kept_id == kept_id
        )
        with self._seat.store.reading() as connection:
            content = connection.execute(query).scalar()
        if content is None:
            raise Problem(NO_SUCH_KEPT_IMPORT, place=kept_id, values={"name": kept_id})
        return bytes(content)

    def drop_kept(self, kept_id: str) -> None:
        """Take away what was put aside: its rows entered, or are not wanted. A work paper, no record."""
        author = self._seat.author()
        with self._seat.store.writing() as connection:
            gone = connection.execute(
                delete(import_kept).where(
                    import_kept.c.office_code == author.office_code, import_kept.c.kept_id == kept_id
                )
            )
            if gone.rowcount:
                append(connection, author, "import_drop", kept_id)

    # ── headings ────────────────────────────────────────────────────────────────────────────────────────────

    def remember(self, forms: Iterable[str], fingerprint: str, source: str, plan: dict[str, Any]) -> None:
        """Keep how the headings with this *fingerprint* were understood in rosters of *source*."""
        key = {
            "office_code": self._seat.info.code,
            "forms": " ".join(sorted(forms)),
            "fingerprint": fingerprint,
            "source": normal(source),
        }
        where = [import_mapping.c[name] == value for name, value in key.items()]
        text = json.dumps(plan, ensure_ascii=False, sort_keys=True)
        with self._seat.store.writing() as connection:
            if connection.execute(select(import_mapping.c.plan).where(*where)).scalar() == text:
                return
            connection.execute(delete(import_mapping).where(*where))
            number = self._next(connection, import_mapping)
            connection.execute(insert(import_mapping).values({**key, "plan": text, "no": number}))
            append(connection, self._seat.author(), "import_mapping", fingerprint[:16], key["forms"])

    def recall(self, forms: Iterable[str], fingerprint: str, source: str) -> dict[str, Any] | None:
        """Return how such headings were understood: in rosters of *source*, else the last time; None when never."""
        query = (
            select(import_mapping.c.plan, import_mapping.c.source)
            .where(
                import_mapping.c.office_code == self._seat.info.code,
                import_mapping.c.forms == " ".join(sorted(forms)),
                import_mapping.c.fingerprint == fingerprint,
            )
            .order_by(import_mapping.c.no.desc())
        )
        with self._seat.store.reading() as connection:
            rows = connection.execute(query).fetchall()
        own = next((row.plan for row in rows if row.source == normal(source)), None)
        text = own or (rows[0].plan if rows else None)
        found: dict[str, Any] | None = json.loads(text) if text is not None else None
        return found


def _of_import(office_code: str, import_id: str) -> list[Any]:
    """Return the test for revisions an import wrote; tokens are hex digits, which every collation orders alike."""
    return [
        revision.c.office_code == office_code,
        revision.c.token >= import_id + "0" * 16,
        revision.c.token <= import_id + "f" * 16,
    ]


def _batch(row: dict[str, Any], records: int) -> ImportBatch:
    return ImportBatch(
        import_id=row["import_id"],
        file_name=row["file_name"],
        forms=tuple(row["forms"].split()),
        at=datetime.fromisoformat(row["at"]),
        by=row["by_name"],
        records=records,
        undone_at=datetime.fromisoformat(row["undone_at"]) if row["undone_at"] else None,
        undone_by=row["undone_by"] or "",
        undone_reason=row["undone_reason"],
    )


def _kept(row: dict[str, Any]) -> KeptImport:
    return KeptImport(
        row["kept_id"],
        row["form_id"],
        row["file_name"],
        datetime.fromisoformat(row["at"]),
        row["by_name"],
        row["waiting"],
    )
