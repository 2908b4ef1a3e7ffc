"""The program's window over a real office with invented sample data, as a clerk sees it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import background, language, theme, words
from desktop.app import Desk
from desktop.background import Progress
from desktop.office_plan import Person, Plan
from desktop.offices import create
from desktop.settings import Settings
from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.fakes.fixed_clock import FixedClock

PASSPHRASE = "春风十里，不如回家"
CLERK, REVIEWER = "张会计", "李主任"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[None]:
    """Chinese and light at the beginning of each test; all work ended after it."""
    language.speak(qapp, "zh")
    theme.apply(qapp, "light")
    yield
    deadline = time.monotonic() + 20
    while not background.idle() and time.monotonic() < deadline:
        qapp.processEvents()
    words.use("zh")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of this PC, empty."""
    return Settings(tmp_path / "pc" / "window.toml")


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with sample data, made once; tests work on copies."""
    folder = tmp_path_factory.mktemp("offices") / "甘洛"
    plan = Plan(
        code="513435",
        name="甘洛县东西部协作办公室",
        partner="330000",
        people=[Person(CLERK, "clerk", PASSPHRASE), Person(REVIEWER, "reviewer", PASSPHRASE)],
        folder=folder,
        samples=True,
    )
    create(plan, FixedClock(), SystemIds(), Progress(), kdf=CHEAPEST).close()
    return folder


@pytest.fixture
def office_folder(sample_folder: Path, tmp_path: Path) -> Path:
    """A copy of the sample office for one test."""
    import shutil

    folder = tmp_path / "甘洛"
    shutil.copytree(sample_folder, folder)
    return folder


@pytest.fixture
def desk(qtbot: QtBot, settings: Settings, tmp_path: Path) -> Iterator[Desk]:
    """The program's window, nothing opened yet."""
    window = Desk(settings, FixedClock(), SystemIds(), tmp_path / "offices")
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.close()


Seat = Callable[..., Desk]


@pytest.fixture
def seated(desk: Desk, office_folder: Path, qtbot: QtBot) -> Seat:
    """Sit down: ``seated()`` as the clerk, ``seated(REVIEWER)``; the frame is shown and its facts are read."""

    def sit(name: str = CLERK) -> Desk:
        office = Office.open(office_folder, name, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST)
        desk.enter(office, office_folder)
        frame = desk.centralWidget()
        qtbot.waitUntil(lambda: len(frame.facts.ledgers) >= 5, timeout=20_000)
        qtbot.waitUntil(background.idle, timeout=20_000)
        desk.activateWindow()
        qtbot.waitUntil(desk.isActiveWindow)
        return desk

    return sit
