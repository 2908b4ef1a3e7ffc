"""Loads the forms of an office, and keeps what loading found out: the second time costs a thirtieth of the first.

A form that is still the shipped one is unfolded from what ships beside it, so a new office is as quick as an old one.
What is kept is written when the office is closed, in one transaction of its own; nothing waits for it and nothing
depends on it. A full disk, a read-only stick or another version of the program only mean loading the XForm again.
"""

from contextlib import suppress

from sqlalchemy import delete, insert, select

from forms.compile import keep, load_xform, unfold
from forms.definitions.keeping import loaded_as_shipped
from forms.engine import FormDefinition
from forms.problems import Problem
from records.ledger.seat import Seat
from records.store.tables import form
from records.store.tables_forms import kept_form


class KeptForms:
    """The loaded forms of an open office, by their hash; they live as long as it is open, they never change."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._loaded: dict[str, FormDefinition] = {}
        self._fresh: set[str] = set()  # loaded from their XForm in this session

    def get(self, digest: str) -> FormDefinition | None:
        """Return the form with this hash, or None when the office does not know it."""
        if digest not in self._loaded:
            found = self._kept(digest) or self._read(digest)
            if found is None:
                return None
            self._loaded[digest] = found
        return self._loaded[digest]

    def _kept(self, digest: str) -> FormDefinition | None:
        query = select(kept_form.c.content).where(
            kept_form.c.office_code == self._seat.info.code, kept_form.c.digest == digest
        )
        with self._seat.store.reading() as connection:
            content = connection.execute(query).scalar()
        return None if content is None else unfold(content)

    def _read(self, digest: str) -> FormDefinition | None:
        query = select(form.c.form_id, form.c.xform).where(
            form.c.office_code == self._seat.info.code, form.c.digest == digest
        )
        with self._seat.store.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        shipped = loaded_as_shipped(row.form_id, row.xform)
        if shipped is not None:
            return shipped
        self._fresh.add(digest)
        return load_xform(row.xform)

    def source(self, digest: str) -> tuple[str, str, str | None]:
        """Return what another process loads the form from: its id, its XForm, and what is kept of it, if anything."""
        code = self._seat.info.code
        kept = select(kept_form.c.content).where(
            kept_form.c.office_code == code, kept_form.c.digest == digest
        )
        query = select(form.c.form_id, form.c.xform).where(
            form.c.office_code == code, form.c.digest == digest
        )
        with self._seat.store.reading() as connection:
            form_id, xform = connection.execute(query).one()
            return form_id, xform, connection.execute(kept).scalar()

    def keep(self) -> None:
        """Keep what was loaded from XForms in this session; on a disk that does not take it, do without."""
        code, texts = self._seat.info.code, {one: keep(self._loaded[one]) for one in self._fresh}
        rows = [
            {"office_code": code, "digest": digest, "content": content}
            for digest, content in texts.items()
            if content is not None
        ]
        self._fresh.clear()
        if rows:
            names = [row["digest"] for row in rows]
            with suppress(Problem), self._seat.store.writing() as connection:
                connection.execute(
                    delete(kept_form).where(kept_form.c.office_code == code, kept_form.c.digest.in_(names))
                )
                connection.execute(insert(kept_form), rows)
