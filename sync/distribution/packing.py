"""Packs the forms in force of this office, signed, for the offices below.

The number of a package is the place of the newest form on the shelf: it counts up whenever something is published, so
that two offices that hold the same number hold the same forms. The same shelf gives the same bytes.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from forms.problems import Problem
from records.store.safe_files import write_whole
from records.store.tables import form
from sync import epochs, keyring
from sync.protocol import forms_package
from sync.protocol.problem_codes import MEDIUM_UNWRITABLE, NO_FORMS

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Packed:
    """A package: its number, the ids of its forms, its bytes; *mark* is how a device says that it has it."""

    number: int
    mark: str
    forms: tuple[str, ...]
    data: bytes


def mark(epoch: str, number: int) -> str:
    """Return how a package is named in a request: epoch and number."""
    return f"{epoch}:{number}"


def package(office: "Office") -> Packed | None:
    """Return the forms in force of this office as a signed package; None before anything was published."""
    code = office.info.code
    columns = (form.c.form_id, form.c.version, form.c.digest, form.c.xform, form.c.source)
    query = select(*columns, form.c.position, form.c.published_at).where(form.c.office_code == code)
    with office.snapshot() as connection:
        rows = list(connection.execute(query.order_by(form.c.position)))
        generation = epochs.generation(connection, code)
    if not rows:
        return None
    newest = {row.form_id: row for row in rows}  # the last of each id is in force
    last = rows[-1]
    lines = [
        forms_package.FormLine(row.form_id, row.version, row.digest, row.xform, row.source or "")
        for row in newest.values()
    ]
    epoch = office.info.store_epoch
    signer = keyring.signer(office)
    data = forms_package.write(code, epoch, last.position, last.published_at, lines, signer, generation)
    return Packed(last.position, mark(epoch, last.position), tuple(newest), data)


def pack(office: "Office", file: Path) -> Packed:
    """Write the package to *file* (for a stick). Raises SYNC-073 without forms, SYNC-058 when it cannot be written."""
    packed = package(office)
    if packed is None:
        raise Problem(NO_FORMS)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, packed.data)
    except OSError as error:
        values = {"folder": str(file.parent), "reason": error.strerror or type(error).__name__}
        raise Problem(MEDIUM_UNWRITABLE, str(file), values) from error
    return packed
