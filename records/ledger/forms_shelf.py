"""The forms an office knows: every version it ever published, the newest in force, each with its tables.

A form is stored as its XForm text, named by its hash; records remember which one they were filled in with. Loaded
definitions are kept for the life of the program, they never change.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, select

from forms.compile import FormProblems, load_xform
from forms.engine import FormDefinition, Text
from forms.problems import Problem
from forms.sheets import Sheets
from records.ledger.kept_forms import KeptForms
from records.ledger.new_versions import Weighed, weigh
from records.ledger.published import built_in
from records.ledger.seat import Seat
from records.problem_codes import FORM_SOURCE_UNKNOWN, FORM_VERSION_TAKEN, NO_SUCH_FORM
from records.store.audit_chain import append
from records.store.form_shape import shape_of
from records.store.form_tables import grow, placed_columns
from records.store.record_rows import FormWriter
from records.store.tables import form, record

if TYPE_CHECKING:
    from forms.compile import CompiledForm


@dataclass(frozen=True, slots=True)
class FormInfo:
    """One form in force: what a menu needs to show it."""

    form_id: str
    version: str
    digest: str
    title: Text


class FormsShelf:
    """`office.forms`."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._current: dict[str, FormInfo] | None = None
        self._loaded = KeptForms(seat)
        self._writers: dict[str, FormWriter] = {}

    def all(self) -> list[FormInfo]:
        """Return the forms in force, in the order of first publishing."""
        return list(self._in_force().values())

    def definition(self, form_id: str, digest: str | None = None) -> FormDefinition:
        """Return a form by its hash, or the version in force. Raises Problem RECORDS-080."""
        if digest is not None:
            found = self.by_digest(digest)
        else:
            info = self._in_force().get(form_id)
            found = self.by_digest(info.digest) if info else None
        if found is None or found.form_id != form_id:
            raise Problem(
                NO_SUCH_FORM, place=form_id, values={"form": form_id, "version": (digest or "")[:12]}
            )
        return found

    def digest(self, form_id: str) -> str | None:
        """Return the hash of the version in force, None when there is no such form."""
        info = self._in_force().get(form_id)
        return info.digest if info else None

    def by_digest(self, digest: str) -> FormDefinition | None:
        """Return the form with this hash, or None when the office does not know it."""
        return self._loaded.get(digest)

    def source_of(self, digest: str) -> tuple[str, str, str | None]:
        """Return what a worker process loads a form of this office from (`forms.definitions.keeping.load`)."""
        return self._loaded.source(digest)

    def keep_loaded(self) -> None:
        """Keep what loading forms found out, for the next session: see `kept_forms`."""
        self._loaded.keep()

    def writer(self, form_id: str, digest: str | None = None) -> FormWriter:
        """Return what writes records of this form version. Raises Problem RECORDS-080."""
        definition = self.definition(form_id, digest)
        writer = self._writers.get(definition.digest)
        if writer is None:
            with self._seat.store.reading() as connection:
                placed = placed_columns(connection, self._seat.info.code, form_id)
            writer = self._writers[definition.digest] = FormWriter(shape_of(definition), placed)
        return writer

    def version(self, form_id: str, version: str) -> FormDefinition:
        """Return the form of that version number. Raises Problem RECORDS-080."""
        query = select(form.c.digest).where(
            form.c.office_code == self._seat.info.code, form.c.form_id == form_id, form.c.version == version
        )
        with self._seat.store.reading() as connection:
            digest = connection.execute(query).scalar()
        if digest is None:
            raise Problem(NO_SUCH_FORM, place=form_id, values={"form": form_id, "version": version})
        return self.definition(form_id, digest)

    def in_use(self, form_id: str) -> list[FormDefinition]:
        """Return the version in force and every earlier one that records are filled with, the newest first.

        Raises Problem RECORDS-080.
        """
        now = self.definition(form_id)
        used = select(record.c.form_digest).where(record.c.form_id == form_id).distinct()
        query = (
            select(form.c.digest)
            .where(form.c.office_code == self._seat.info.code, form.c.form_id == form_id)
            .where(form.c.digest.in_(used), form.c.digest != now.digest)
            .order_by(form.c.position.desc())
        )
        with self._seat.store.reading() as connection:
            older = list(connection.execute(query).scalars())
        return [now, *(self.definition(form_id, digest) for digest in older)]

    def sheets(self, form_id: str, digest: str | None = None) -> Sheets:
        """Return the sheets a form was made from: what its author edits. Raises Problem RECORDS-080, RECORDS-084."""
        definition = self.definition(form_id, digest)
        code = self._seat.info.code
        query = select(form.c.source).where(form.c.office_code == code, form.c.digest == definition.digest)
        with self._seat.store.reading() as connection:
            source = connection.execute(query).scalar()
        if not source:  # published before sources were kept: the shipped forms are known by their hash
            shipped = (one.source for one in built_in() if one.definition.digest == definition.digest)
            source = next(shipped, "")
        if not source:
            values = {"form": str(definition.title), "version": definition.version}
            raise Problem(FORM_SOURCE_UNKNOWN, place=form_id, values=values)
        return Sheets.from_json(source)

    def xform(self, form_id: str, digest: str | None = None) -> str:
        """Return a form as it is stored and travels, with the files enclosed in it. Raises Problem RECORDS-080."""
        wanted = self.definition(form_id, digest).digest
        query = select(form.c.xform).where(
            form.c.office_code == self._seat.info.code, form.c.digest == wanted
        )
        with self._seat.store.reading() as connection:
            return str(connection.execute(query).scalar_one())

    def weigh(self, compiled: "CompiledForm") -> Weighed:
        """Say what publishing *compiled* would change and what earlier records would lose; nothing is written."""
        with self._seat.store.reading() as connection:
            return self._weighed(connection, compiled)

    def _weighed(self, connection: Connection, compiled: "CompiledForm") -> Weighed:
        definition, code = compiled.definition, self._seat.info.code
        query = (
            select(form.c.digest, form.c.xform, form.c.version)
            .where(form.c.office_code == code, form.c.form_id == definition.form_id)
            .order_by(form.c.position.desc())
        )
        known = list(connection.execute(query))
        if not known or any(row.digest == definition.digest for row in known):
            before = known[0].version if known else ""
            return Weighed(definition.form_id, definition.version, before, same=bool(known))
        weighed = weigh(connection, code, load_xform(known[0].xform), known[0].xform, compiled)
        if any(row.version == definition.version for row in known):
            values = {"form": str(definition.title), "version": definition.version}
            taken = Problem(FORM_VERSION_TAKEN, place=definition.form_id, values=values)
            return replace(weighed, refusals=(taken, *weighed.refusals))
        return weighed

    def publish(self, *compiled: "CompiledForm", confirm_losses: bool = False) -> None:
        """Put forms in force, growing their tables; the same form again changes nothing.

        Raises, all of them at once, Problem RECORDS-081 (a question changed its type), RECORDS-082 (other content
        under a used version), RECORDS-083 and -085 (earlier records would lose answers or choices; not with
        *confirm_losses*), RECORDS-024 (a clerk may not).
        """
        self._seat.must_lead()
        with self._seat.store.writing() as connection:
            self.publish_in(connection, compiled, confirm_losses=confirm_losses)
        self.forget()

    def publish_in(
        self, connection: Connection, compiled: "Iterable[CompiledForm]", *, confirm_losses: bool = False
    ) -> list[str]:
        """Publish inside the caller's transaction (who calls `forget` after it); return the forms that changed."""
        changed = []
        for each in compiled:
            definition, weighed = each.definition, self._weighed(connection, each)
            problems = [*weighed.refusals, *(() if confirm_losses else weighed.losses)]
            if problems:
                raise FormProblems(problems)
            if not weighed.same:
                self._put(connection, each)
                detail = f"{definition.version} {definition.digest}"
                if weighed.losses:
                    detail += f" losses {len(weighed.losses)}"
                append(connection, self._seat.author(), "publish", definition.form_id, detail)
                changed.append(definition.form_id)
        return changed

    def _put(self, connection: Connection, compiled: "CompiledForm") -> None:
        code, definition = self._seat.info.code, compiled.definition
        grow(connection, code, shape_of(definition))
        last = (
            connection.execute(select(func.max(form.c.position)).where(form.c.office_code == code)).scalar()
            or 0
        )
        columns: dict[str, str | int] = {
            "office_code": code,
            "form_id": definition.form_id,
            "digest": definition.digest,
            "version": definition.version,
            "title": json.dumps(dict(definition.title.words), ensure_ascii=False),
            "xform": compiled.xform,
            "published_at": self._seat.now(),
            "published_by": self._seat.user.name,
            "position": last + 1,
            "source": compiled.source,
        }
        connection.execute(insert(form).values(columns))

    def forget(self) -> None:
        """Read the forms again at the next question: something was published."""
        self._current = None
        self._writers.clear()

    def _in_force(self) -> dict[str, FormInfo]:
        if self._current is None:
            columns = (form.c.form_id, form.c.version, form.c.digest, form.c.title)
            query = (
                select(*columns).where(form.c.office_code == self._seat.info.code).order_by(form.c.position)
            )
            with self._seat.store.reading() as connection:
                rows = list(connection.execute(query))
            current: dict[str, FormInfo] = {}
            for row in rows:  # the last of each id wins, in the place of the first
                current[row.form_id] = FormInfo(
                    row.form_id, row.version, row.digest, Text(json.loads(row.title))
                )
            self._current = current
        return self._current
