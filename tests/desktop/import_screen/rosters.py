"""How a clerk walks through an import."""

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.screens.import_screen import ImportScreen


def step(qtbot: QtBot, screen: ImportScreen, name: str, do: Callable[[], object]) -> None:
    """Do something and wait until the screen is at step *name*."""
    with qtbot.waitSignal(screen.step_changed, timeout=60_000, check_params_cb=lambda at: at == name):
        do()


def bring_in(qtbot: QtBot, screen: ImportScreen, file: Path) -> None:
    """Bring the good rows of *file* in, with everything taken as proposed."""
    step(qtbot, screen, "mapping", lambda: screen.open(file))
    step(qtbot, screen, "preview", screen.go_on)
    with qtbot.waitSignal(screen.imported, timeout=60_000):
        screen.go_on()
