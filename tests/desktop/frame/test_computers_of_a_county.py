"""Several computers of one county in the windows: what a device may read, the list with its origins, handing over."""

import pytest

from desktop import background
from desktop.screens.devices import DevicesPanel
from desktop.screens.ledger_list import LedgerList
from desktop.widgets.note import Note
from sync import distribution, handover
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
