"""The pages 考核 and 发布: figures with what they are made of, a period closed and reopened, the site written and stopped."""

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QFileDialog

from desktop import background
from desktop.screens.indicators_page import IndicatorsPage
from desktop.screens.publish_page import PublishPage
from desktop.widgets.ask import Question
from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.desktop.frame.conftest import PASSPHRASE, REVIEWER
from tests.fakes.fixed_clock import FixedClock

MS = 30_000


@pytest.fixture
def reviewer(office_folder):
    """The reviewer at the sample office, everything waiting approved."""
    office = Office.open(office_folder, REVIEWER, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST)
    for info in office.forms.all():
        heads = office.records.list(info.form_id, states=["complete"], limit=500).rows
        if heads:
            office.records.approve([head.record_id for head in heads])
    yield office
    office.close()


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
    qtbot.waitUntil(lambda: background.idle() and "已关账" in page.state.text(), timeout=MS)
    head = page.records.model().thing(0)
    reviewer.records.void([head.record_id], "登记重复")
    page.refresh()
    qtbot.waitUntil(lambda: background.idle() and "改动了" in page.state.text(), timeout=MS)
    kept = _select(qtbot, page, "LAB-01").cells[3]
    page.close_period.click()
    question = page.findChild(Question)
    question.reason.setPlainText("补登记")
    question.yes.click()
    qtbot.waitUntil(lambda: background.idle() and "已关账" not in page.state.text(), timeout=MS)

    assert kept == before
    assert _select(qtbot, page, "LAB-01").cells[3] != before
    assert reviewer.counting.closed.all() == []


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
    page.make.click()
    qtbot.waitUntil(lambda: background.idle() and bool(page.done.text()), timeout=MS)
    page.look.click()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("x", encoding="utf-8")
    page.folder.setText(str(tmp_path / "other"))
    page.make.click()
    qtbot.waitUntil(lambda: background.idle() and page.note.isVisible(), timeout=MS)

    assert Path(looked[0].toLocalFile()) == tmp_path / "www" / "index.html"
    assert "REPORTS-210" in page.note.words.text() or "别的文件" in page.note.words.text()
    assert settings.get("publish.folder", "") == str(tmp_path / "www")
