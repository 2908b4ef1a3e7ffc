"""The page 应报报表: a clerk fills a return from the ledgers, hands it in, and opens it again with a reason."""

from collections.abc import Iterator

import pytest

from desktop import background
from desktop.screens.returns_page import ReturnsPage
from desktop.widgets.ask import Question
from records.ledger import Office
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from reports.returns import fill
from reports.returns.filling import Signers
from tests.desktop.frame.conftest import CLERK, PASSPHRASE
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.paper_printer import PaperPrinter

MS = 20_000


@pytest.fixture
def office(office_folder) -> Iterator[Office]:
    """The county, where somebody signed a return before."""
    with Office.open(office_folder, CLERK, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as one:
        fill(one, "consumption", "2026-09", Signers("张三", "李四", "王五"))
        yield one


@pytest.fixture
def page(qtbot, office, settings) -> ReturnsPage:
    """The page, once it has read everything, at the consumption of October."""
    shown = ReturnsPage(office, settings, PaperPrinter())
    qtbot.addWidget(shown)
    shown.resize(1180, 700)
    shown.show()
    shown.refresh()
    settled(qtbot)
    choose(shown, "consumption", "2026-10")
    return shown


def settled(qtbot) -> None:
    qtbot.waitUntil(background.idle, timeout=MS)


def choose(page: ReturnsPage, code: str, period: str) -> None:
    """Put the cursor on a return."""
    model = page.table.model()
    names = [(model.thing(row).code, model.thing(row).span.name) for row in range(model.rowCount())]
    page.table.selectRow(names.index((code, period)))


def said(page: ReturnsPage) -> list[str]:
    """Return what the current row says."""
    model, row = page.table.model(), page.table.currentIndex().row()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_a_return_is_filled_handed_in_and_opened_again(qtbot, page, office) -> None:
    """Each step offers what can be done next, and says so in the row."""
    assert said(page)[-3:] == ["未填报", "", "超期未报"]
    assert (page.fill.isEnabled(), page.hand_in.isEnabled()) == (True, False)

    page.fill.click()
    settled(qtbot)
    choose(page, "consumption", "2026-10")
    assert said(page)[3] == "填报中"

    page.hand_in.click()
    page.findChild(Question).accept()
    settled(qtbot)
    choose(page, "consumption", "2026-10")
    assert said(page)[3:] == ["已提交，待审核", "2026-11-22", "超期"]
    assert (page.fill.isEnabled(), page.hand_in.isEnabled(), page.open_again.isEnabled()) == (
        False,
        False,
        True,
    )

    page.open_again.click()
    question = page.findChildren(Question)[-1]
    question.reason.setPlainText("漏报一笔")
    question.accept()
    settled(qtbot)
    choose(page, "consumption", "2026-10")
    assert said(page)[3] == "填报中"
    answers = office.records.get(page.table.current().record.record_id).answers
    assert answers["return_reason"] == "漏报一笔"


def test_what_keeps_a_return_back_is_told_in_place(qtbot, page, office) -> None:
    """A return whose reviewer is its filler is not handed in; the note says at which question."""
    fill(office, "consumption", "2026-10", Signers("张三", "张三", "王五"))
    page.refresh()
    settled(qtbot)
    choose(page, "consumption", "2026-10")

    page.hand_in.click()
    page.findChild(Question).accept()
    settled(qtbot)

    assert "填表人与审核人应是两个人" in page.note.words.text()


def test_the_page_counts_what_is_due(page) -> None:
    """应报 已报 未报 及时 超期 上报率, and each row leads to its record."""
    wanted = []
    page.open_wanted.connect(lambda form_id, _record: wanted.append(form_id))
    choose(page, "consumption", "2026-09")

    page.open_record.click()

    assert page.counted.text().startswith("应报 ")
    assert "上报率 0%" in page.counted.text()
    assert wanted == ["report_submission"]
