"""`office.backups`: the daily backup, the second place it goes to, and which old ones are let go.

A backup made by itself is named ``auto-…`` and belongs to the rotation; one a person asked for is theirs and stays.
The second place is a stick or a share: only finished backups are copied there, and each is believed only after it was
opened where it lies.
"""

import shutil
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from forms.problems import Problem
from records.ledger.keeping import WATERMARK, back_up_office, received_so_far
from records.ledger.opening import DATABASE_KEY, Opened
from records.ledger.seat import put_setting
from records.ledger.server_backups import ServerBackups
from records.model.rotation import kept
from records.problem_codes import BACKUP_PLACE_GONE
from records.store import ballast
from records.store.audit_chain import append
from records.store.backup import verify_copy
from records.store.keyring import FILE as KEYRING
from records.store.safe_files import sync_file, sync_folder, write_whole

NAMES = "auto-%Y%m%d-%H%M%S.db"
PLACE = "backup_place"


@dataclass(frozen=True, slots=True)
class Daily:
    """What the daily backup did: the file, its copy in the second place, how many old ones went, what did not work."""

    file: Path
    second: Path | None
    removed: int
    problem: Problem | None = None


class Backups:
    """The backups of one office that is a file; an office on PostgreSQL is backed up by its server."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened
        self._folder = opened.folder / "backups"

    @cached_property
    def server(self) -> ServerBackups:
        """What is told of backups a database server makes."""
        return ServerBackups(self._opened)

    @property
    def place(self) -> Path | None:
        """Return the folder backups are copied to, or None."""
        found = self._opened.seat.settings.get(PLACE)
        return Path(found) if isinstance(found, str) and found else None

    def set_place(self, folder: Path | None) -> None:
        """Copy backups to *folder*, too (None: no more). Raises Problem RECORDS-024 for a clerk, -180 (not writable)."""
        self._opened.seat.must_lead()
        if folder is not None:
            _prove_writable(folder)
        self._opened.seat.settings.set(PLACE, None if folder is None else str(folder))

    def due(self) -> bool:
        """Say whether no backup was made today."""
        if self._opened.seat.store.dialect != "sqlite":
            return False
        last = self._opened.seat.settings.get("last_backup")
        today = self._opened.seat.clock.today().isoformat()
        return not isinstance(last, dict) or str(last.get("at", ""))[:10] != today

    def all(self) -> list[Path]:
        """Return the backups of the office's own folder, newest first by name."""
        return sorted(self._folder.glob("*.db"), key=lambda file: file.name, reverse=True)

    def daily(self) -> Daily:
        """Make the backup of today: verified, copied to the second place, older ones let go by the rotation.

        A second place that is not there is told in the answer and loses nothing. Raises Problem RECORDS-011, -017, -019.
        """
        moment = self._opened.seat.clock.now()
        file = self._folder / moment.strftime(NAMES)
        received = received_so_far(self._opened)
        if not file.exists():
            back_up_office(self._opened, file, safe=self.place is None)
        ballast.keep(self._opened.folder)
        removed = _rotate(self._folder)
        second, problem = None, None
        if self.place is not None:
            try:
                second = self._carry(file, self.place, received)
                removed += _rotate(self.place)
            except Problem as gone:
                problem = gone
        return Daily(file, second, removed, problem)

    def _carry(self, file: Path, place: Path, received: int) -> Path:
        """Copy the backup *file* to *place* and open it there; batches from below up to *received* are safe then.

        Raises Problem RECORDS-017, -180.
        """
        target, beside = place / file.name, place / f".{file.name}.new"
        try:
            shutil.copyfile(file, beside)
            sync_file(beside)
            verify_copy(beside, self._opened.keyring.get(DATABASE_KEY) or b"")
            keys = file.with_name(f"{file.name}.{KEYRING}")
            write_whole(place / keys.name, keys.read_bytes())
            beside.replace(target)
            sync_folder(place)
        except OSError as error:
            raise _gone(place, error) from error
        with self._opened.seat.store.writing() as connection:
            put_setting(connection, self._opened.seat.info.code, WATERMARK, received)
            append(connection, self._opened.seat.author(), "backup_second", file.name)
        self._opened.seat.settings.refresh()
        return target


def _prove_writable(folder: Path) -> None:
    probe = folder / ".xiezuo-probe"
    try:
        write_whole(probe, b"")
        probe.unlink()
    except OSError as error:
        raise _gone(folder, error) from error


def _gone(folder: Path, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(BACKUP_PLACE_GONE, place=str(folder), values={"folder": folder, "reason": reason})


def _rotate(folder: Path) -> int:
    """Remove the automatic backups the rotation lets go, with their keyrings; return how many."""
    found: dict[datetime, Path] = {}
    for file in folder.glob("auto-*.db"):
        try:
            found[datetime.strptime(file.name, NAMES)] = file  # noqa: DTZ007  (names are local times of this PC)
        except ValueError:
            continue  # somebody's own file of a similar name
    gone = set(found) - kept(found)
    for moment in gone:
        found[moment].with_name(f"{found[moment].name}.{KEYRING}").unlink(missing_ok=True)
        found[moment].unlink()
    return len(gone)
