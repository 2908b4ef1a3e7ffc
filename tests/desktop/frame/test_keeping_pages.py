"""The log and retention at the window."""

from desktop import background
from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.desktop.frame.conftest import CLERK, PASSPHRASE, REVIEWER
from tests.fakes.fixed_clock import FixedClock


def _page(qtbot, desk, key):
    frame = desk.centralWidget()
    frame.go(key)
    qtbot.waitUntil(background.idle, timeout=20_000)
    return frame.stack.currentWidget()


def _set(box, data):
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


def test_the_log_is_read_searched_proved_and_written(qtbot, seated, tmp_path):
    """Lines of one person and verb; the proof ends with a sentence; the file has as many lines as there are."""
    desk = seated(REVIEWER)
    page = _page(qtbot, desk, "audit")
    qtbot.waitUntil(lambda: bool(page.table.all()), timeout=20_000)
    everything = len(page.table.all())

    _set(page.verb, "setting")
    qtbot.waitUntil(lambda: {each.verb for each in page.table.all()} == {"setting"}, timeout=20_000)
    qtbot.waitUntil(lambda: page.who.findData(CLERK) >= 0, timeout=20_000)
    page.words.setText("没有这样的字")
    qtbot.waitUntil(lambda: page.table.all() == [], timeout=20_000)
    assert "没有符合的" in page.told.text()

    page.words.clear()
    _set(page.verb, "")
    qtbot.waitUntil(lambda: len(page.table.all()) == everything, timeout=20_000)
    page.export_to(tmp_path / "log.csv")
    qtbot.waitUntil(lambda: "已导出" in page.note.words.text(), timeout=20_000)
    assert len((tmp_path / "log.csv").read_text(encoding="utf-8-sig").splitlines()) > everything
    page.prove.click()
    qtbot.waitUntil(lambda: "完整" in page.note.words.text(), timeout=60_000)


def test_what_is_due_is_asked_for_and_erased_by_another(qtbot, seated, office_folder):
    """The reviewer asks, the leader confirms, and the page tells the proof and what else may hold it."""
    with Office.open(office_folder, REVIEWER, PASSPHRASE, FixedClock(), SystemIds(), kdf=CHEAPEST) as office:
        office.people.add(NewUser("王局长", Role.LEADER, PASSPHRASE))
        office.retention.set_years("person", 1)
    desk = seated(REVIEWER)
    desk.office.clock.forward(seconds=2 * 366 * 86_400)
    page = _page(qtbot, desk, "retention")
    qtbot.waitUntil(lambda: bool(page.due.all()), timeout=20_000)
    chosen = page.due.all()[0]
    page._asked([chosen.record_id], "保存期满")
    qtbot.waitUntil(lambda: bool(page.asked.all()), timeout=20_000)
    number = page.asked.all()[0].number
    page._erase(number)
    qtbot.waitUntil(lambda: "由您" in page.note.words.text(), timeout=20_000)

    desk.leave(office_folder)
    qtbot.waitUntil(background.idle, timeout=20_000)
    desk = seated("王局长")
    desk.office.clock.forward(seconds=2 * 366 * 86_400)
    page = _page(qtbot, desk, "retention")
    page._erase(number)
    qtbot.waitUntil(lambda: "校验值" in page.told.text(), timeout=30_000)
    qtbot.waitUntil(lambda: page.asked.all() == [], timeout=20_000)
    assert chosen.record_id not in {each.record_id for each in page.due.all()}
    assert "导出的文件" in page.told.text()
    qtbot.waitUntil(lambda: len(page.gone.all()) == 1, timeout=20_000)
    [done] = page.gone.all()
    assert done.done.checksum in page.told.text()
    assert done.above == "没有上报过"
    assert not page.carry.isEnabled()
    assert not page.answer.isEnabled()
