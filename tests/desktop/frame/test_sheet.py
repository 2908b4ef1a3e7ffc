"""Many records as a spreadsheet: pasting, filling down, replacing, taking back, saving; the input method in every cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QLineEdit

from desktop import background
from desktop.widgets.sheet import clipboard
from desktop.widgets.sheet.replacing import Replacing
from tests.desktop.frame.test_ledger_list import open_list

MS = 20_000


@pytest.fixture
def sheet(qtbot, seated):
    """The drafts of the employment ledger, opened as a sheet."""
    page = open_list(qtbot, seated())
    page.chips.choose("draft")
    qtbot.waitUntil(background.idle, timeout=MS)
    page.sheet.click()
    screen = page.record
    qtbot.waitUntil(lambda: screen.model.rowCount() > 1, timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    return screen


def column(sheet, name):
    """Return the place of a question's column."""
    return next(at for at, question in enumerate(sheet.model.questions) if question.name == name)


def words(sheet, name):
    """Return what a column shows, from top to bottom."""
    return [sheet.model.shown(row, column(sheet, name)) for row in range(sheet.model.rowCount())]


def press(qtbot, sheet, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key where the cursor is."""
    qtbot.keyClick(sheet.window().focusWidget(), key, modifiers)


CTRL = Qt.KeyboardModifier.ControlModifier


def test_input_method_composes_in_every_cell(qtbot, sheet):
    """Chinese is composed in each cell one can type in, without pressing anything first."""
    tried = 0
    for at, question in enumerate(sheet.model.questions):
        if question.choices is not None or not sheet.model.writable(0, at):
            continue
        sheet.view.go_to(0, at)
        field = sheet.window().focusWidget()
        assert field.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled), question.name
        if isinstance(field, QLineEdit) and str(question.kind) == "text" and not question.marks.get("check"):
            composing = QInputMethodEvent("zhuo", [])
            QCoreApplication.sendEvent(field, composing)
            done = QInputMethodEvent()
            done.setCommitString("卓")
            QCoreApplication.sendEvent(field, done)
            assert "卓" in field.text(), question.name
            tried += 1
    assert tried >= 2


def test_block_of_excel_is_pasted(qtbot, sheet):
    """Names and wages copied in Excel land cell by cell, judged as typed, and are one step of undo."""
    before = words(sheet, "post")
    sheet.view.go_to(0, column(sheet, "post"))
    QGuiApplication.clipboard().setText("缝纫工\n装配工\n")
    press(qtbot, sheet, Qt.Key.Key_V, CTRL)
    assert words(sheet, "post")[:2] == ["缝纫工", "装配工"]
    assert words(sheet, "post")[2:] == before[2:]
    sheet.undo()
    assert words(sheet, "post") == before
    sheet.redo()
    assert words(sheet, "post")[:2] == ["缝纫工", "装配工"]


def test_pasted_words_of_choices_become_choices(sheet):
    """男 becomes the code of 男; what is no choice stays as pasted and is told at the cell."""
    at = column(sheet, "sex")
    assert sheet.model.understood(0, at, "男") == "1"
    assert sheet.model.understood(0, at, "外星人") == "外星人"


def test_filling_down_gives_the_topmost_answer(qtbot, sheet):
    """Ctrl+D over selected cells, as in a spreadsheet."""
    at = column(sheet, "post")
    sheet.model.put([(0, at, "质检员")])
    sheet.view.go_to(0, at)
    press(qtbot, sheet, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, sheet, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, sheet, Qt.Key.Key_D, CTRL)
    assert words(sheet, "post")[:3] == ["质检员"] * 3


def test_replacing_shows_each_cell_first(sheet):
    """Only the ticked cells are changed."""
    at = column(sheet, "post")
    sheet.model.put([(0, at, "操作工"), (1, at, "操作工"), (2, at, "焊工")])
    cells = [(row, at) for row in range(sheet.model.rowCount())]
    dialog = Replacing(sheet.model, cells, sheet)
    dialog.sought.setText("操作")
    dialog.put.setText("装配")
    shown = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert any("操作工 → 装配工" in line for line in shown)
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    sheet._replace(dialog.chosen())
    dialog.close()
    assert words(sheet, "post")[:3] == ["操作工", "装配工", "焊工"]


def test_wrong_answer_is_marked_at_its_cell(sheet):
    """A wage that is no number is told in the cell's own sentence; F8 goes there."""
    at = column(sheet, "monthly_wage")
    sheet.model.put([(1, at, "面议")])
    assert sheet.model.problem(1, at) is not None
    sheet.view.go_to(1, at - 1)
    sheet.next_problem()
    assert (sheet.view.currentIndex().row(), sheet.view.currentIndex().column()) == (1, at)


def test_saved_rows_are_in_the_ledger(qtbot, sheet):
    """保存 writes the touched records and no other, each as a new version of its own."""
    row = sheet.model.rows[1]
    before = row.head.revision
    other = sheet.model.rows[0].head.revision
    sheet.model.put([(1, column(sheet, "post"), "电焊工")])
    sheet.save_now()
    qtbot.waitUntil(lambda: not row.touched, timeout=MS)
    kept = sheet._office.records.get(row.head.record_id)
    assert kept.answers["post"] == "电焊工"
    assert kept.head.revision == before + 1
    assert sheet._office.records.get(sheet.model.rows[0].head.record_id).head.revision == other


def test_new_rows_become_records(qtbot, sheet):
    """Pasting under the last row enters new records."""
    counted = sum(sheet._office.records.counts("employment").values())
    sheet.add_row()
    at = column(sheet, "full_name")
    sheet.view.go_to(sheet.model.rowCount() - 1, at)
    QGuiApplication.clipboard().setText("卓玛\n扎西\n")
    press(qtbot, sheet, Qt.Key.Key_V, CTRL)
    sheet.save_now()
    qtbot.waitUntil(background.idle, timeout=MS)
    assert sum(sheet._office.records.counts("employment").values()) == counted + 2


def test_rows_are_sorted_filtered_and_frozen(sheet):
    """Wages sort as numbers; a word leaves the rows that hold it; a frozen column stays."""
    at = column(sheet, "monthly_wage")
    sheet._sort(at)
    wages = [float(one.replace(",", "")) for one in words(sheet, "monthly_wage") if one]
    assert wages == sorted(wages)
    name = words(sheet, "full_name")[0]
    sheet._narrow(name)
    assert set(words(sheet, "full_name")) == {name}
    sheet._narrow("")
    sheet.view.go_to(0, 1)
    sheet.toggle_freeze()
    assert sheet.view.frozen == 2
    assert sheet.view._left.isVisible()


def test_selected_numbers_are_added_up(sheet):
    """As spreadsheets do at the bottom."""
    at = column(sheet, "monthly_wage")
    sheet.model.put([(0, at, "4000"), (1, at, "5000")])
    sheet.view.go_to(0, at)
    sheet.view._extend(1, 0)
    assert "合计 9,000" in sheet._totals.text()


def test_leaving_saves(qtbot, seated, sheet):
    """Ctrl+W with unsaved cells saves them as drafts; nothing typed is lost."""
    record_id = sheet.model.rows[0].head.record_id
    sheet.model.put([(0, column(sheet, "post"), "保安")])
    sheet.finish()
    qtbot.waitUntil(background.idle, timeout=MS)
    assert sheet._office.records.get(record_id).answers["post"] == "保安"


@given(
    st.lists(st.lists(st.text('甲乙ab1 \t"\n,', max_size=6), min_size=2, max_size=4), min_size=1, max_size=5)
)
def test_clipboard_survives_there_and_back(rows):
    """What is copied and pasted again is the same, whatever stands in the cells, but for blanks around."""
    wide = max(len(row) for row in rows)
    even = [[cell.strip() for cell in row] + [""] * (wide - len(row)) for row in rows]
    while even and not any(even[-1]):
        even.pop()
    assert clipboard.read(clipboard.write(even)) == even
