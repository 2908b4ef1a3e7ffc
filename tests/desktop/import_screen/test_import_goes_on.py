"""What an import leaves behind in the window: rows put aside, updates compared, a whole import taken back."""

import openpyxl
import pytest

from desktop import background
from desktop.widgets.importing.past_imports import PastImports
from desktop.widgets.importing.preview_model import UPDATE
from reports.workbooks import Existing
from tests.desktop.import_screen.rosters import bring_in, step

HEADINGS = ("序号", "姓名", "身份证号码", "岗位", "月工资（元）")
JUAN = (1, "高娟秀", "513200198408012858", "普工", 3200)
WRONG = (2, "李丽", "513200197005144895", "保洁", 3000)


@pytest.fixture
def file(tmp_path):
    """Return what writes a roster with these rows."""

    def write(name, *rows):
        book = openpyxl.Workbook()
        for row in (HEADINGS, *rows):
            book.worksheets[0].append(list(row))
        book.save(tmp_path / name)
        return tmp_path / name

    return write


def test_the_rest_waits_and_is_gone_on_with(qtbot, screen, roster_office, file):
    """After an import the refused row waits; taken up again it can be put right in the grid and enters."""
    bring_in(qtbot, screen, file("a.xlsx", JUAN, WRONG))
    assert screen.result.go_on.isVisible()
    step(qtbot, screen, "mapping", screen.result.go_on.click)
    step(qtbot, screen, "preview", screen.go_on)
    model = screen.preview.model
    assert model.rows == [3]

    column = next(at for at, one in enumerate(model.columns) if one.header == "身份证号码")
    model.setData(model.index(0, column), "513200197005144894")
    qtbot.waitUntil(lambda: screen.forward.isEnabled() and bool(screen.work.judged.good), timeout=30_000)
    with qtbot.waitSignal(screen.imported, timeout=60_000):
        screen.go_on()

    assert len(roster_office.records.list("employment").rows) == 2
    assert roster_office.imports.kept() == []


def test_an_update_is_compared_before_it_is_made(qtbot, screen, roster_office, file):
    """Overwrite: the preview says what was and what will be; then the record has it."""
    bring_in(qtbot, screen, file("a.xlsx", JUAN))
    step(qtbot, screen, "mapping", lambda: screen.open(file("b.xlsx", (*JUAN[:3], "班长", 5000))))
    box = screen.mapping.existing
    box.setCurrentIndex(box.findData(Existing.OVERWRITE))
    step(qtbot, screen, "preview", screen.go_on)
    preview = screen.preview
    assert preview.model.count(UPDATE) == 1
    preview.filter(UPDATE)
    words = preview._words.text()
    assert "普工 → 班长" in words
    assert "3200 → 5000" in words

    with qtbot.waitSignal(screen.imported, timeout=60_000):
        screen.go_on()

    (head,) = roster_office.records.list("employment").rows
    assert roster_office.records.get(head.record_id).answers["post"] == "班长"


def test_a_whole_import_is_taken_back(qtbot, screen, roster_office, file):
    """One undo: the drafts are void with the reason, and the list of imports says so."""
    bring_in(qtbot, screen, file("a.xlsx", JUAN))
    with qtbot.waitSignal(screen.imported, timeout=60_000):
        screen.history.undo(roster_office.imports.all()[0].import_id, "发错了文件")

    assert {str(row.state) for row in roster_office.records.list("employment").rows} == {"void"}
    qtbot.waitUntil(lambda: background.idle() and screen.at == "choose", timeout=30_000)
    past = screen.choose.findChild(PastImports)
    qtbot.waitUntil(past.isVisible, timeout=30_000)
    assert any("发错了文件" in label.text() for label in past.findChildren(type(screen.step)))


def test_an_import_is_put_aside_before_anything_entered(qtbot, screen, roster_office, file):
    """Left for later with what was put right: nothing entered, everything waits."""
    step(qtbot, screen, "mapping", lambda: screen.open(file("a.xlsx", JUAN, WRONG)))
    step(qtbot, screen, "preview", screen.go_on)
    step(qtbot, screen, "choose", screen.later.click)

    (kept,) = roster_office.imports.kept()
    assert kept.waiting == 2
    assert roster_office.records.list("employment").rows == []
