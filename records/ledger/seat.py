"""What every verb of the ledger stands on: the open database, the office, who is signed in, clock and names."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from forms.clock import Clock
from forms.problems import Problem
from records.model.ids import Ids
from records.model.office import OfficeInfo, User
from records.model.states import Role, Verb, may
from records.problem_codes import ROLE_MAY_NOT
from records.store.audit_chain import Author, append
from records.store.database import Store
from records.store.prepared import Prepared
from records.store.tables import setting

if TYPE_CHECKING:
    from forms.workers import Workers

ONE_PERSON = "one_person"
JUDGES = frozenset({Role.REVIEWER, Role.LEADER, Role.ADMIN})

_get = Prepared(
    lambda _dialect: select(setting.c.value).where(
        setting.c.office_code == bindparam("office_code"), setting.c.key == bindparam("key")
    )
)


class Settings:
    """The office's settings, in its file: partner province, thresholds … Values are JSON."""

    def __init__(self, seat: "Seat") -> None:
        self._seat = seat
        self._known: dict[str, Any] | None = None
        self._changes = 0
        self.readings = 0  # how often they were read anew: what was made of earlier ones is old

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value of *key*, or *default*."""
        return self.all().get(key, default)

    def all(self) -> dict[str, Any]:
        """Return every setting."""
        known, before = self._known, self._changes  # other threads (of a server) may change it meanwhile
        if known is None:
            query = select(setting.c.key, setting.c.value).where(
                setting.c.office_code == self._seat.info.code
            )
            with self._seat.store.reading() as connection:
                known = {row.key: json.loads(row.value) for row in connection.execute(query)}
            if self._changes == before:
                self._known = known
            self.readings += 1
        return dict(known)

    def _forget(self) -> None:
        self._changes += 1
        self._known = None

    def set(self, key: str, value: Any) -> None:
        """Keep *value* under *key* (None forgets it). Raises Problem RECORDS-024 for a clerk who is not alone."""
        self._seat.must_lead()
        with self._seat.store.writing() as connection:
            put_setting(connection, self._seat.info.code, key, value)
            append(connection, self._seat.author(), "setting", key)
        self._forget()

    def own(self, key: str, default: Any = None) -> Any:
        """Return what who is signed in keeps under *key* for themselves (a saved filter), or *default*."""
        return self.get(f"own/{self._seat.user.name}/{key}", default)

    def keep_own(self, key: str, value: Any) -> None:
        """Keep *value* for who is signed in alone (None forgets it); a matter of taste, so no line in the log."""
        with self._seat.store.writing() as connection:
            put_setting(connection, self._seat.info.code, f"own/{self._seat.user.name}/{key}", value)
        self._forget()

    def refresh(self) -> None:
        """Forget what was read: someone else may have written."""
        self._forget()


def put_setting(connection: Connection, office_code: str, key: str, value: Any) -> None:
    """Write one setting inside the caller's transaction."""
    connection.execute(delete(setting).where(setting.c.office_code == office_code, setting.c.key == key))
    if value is not None:
        text = json.dumps(value, ensure_ascii=False)
        connection.execute(insert(setting).values(office_code=office_code, key=key, value=text))


@dataclass
class Seat:
    """Handed to each part of the ledger."""

    store: Store
    info: OfficeInfo
    user: User
    clock: Clock
    ids: Ids

    def __post_init__(self) -> None:
        self.settings = Settings(self)

    @cached_property
    def workers(self) -> "Workers":
        """Processes for long work on many rows; none is started before there is some."""
        from forms.workers import Workers

        return Workers()

    def close(self) -> None:
        """Let the workers go and close the database."""
        if "workers" in vars(self):
            self.workers.close()
        self.store.close()

    def now(self) -> str:
        """Return the present moment as it is stored: ISO 8601 with the local offset."""
        return self.clock.now().isoformat(timespec="milliseconds")

    def author(self) -> Author:
        """Return who acts, where and when."""
        info = self.info
        return Author(info.code, self.user.name, info.device_id, info.store_epoch, self.now())

    @property
    def one_person(self) -> bool:
        """Say whether one person may do everything here (the office's setting, recorded at each approval)."""
        return bool(self.settings.get(ONE_PERSON, False))

    def must(self, verb: Verb) -> None:
        """Raise Problem RECORDS-024 when the person's role has not *verb*."""
        if not may(verb, self.user.role, one_person=self.one_person):
            raise Problem(ROLE_MAY_NOT, values={"role": str(self.user.role)})

    def leads(self) -> bool:
        """Say whether the person may judge and set up: reviewer, leader, admin, or alone."""
        return self.user.role in JUDGES or self.one_person

    def must_lead(self) -> None:
        """Raise Problem RECORDS-024 for a clerk who is not alone."""
        if not self.leads():
            raise Problem(ROLE_MAY_NOT, values={"role": str(self.user.role)})
