"""Makes an office and opens it: folder, lock, keyring, database, migrations, and the seat everything stands on."""

import re
import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import insert, inspect, select

from forms.clock import Clock
from forms.problems import Problem
from records.ledger import new_copy
from records.ledger import secrets as device_secrets
from records.ledger.forms_shelf import FormsShelf
from records.ledger.people import clean_name, enter, role_of
from records.ledger.published import built_in
from records.ledger.seat import ONE_PERSON, Seat, put_setting
from records.model.ids import Ids
from records.model.normal_text import normal
from records.model.office import LEVELS, NewUser, OfficeInfo, User
from records.problem_codes import (
    BAD_OFFICE_CODE,
    DATABASE_MISSING,
    DATABASE_TAKEN,
    NO_PEOPLE,
    NOT_AN_OFFICE_FILE,
    OFFICE_EXISTS,
    WRONG_PASSPHRASE,
)
from records.store import ballast, switching, unfinished
from records.store.audit_chain import append
from records.store.database import Store, file_engine, postgres_engine
from records.store.faults import as_problems
from records.store.folder_lock import FolderLock
from records.store.keyring import FILE as KEYRING
from records.store.keyring import STANDARD, Kdf, Keyring, check_passphrase
from records.store.local_folder import PlaceKind, must_be_local
from records.store.local_folder import kind_of_place as real_kind
from records.store.migrate import bring_up, refuse_newer, upgrade
from records.store.sign_in_guard import SignInGuard
from records.store.tables import office as office_table

DATABASE = "office.db"
FOLDERS = ("outbox", "inbox", "papers", "backups")
DATABASE_KEY, DATABASE_URL = "database_key", "database_url"


@dataclass
class Opened:
    """An open office's parts."""

    folder: Path
    seat: Seat
    keyring: Keyring
    lock: FolderLock


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the outside world hands in."""

    clock: Clock
    ids: Ids
    kdf: Kdf
    kind_of_place: PlaceKind
    shared: bool = False
    alone: bool = False  # nobody else may have it open, not even a worker of the same server


def surroundings(
    clock: Clock, ids: Ids, kdf: Kdf | None, kind_of_place: PlaceKind | None, *, shared: bool = False
) -> tuple[Surroundings, Kdf]:
    """Return what was handed in, with the real ones for what was not, and the cost of passphrases among them."""
    cost = kdf or STANDARD
    return Surroundings(clock, ids, cost, kind_of_place or real_kind, shared), cost


def create(
    folder: Path,
    around: Surroundings,
    *,
    code: str,
    name: str,
    level: str,
    people: Sequence[NewUser],
    database: str | None,
    publish: bool,
) -> Opened:
    """Make a new office in *folder* and open it as the first of its people; all of it, or nothing but the folder."""
    _check(code, level, people)
    folder.mkdir(parents=True, exist_ok=True)
    must_be_local(folder, around.kind_of_place)
    must_be_free(folder)
    with ExitStack() as undo:
        lock = FolderLock(folder)
        lock.take()
        undo.callback(lock.release)
        clear(folder)
        keyring = _new_keyring(folder, around, people, database)
        info = OfficeInfo(
            code=code,
            name=normal(name.strip()),
            level=level,
            device_id=around.ids.token(),
            store_epoch=around.ids.token(),
            created_on=around.clock.today(),
        )
        if database is None:
            undo.callback(_throw_away_unkept, folder)
        store = _store(folder, keyring, code, new=True)
        undo.callback(store.close)
        first = User(clean_name(people[0].name), people[0].role)
        seat = Seat(store, info, first, around.clock, around.ids)
        _fill(seat, people, publish=publish)
        for inner in FOLDERS:
            (folder / inner).mkdir(exist_ok=True)
        keyring.write()  # last: without it there is no office here, and creating may be tried again
        undo.pop_all()
        with suppress(OSError):  # the office is whole; whoever opens it next takes the mark away
            unfinished.finish(folder)
    return Opened(folder, seat, keyring, lock)


def _new_keyring(
    folder: Path, around: Surroundings, people: Sequence[NewUser], database: str | None
) -> Keyring:
    """Return the keyring of a new office: its people, the database's key or address, the device's keys."""
    keyring = Keyring.new(folder)
    for person in people:
        keyring.add(clean_name(person.name), person.role, person.passphrase, around.kdf)
    keyring.put(DATABASE_KEY, secrets.token_bytes(32))
    if database is not None:
        keyring.put(DATABASE_URL, database.encode("utf-8"))
    device_secrets.make(keyring)
    return keyring


def _throw_away_unkept(folder: Path) -> None:
    """Remove the database of an office whose making failed; never one whose keyring got its name before the failure."""
    if not (folder / KEYRING).exists():
        throw_away(folder)


def throw_away(folder: Path) -> None:
    """Remove the database of an office that was not finished."""
    for part in ("", "-wal", "-shm"):
        (folder / f"{DATABASE}{part}").unlink(missing_ok=True)


def must_be_free(folder: Path) -> None:
    """Raise Problem RECORDS-008 when *folder* holds an office, or a database that lost its keyring."""
    if (folder / KEYRING).exists() or ((folder / DATABASE).exists() and not unfinished.is_unfinished(folder)):
        raise Problem(OFFICE_EXISTS, place=str(folder), values={"folder": folder.name})


def clear(folder: Path) -> None:
    """Begin an office in *folder*: what a killed program left unfinished there goes, a mark comes."""
    if unfinished.is_unfinished(folder):
        throw_away(folder)
    unfinished.begin(folder)


def _check(code: str, level: str, people: Sequence[NewUser]) -> None:
    if not re.fullmatch(r"[0-9]{6,12}", code):
        raise Problem(BAD_OFFICE_CODE, values={"code": code})
    if level not in LEVELS:
        raise ValueError(f"level is one of {LEVELS}")
    if not people:
        raise Problem(NO_PEOPLE)
    for person in people:
        clean_name(person.name)
        check_passphrase(person.passphrase)


def _fill(seat: Seat, people: Sequence[NewUser], *, publish: bool) -> None:
    """Make the tables, the office's row, its people and its forms: one transaction."""
    info = seat.info
    refuse_newer(seat.store)
    with seat.store.writing() as connection:
        if inspect(connection).has_table(office_table.name):
            taken = connection.execute(select(office_table.c.name)).scalar()
            if taken is not None:
                raise Problem(DATABASE_TAKEN, values={"name": taken})
        upgrade(connection)
        connection.execute(
            insert(office_table).values(
                office_code=info.code,
                name=info.name,
                level=info.level,
                device_id=info.device_id,
                store_epoch=info.store_epoch,
                series=info.series,
                created_on=info.created_on.isoformat(),
            )
        )
        for person in people:
            enter(connection, info.code, clean_name(person.name), person.role, seat.now())
        if len(people) == 1:
            put_setting(connection, info.code, ONE_PERSON, True)
        append(connection, seat.author(), "create", info.code, info.level)
        if publish:
            FormsShelf(seat).publish_in(connection, built_in())


def _store(folder: Path, keyring: Keyring, code: str, *, new: bool = False) -> Store:
    """Open the database. Raises Problem RECORDS-007 (missing), -005 (no office's file), -015 (unreachable)."""
    url = keyring.get(DATABASE_URL)
    if url is not None:
        return Store(postgres_engine(url.decode("utf-8")), code)
    file = folder / DATABASE
    if not new and not file.exists():
        raise Problem(DATABASE_MISSING, place=str(file), values={"folder": folder.name, "file": DATABASE})
    key = keyring.get(DATABASE_KEY)
    if key is None:
        raise Problem(NOT_AN_OFFICE_FILE, place=str(file), values={"file": DATABASE})
    store = Store(file_engine(file, key, create=new), code)
    store.when_full = partial(ballast.release, folder)
    return store


def open_office(
    folder: Path, user_name: str, passphrase: str, around: Surroundings, *, remembered: bool = False
) -> Opened:
    """Open the office of *folder* as *user_name*. Raises the Problems RECORDS-001 … -015.

    *remembered*: what is given for the *passphrase* is what this PC's key store kept.
    """
    keyring = Keyring.read(folder)
    must_be_local(folder, around.kind_of_place)
    name = normal(user_name.strip())

    def unlock(closed: Keyring) -> object:
        return (closed.open_remembered if remembered else closed.open)(name, passphrase)

    if remembered:  # no guessing: the secret is 256 random bits
        unlock(keyring)
    else:
        _admitted(folder, around, name, lambda: unlock(keyring))
    lock = FolderLock(folder)
    shared = not around.alone and (around.shared or keyring.get(DATABASE_URL) is not None)
    lock.take(shared=shared)
    with ExitStack() as undo:
        undo.callback(lock.release)
        keyring = _settled(folder, keyring, unlock)
        if keyring.renewed and not shared:
            keyring.write()
        opened = Opened(folder, _seat(folder, keyring, name, around), keyring, lock)
        undo.callback(opened.seat.store.close)
        if unfinished.is_unfinished(folder):
            unfinished.finish(folder)
        new_copy.become(opened.seat, keyring)
        undo.pop_all()
    return opened


def _admitted(folder: Path, around: Surroundings, name: str, try_: Callable[[], object]) -> None:
    """Try a passphrase: who failed often has to wait before."""
    guard = SignInGuard(folder, around.clock)
    guard.admit(name)
    try:
        try_()
    except Problem:
        guard.failed(name)
        raise
    guard.succeeded(name)


def _settled(folder: Path, keyring: Keyring, unlock: Callable[[Keyring], object]) -> Keyring:
    """Return the keyring now that nobody can change it: a change of keys that was cut short is finished or undone."""
    switching.settle(folder)
    if keyring.stale():
        keyring = Keyring.read(folder)
        unlock(keyring)
    return keyring


def _seat(folder: Path, keyring: Keyring, name: str, around: Surroundings) -> Seat:
    """Open the database, bring it up to the present shape, and find the person in it."""
    store = _store(folder, keyring, "")
    with ExitStack() as undo:
        undo.callback(store.close)
        moment = around.clock.now().strftime("%Y%m%d-%H%M%S")
        with as_problems():
            bring_up(store, folder / "backups" / f"before-upgrade-{moment}.db")
            with store.reading() as connection:
                row = connection.execute(select(office_table)).mappings().one_or_none()
                role = None if row is None else role_of(connection, row["office_code"], name)
        if row is None:
            raise Problem(NOT_AN_OFFICE_FILE, place=str(folder / DATABASE), values={"file": DATABASE})
        if role is None:
            raise Problem(WRONG_PASSPHRASE)  # in the keyring, but no longer one of the office's people
        undo.pop_all()
    info = OfficeInfo(
        code=row["office_code"],
        name=row["name"],
        level=row["level"],
        device_id=row["device_id"],
        store_epoch=row["store_epoch"],
        created_on=date.fromisoformat(row["created_on"]),
        series=row["series"],
    )
    store.office_code = info.code
    return Seat(store, info, User(name, role), around.clock, around.ids)
