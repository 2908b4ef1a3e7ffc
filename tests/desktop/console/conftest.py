"""The console in this process: one verb a call, its exit status, its JSON or its lines, cheap offices."""

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop import words
from desktop.console import main
from desktop.console.desk import PASSPHRASE as VARIABLE
from desktop.console.intake import take_in
from desktop.console.workbook_verbs import definitions_of, fixed_by_form
from forms.clock import SystemClock
from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST

ROOT = Path(__file__).parents[3]
PASSPHRASE = "春天的茶马古道 2026"
SAMPLES = ROOT / "resources" / "samples"
LABOUR_LACKS = [
    argument
    for text in (
        "channel=cooperation", "employment_form=10", "contract_kind=flexible", "insurance=injury",
        "evidence_kind=certificate", "by_cooperation=yes", "status=on_post",
    )
    for argument in ("--set", text)
]  # fmt: skip


@dataclass
class Answer:
    """What one verb answered; *document* is the JSON when it was asked for."""

    status: int
    lines: str
    errors: str
    document: dict = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        """The codes of the problems it named, in order."""
        return [problem["code"] for problem in self.document.get("problems", [])]


@dataclass
class Terminal:
    """A terminal at one office."""

    folder: Path
    capsys: pytest.CaptureFixture

    def types(self, *arguments: object, language: str = "zh") -> Answer:
        """Run one verb as a person would and return what stands on the screen."""
        return self._run(["--office", str(self.folder), "--language", language, *map(str, arguments)])

    def asks(self, *arguments: object) -> Answer:
        """Run one verb as a script would: with ``--json``."""
        chosen = ["--office", str(self.folder), "--language", "zh", "--json", *map(str, arguments)]
        answer = self._run(chosen)
        answer.document = json.loads(answer.lines) if answer.lines.strip() else {}
        return answer

    def _run(self, arguments: list[str]) -> Answer:
        self.capsys.readouterr()
        status = main(arguments)
        said = self.capsys.readouterr()
        return Answer(status, said.out, said.err)

    def open(self, name: str) -> Office:
        """Open the office behind the terminal's back, to look at what a verb did."""
        return Office.open(self.folder, name, PASSPHRASE, SystemClock(), SystemIds(), kdf=CHEAPEST)


def office_folder(folder: Path, code: str, name: str, level: str) -> Path:
    people = [NewUser("李主任", Role.REVIEWER, PASSPHRASE), NewUser("张会计", Role.CLERK, PASSPHRASE)]
    Office.create(
        folder,
        code=code,
        name=name,
        level=level,
        people=people,
        clock=SystemClock(),
        ids=SystemIds(),
        kdf=CHEAPEST,
    ).close()
    return folder


@pytest.fixture(scope="session")
def new_county(tmp_path_factory) -> Path:
    """A county's folder, made once; tests work on copies."""
    return office_folder(tmp_path_factory.mktemp("county") / "office", "513435", "甘洛县协作办", "county")


@pytest.fixture(autouse=True)
def at_the_machine(monkeypatch, tmp_path) -> Iterator[None]:
    """The passphrase in the environment, a data folder of one's own, and no trace left in this process."""
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    hooks = sys.excepthook
    yield
    sys.excepthook = hooks
    words.use("zh")


@pytest.fixture
def county(new_county, tmp_path, capsys) -> Terminal:
    """A terminal at a county without records."""
    return Terminal(Path(shutil.copytree(new_county, tmp_path / "county")), capsys)


@pytest.fixture(scope="session")
def worked(new_county, tmp_path_factory) -> Path:
    """A county with the township's roster brought in, all drafts; made once."""
    folder = Path(shutil.copytree(new_county, tmp_path_factory.mktemp("worked") / "office"))
    with Office.open(folder, "张会计", PASSPHRASE, SystemClock(), SystemIds(), kdf=CHEAPEST) as office:
        definitions = definitions_of(office, "employment")
        take_in(
            office,
            definitions,
            SAMPLES / "labour-roster-township.xlsx",
            fixed=fixed_by_form(definitions, tuple(LABOUR_LACKS[1::2])),
        )
    return folder


@pytest.fixture
def roster(worked, tmp_path, capsys) -> Terminal:
    """A terminal at a county whose roster was brought in as drafts."""
    return Terminal(Path(shutil.copytree(worked, tmp_path / "roster")), capsys)


@pytest.fixture(scope="session")
def both(worked, tmp_path_factory) -> tuple[Path, Path]:
    """A county and its province, enrolled; made once."""
    home = tmp_path_factory.mktemp("road")
    return Path(shutil.copytree(worked, home / "county")), office_folder(
        home / "province", "510000", "四川省协作办", "province"
    )


@pytest.fixture
def ends(both, tmp_path, capsys) -> tuple[Terminal, Terminal]:
    """Terminals at the county and the province, enrolled by files, the roster approved."""
    county, province = (
        Terminal(Path(shutil.copytree(folder, tmp_path / folder.name)), capsys) for folder in both
    )
    invitation, reply = tmp_path / "a.enrol", tmp_path / "b.enrol"
    assert province.asks("enrol", "new", "513435", invitation).status == 0
    assert county.asks("enrol", "answer", invitation, reply).status == 0
    assert province.asks("enrol", "accept", reply).status == 0
    county.asks("complete", "--all", "employment")
    county.asks("approve", "--all", "employment")
    return county, province
