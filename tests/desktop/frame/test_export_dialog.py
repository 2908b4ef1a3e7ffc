"""What the list shows leaves as a file: its filter, its order, its columns; and a stopped export leaves none."""

import csv
import json

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop import background, exports
from desktop.background import Progress, Stopped
from desktop.exports import Wanted
from desktop.screens.export_dialog import CHOSEN, EVERY, WHOLE, ExportDialog
from tests.desktop.frame.test_ledger_list import MS, open_list


def opened(qtbot, page):
    """Open the dialog over the list and wait for its columns."""
    page.actions_.open_export()
    dialog = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, ExportDialog) and one.isVisible()
    )
    qtbot.waitUntil(dialog.go.isEnabled, timeout=MS)
    return dialog


def written(qtbot, dialog, file):
    """Export to *file* and wait until it is there."""
    with qtbot.waitSignal(dialog.written, timeout=MS) as told:
        dialog.write(file)
    return told.args[1]


def test_the_file_holds_what_the_list_shows(qtbot, seated, tmp_path):
    """Filter, order and columns of the list, in the places they were moved to, and nothing else."""
    desk = seated()
    page = open_list(qtbot, desk)
    wage = page.model.names().index("monthly_wage")
    page.table._show(wage, shown=True)
    page.table.horizontalHeader().moveSection(page.table.horizontalHeader().visualIndex(wage), 1)
    page.table._sort(wage)
    page.chips.choose("draft")
    qtbot.waitUntil(background.idle, timeout=MS)
    shown = [page.model.head(row).columns for row in range(page.model.rowCount())]

    dialog = opened(qtbot, page)
    dialog.kind.setCurrentIndex(dialog.kind.findData("csv"))
    count = written(qtbot, dialog, tmp_path / "list.csv")

    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    assert count == len(rows) == len(shown)
    assert list(rows[0])[1] == page.model.heading(wage)
    assert [float(row[page.model.heading(wage)]) for row in rows] == [
        float(one["monthly_wage"]) for one in shown
    ]
    assert "知情同意" not in rows[0]
    assert page.note.action_button().text() == "打开所在文件夹"


def test_columns_are_chosen_and_moved_by_key_and_remembered(qtbot, seated, tmp_path):
    """Space ticks, Ctrl+↑ moves; the next export of the ledger begins with the same columns."""
    page = open_list(qtbot, seated())
    dialog = opened(qtbot, page)
    dialog._tick_all(False)
    dialog.columns.setFocus()
    dialog.columns.setCurrentRow(1)
    qtbot.keyClick(dialog.columns, Qt.Key.Key_Space)
    qtbot.keyClick(dialog.columns, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    second = dialog.ticked()
    assert dialog.columns.currentRow() == 0
    written(qtbot, dialog, tmp_path / "one.xlsx")

    again = opened(qtbot, page)
    assert again.ticked() == second
    sheet = openpyxl.load_workbook(tmp_path / "one.xlsx").worksheets[0]
    assert sheet.max_column == 2  # the number of the record, and what was ticked
    again.tick_shown()
    assert again.ticked() == page.table.shown_columns()
    again.reject()


def test_chosen_records_and_every_ledger(qtbot, seated, tmp_path):
    """The selected rows alone, or all ledgers on a sheet each; what does not apply is greyed out."""
    page = open_list(qtbot, seated())
    page.table.selectRow(0)
    dialog = opened(qtbot, page)
    dialog.records.button(CHOSEN).click()
    dialog.kind.setCurrentIndex(dialog.kind.findData("jsonl"))
    assert not dialog.columns.isEnabled()
    assert written(qtbot, dialog, tmp_path / "one.jsonl") == 1
    assert json.loads((tmp_path / "one.jsonl").read_text(encoding="utf-8"))["full_name"]

    whole = opened(qtbot, page)
    whole.records.button(EVERY).click()
    assert whole.kind.currentData() == "xlsx"
    count = written(qtbot, whole, tmp_path / "all.xlsx")
    assert count > page.model.rowCount()
    assert len(openpyxl.load_workbook(tmp_path / "all.xlsx").sheetnames) > 3


def test_the_national_template_has_its_own_columns(qtbot, seated, tmp_path):
    """A profile fixes the headings: columns are greyed out."""
    page = open_list(qtbot, seated())
    dialog = opened(qtbot, page)
    dialog.records.button(WHOLE).click()
    dialog.kind.setCurrentIndex(dialog.kind.findData("profile:registry-labour"))
    assert not dialog.columns.isEnabled()
    written(qtbot, dialog, tmp_path / "national.xlsx")
    assert (tmp_path / "national.xlsx").stat().st_size > 0


def test_a_stopped_export_leaves_no_file(seated, tmp_path):
    """取消 ends at the next record, and neither the file nor a piece of it stays."""
    progress = Progress()
    progress.stop()
    with pytest.raises(Stopped):
        exports.write(seated().office, Wanted("employment", reason="核对"), tmp_path / "gone.xlsx", progress)
    assert list(tmp_path.glob("*gone*")) == []
