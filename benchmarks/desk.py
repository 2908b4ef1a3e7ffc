"""The desk under a hand: opening a form, a key, the first page of a long list, scrolling and searching in it.

Run: ``python -m benchmarks.desk [scale]``. The list holds 100,000 records of a real encrypted office; beside it stands a
bare table whose model returns one constant (what Qt itself costs), beside a form stand as many bare fields. Keys are
wanted under 16 ms (one frame of the screen), a form under 100 ms.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFormLayout, QLineEdit, QScrollArea, QTableView, QWidget

from benchmarks.saving import new_office, person
from benchmarks.searching import fill
from desktop import background, language, theme
from desktop.screens.ledger_list import LedgerList
from desktop.screens.record_form import RecordForm
from desktop.settings import Settings
from records.ledger import Office

RECORDS = 100_000
ROUNDS = 15
FIELDS = 60
ROWS, COLUMNS = 200, 10
PATIENCE = 60.0  # seconds


class Constant(QAbstractTableModel):
    """A model that costs nothing: every cell is the same word."""

    def rowCount(self, _parent: Any = None) -> int:  # noqa: N802  (Qt names it)
        """Return the rows of one page."""
        return ROWS

    def columnCount(self, _parent: Any = None) -> int:  # noqa: N802  (Qt names it)
        """Return as many columns as a ledger shows."""
        return COLUMNS

    def data(self, _index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the word."""
        return "某某某" if role == Qt.ItemDataRole.DisplayRole else None


def _until(true: Callable[[], bool]) -> None:
    end = perf_counter() + PATIENCE
    while not true():
        QApplication.processEvents()
        if perf_counter() > end:
            raise TimeoutError("the window did not come to rest")


def _took(act: Callable[[], object], done: Callable[[], bool] = lambda: True) -> float:
    """Return the seconds from *act* until *done* and everything asked for is painted."""
    begun = perf_counter()
    act()
    _until(done)
    QApplication.processEvents()
    return perf_counter() - begun


def _bare_form() -> QWidget:
    area, inside = QScrollArea(), QWidget()
    fields = QFormLayout(inside)
    for number in range(FIELDS):
        fields.addRow(f"问题 {number}", QLineEdit())
    area.setWidget(inside)
    return area


def _line(job: str, ours: list[float], limit: list[float], beside: str) -> dict[str, Any]:
    return {
        "job": job,
        "ours": f"{median(ours) * 1000:.1f}/{max(ours) * 1000:.1f} ms",
        "limit": f"{median(limit) * 1000:.1f} ms",
        "ratio": median(ours) / median(limit),
        "beside": f"median/worst beside {beside}",
    }


def _opening(office: Office) -> dict[str, Any]:
    """A new record: from the key to the first screenful painted and ready for typing (the rest is made after)."""
    ours, bare = [], []
    for _round in range(ROUNDS):
        opened: list[RecordForm] = []

        def show(opened: list[RecordForm] = opened) -> None:
            form = RecordForm(office, "employment", None)
            form.resize(1180, 520)
            form.show()
            opened.append(form)

        ours.append(_took(show, lambda opened=opened: opened[0].body is not None))  # type: ignore[misc]  # default binds now
        opened[0].close()
        opened[0].deleteLater()
        area = _bare_form()
        area.resize(1180, 520)
        bare.append(_took(area.show))
        area.deleteLater()
    return _line("open a new employment record", ours[1:], bare[1:], f"{FIELDS} bare fields")


def _keys(office: Office) -> dict[str, Any]:
    """One letter into a question with checks and a register behind it."""
    form = RecordForm(office, "employment", None)
    ready: list[bool] = []
    form.ready.connect(lambda: ready.append(True))
    form.resize(1180, 520)
    form.show()
    form.activateWindow()
    _until(lambda: bool(ready) and background.idle())
    if form.body is None:
        raise TypeError("the form has no questions")
    form.body.finish_building()
    line, bare = QLineEdit(), []
    line.show()
    ours = []
    for path, text in (
        ("full_name", "abcdefgh"),
        ("id_no", "513435199001010012"),
        ("monthly_wage", "45005500"),
    ):
        form.body.focus_path(path)
        inner = form.body.boxes[path].editor.inner
        for sign in text:
            ours.append(_took(lambda sign=sign, inner=inner: QTest.keyClicks(inner, sign)))  # type: ignore[misc]  # default binds now
            bare.append(_took(lambda sign=sign: QTest.keyClicks(line, sign)))  # type: ignore[misc]  # default binds now
    _until(background.idle)
    form.close()
    return _line("one key in a record", ours, bare, "a bare line")


def _lists(office: Office, folder: Path, count: int) -> list[dict[str, Any]]:
    """First page, scrolling, searching as typed."""
    page = LedgerList(office, "employment", Settings(folder / "window.toml"), office.clock)
    page.resize(1180, 660)
    page.show()
    _until(lambda: page.model.rowCount() > 0 and background.idle())
    plain = QTableView()
    plain.setModel(Constant())
    plain.resize(1180, 560)
    plain.show()
    QApplication.processEvents()

    def again() -> None:
        plain.reset()
        plain.viewport().repaint()

    filled: list[bool] = []
    page.model.filled.connect(lambda: filled.append(True))

    def asked(act: Callable[[], object]) -> float:
        filled.clear()
        return _took(act, lambda: bool(filled))

    first = [asked(page.model.again) for _round in range(ROUNDS)]
    bare = [_took(again) for _round in range(ROUNDS)]
    words = [person(1 + number * 7919 % count)["full_name"][1:3] for number in range(ROUNDS)]
    found = [asked(lambda word=word: page.model.ask(search=word, order="-updated")) for word in words]  # type: ignore[misc]  # default binds now
    asked(lambda: page.model.ask(search="", order="-updated"))
    steps = [_took(lambda: _page_down(page.table)) for _round in range(ROUNDS)]
    plain_steps = [_took(lambda: _page_down(plain)) for _round in range(ROUNDS)]
    page.close()
    beside = "a table of a constant"
    return [
        _line(f"list, first page of {count:,}", first, bare, beside),
        _line(f"list, one page down in {count:,}", steps, plain_steps, beside),
        _line(f"list, search as typed in {count:,}", found, bare, beside),
    ]


def _page_down(view: QTableView) -> None:
    bar = view.verticalScrollBar()
    bar.setValue((bar.value() + bar.pageStep()) % max(1, bar.maximum()))
    view.viewport().repaint()


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Measure; *scale* 1.0 is a list of 100,000 records."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        raise TypeError("another kind of application runs here")
    language.speak(app, "zh")
    theme.apply(app, "light")
    count = max(2_000, int(RECORDS * scale))
    with TemporaryDirectory() as work:
        folder = Path(work)
        office = new_office(folder / "office")
        fill(office, count)
        lines = [_opening(office), _keys(office), *_lists(office, folder, count)]
        background.wait()
        office.close()
    return lines


def main() -> None:
    """Print the lines; the first argument is the scale (0.1: 10,000 records)."""
    for line in run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        print(
            f"{line['job']:46} {line['ours']:>18} {line['limit']:>10} {line['ratio']:7.2f}×  {line['beside']}"
        )


if __name__ == "__main__":
    main()
