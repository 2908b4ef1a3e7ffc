"""A new user makes an office with the assistant."""

from PySide6.QtCore import Qt

from desktop import background
from desktop.screens.main_window import MainWindow
from tests.fakes.fixed_clock import FixedClock

PASSPHRASE = "春风十里，不如回家"


def choose_place(qtbot, page, typed, name):
    """Type, walk down the list to *name*, take it with Enter."""
    qtbot.keyClicks(page.place.edit, typed)
    qtbot.waitUntil(lambda: page.place.list.isVisible() and page.place.list.count() > 0)
    qtbot.waitUntil(background.idle)
    for _row in range(page.place.list.count()):
        if name in page.place.list.currentItem().text():
            break
        qtbot.keyClick(page.place.edit, Qt.Key.Key_Down)
    qtbot.keyClick(page.place.edit, Qt.Key.Key_Return)


def fill_person(fields, name, passphrase=PASSPHRASE):
    """Fill name and passphrase twice."""
    fields.name.setText(name)
    fields.first.edit.setText(passphrase)
    fields.again.edit.setText(passphrase)


def test_place_is_found_by_pinyin_initials_and_proposes_the_rest(qtbot, desk):
    """`gls` finds 甘洛; name, level and partner province are proposed from it."""
    desk.start()
    page = desk.centralWidget().office_page
    choose_place(qtbot, page, "gls", "甘洛县")
    assert page.place.division.code == "513435"
    assert page.name.text().startswith("甘洛县")
    assert page.levels.checkedButton().text() == "县级"
    assert page.partner.currentData() == "330000"


def test_a_township_is_a_place_too(qtbot, desk):
    """A township's office is chosen by its code of nine digits, which becomes the office's own."""
    desk.start()
    page = desk.centralWidget().office_page
    choose_place(qtbot, page, "513435106", "玉田镇")
    assert page.place.division.code == "513435106"
    assert page.place.path.text().startswith("四川省凉山彝族自治州甘洛县玉田镇")
    assert page.partner.currentData() == "330000"


def test_a_name_typed_by_hand_is_kept(qtbot, desk):
    """Choosing another place afterwards does not overwrite what the person wrote."""
    desk.start()
    page = desk.centralWidget().office_page
    choose_place(qtbot, page, "513435", "甘洛县")
    page.name.setText("甘洛县农业农村局")
    page.place.edit.clear()
    choose_place(qtbot, page, "513221", "汶川县")
    assert page.name.text() == "甘洛县农业农村局"


def test_what_is_missing_is_said_before_going_on(qtbot, desk):
    """Without a place the first page stays and says so; differing passphrases keep the second."""
    desk.start()
    assistant = desk.centralWidget()
    assistant.next.click()
    assert "还没有选定单位" in assistant.problem.text()
    choose_place(qtbot, assistant.office_page, "gls", "甘洛县")
    assistant.next.click()
    people = assistant.people_page
    fill_person(people.clerk, "张会计")
    people.clerk.again.edit.setText("不一样的口令")
    assistant.next.click()
    assert "两次输入的口令不一样" in assistant.problem.text()
    fill_person(people.clerk, "张会计", "1234567")
    assistant.next.click()
    assert "口令太短" in assistant.problem.text()
    assert assistant.stack.currentIndex() == 1


def test_two_people_need_two_names(qtbot, desk):
    """Clerk and reviewer with one name would make approving one's own work possible."""
    desk.start()
    assistant = desk.centralWidget()
    choose_place(qtbot, assistant.office_page, "gls", "甘洛县")
    assistant.next.click()
    fill_person(assistant.people_page.clerk, "张会计")
    fill_person(assistant.people_page.reviewer, "张会计")
    assistant.next.click()
    assert "姓名相同" in assistant.problem.text()


def test_folder_with_other_files_is_refused(qtbot, desk, tmp_path):
    """The office never moves in beside somebody's files."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("x")
    desk.start()
    assistant = desk.centralWidget()
    assistant.place_page.folder.setText(str(tmp_path / "full"))
    assert assistant.place_page.problem().code == "DESKTOP-004"


def test_one_person_makes_an_office_and_sits_in_it(qtbot, desk, tmp_path):
    """Three pages, one press: the encrypted office stands, opened at the workbench; settings are kept in it."""
    desk.start()
    assistant = desk.centralWidget()
    choose_place(qtbot, assistant.office_page, "gls", "甘洛县")
    assistant.next.click()
    fill_person(assistant.people_page.clerk, "张会计")
    assistant.people_page.alone.setChecked(True)
    assistant.next.click()
    assistant.place_page.folder.setText(str(tmp_path / "new" / "office"))
    assistant.place_page.families.ticks["need"].click()
    assistant.next.click()
    qtbot.waitUntil(lambda: isinstance(desk.centralWidget(), MainWindow), timeout=60_000)
    assert desk.office.user.name == "张会计"
    assert desk.office.settings.get("one_person") is True
    assert desk.office.settings.get("partner_province") == "330000"
    assert desk.office.settings.get("families_hidden") == ["need"]
    assert desk.office.info.created_on == FixedClock().today()
    assert b"SQLite" not in (tmp_path / "new" / "office" / "office.db").read_bytes()[:16]
    qtbot.waitUntil(background.idle, timeout=20_000)
