"""A township's roster, from the file a clerk was sent to drafts in the ledger, through the window."""

import json
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from desktop import background
from desktop.widgets.importing.preview_model import REFUSED
from tests.desktop.import_screen.rosters import step

SAMPLES = Path(__file__).parents[2] / "samples"
TOWNSHIP = SAMPLES / "labour-roster-township.xlsx"
KEY = json.loads((SAMPLES / "labour-roster-township.key.json").read_text(encoding="utf-8"))


def test_a_township_roster_comes_in(qtbot, screen, roster_office, tmp_path):
    """Good rows become drafts, rows with a problem stay outside with the reason at their cell, as the key says."""
    step(qtbot, screen, "mapping", lambda: screen.open(TOWNSHIP))
    assert screen.mapping is not None
    assert any(field.typed() == "full_name" for field in screen.mapping.fields.values())
    step(qtbot, screen, "preview", screen.go_on)
    judged = screen.work.judged
    assert {row.number for row in judged.refused} == bad_rows()
    assert judged.good_rows == good_rows()
    assert screen.preview.model.count(REFUSED) == len(bad_rows())

    with qtbot.waitSignal(screen.imported, timeout=60_000) as told:
        screen.go_on()
    assert screen.at == "result"
    assert told.args[0] == len(judged.good)
    page = roster_office.records.list("employment", limit=500)
    assert len(page.rows) == len(judged.good)
    assert {str(row.state) for row in page.rows} == {"draft"}

    screen.save_errors(tmp_path / "problems.xlsx")
    qtbot.waitUntil(lambda: (tmp_path / "problems.xlsx").exists() and background.idle(), timeout=30_000)


def test_each_problem_stands_at_its_cell(qtbot, screen):
    """F8 goes from refused cell to refused cell; colour, shape and a sentence tell what is wrong there."""
    step(qtbot, screen, "mapping", lambda: screen.open(TOWNSHIP))
    step(qtbot, screen, "preview", screen.go_on)
    preview = screen.preview
    seen = set()
    for _nth in range(len(bad_rows())):
        preview.next_problem()
        index = preview.view.currentIndex()
        number = preview.model.rows[index.row()]
        seen.add(number)
        assert number in bad_rows()
        assert preview._words.text()
    assert len(seen) > 1
    preview.filter(REFUSED)
    assert set(preview.model.rows) == bad_rows()
    cells = [
        preview.model.index(row, column)
        for row in range(preview.model.rowCount())
        for column in range(preview.model.columnCount())
    ]
    marked = [i for i in cells if preview.model.data(i, Qt.ItemDataRole.BackgroundRole) is not None]
    assert marked
    for index in marked:
        assert preview.model.data(index, Qt.ItemDataRole.DecorationRole) is not None
        assert preview.model.data(index, Qt.ItemDataRole.ToolTipRole)


def test_a_cell_put_right_is_judged_again(qtbot, screen):
    """A clerk corrects one refused cell in the grid; the row may enter, the file stays as it was."""
    before = TOWNSHIP.read_bytes()
    step(qtbot, screen, "mapping", lambda: screen.open(TOWNSHIP))
    step(qtbot, screen, "preview", screen.go_on)
    model = screen.preview.model
    good = model.judged.good_rows
    refused = [row for row in model.judged.refused if len(row.cells) == 1 and row.cells[0].path == "id_no"]
    row = refused[0]
    column = next(at for at, one in enumerate(model.columns) if one.index == row.cells[0].column)
    view = screen.preview.view
    screen.preview.go_to(model.rows.index(row.number), column)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(screen.focusWidget(), QLineEdit))
    field = screen.focusWidget()
    qtbot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(field, "513435199001010012")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: model.judged.good_rows == good + 1, timeout=30_000)
    assert str(good + 1) in screen.forward.text()
    assert TOWNSHIP.read_bytes() == before


def test_the_same_file_twice_enters_once(qtbot, screen, roster_office):
    """Importing the same roster again makes no second record."""
    for _time in range(2):
        step(qtbot, screen, "mapping", lambda: screen.open(TOWNSHIP))
        step(qtbot, screen, "preview", screen.go_on)
        if screen.work.judged.good:
            with qtbot.waitSignal(screen.imported, timeout=60_000):
                screen.go_on()
    assert len(roster_office.records.list("employment", limit=500).rows) == good_rows()


def test_one_value_for_all_rows(qtbot, screen):
    """What the form requires and the roster lacks can be filled once for all rows."""
    step(qtbot, screen, "mapping", lambda: screen.open(TOWNSHIP))
    boxes = {box.path: box for box in screen.mapping.fixed["employment"]}
    assert boxes, "the sample lacks something the form requires"
    screen.mapping.fillings["employment"].type("by_cooperation", "yes")
    step(qtbot, screen, "preview", screen.go_on)
    values = {record.answers.get("by_cooperation") for record in screen.work.judged.good}
    assert values == {"yes"}


def test_a_column_left_out_by_the_clerk(qtbot, screen):
    """A cleared column is not imported and is shown as left out."""
    step(qtbot, screen, "mapping", lambda: screen.open(TOWNSHIP))
    index, field = next((i, f) for i, f in screen.mapping.fields.items() if f.typed() == "monthly_wage")
    field.inner.setFocus()
    qtbot.keyClick(field.inner, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(field.inner, Qt.Key.Key_Delete)
    assert any(column.index == index for column in screen.work.plan.unmatched)
    qtbot.keyClicks(field.inner, "ygz")
    qtbot.keyClick(field.inner, Qt.Key.Key_Return)
    assert not any(column.index == index for column in screen.work.plan.unmatched)


def test_no_workbook_is_told_and_nothing_happens(qtbot, screen, tmp_path):
    """A picture renamed to .xlsx is refused with a sentence and a code; the screen stays where it was."""
    file = tmp_path / "roster.xlsx"
    file.write_bytes(b"\x89PNG no workbook")
    screen.open(file)
    qtbot.waitUntil(screen.note.isVisible, timeout=30_000)
    assert "REPORTS-" in screen.note.words.text()
    assert screen.at == "choose"


def bad_rows() -> set[int]:
    """Return the rows that the key says have a problem."""
    return {int(number) for number, problem in rows_of_key() if problem is not None}


def good_rows() -> int:
    """Return how many rows the key says are right."""
    return sum(problem is None for _number, problem in rows_of_key())


def rows_of_key() -> list[tuple[str, object]]:
    """Return row number and problem of every row of the key."""
    return [(one["row"], one["problem"]) for one in KEY]
