"""Fixtures for every room: a clock, names, a real county office, a real PostgreSQL.

The county of the tests is invented in its people; its code and name are from the division list.
"""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from records.ledger import NewUser, Office, Role
from records.store.keyring import CHEAPEST
from tests.fakes.counted_ids import CountedIds
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.moulds import Moulds
from tests.fakes.postgres import PostgresServer, started

PASSPHRASE = "春天的茶马古道 2026"
CLERK, REVIEWER = "张会计", "李主任"


@pytest.fixture
def clock() -> FixedClock:
    """A clock at 2026-11-22 09:00 in Beijing."""
    return FixedClock()


@pytest.fixture
def ids() -> CountedIds:
    """Names that count up."""
    return CountedIds()


@pytest.fixture
def passphrase() -> str:
    """The passphrase of everybody in the offices of the tests."""
    return PASSPHRASE


@pytest.fixture(autouse=True)
def garbage() -> Iterator[None]:
    """Garbage is collected between tests, on their own thread: a forgotten widget must not die on a worker's."""
    gc.disable()
    yield
    young, _middle, old = gc.get_count()
    if young > 50_000:
        gc.collect(2 if old >= 20 else 1)


OfficeMaker = Callable[..., Office]


@pytest.fixture(scope="session")
def moulds(tmp_path_factory: pytest.TempPathFactory) -> Moulds:
    """New offices, each kind made once; a test gets a copy."""
    return Moulds(tmp_path_factory.mktemp("moulds"))


@pytest.fixture
def make_office(
    tmp_path: Path, clock: FixedClock, moulds: Moulds, request: pytest.FixtureRequest
) -> Iterator[OfficeMaker]:
    """Make offices: ``make_office(code=…, name=…, level=…, database=…)``, signed in as the clerk; closed at the end."""
    made: list[Office] = []

    def make(
        code: str = "513221",
        name: str = "汶川县东西部协作办公室",
        level: str = "county",
        *,
        folder: Path | None = None,
        database: str | None = None,
        people: list[NewUser] | None = None,
        publish: bool = True,
    ) -> Office:
        server = request.getfixturevalue("postgres_server") if database else None
        office = moulds.office(
            folder or tmp_path / f"office-{code}",
            code=code,
            name=name,
            level=level,
            people=people
            or [NewUser(CLERK, Role.CLERK, PASSPHRASE), NewUser(REVIEWER, Role.REVIEWER, PASSPHRASE)],
            clock=clock,
            ids=CountedIds(f"{len(made) + 1:x}"),
            on=(server, database) if server and database else None,
            publish=publish,
        )
        made.append(office)
        return office

    yield make
    for office in made:
        office.close()


@pytest.fixture
def sign_in(clock: FixedClock) -> Iterator[Callable[..., Office]]:
    """Change who sits there: ``sign_in(office)`` closes it and opens it again as the reviewer (or ``name=…``)."""
    opened: list[Office] = []

    def change(office: Office, name: str = REVIEWER, passphrase: str = PASSPHRASE) -> Office:
        office.close()
        again = Office.open(office.folder, name, passphrase, clock, office.ids, kdf=CHEAPEST)
        opened.append(again)
        return again

    yield change
    for office in opened:
        office.close()


@pytest.fixture
def office(make_office: OfficeMaker) -> Office:
    """A county with the clerk 张会计 (signed in) and the reviewer 李主任, the shipped forms in force."""
    return make_office()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL server, once a session; skipped only where none is installed."""
    yield from started()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """The URL of a new empty database."""
    return postgres_server.database()
