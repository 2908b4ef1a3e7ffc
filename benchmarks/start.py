"""Start to painted window, beside the limits of the same run: a bare Qt window, and a form with a table.

Each round is a fresh process under the same display; it ends, without tidying up, once its window is painted and at
rest. All three run from compiled files, as they are shipped; a first round, which compiles them, does not count.
Shown are the smallest times of the processor and of the clock, compared are those of the processor: other work of the
machine falls on the clock.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROUNDS = 9
ROOT = Path(__file__).resolve().parents[1]

LABEL = """
import os
from PySide6.QtWidgets import QApplication, QLabel
from PySide6.QtCore import QTimer
app = QApplication([]); window = QLabel("x"); window.resize(1280, 720); window.show()
QTimer.singleShot(0, lambda: os._exit(0)); app.exec()
"""
# 40 rows: on Python 3.11 PySide6 6.12.0 aborts after some thousand calls (docs/decisions), and 40 fill the screen.
FORM = """
import os
from PySide6.QtWidgets import (QApplication, QWidget, QFormLayout, QLineEdit, QTableWidget, QTableWidgetItem,
                               QHBoxLayout, QScrollArea)
from PySide6.QtCore import QTimer
app = QApplication([]); window = QWidget(); row = QHBoxLayout(window); table = QTableWidget(40, 12)
for r in range(40):
    for c in range(12):
        table.setItem(r, c, QTableWidgetItem(f"{r}-{c}"))
form = QWidget(); fields = QFormLayout(form)
for n in range(60):
    fields.addRow(f"问题 {n}", QLineEdit())
area = QScrollArea(); area.setWidget(form); row.addWidget(table); row.addWidget(area)
window.resize(1280, 720); window.show()
QTimer.singleShot(0, lambda: os._exit(0)); app.exec()
"""


OURS = """
import os
from PySide6.QtCore import QTimer
from desktop import app
class Timed(app.Desk):
    def show(self):
        super().show()
        QTimer.singleShot(0, lambda: os._exit(0))
app.Desk = Timed
app.main(None)
"""


def _seconds(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds of the processor and of the clock."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - begun


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Return the start of our window (process start to painted and at rest), beside two bare Qt programs."""
    home = tempfile.mkdtemp(prefix="xiezuo-start-")
    environment = {
        **os.environ,
        "XDG_CONFIG_HOME": home,
        "XDG_DATA_HOME": home,
        "PYTHONPYCACHEPREFIX": home,
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    programs = {
        "label": [sys.executable, "-c", LABEL],
        "form": [sys.executable, "-c", FORM],
        "ours": [sys.executable, "-c", OURS],
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    try:
        for number in range(1 + max(3, round(ROUNDS * scale))):
            for name, command in programs.items():
                taken = _seconds(command, environment)
                if number:
                    times[name].append(taken)
    finally:
        shutil.rmtree(home)
    least = {name: [min(kind) for kind in zip(*found, strict=True)] for name, found in times.items()}
    said = {name: f"{used * 1000:.0f}/{took * 1000:.0f} ms" for name, (used, took) in least.items()}
    return [
        {
            "job": "start to painted window (floor 1.5×)",
            "ours": said["ours"],
            "limit": said[name],
            "ratio": least["ours"][0] / least[name][0],
            "beside": f"processor/clock beside {beside}",
        }
        for name, beside in (("form", "bare Qt form of 60 fields and a table"), ("label", "one bare QLabel"))
    ]
