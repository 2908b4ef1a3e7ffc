"""«I fill October's return from the ledgers, explain what differs, hand it in; it comes back with words; I put it right and it is accepted.»

The county works on its page 应报报表, the line is real HTTP; the province looks at the return where it looks at everything.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog

from desktop import background, language, theme
from desktop.screens.returns_page import ReturnsPage
from desktop.settings import Settings
from desktop.widgets.ask import Question
from desktop.widgets.printing.print_preview import PrintPreview
from records.ledger import NewUser, Office, Role
from reports import returns
from reports.returns.filling import Signers
from sync import enrolment, inbox, outbox
from tests.conftest import PASSPHRASE
from tests.fakes.county_ledgers import enter, typed
from tests.fakes.http_office import listening
from tests.fakes.paper_printer import PaperPrinter

MS = 20_000
WHY = "展销会的一笔尚未录入"
WORDS = "与商务部门口径不符，请核对。"


@dataclass
class County:
    """The county's page, its office, and the line to the province."""

    page: ReturnsPage
    office: Office
    address: str
    qtbot: object

    def rests(self) -> None:
        """Wait for what runs behind the page."""
        self.qtbot.waitUntil(background.idle, timeout=MS)

    def stands(self) -> str:
        """Put the cursor on October's return of sales and return how it stands."""
        rows = self.page.table.all()
        at = next(
            row for row, one in enumerate(rows) if (one.code, one.span.name) == ("consumption", "2026-10")
        )
        self.page.table.selectRow(at)
        return self.page.table.model().index(at, 3).data()

    def says_yes(self) -> None:
        """Agree to the question that is open."""
        self.page.findChildren(Question)[-1].accept()
        self.rests()

    def sends(self) -> None:
        """Approve what waits, seal, send, fetch what was decided."""
        waiting = self.office.records.list("report_submission", states=["complete"]).rows
        if waiting:
            (outcome,) = self.office.records.approve([waiting[0].record_id])
            assert outcome.problem is None
            outbox.seal(self.office)
        with outbox.http_link(self.office, self.address) as link:
            sent = outbox.send(self.office, link)
        assert sent.problems == []
        self.page.refresh()
        self.rests()


@pytest.fixture
def province(make_office) -> Office:
    """The office above."""
    office = make_office(
        "510000", "四川省协作办公室", "province", people=[NewUser("省审核员", Role.REVIEWER, PASSPHRASE)]
    )
    office.settings.set("one_person", True)
    return office


@pytest.fixture
def county(make_office, province, qtbot, qapp, tmp_path) -> Iterator[County]:
    """The county with one sale of October approved, enrolled above, at its page of returns."""
    language.speak(qapp, "zh")
    theme.apply(qapp, "light")
    office = make_office(people=[NewUser("李主任", Role.REVIEWER, PASSPHRASE)])
    office.settings.set("one_person", True)
    sale = enter(office, typed(office, "consumption", {}, {"sold_on": "2026-10-12"}), "consumption")
    office.records.approve([sale])
    returns.fill(office, "consumption", "2026-09", Signers("张三", "李四", "王五"))  # who signs is known
    invitation, answer = tmp_path / "a.enrol", tmp_path / "b.enrol"
    enrolment.new(province, office.info.code, invitation, "")
    enrolment.answer(office, invitation, answer)
    enrolment.accept(province, answer)
    page = ReturnsPage(office, Settings(tmp_path / "window.toml"), PaperPrinter())
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    with listening(province) as address:
        made = County(page, office, address, qtbot)
        made.rests()
        yield made


def explains(office: Office, record_id: str, value: str, why: str) -> None:
    """Type another figure than was counted, with its reason, as in the return's form."""
    begun = office.records.get(record_id)
    (row,) = begun.answers["figure"]
    answers = {**begun.answers, "figure": [{**row, "value": value, "why": why}]}
    office.records.save(
        "report_submission", answers, token=office.ids.token(), record_id=record_id, base=begun.head.revision
    )


def looked_at(province: Office, record_id: str) -> list[str]:
    """Return what the province reads of the return's figure: item, what is said, what was counted, why."""
    (row,) = province.records.get(record_id).answers["figure"]
    return [row["value"], row["computed"], row.get("why", "")]


def test_a_return_goes_up_comes_back_and_is_accepted(county, province, tmp_path, monkeypatch) -> None:
    """Filled, explained, locked, sent, looked at, sent back with a reason, put right, sent again, accepted."""
    county.stands()
    county.page.fill.click()
    county.rests()
    county.stands()
    record_id = county.page.table.current().record.record_id
    explains(county.office, record_id, "4.6", WHY)
    county.page.refresh()
    county.rests()
    county.stands()

    county.page.print.click()
    preview = county.page.findChild(PrintPreview)
    county.qtbot.waitUntil(lambda: preview.document.pageCount() > 0, timeout=MS)
    paper = subprocess.run(
        ["pdftotext", "-layout", str(preview.file), "-"], check=True, capture_output=True, text=True
    )
    preview.close()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "十月.xlsx"), ""))
    county.page.export.click()
    county.rests()
    sheet = load_workbook(tmp_path / "十月.xlsx").active

    county.page.hand_in.click()
    county.says_yes()
    assert county.stands() == "已提交，待审核"
    county.sends()
    assert county.stands() == "上级已收到"
    assert looked_at(province, record_id) == ["4.6", "3.6", WHY]
    (returned,) = inbox.send_back(province, "1", [record_id], WORDS, "figure")
    county.sends()
    assert county.stands() == "退回"
    assert county.page.table.current().record.verdict_reason == WORDS

    county.page.fill.click()  # the province's words stand in the return, the ledgers are counted anew
    county.rests()
    reason = county.office.records.get(record_id).answers["return_reason"]
    explains(county.office, record_id, "3.6", "")
    county.page.refresh()
    county.rests()
    county.stands()
    county.page.hand_in.click()
    county.says_yes()
    county.sends()
    inbox.accept(province, "2")
    county.sends()

    assert returned.problem is None
    assert reason == WORDS
    assert county.stands() == "上级已接受"
    assert looked_at(province, record_id)[:2] == ["3.6", "3.6"]
    assert WHY in paper.stdout.replace("\n", "")
    assert [cell.value for cell in sheet[5]][1:5] == ["采购、帮销农产品金额", "万元", 4.6, 3.6]
    assert province.audit.verify().problems == []
