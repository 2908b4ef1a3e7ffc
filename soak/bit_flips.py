"""Single flipped bits in the office's files at rest: each must be noticed, none may come out as changed data."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from forms.problems import Problem
from records.store.database import connect_file
from records.store.driver import sqlcipher
from records.store.keyring import FILE, Keyring
from soak import offices
from soak.disturbing import Disturber
from soak.offices import NAME, PASSPHRASE
from tests.fakes.workers import worker


@dataclass(slots=True)
class Flips:
    """How many bits were flipped; how often something else than before was read without a complaint."""

    database: int = 0
    keyring: int = 0
    silent: list[str] = field(default_factory=list)


def run(disturber: Disturber, flips: int, seed: int, enough: Callable[[], bool] = lambda: False) -> Flips:
    """Flip *flips* bits one after the other: nine in ten of the database, one in ten of the keyring."""
    folder = disturber.stage.with_suffix(".bits")
    if not folder.exists():
        with offices.create(folder, publish=False) as office:
            office.audit.note("print", "x" * 500)
            office.people.change_passphrase(PASSPHRASE, PASSPHRASE)
            office.registers.find_person(worker(1)["full_name"])
    keyring = Keyring.read(folder)
    keyring.open(NAME, PASSPHRASE)
    key = keyring.get("database_key") or b""
    before, secrets = _everything(folder / "office.db", key), _secrets(folder)
    found, chance = Flips(), random.Random(seed)
    for number in range(flips):
        if enough():
            break
        file = folder / (FILE if number % 10 == 0 else "office.db")
        content = file.read_bytes()
        at, bit = chance.randrange(len(content)), chance.randrange(8)
        file.write_bytes(content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :])
        try:
            if file.name == FILE:
                found.keyring += 1
                silent = _secrets(folder) != secrets
            else:
                found.database += 1
                silent = _everything(file, key) != before or not _pages_complain(file, key)
            if silent:
                found.silent.append(f"{file.name} byte {at} bit {bit}")
        except (sqlcipher().Error, Problem):
            pass  # noticed: this is what is wanted
        finally:
            file.write_bytes(content)
    return found


def _everything(file: Path, key: bytes) -> dict[str, object]:
    connection = connect_file(file, key)
    try:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables}  # noqa: S608  (names of the schema)
    finally:
        connection.close()


def _pages_complain(file: Path, key: bytes) -> bool:
    connection = connect_file(file, key)
    try:
        return bool(connection.execute("PRAGMA cipher_integrity_check").fetchall())
    finally:
        connection.close()


def _secrets(folder: Path) -> list[object]:
    """Return what the keyring gives to who opens it; changes of what is shown only (a name) count as changes, too."""
    keyring = Keyring.read(folder)
    keyring.open(NAME, PASSPHRASE)
    return [keyring.people(), *(keyring.get(label) for label in keyring.labels()), keyring.labels()]
