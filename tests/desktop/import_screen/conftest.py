"""A county office with its clerk signed in, and the import screen over it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop import background, theme
from desktop.screens.import_screen import ImportScreen
from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from tests.fakes.moulds import Moulds


class RosterClock:
    """A clock that stands at a morning in November 2026."""

    def now(self) -> datetime:
        """Return the moment."""
        return datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    def today(self) -> date:
        """Return the day."""
        return date(2026, 11, 22)


@pytest.fixture
def roster_office(tmp_path: Path, moulds: Moulds) -> Iterator[Office]:
    """A county office with its clerk signed in."""
    office = moulds.office(
        tmp_path / "office",
        code="513435",
        name="甘洛县",
        people=[NewUser("张会计", Role.CLERK, "clerk passphrase 1")],
        clock=RosterClock(),
        ids=SystemIds(),
    )
    yield office
    background.wait()
    office.close()


@pytest.fixture
def screen(qtbot: QtBot, qapp, roster_office: Office) -> ImportScreen:
    """The import screen of the employment ledger."""
    theme.apply(qapp, "light")
    made = ImportScreen(roster_office, "employment")
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
