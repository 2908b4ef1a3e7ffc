"""Takes the forms of the office above: verified first, published in one transaction, never going back.

Only the enrolled office above may say which forms are used here, so losses it decided on are not asked about again (they
stand in the audit log). A package with a lower number than the last one is refused; a form of it whose version number is
lower than the one in force here (a program newer than the office above) stays as it is and is named.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import update

from forms.compile import CompiledForm, load_xform
from forms.problems import Problem
from forms.sheets import Sheets
from records.store.tables_sync import parent
from sync.books import note
from sync.enrolment.above import OfficeAbove, required
from sync.protocol import forms_package, signing
from sync.protocol.envelope import read_file
from sync.protocol.problem_codes import FORMS_DIFFER, FORMS_OLDER, FORMS_OTHER_OFFICE

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Taken:
    """What a package brought: ids of the *forms* in a new version, of the *older* ones left as they are.

    When it brought forms, records from below may have waited for them: the caller asks `sync.inbox.retry` then (this
    room stands below both the outbox and the inbox).
    """

    number: int
    office: str
    forms: list[str] = field(default_factory=list)
    older: list[str] = field(default_factory=list)


def take(office: "Office", file: Path) -> Taken:
    """Take the package in *file*; see `take_bytes`. Raises SYNC-003, 006 when it cannot be read."""
    return take_bytes(office, read_file(file, forms_package.LIMITS), file.name)


def take_bytes(office: "Office", data: bytes, name: str = "") -> Taken:
    """Verify a package of forms and put its forms in force; the same one again changes nothing.

    Raises SYNC-001…005, 011, 014…017, 071 (damaged or forged), 030 (no office above), 070 (older than the last one),
    072 (another office's), FORMS-nnn (a form this program cannot run), RECORDS-081, -082. Nothing is changed then.
    """
    with office.snapshot() as connection:
        above = required(connection, office.info.code)
    key = above.key_for(signing.key_id_in(data, forms_package.FORMS, name, forms_package.LIMITS))
    opened = forms_package.read(data, key, name)
    said = opened.package
    if said.office != above.code:
        raise Problem(FORMS_OTHER_OFFICE, name, {"issuer": said.office, "above": above.code})
    if _is_old(above, said):
        raise Problem(FORMS_OLDER, name, {"number": said.number, "known": above.forms_seq})
    known = {info.form_id: info.version for info in office.forms.all()}
    older = [line.form for line in opened.lines if _is_lower(line.version, known.get(line.form, ""))]
    wanted = [line for line in opened.lines if line.form not in older]
    fresh = [_loaded(line, name) for line in wanted if office.forms.by_digest(line.digest) is None]
    with office.transaction() as connection:
        if _is_old(required(connection, office.info.code), said):
            raise Problem(FORMS_OLDER, name, {"number": said.number, "known": said.number + 1})
        changed = office.forms.publish_in(connection, fresh, confirm_losses=True)
        mine = (parent.c.office_code == office.info.code, parent.c.parent_code == above.code)
        connection.execute(update(parent).where(*mine).values(forms_seq=said.number, forms_epoch=said.epoch))
        if changed:
            note(office, connection, "take_forms", above.code, f"{said.number} {len(changed)}")
    office.forms.forget()
    return Taken(said.number, said.office, changed, older)


def _is_old(above: OfficeAbove, said: forms_package.Package) -> bool:
    """Tell whether *said* is of an epoch the office above has left, or older than what was taken in the same epoch."""
    left = said.epoch != above.store_epoch and said.generation < above.generation
    return left or (said.epoch == above.forms_epoch and said.number < above.forms_seq)


def _is_lower(version: str, known: str) -> bool:
    """Compare version numbers of the usual kind (yyyymmddnn); other texts have no order and are never lower."""
    plain = version.isascii() and version.isdecimal() and known.isascii() and known.isdecimal()
    return plain and int(version) < int(known)


def _loaded(line: forms_package.FormLine, name: str) -> CompiledForm:
    """Load a form of the package. Raises SYNC-071 when it is not what its line says, FORMS-nnn as `load_xform`."""
    definition = load_xform(line.xform)
    try:
        if line.source:
            Sheets.from_json(line.source)
    except (ValueError, RecursionError) as error:
        raise Problem(FORMS_DIFFER, name, {"form": line.form}) from error
    if (definition.form_id, definition.version) != (line.form, line.version):
        raise Problem(FORMS_DIFFER, name, {"form": line.form})
    return CompiledForm(line.xform, definition, [], line.source)
