"""The program as its users start it: a process of its own, its exit status, and the one document it answers."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COUNTY = ("513435", "甘洛县东西部协作办公室", "county")
PROVINCE = ("510000", "四川省东西部协作办公室", "province")
PASSPHRASE = "山高水长 2026 协作"
PEOPLE = """
[[people]]
name = "李主任"
role = "reviewer"
passphrase = "{passphrase}"
[[people]]
name = "张会计"
role = "clerk"
passphrase = "{passphrase}"
"""


@dataclass
class Answer:
    """What one run answered."""

    status: int
    document: dict
    errors: str

    @property
    def codes(self) -> set[str]:
        """The codes of the problems it named."""
        return {problem["code"] for problem in self.document.get("problems", [])}


@dataclass
class Seat:
    """One office of a journey, used through the console only."""

    folder: Path
    people: Path

    def says(
        self, *arguments: object, role: str | None = None, passphrase: str = PASSPHRASE, **more: str
    ) -> Answer:
        """Run one verb on this office and return what it answered, whatever came of it."""
        chosen = [
            "--office",
            str(self.folder),
            "--json",
            "--language",
            "zh",
            *(["--as", role] if role else []),
        ]
        done = subprocess.run(
            [sys.executable, "-m", "desktop", *chosen, *map(str, arguments)],
            cwd=ROOT, env={**os.environ, "XIEZUO_PASSPHRASE": passphrase, **more},
            capture_output=True, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
        return Answer(done.returncode, json.loads(done.stdout) if done.stdout.strip() else {}, done.stderr)

    def copied(self, folder: Path) -> "Seat":
        """Return a copy of this office in *folder*."""
        return Seat(Path(shutil.copytree(self.folder, folder)), self.people)

    def does(self, *arguments: object, role: str | None = None) -> dict:
        """Run one verb that must go through, and return its document."""
        answer = self.says(*arguments, role=role)
        assert answer.status == 0, (arguments, answer.document, answer.errors)
        return answer.document


Making = Callable[..., Seat]


def _init(folder: Path, people: Path, code: str, name: str, level: str, *more: str) -> Seat:
    made = Seat(folder, people)
    made.does("init", "--code", code, "--name", name, "--level", level, "--people", people, *more)
    return made


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The people of every office of the journeys."""
    file = tmp_path_factory.mktemp("people") / "people.toml"
    file.write_text(PEOPLE.format(passphrase=PASSPHRASE), encoding="utf-8")
    return file


@pytest.fixture(scope="session")
def new_office(tmp_path_factory: pytest.TempPathFactory, people: Path) -> Making:
    """Offices as `xiezuo init` leaves them, each made once; journeys work on copies."""
    known: dict[tuple[str, str, str], Seat] = {}

    def make(code: str, name: str, level: str) -> Seat:
        key = (code, name, level)
        if key not in known:
            known[key] = _init(tmp_path_factory.mktemp("new") / code, people, *key)
        return known[key]

    return make


@pytest.fixture
def seat(tmp_path: Path, people: Path, new_office: Making) -> Making:
    """Give an office: ``seat("513435", "甘洛县协作办", "county")``; with more options it is made afresh."""

    def give(code: str, name: str, level: str, *more: str) -> Seat:
        if more:
            return _init(tmp_path / code, people, code, name, level, *more)
        return new_office(code, name, level).copied(tmp_path / code)

    return give


@pytest.fixture(scope="session")
def approved(new_office: Making, tmp_path_factory: pytest.TempPathFactory) -> tuple[Seat, Seat]:
    """A county enrolled at its province, its labour roster approved and not yet sealed; made once."""
    home = tmp_path_factory.mktemp("approved")
    county = new_office(*COUNTY).copied(home / "county")
    province = new_office(*PROVINCE).copied(home / "province")
    invitation, reply = home / "a.enrol", home / "b.enrol"
    province.does("enrol", "new", COUNTY[0], invitation)
    county.does("enrol", "answer", invitation, reply)
    province.does("enrol", "accept", reply)
    bring_in_labour(county, ROOT / "resources" / "samples")
    county.says("complete", "--all", "employment")
    county.does("approve", "--all", "employment")
    return county, province


@pytest.fixture
def both(approved: tuple[Seat, Seat], tmp_path: Path) -> tuple[Seat, Seat]:
    """That county and that province, to work with."""
    county, province = approved
    return county.copied(tmp_path / "county"), province.copied(tmp_path / "province")


@pytest.fixture
def county(seat: Callable[..., Seat]) -> Seat:
    """The county of the journeys."""
    return seat(*COUNTY)


@pytest.fixture
def samples() -> Path:
    """The rosters as townships keep them."""
    return ROOT / "resources" / "samples"


@contextmanager
def serving(office: Seat, *more: str) -> Iterator[str]:
    """Run `xiezuo serve` for *office*; yields the address once somebody answers there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--office", str(office.folder), "serve", "--port", "0", *more],
        cwd=ROOT, env={**os.environ, "XIEZUO_PASSPHRASE": PASSPHRASE}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        said = re.search(r"127\.0\.0\.1:(\d+)", process.stdout.readline().decode())  # once it listens
        assert said, process.communicate(timeout=30)
        yield f"{'https' if '--tls-cert' in more else 'http'}://127.0.0.1:{said[1]}"
    finally:
        process.terminate()
        process.communicate(timeout=30)


LABOUR_LACKS = [
    argument
    for text in (
        "channel=cooperation", "employment_form=10", "contract_kind=flexible", "insurance=injury",
        "evidence_kind=certificate", "by_cooperation=yes", "status=on_post",
    )
    for argument in ("--set", text)
]  # fmt: skip


def bring_in_labour(office: Seat, samples: Path) -> Answer:
    """Bring in the township's labour roster with one value each for what it does not hold."""
    return office.says("import", "employment", samples / "labour-roster-township.xlsx", *LABOUR_LACKS)
