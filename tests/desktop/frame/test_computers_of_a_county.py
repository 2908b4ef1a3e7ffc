"""Several computers of one county in the windows: what a device may read, the list with its origins, handing over."""

import pytest

from desktop import background
from desktop.screens.devices import DevicesPanel
from desktop.screens.ledger_list import LedgerList
from desktop.widgets.note import Note
from sync import distribution, enrolment, handover
from tests.desktop.frame.test_ledger_list import agree
from tests.fakes.county_computers import County, county_of, draft, entered
from tests.fakes.fixed_clock import FixedClock

MS = 20_000


@pytest.fixture
def county(make_office, tmp_path) -> County:
    """A county and its clerks' computers."""
    return county_of(make_office, tmp_path)


def listed(qtbot, office, settings) -> LedgerList:
    """Show the employment ledger of an office."""
    page = LedgerList(office, "employment", settings, FixedClock())
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    qtbot.waitUntil(background.idle, timeout=MS)
    page.refresh()
    qtbot.waitUntil(background.idle, timeout=MS)
    return page


def test_the_county_says_what_a_computer_reads_and_a_record_goes_over(qtbot, county, settings):
    """The menu of a device shares all; the list says where a record is from; its button leaves only one's own; 移交 locks."""
    panel = DevicesPanel(county.main, settings, Note())
    qtbot.addWidget(panel)
    panel.refresh()
    qtbot.waitUntil(background.idle, timeout=MS)
    device = next(one for one in panel.shared.devices if one.office_code == county.wang.info.code)
    panel.shared.choose(device)
    panel.shared._fill()
    every = next(one for one in panel.shared._menu.actions() if one.text() == "全部台账")
    every.trigger()
    qtbot.waitUntil(background.idle, timeout=MS)
    assert distribution.share_of(county.main, device.device_id).all

    entered(county.li, 1)
    own = draft(county.wang, 2)
    county.sends(county.li)
    county.contact(county.wang)
    page = listed(qtbot, county.wang, settings)
    shown = {
        page.model.index(row, page.model.columnCount() - 1).data() for row in range(page.model.rowCount())
    }
    assert shown == {"李会计（来自李会计的电脑）", "李会计"}
    assert {page.model.index(row, 0).data() for row in range(2)} == {"已收到·他机", "草稿"}
    page.own.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1, timeout=MS)

    head = page.model.head(0)
    page.actions_.show_for([head])
    qtbot.waitUntil(background.idle, timeout=MS)
    to_li = next(one for one in page.actions_.handing._menu.actions() if "李会计的电脑" in one.text())
    to_li.trigger()
    agree(qtbot, "王会计调岗")
    qtbot.waitUntil(lambda: county.wang.records.get(own).head.held == "away", timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    assert handover.outstanding(county.wang) == 1
    page.own.click()
    qtbot.waitUntil(lambda: page.model.rowCount() == 2, timeout=MS)
    assert {page.model.index(row, 0).data() for row in range(2)} == {"已收到·他机", "已移交"}


def test_the_county_lends_a_record_and_takes_a_lost_computer_s_back(qtbot, county, settings):
    """移交 at the county's computer offers its clerks'; of a revoked one the menu gives the records back to this computer."""
    record_id = draft(county.main, 1)
    page = listed(qtbot, county.main, settings)
    page.actions_.show_for([page.model.head(0)])
    qtbot.waitUntil(background.idle, timeout=MS)
    to_wang = next(one for one in page.actions_.handing._menu.actions() if "王会计的电脑" in one.text())
    to_wang.trigger()
    agree(qtbot, "请王会计补齐")
    qtbot.waitUntil(lambda: county.main.records.get(record_id).head.held == "away", timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
    assert page.model.index(0, 0).data() == "已移交"

    enrolment.revoke(county.main, county.wang.info.device_id, "电脑遗失")
    panel = DevicesPanel(county.main, settings, Note())
    qtbot.addWidget(panel)
    panel.show()
    panel.refresh()
    qtbot.waitUntil(background.idle, timeout=MS)
    panel.shared.choose(
        next(one for one in panel.shared.devices if one.device_id == county.wang.info.device_id)
    )
    panel.shared._fill()
    here = next(one for one in panel.shared._menu.actions() if one.text() == "由本机接管它的记录…")
    here.trigger()
    agree(qtbot, "电脑遗失")
    qtbot.waitUntil(lambda: county.main.records.get(record_id).head.held == "here", timeout=MS)
    qtbot.waitUntil(background.idle, timeout=MS)
