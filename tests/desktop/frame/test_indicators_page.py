"""The pages 考核 and 发布: figures with what they are made of, a period closed and reopened, the site written and stopped."""

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QFileDialog

from desktop import background
from desktop.assessing import TargetRow
from desktop.screens.indicators_page import IndicatorsPage
from desktop.screens.publish_page import PublishPage
from desktop.widgets.adjusting import Adjusting
from desktop.widgets.ask import Question
from desktop.widgets.target_setting import TargetSetting
from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from reports.indicators import schemes
from reports.site import Decision, Named, NamesUndecided
from reports.site.deciding import decisions
from reports.site.scrubbing import Mention
from tests.desktop.frame.conftest import PASSPHRASE, REVIEWER
from tests.fakes.fixed_clock import FixedClock

MS = 30_000


@pytest.fixture(scope="module")
def approved_folder(sample_folder, tmp_path_factory):
    """The sample office with everything that waited approved, made once."""
    folder = tmp_path_factory.mktemp("approved") / "甘洛"
    shutil.copytree(sample_folder, folder)
    with Office.open(folder, REVIEWER, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        for info in office.forms.all():
            heads = office.records.list(info.form_id, states=["complete"], limit=500).rows
            if heads:
                office.records.approve([head.record_id for head in heads])
    return folder


@pytest.fixture
def reviewer(approved_folder, tmp_path):
    """The reviewer at a copy of it."""
    folder = tmp_path / "甘洛"
    shutil.copytree(approved_folder, folder)
    with Office.open(folder, REVIEWER, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        yield office


@pytest.fixture
def page(qtbot, settings, reviewer):
    """The page 考核, its figures worked out."""
    shown = IndicatorsPage(reviewer, settings, FixedClock())
    qtbot.addWidget(shown)
    shown.resize(1180, 720)
    shown.show()
    shown.refresh()
    qtbot.waitUntil(background.idle, timeout=MS)
    return shown


def _select(qtbot, page, indicator: str):
    lines = [page.table.model().thing(row) for row in range(page.table.model().rowCount())]
    row = next(
        place
        for place, one in enumerate(lines)
        if one.line is not None and one.line.indicator.id == indicator
    )
    page.table.selectRow(row)
    qtbot.waitUntil(background.idle, timeout=MS)
    return lines[row]


def test_a_figure_opens_the_records_behind_it(qtbot, page):
    """The worker's figure lists the jobs it counts; Enter on one opens it in its ledger."""
    row = _select(qtbot, page, "LAB-01")
    heads = [page.records.model().thing(at) for at in range(page.records.model().rowCount())]
    opened = []
    page.open_wanted.connect(lambda form_id, record_id: opened.append((form_id, record_id)))
    page.records.opened.emit(heads[0])

    assert row.line.number.rows == len(heads) > 0
    assert {head.form_id for head in heads} == {"employment"}
    assert opened == [("employment", heads[0].record_id)]
    assert page.behind_title.text().startswith("LAB-01")


def test_a_period_is_closed_and_its_figures_stay(qtbot, page, reviewer):
    """After closing, a void in the ledger moves nothing but the count of differences; reopening asks why."""
    before = _select(qtbot, page, "LAB-01").cells[3]
    page.close_period.click()
    page.findChild(Question).yes.click()
    qtbot.waitUntil(lambda: background.idle() and "关账" in page.state.text(), timeout=MS)
    head = page.records.model().thing(0)
    reviewer.records.void([head.record_id], "登记重复")
    page.refresh()
    qtbot.waitUntil(lambda: background.idle() and "改动了" in page.state.text(), timeout=MS)
    kept = _select(qtbot, page, "LAB-01").cells[3]
    page.close_period.click()
    question = page.findChild(Question)
    question.reason.setPlainText("补登记")
    question.yes.click()
    qtbot.waitUntil(lambda: background.idle() and "关账" not in page.state.text(), timeout=MS)

    assert kept == before
    assert _select(qtbot, page, "LAB-01").cells[3] != before
    assert reviewer.counting.closed.all() == []


def _target_of(page, indicator: str) -> str:
    rows = [row for row in page.table.all() if row.line is not None]
    return next(row.cells[6] for row in rows if row.line.indicator.id == indicator)


def test_targets_are_typed_in_one_table(qtbot):
    """A wrong number is told at its row; only what was typed otherwise is handed on, an emptied one as none."""
    agreed: list[object] = []
    rows = [
        TargetRow("LAB-01", "转移就业人数", "人", "40", "", None),
        TargetRow("LAB-02", "其中脱贫劳动力", "人", "9", "12", Decimal(10)),
        TargetRow("LAB-03", "赴东部结对省就业", "人", "3", "", Decimal(5)),
    ]
    dialog = TargetSetting(None, "目标：2026年", rows, agreed.append)
    dialog.show()
    dialog.table.item(0, 5).setText("许多")
    dialog.yes.click()
    told, at = dialog.problem.text(), dialog.table.currentRow()
    dialog.table.item(0, 5).setText("1,200")
    dialog.table.item(1, 5).setText("")
    dialog.yes.click()

    assert "许多" in told
    assert at == 0
    assert agreed == [{"LAB-01": Decimal(1200), "LAB-02": None}]


def test_a_target_is_set_and_a_closed_figure_put_right_and_both_taken_back(qtbot, page, reviewer):
    """The target stands in table and chart; a figure is changed only of a closed period and with a reason; 撤销 undoes."""
    page.targets.click()
    qtbot.waitUntil(lambda: page.findChild(TargetSetting) is not None, timeout=MS)
    dialog = page.findChild(TargetSetting)
    row = next(at for at in range(dialog.table.rowCount()) if dialog.table.item(at, 0).text() == "LAB-01")
    dialog.table.item(row, 5).setText("1,200")
    dialog.yes.click()
    qtbot.waitUntil(lambda: background.idle() and page.undo.isEnabled(), timeout=MS)
    before = _select(qtbot, page, "LAB-01").cells
    chart, early = page.trend.accessibleDescription(), page.adjust.isEnabled()
    page.close_period.click()
    page.findChild(Question).yes.click()
    qtbot.waitUntil(lambda: background.idle() and "关账" in page.state.text(), timeout=MS)
    page.adjust.click()
    question = page.findChild(Adjusting)
    question.value.setText("66")
    question.yes.click()  # no reason: it stays
    question.reason.setPlainText("人社局核定")
    question.yes.click()
    qtbot.waitUntil(lambda: background.idle() and "带 *" in page.state.text(), timeout=MS)
    by_hand = page.table.current().cells
    reason = reviewer.counting.closed.of("2026", "2017")[page.table.current().line.figure.name].adjust_reason
    page.undo.click()
    qtbot.waitUntil(lambda: background.idle() and "带 *" not in page.state.text(), timeout=MS)

    assert before[6] == "1,200"
    assert chart.endswith("目标 1,200")
    assert not early
    assert (by_hand[3], reason) == ("66*", "人社局核定")
    assert page.table.current().cells[3] == before[3]
    assert page.undo.isEnabled()  # the target is still to be taken back
    assert not page.targets.isEnabled()


def test_the_table_is_exported(qtbot, page, tmp_path, monkeypatch):
    """The workbook and the paper are written where the person says."""
    for name in ("指标.xlsx", "指标.pdf"):
        file = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, chosen=file: (str(chosen), ""))
        page.out.click()
        qtbot.waitUntil(lambda file=file: background.idle() and file.exists(), timeout=MS)
        assert file.stat().st_size > 5_000


def test_years_together_and_the_report_of_a_period_are_printed(qtbot, page, tmp_path, monkeypatch):
    """跨年 is a kind of period; the kind of file chosen in the dialog says which print is written."""
    page.kind.setCurrentIndex(page.kind.findData("years"))
    qtbot.waitUntil(lambda: background.idle() and page._shown.sheet.span.months == 24, timeout=MS)
    for kind, title in (
        ("", "累计成果表（2025—2026年）"),
        ("PDF 东西部协作情况月季年报 (*.pdf)", "东西部协作情况报表"),
    ):
        file = tmp_path / f"{len(kind)}.pdf"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, got=(str(file), kind): got)
        page.out.click()
        qtbot.waitUntil(lambda file=file: background.idle() and file.exists(), timeout=MS)
        said = subprocess.run(
            ["pdftotext", str(file), "-"], check=True, capture_output=True, text=True
        ).stdout
        assert title in said


def test_the_site_is_written_from_the_window(qtbot, settings, reviewer, tmp_path):
    """Folder, button, result; the site opens; a folder with other files is refused with words."""
    looked: list[QUrl] = []
    page = PublishPage(reviewer, settings, FixedClock(), looked.append)
    qtbot.addWidget(page)
    page.show()
    assert not page.make.isEnabled()
    page.folder.setText(str(tmp_path / "www"))
    page.year.setCurrentIndex(page.year.findData("2025"))
    page.scheme.setCurrentIndex(page.scheme.findData("2021"))
    page.make.click()
    qtbot.waitUntil(lambda: background.idle() and bool(page.done.text()), timeout=MS)
    figures = (tmp_path / "www" / "zh" / "indicators" / "index.html").read_text(encoding="utf-8")
    page.look.click()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("x", encoding="utf-8")
    page.folder.setText(str(tmp_path / "other"))
    page.make.click()
    qtbot.waitUntil(lambda: background.idle() and page.note.isVisible(), timeout=MS)

    assert Path(looked[0].toLocalFile()) == tmp_path / "www" / "index.html"
    assert "REPORTS-210" in page.note.words.text() or "别的文件" in page.note.words.text()
    assert settings.get("publish.folder", "") == str(tmp_path / "www")
    assert "2025年" in figures
    assert schemes()["2021"].label.in_("zh") in figures
    assert settings.get("publish.scheme", "") == "2021"


def test_a_name_that_waits_is_decided_on_the_page(qtbot, settings, reviewer):
    """What the page was refused for is listed; one key decides the rows chosen, and the office keeps it."""
    page = PublishPage(reviewer, settings, FixedClock())
    qtbot.addWidget(page)
    page.show()
    first, second = Mention("王芳", "由", "负责"), Mention("高明", "手艺", "的师傅")
    page._refused(NamesUndecided([Named(first, 1, None), Named(second, 2, None)]))
    page.names.table.go_to(0)
    qtbot.keyPress(
        page, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier
    )  # held down, as for Ctrl+2, Ctrl+1
    page.names.mask_name.click()
    qtbot.waitUntil(lambda: background.idle() and page.names.waiting() == 1, timeout=MS)
    at = page.names.table.current().mention
    page.names.keep_name.click()
    qtbot.waitUntil(lambda: background.idle() and page.names.waiting() == 0, timeout=MS)
    qtbot.keyRelease(page, Qt.Key.Key_Control)

    assert at == second  # the cursor went on to the next that waits
    assert decisions(reviewer) == {first.key: Decision.MASK, second.key: Decision.KEEP}
    assert "可以生成网站了" in page.note.words.text()
