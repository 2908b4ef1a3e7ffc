"""Below the county: townships are offered by pinyin, what the table lacks is written, and a code pack's villages follow."""

from PySide6.QtCore import Qt

from desktop import background
from desktop.widgets.questions.township_editor import TownshipEditor
from tests.fakes.clerks_hands import ClerksHands


def at_the_township(qtbot, office, open_form):
    """Open a worker from 甘洛 with the cursor in the township."""
    form = open_form(office, "employment")
    form.filling.fill({"hukou_region": "513435"})
    form.go_to("hukou_detail")
    editor = form.body.boxes["hukou_detail"].editor
    assert isinstance(editor, TownshipEditor)
    return form, editor, ClerksHands(qtbot, form)


def offered(qtbot, editor):
    """Wait for the places offered."""
    qtbot.waitUntil(lambda: background.idle() and editor.list_is_open())
    return [entry.label for entry in editor._popup.model.entries]


def test_a_township_is_taken_by_its_initials(qtbot, office, open_form):
    """`yt` finds 玉田镇 in the county chosen above and nowhere else; Enter writes it and goes on."""
    form, editor, hands = at_the_township(qtbot, office, open_form)

    hands.type("yt")
    found = offered(qtbot, editor)
    hands.enter()

    assert found == ["玉田镇"]
    assert form.filling.state("hukou_detail").value == "玉田镇"
    assert form.body.current_path() == "phone"


def test_words_of_ones_own_stay_as_written(qtbot, office, open_form):
    """A village the table lacks is typed after the township; Enter changes nothing of it."""
    form, editor, hands = at_the_township(qtbot, office, open_form)

    hands.commit("玉田")
    assert offered(qtbot, editor) == ["玉田镇"]
    hands.commit("镇则拉村3组")
    qtbot.waitUntil(background.idle)
    hands.enter()

    assert form.filling.state("hukou_detail").value == "玉田镇则拉村3组"


def test_a_place_is_walked_to_and_esc_puts_the_list_away(qtbot, office, open_form):
    """Down and Enter take a place shown for words; Esc keeps what was typed."""
    form, editor, hands = at_the_township(qtbot, office, open_form)

    hands.commit("玉")
    offered(qtbot, editor)
    hands.key(Qt.Key.Key_Escape)
    assert not editor.list_is_open()
    assert form.filling.state("hukou_detail").value == "玉"
    hands.commit("田")
    offered(qtbot, editor)
    hands.key(Qt.Key.Key_Down).enter()

    assert form.filling.state("hukou_detail").value == "玉田镇"


def test_an_old_id_number_proposes_the_new_one(qtbot, office, open_form):
    """15 digits are refused with the 18 they became; F7 takes them after a look at the card, nothing else does."""
    form = open_form(office, "employment")
    hands = ClerksHands(qtbot, form)
    form.go_to("id_no")
    box = form.body.boxes["id_no"]

    hands.type("110105491231002").enter()
    assert "11010519491231002X" in box.problems._proposal.text()
    assert form.filling.state("id_no").value == "110105491231002"
    form.go_to("id_no")
    hands.key(Qt.Key.Key_F7)

    assert form.filling.state("id_no").value == "11010519491231002X"
    assert box.problems.isHidden()
