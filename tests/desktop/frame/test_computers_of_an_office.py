"""Several clerks of one county, each with a computer of their own: made in the window, not only on the console."""

from PySide6.QtCore import Qt

from desktop import language
from desktop.office_plan import Plan
from desktop.screens.first_start_pages import OfficePage
from forms.reference import Reference


def test_a_clerk_s_computer_continues_the_county_s_code(qtbot, qapp):
    """The second computer of 甘洛县 is an office 51343502 of its own, and its proposed name says which one it is."""
    language.speak(qapp, "zh")
    search = Reference.load().search
    page = OfficePage(search)
    qtbot.addWidget(page)
    page.show()
    page.place.choose(next(one for one in search("513435", 5) if one.code == "513435"))
    assert page.name.text() == "甘洛县东西部协作办公室"

    qtbot.keyClick(page.computer, Qt.Key.Key_Up)
    qtbot.keyClick(page.computer, Qt.Key.Key_Up)
    plan = Plan()
    page.fill(plan)

    assert (plan.code, plan.name) == ("51343502", "甘洛县东西部协作办公室（2 号填报机）")

    page.computer.setValue(0)
    page.fill(plan)
    assert (plan.code, plan.name) == ("513435", "甘洛县东西部协作办公室")
