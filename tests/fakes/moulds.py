"""Offices as `Office.create` leaves them, each kind made once a session: a test gets a copy of its own.

Making an office means nine migrations and the tables of every shipped form, a third of a second each time and two
on PostgreSQL; a copy costs a tenth. Two offices of one test come from two moulds, as their names (`CountedIds`)
begin differently: they differ in device, epoch and keys like any two offices.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from forms.clock import Clock
from records.ledger import NewUser, Office
from records.model.ids import Ids
from records.store.keyring import CHEAPEST, Keyring
from tests.fakes.counted_ids import CountedIds
from tests.fakes.postgres import PostgresServer


@dataclass(frozen=True)
class Mould:
    """One office that nobody works in: its folder, its database on a server, how many names it took."""

    folder: Path
    database: str | None
    taken: int


class Moulds:
    """Every mould of a session."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._made: dict[Any, Mould] = {}
        self._numbers = count(1)

    def office(
        self,
        folder: Path,
        *,
        people: Sequence[NewUser],
        clock: Clock,
        ids: Ids,
        on: tuple[PostgresServer, str] | None = None,
        **office: Any,
    ) -> Office:
        """Give what `Office.create` would give with the cheapest passphrases; *on* an empty database of a server."""
        if folder.exists() and any(folder.iterdir()):  # to be refused as the program refuses it
            return Office.create(folder, people=people, clock=clock, ids=ids, kdf=CHEAPEST, **office)
        prefix = ids.prefix if isinstance(ids, CountedIds) else type(ids).__name__
        who = [(each.name, each.role, each.passphrase) for each in people]  # its repr hides the passphrase
        key = (prefix, clock.now(), on is not None, *who, *sorted(office.items()))
        if key not in self._made:
            self._made[key] = self._make(people, clock, ids, on and on[0], office)
            if isinstance(ids, CountedIds):
                ids.taken = 0
        mould, first = self._made[key], people[0]
        shutil.copytree(mould.folder, folder, dirs_exist_ok=True)
        if on is not None and mould.database is not None:
            server, url = on
            server.fill(url, mould.database)
            _move(folder, first, url)
        if isinstance(ids, CountedIds):
            ids.taken += mould.taken
        return Office.open(folder, first.name, first.passphrase, clock, ids, kdf=CHEAPEST)

    def _make(
        self,
        people: Sequence[NewUser],
        clock: Clock,
        ids: Ids,
        server: PostgresServer | None,
        office: dict[str, Any],
    ) -> Mould:
        folder = self._home / str(next(self._numbers))
        database = server.database() if server is not None else None
        Office.create(
            folder, people=people, clock=clock, ids=ids, database=database, kdf=CHEAPEST, **office
        ).close()
        return Mould(folder, database, ids.taken if isinstance(ids, CountedIds) else 0)


def _move(folder: Path, person: NewUser, url: str) -> None:
    """Let the office of *folder* stand on another database."""
    keyring = Keyring.read(folder)
    keyring.open(person.name, person.passphrase)
    keyring.put("database_url", url.encode("utf-8"))
    keyring.write()
