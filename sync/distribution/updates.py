"""Word of a new program: issued by an office above, taken below, passed on further down; the program itself never travels.

The newest notice an office holds is in force, whether it issued it or took it. To the offices below it is signed anew by
this office, the one they trust, with the same words and the same hashes: so it goes down as many levels as there are.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, select

from forms.problems import Problem
from records.model.normal_text import normal
from records.store.safe_files import write_whole
from records.store.tables_notices import program_notice
from resources.version import VERSION, is_newer
from sync import epochs, keyring
from sync.books import note, now
from sync.distribution.packing import mark
from sync.enrolment.above import OfficeAbove, find, required
from sync.protocol import manifest as batches
from sync.protocol import signing
from sync.protocol import update_notice as papers
from sync.protocol.envelope import read_file
from sync.protocol.problem_codes import (
    BATCH_FORMAT_OLD,
    MEDIUM_UNWRITABLE,
    NO_UPDATE,
    UPDATE_OLDER,
    UPDATE_OTHER_OFFICE,
    UPDATE_WORDS,
)

if TYPE_CHECKING:
    from records.ledger import Office


@dataclass(frozen=True, slots=True)
class Held:
    """The notice in force here: what it says, who issued it (*own*: this office), since when; *running* is this program."""

    no: int
    issuer: str
    name: str
    own: bool
    at: str
    said: papers.UpdateNotice
    running: str = VERSION

    @property
    def is_news(self) -> bool:
        """Tell whether the program it speaks of is newer than the one that runs."""
        return is_newer(self.said.version, self.running)

    def days_left(self, today: date) -> int | None:
        """Return the days until it is needed (negative: past), None without a day."""
        return (date.fromisoformat(self.said.needed_by) - today).days if self.said.needed_by else None

    @property
    def too_old(self) -> Problem | None:
        """Return SYNC-086 when the batches this program seals are of a format older than will be asked for."""
        if not (self.is_news and self.said.asks_newer_batches):
            return None
        values = {
            "version": self.running, "ours": batches.FORMAT, "wanted": self.said.batch_format,
            "needed": self.said.version, "day": self.said.needed_by or "—",
        }  # fmt: skip
        return Problem(BATCH_FORMAT_OLD, values=values)


@dataclass(frozen=True, slots=True)
class TakenNotice:
    """What taking a notice did: its version; *fresh*: it was not held before."""

    version: str
    office: str
    fresh: bool


def issue(  # noqa: PLR0917  (each is one line of the notice)
    office: "Office",
    version: str,
    files: Sequence[Path],
    place: str,
    changes: str = "",
    needed_by: date | None = None,
    batch_format: str = batches.FORMAT,
) -> Held:
    """Issue word of *version*, whose program *files* are in hand here: each is hashed and signed.

    Raises SYNC-085 (a field nobody can use), SYNC-006 (a file that cannot be read), RECORDS-040, -041, -024.
    """
    office.travel.must_lead()
    words = {"place": normal(place.strip(), "place"), "changes": normal(changes.strip(), "changes")}
    _must_be_usable(version, files, words, batch_format)
    signer = keyring.signer(office)
    described = [papers.describe(file, version, signer) for file in files]
    told = {
        "version": version, **words, "needed_by": needed_by.isoformat() if needed_by else "",
        "batch_format": batch_format, "files": [msgspec.to_builtins(one) for one in described],
    }  # fmt: skip
    own, epoch = office.info.code, office.info.store_epoch
    with office.transaction() as connection:
        no = _next(connection, own)
        row = {
            "office_code": own, "no": no, "issuer": own, "epoch": epoch, "number": no, "version": version,
            "told": json.dumps(told, ensure_ascii=False), "at": now(office), "by_name": office.user.name,
        }  # fmt: skip
        papers.write(_notice(office, connection, row), signer)  # what cannot be written is not kept
        connection.execute(insert(program_notice).values(row))
        note(office, connection, "issue_update", version, f"{no} {' '.join(one.sha256 for one in described)}")
    found = held(office)
    if found is None:
        raise RuntimeError("the notice just issued is not there")
    return found


def _must_be_usable(version: str, files: Sequence[Path], words: dict[str, str], batch_format: str) -> None:
    """Raise SYNC-085 at the first field that cannot stand in a notice."""
    usable = {
        "version": (papers.is_version(version), version),
        "files": (0 < len(files) <= papers.MOST_FILES, len(files)),
        "place": (bool(words["place"]) and len(words["place"]) <= papers.MOST_WORDS, words["place"][:40]),
        "changes": (len(words["changes"]) <= papers.MOST_WORDS, words["changes"][:40]),
        "batch_format": (papers.is_batch_format(batch_format), batch_format),
    }
    for field, (holds, value) in usable.items():
        if not holds:
            raise Problem(UPDATE_WORDS, field, {"field": field, "value": value})


def held(office: "Office") -> Held | None:
    """Return the notice in force here: the one that came last; None when there never was one."""
    with office.snapshot() as connection:
        row = _newest(connection, office.info.code)
        if row is None:
            return None
        above = find(connection, office.info.code)
        said = _notice(office, connection, row._mapping)
    own = row.issuer == office.info.code
    name = office.info.name if own else above.name if above and above.code == row.issuer else row.issuer
    return Held(row.no, row.issuer, name, own, row.at, said)


def notice_file(office: "Office") -> tuple[str, bytes] | None:
    """Return the notice in force for the offices below, signed by this one, and its mark; None without any."""
    with office.snapshot() as connection:
        row = _newest(connection, office.info.code)
        if row is None:
            return None
        said = _notice(office, connection, row._mapping)
    return mark(said.epoch, said.number), papers.write(said, keyring.signer(office))


def pack_notice(office: "Office", file: Path) -> Held:
    """Write the notice in force to *file* (for a stick). Raises SYNC-082 without any, SYNC-058 when it cannot be written."""
    packed, found = notice_file(office), held(office)
    if packed is None or found is None:
        raise Problem(NO_UPDATE)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, packed[1])
    except OSError as error:
        values = {"folder": str(file.parent), "reason": error.strerror or type(error).__name__}
        raise Problem(MEDIUM_UNWRITABLE, str(file), values) from error
    return found


def take_notice(office: "Office", file: Path) -> TakenNotice:
    """Take the notice in *file*; see `take_notice_bytes`. Raises SYNC-003, 006 when it cannot be read."""
    return take_notice_bytes(office, read_file(file), file.name)


def take_notice_bytes(office: "Office", data: bytes, name: str = "") -> TakenNotice:
    """Verify a notice of the office above and hold it; the same one again changes nothing.

    Raises SYNC-001…005, 011, 017 (damaged or forged), 030 (no office above), 080 (older than the last one), 081 (another
    office's). Nothing is changed then.
    """
    own = office.info.code
    with office.snapshot() as connection:
        above = required(connection, own)
    said = papers.read(data, above.key_for(signing.key_id_in(data, papers.UPDATE, name)), name)
    if said.office != above.code:
        raise Problem(UPDATE_OTHER_OFFICE, name, {"issuer": said.office, "above": above.code})
    with office.transaction() as connection:
        above = required(connection, own)
        known = last_taken(connection, own, above.code)
        if (said.epoch, said.number) == known:
            return TakenNotice(said.version, said.office, fresh=False)
        if _is_old(above, said, known):
            raise Problem(UPDATE_OLDER, name, {"number": said.number, "known": known[1]})
        told = {
            name: value for name, value in msgspec.to_builtins(said).items() if name in _SAID
        } | {"needed_by": said.needed_by, "batch_format": said.batch_format}  # fmt: skip
        connection.execute(
            insert(program_notice).values(
                office_code=own, no=_next(connection, own), issuer=said.office, epoch=said.epoch,
                number=said.number, version=said.version, told=json.dumps(told, ensure_ascii=False), file=data,
                at=now(office), by_name=office.user.name,
            )
        )  # fmt: skip
        note(office, connection, "take_update", said.version, f"{said.office} {said.number}")
    return TakenNotice(said.version, said.office, fresh=True)


_SAID = ("version", "place", "changes", "files")


def last_taken(connection: Connection, office_code: str, above: str) -> tuple[str, int]:
    """Return epoch and number of the last notice taken from the office *above*; ('', 0) before the first."""
    query = select(program_notice.c.epoch, program_notice.c.number).where(
        program_notice.c.office_code == office_code, program_notice.c.issuer == above
    )
    row = connection.execute(query.order_by(program_notice.c.no.desc()).limit(1)).first()
    return ("", 0) if row is None else (row.epoch, row.number)


def taken_mark(office: "Office", above: OfficeAbove) -> str:
    """Return how a request names the last notice taken from the office *above*."""
    with office.snapshot() as connection:
        return mark(*last_taken(connection, office.info.code, above.code))


def _is_old(above: OfficeAbove, said: papers.UpdateNotice, known: tuple[str, int]) -> bool:
    """Tell whether *said* is of an epoch the office above has left, or older than what was taken in the same epoch."""
    left = said.epoch != above.store_epoch and said.generation < above.generation
    return left or (said.epoch == known[0] and said.number < known[1])


def _notice(office: "Office", connection: Connection, row: Any) -> papers.UpdateNotice:
    """Return the notice of a row as this office says it to those below."""
    told = json.loads(row["told"])
    return papers.UpdateNotice(
        format=papers.FORMAT,
        suite=papers.SUITE,
        office=office.info.code,
        epoch=office.info.store_epoch,
        number=row["no"],
        issued_at=row["at"],
        version=told["version"],
        place=told["place"],
        changes=told["changes"],
        files=[papers.ProgramFile(**one) for one in told["files"]],
        needed_by=told["needed_by"],
        batch_format=told["batch_format"],
        generation=epochs.generation(connection, office.info.code),
    )


def _newest(connection: Connection, office_code: str) -> Row[Any] | None:
    query = select(program_notice).where(program_notice.c.office_code == office_code)
    return connection.execute(query.order_by(program_notice.c.no.desc()).limit(1)).first()


def _next(connection: Connection, office_code: str) -> int:
    query = select(func.max(program_notice.c.no)).where(program_notice.c.office_code == office_code)
    return int(connection.scalar(query) or 0) + 1
