"""A roster whose cells hold hostile words: each comes in as plain text, or its row stays outside with a reason.

What nobody sees (direction marks, zero-width blanks) an import takes away, as everything pasted (`forms.checks.normal`).
"""

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from forms.checks.normal import tidy_text
from tests.desktop.import_screen.rosters import step
from tests.desktop.import_screen.test_roster_import import TOWNSHIP, rows_of_key
from tests.journeys.test_hostile_text_through_every_door import HOSTILE

NAMES = [
    name for name, text in HOSTILE.items()
    if name not in ("nul", "escape", "surrogate", "noncharacter", "carriage return") and len(text) < 2_000
]  # fmt: skip  # the rest no workbook can hold
WHOLE = {"markup", "broken markup", "sql", "format codes", "path", "scripts", "rare"}


def hostile_roster(file: Path) -> dict[int, str]:
    """Write the township's roster with hostile words as employer of its good rows; return row → words."""
    book = load_workbook(TOWNSHIP)
    sheet = book.active
    good = [row for row, problem in rows_of_key() if problem is None]
    put = dict(zip(good, NAMES, strict=False))
    for row, name in put.items():
        cell = sheet.cell(row, 12)
        cell.value, cell.data_type = HOSTILE[name], "s"
    book.save(file)
    return put


def test_cells_come_in_unchanged_or_stay_outside(qtbot, screen, roster_office, tmp_path):
    """Whatever the employer's cell says, nothing falls over; what is a good row has the very words anybody sees, no label is markup."""
    file = tmp_path / "敌意.xlsx"
    put = hostile_roster(file)
    assert len(put) >= len(WHOLE)
    step(qtbot, screen, "mapping", lambda: screen.open(file))
    step(qtbot, screen, "preview", screen.go_on)
    judged = screen.work.judged
    refused = {row.number for row in judged.refused}
    for label in screen.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, label.text()[:80]
    with qtbot.waitSignal(screen.imported, timeout=60_000):
        screen.go_on()

    rows = roster_office.records.list("employment", limit=500).rows
    stored = {str(roster_office.records.get(row.record_id).answers.get("employer_name", "")) for row in rows}
    for row, name in put.items():
        wanted = " ".join(tidy_text(HOSTILE[name]).split())
        if name in WHOLE:
            assert row not in refused, name
        if row not in refused:
            assert any(wanted in " ".join(one.split()) for one in stored), name
    screen.save_errors(tmp_path / "problems.xlsx")
    qtbot.waitUntil((tmp_path / "problems.xlsx").exists, timeout=30_000)
    back = load_workbook(tmp_path / "problems.xlsx")
    kept = [cell for sheet in back for line in sheet.iter_rows() for cell in line if cell.value]
    assert not any(cell.data_type == "f" for cell in kept)
