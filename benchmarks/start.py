"""Start to painted window, beside the limits of the same run: a bare Qt window, and a form with a table.

Each round is a fresh process under the same display; the clock stops when the window says that it was painted.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROUNDS = 7
ROOT = Path(__file__).resolve().parents[1]

LABEL = """
from PySide6.QtWidgets import QApplication, QLabel
from PySide6.QtCore import QTimer
app = QApplication([]); window = QLabel("x"); window.resize(1280, 720); window.show()
QTimer.singleShot(0, app.quit); app.exec()
"""
# 40 rows: on Python 3.11 PySide6 6.12.0 aborts after some thousand calls (docs/decisions), and 40 fill the screen.
FORM = """
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
QTimer.singleShot(0, app.quit); app.exec()
"""


OURS = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from desktop import app
class Timed(app.Desk):
    def start(self, folder=None):
        super().start(folder)
        QTimer.singleShot(0, QApplication.quit)
app.Desk = Timed
app.main(None)
"""


def _seconds(command: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return time.perf_counter() - begun


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Return the start of our window (process start to painted and idle), beside two bare Qt programs."""
    home = tempfile.mkdtemp(prefix="xiezuo-start-")
    environment = {
        **os.environ,
        "XDG_CONFIG_HOME": home,
        "XDG_DATA_HOME": home,
    }
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    programs = {
        "label": [sys.executable, "-c", LABEL],
        "form": [sys.executable, "-c", FORM],
        "ours": [sys.executable, "-c", OURS],
    }
    times: dict[str, list[float]] = {name: [] for name in programs}
    try:
        for _round in range(max(3, round(ROUNDS * scale))):
            for name, command in programs.items():
                times[name].append(_seconds(command, environment))
    finally:
        shutil.rmtree(home)
    median = {name: statistics.median(found) for name, found in times.items()}
    return [
        {
            "job": "start to painted window, process to exit",
            "ours": f"{median['ours'] * 1000:.0f} ms",
            "limit": f"{median[name] * 1000:.0f} ms",
            "ratio": median["ours"] / median[name],
            "beside": beside,
        }
        for name, beside in (("form", "bare Qt form of 60 fields and a table"), ("label", "one bare QLabel"))
    ]
