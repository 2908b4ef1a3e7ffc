"""How the office's database is opened: an encrypted file or PostgreSQL, with every setting that matters checked.

The file is SQLCipher with the raw 256-bit key of the keyring; WAL with synchronous=FULL, because NORMAL loses
saves that were already confirmed (reliability notes, findings 1–3). The settings are read back after they were
made: a driver that silently ignored one must never open an office. Transactions are ours: the driver's own are
switched off (it would commit DDL behind our back), a writing one starts with BEGIN IMMEDIATE, so two writers wait
for each other instead of failing half-way.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, func, select, text

from forms.problems import Problem
from records.problem_codes import DISK_FULL
from records.store.driver import sqlcipher
from records.store.faults import as_problems
from records.store.settling import Settling

APPLICATION_ID = 0x585A5551  # "XZUQ": our own mark in the file's header
OLDEST_SQLITE = (3, 51, 3)  # earlier ones can corrupt a WAL file with two connections
BUSY_MS = 10_000
# KiB of pages a connection keeps: one that reads, the one kept for writing, one while figures are worked out. Readers
# are four, and a list of a million records is no slower with half.
CACHE, WRITING, ROOMY = -8_000, -16_000, -64_000
ATTEMPTS = 20  # at connections that see one state, while others write
# Compiled statements a connection remembers. The driver throws out the newest when there is no room, so that with its
# own 128 (publishing thirty forms fills them) each statement of a save was compiled anew, every time: a third of a save.
STATEMENTS = 1_000
_WRITES = "xiezuo_writes"
Got = TypeVar("Got")
_WRITER_LOCK = 0x585A  # one writer at a time on PostgreSQL, too: the audit chain has one end

# name, value to set, value that must be read back
_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
    ("temp_store", "MEMORY", 2),
    ("cache_size", str(CACHE), CACHE),
    # The log is folded back after some sixty saves and then written over: a commit that need not make the file longer
    # is a fifth faster.
    ("wal_autocheckpoint", "1000", 1000),
    ("busy_timeout", str(BUSY_MS), BUSY_MS),
)


class SettingRefusedError(RuntimeError):
    """The database did not take a setting the office depends on; nothing a clerk could mend."""


def connect_file(file: Path, key: bytes, *, create: bool = False) -> Any:
    """Return a driver connection to the encrypted *file* with all settings made and checked.

    Raises the driver's DatabaseError when the key is wrong or the file is something else.
    """
    dbapi2 = sqlcipher()
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise SettingRefusedError(f"SQLite {dbapi2.sqlite_version} is too old")
    mode = "rwc" if create else "rw"
    connection = dbapi2.connect(
        f"{file.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=STATEMENTS,
    )
    with ExitStack() as undo:
        undo.callback(connection.close)
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _settle(connection)
        undo.pop_all()
    return connection


def _settle(connection: Any) -> None:
    for name, value, expected in _PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        row = connection.execute(f"PRAGMA {name}").fetchone()
        if row is None or row[0] != expected:
            raise SettingRefusedError(f"PRAGMA {name} is {row!r} instead of {expected!r}")
    if connection.execute("PRAGMA cipher_version").fetchone() is None:
        raise SettingRefusedError("the driver does not encrypt")


def file_engine(file: Path, key: bytes, *, create: bool = False) -> Engine:
    """Return an engine over the encrypted *file*; connections are pooled and may move between threads."""

    def creator() -> Any:
        return connect_file(file, key, create=create)

    engine = create_engine(
        "sqlite://",
        creator=creator,
        module=sqlcipher(),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=12,
        pool_timeout=30,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        # The driver's own connection: SQLAlchemy's execution context costs more here than the statement.
        driver: Any = connection.connection.dbapi_connection
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def postgres_engine(url: str) -> Engine:
    """Return an engine over PostgreSQL; *url* is ``postgresql+psycopg://…`` (the driver may be left out)."""
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    return create_engine(url, pool_size=4, max_overflow=12, pool_pre_ping=True)


class Store:
    """The open database: hands out transactions and nothing else."""

    def __init__(self, engine: Engine, office_code: str = "") -> None:
        self.engine = engine
        self.office_code = office_code
        self.dialect = engine.dialect.name
        self.settling = Settling(self._transaction)
        self.writes = 0  # transactions of this program that may have written: what was read before is old
        self.when_full: Callable[[], object] = lambda: None  # gives room back when the disk is full
        self._free = Lock()
        self._kept: Connection | None = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection inside one immediate transaction: all of it is kept, or nothing.

        Raises Problem for a full disk, a busy or read-only file, a damaged page (`records.store.faults`).
        """
        try:
            with self._transaction() as connection:
                yield connection
        except Problem as problem:
            if problem.code == DISK_FULL.code:
                self.when_full()
            raise
        self.writes += 1
        self.settling.noticed()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with as_problems(), self._writer() as connection, connection.begin():
            if self.dialect == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})
            yield connection

    @contextmanager
    def _writer(self) -> Iterator[Connection]:
        """Give the connection kept for writing when it is free (a new one costs a tenth of a save), else another.

        Only of a file: a connection to a server can break while it waits, so the pool proves each before it is used.
        """
        if self.dialect != "sqlite" or not self._free.acquire(blocking=False):
            with self.engine.connect().execution_options(**{_WRITES: True}) as connection:
                yield connection
            return
        try:
            if self._kept is None:
                self._kept = self.engine.connect().execution_options(**{_WRITES: True})
                driver: Any = self._kept.connection.dbapi_connection
                driver.execute(f"PRAGMA cache_size = {WRITING}").fetchall()
            yield self._kept
        finally:
            if self._kept is not None and self._kept.in_transaction():  # not even a rollback was possible
                self._kept.invalidate()
                self._kept = None
            self._free.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database throughout."""
        options = {"isolation_level": "REPEATABLE READ"} if self.dialect == "postgresql" else {}
        with (
            as_problems(),
            self.engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def reading_together(self, most: int) -> Iterator[list[Connection]]:
        """Give up to *most* connections that see one and the same state of the database; each is for one thread at a time.

        A file that is being written to all the time gives one.
        """
        with as_problems(), ExitStack() as open_:
            yield (self._same_snapshot if self.dialect == "postgresql" else self._same_state)(open_, most)

    def _same_snapshot(self, open_: ExitStack, most: int) -> list[Connection]:
        first = open_.enter_context(self.reading())
        exported = first.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        others = [open_.enter_context(self.reading()) for _other in range(most - 1)]
        for other in others:
            other.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{exported}'")
        return [first, *others]

    def _same_state(self, open_: ExitStack, most: int) -> list[Connection]:
        """Begin all between two looks at the file's counter of commits; begin again when somebody wrote meanwhile."""
        found = [open_.enter_context(self.engine.connect()) for _each in range(most)]
        for each in found:
            open_.enter_context(_roomy(each))
        for _attempt in range(ATTEMPTS if most > 1 else 1):
            before = _commits(found[-1])
            transactions = [each.begin() for each in found]
            for each in found:
                each.exec_driver_sql(
                    "SELECT 1 FROM sqlite_master"
                ).fetchone()  # a transaction sees nothing before it reads
            if _commits(found[-1]) == before:
                return found
            for begun in transactions:
                begun.rollback()
        found[0].begin()
        return found[:1]

    def write_if_free(self, write: Callable[[Connection], Got]) -> Got | None:
        """Run *write* inside a transaction; None when another is writing, or nobody can (a full disk, a file only for reading).

        For what the program keeps for its own speed: nothing a clerk entered, so nobody waits for it or hears that it failed.
        """
        try:
            with as_problems(), self._free_writer() as connection:
                return None if connection is None else write(connection)
        except Problem:
            return None

    @contextmanager
    def _free_writer(self) -> Iterator[Connection | None]:
        with self.engine.connect().execution_options(**{_WRITES: True}) as connection:
            if self.dialect == "postgresql":
                with connection.begin():
                    lock = select(func.pg_try_advisory_xact_lock(_WRITER_LOCK))
                    yield connection if connection.execute(lock).scalar_one() else None
                return
            driver: Any = connection.connection.dbapi_connection
            driver.execute("PRAGMA busy_timeout = 0").fetchall()
            try:
                with connection.begin():
                    yield connection
            finally:
                driver.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()

    def fold_back(self) -> None:
        """Fold the log back into the file and cut it off, so that what was erased is in neither; a reader may prevent it."""
        if self.dialect == "sqlite":
            with as_problems(), self.engine.connect() as connection:
                driver: Any = connection.connection.dbapi_connection
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def settings(self) -> dict[str, object]:
        """Return the settings of the open file for the diagnostics page."""
        if self.dialect != "sqlite":
            return {"database": "postgresql"}
        names = [name for name, _value, _expected in _PRAGMAS] + ["cipher_version", "page_count"]
        with self.reading() as connection:
            return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    def close(self) -> None:
        """Close every connection; the last one folds the WAL back into the file."""
        self.settling.close()
        with self._free:
            if self._kept is not None:
                self._kept.close()
                self._kept = None
        self.engine.dispose()


@contextmanager
def _roomy(connection: Connection) -> Iterator[None]:
    """Let a connection keep more deciphered pages for a while: a ledger that is read three times is deciphered once."""
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA cache_size = {ROOMY}").fetchall()
    try:
        yield
    finally:
        driver.execute(f"PRAGMA cache_size = {CACHE}").fetchall()


def _commits(connection: Connection) -> int:
    """Return the file's counter of commits by others, as this connection sees it."""
    driver: Any = connection.connection.dbapi_connection
    return int(driver.execute("PRAGMA data_version").fetchone()[0])


Opener = Callable[[], Store]
