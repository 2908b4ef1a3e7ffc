"""Every kind of question has a field that is filled by keyboard, and every appearance does what it says."""

from datetime import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from forms.compile import compile_xlsform
from tests.fakes.hands_at_questions import hands_at, value

# ── numbers and times ───────────────────────────────────────────────────────────────────────────────────────


def test_a_range_is_typed_stepped_and_slid(qtbot, body):
    """↑ begins at the start and steps up to the end; a typed number moves the slider, the slider writes the number."""
    hands = hands_at(qtbot, body, "satisfaction")
    hands.key(Qt.Key.Key_Up)
    assert value(body, "satisfaction") == 0
    hands.key(Qt.Key.Key_Up).key(Qt.Key.Key_PageUp).key(Qt.Key.Key_Up)
    assert value(body, "satisfaction") == 10
    hands.key(Qt.Key.Key_A, ctrl=True).type("7")
    field = body.boxes["satisfaction"].editor
    assert field.slider.value() == 7
    field.slider.setValue(3)
    assert (value(body, "satisfaction"), field.typed()) == (3, "3")


def test_a_falling_range_steps_toward_its_end(qtbot, asked):
    """A range from 10 down to 0: up goes towards 10's other side as the form wrote it, and stops at both ends."""
    body = asked("range", "", "start=10 end=0 step=2.5")
    hands = hands_at(qtbot, body)
    hands.key(Qt.Key.Key_Up).key(Qt.Key.Key_Up)
    assert str(value(body)) == "7.5"
    hands.key(Qt.Key.Key_PageUp)
    assert value(body) == 0


def test_a_picker_has_buttons_instead_of_a_slider(qtbot, asked):
    """With the appearance picker the slider is gone and the buttons step."""
    body = asked("range", "picker", "start=1 end=9 step=2")
    field = body.boxes["a"].editor
    assert field.slider is None
    field.more.click()
    field.more.click()
    assert value(body) == 3


@pytest.mark.parametrize(
    ("appearance", "upright", "ticks"), [("vertical", True, True), ("no-ticks", False, False)]
)
def test_a_slider_stands_or_has_no_ticks(asked, appearance, upright, ticks):
    """Vertical sets the slider upright, no-ticks leaves the marks out."""
    body = asked("range", appearance, "start=1 end=9 step=2")
    slider = body.boxes["a"].editor.slider
    assert (slider.orientation() == Qt.Orientation.Vertical) is upright
    assert (slider.tickPosition() != slider.TickPosition.NoTicks) is ticks


def test_stars_are_given_by_digit_and_taken_back(qtbot, body):
    """A digit gives the mark, → adds a star, Backspace blanks it."""
    hands = hands_at(qtbot, body, "stars")
    hands.type("3").key(Qt.Key.Key_Right)
    assert value(body, "stars") == 4
    hands.type("9")
    assert value(body, "stars") == 5
    hands.key(Qt.Key.Key_Backspace)
    assert value(body, "stars") is None


def test_a_counter_counts_from_nothing(qtbot, body):
    """+ makes one of nothing, − never goes below zero."""
    field = body.boxes["household"].editor
    field.more.click()
    field.more.click()
    assert value(body, "household") == 2
    for _times in range(4):
        field.less.click()
    assert value(body, "household") == 0


def test_thousands_are_parted_when_nobody_types(qtbot, body):
    """48600 reads 48,600 once left, and stays a bare number for the engine."""
    hands_at(qtbot, body, "income").type("48600").enter()
    assert (body.boxes["income"].editor.line.text(), value(body, "income")) == ("48,600", 48600)


@pytest.mark.parametrize("typed", ["0830", "8点半", "上午8:30", "8:30am"])
def test_a_time_is_typed_the_short_way(qtbot, body, typed):
    """A time as people say it is read, and shown as 08:30."""
    hands_at(qtbot, body, "visit_at").type(typed).enter()
    assert value(body, "visit_at") == time(8, 30)
    assert body.boxes["visit_at"].editor.line.text() == "08:30"


def test_a_moment_is_typed_the_short_way(qtbot, body):
    """今天 and a time make a moment."""
    hands_at(qtbot, body, "meeting_at").type("今天 下午2点半").enter()
    assert body.boxes["meeting_at"].editor.line.text() == "2026-11-22 14:30"


def test_a_year_and_a_month_are_enough(qtbot, body):
    """Year takes 1987, month-year takes 202605; both show what was asked."""
    hands_at(qtbot, body, "born_year").type("1987").enter()
    hands_at(qtbot, body, "since").type("202605").enter()
    assert (value(body, "born_year").isoformat(), body.boxes["born_year"].editor.line.text()) == (
        "1987-01-01",
        "1987",
    )
    assert (value(body, "since").isoformat(), body.boxes["since"].editor.line.text()) == (
        "2026-05-01",
        "2026-05",
    )


def test_no_calendar_opens_none(qtbot, asked):
    """Alt+↓ does nothing in a date that asks for no calendar, and opens one in a plain date."""
    for appearance, opens in (("no-calendar", False), ("", True)):
        body = asked("date", appearance)
        hands_at(qtbot, body).key(Qt.Key.Key_Down, alt=True)
        popup = body.boxes["a"].editor._popup
        assert (popup is not None and popup.isVisible()) is opens


# ── choices ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_scale_is_chosen_by_digit_and_arrow(qtbot, body):
    """On a scale a digit chooses, an arrow goes on to the next, Backspace takes it away."""
    hands = hands_at(qtbot, body, "opinion")
    hands.type("2").key(Qt.Key.Key_Right)
    assert value(body, "opinion") == "3"
    hands.key(Qt.Key.Key_Backspace)
    assert value(body, "opinion") is None


def test_quick_goes_on_at_once(qtbot, body):
    """A quick choice leads to the next question without Enter."""
    hands_at(qtbot, body, "quickly").type("4")
    assert value(body, "quickly") == "4"
    assert body.current_path() == "needs"


@pytest.mark.parametrize(
    "appearance", ["columns", "columns-pack", "columns-2", "no-buttons", "horizontal", "likert"]
)
def test_choices_stand_side_by_side(qtbot, asked, appearance):
    """These appearances put all choices in sight, for one and for several choices."""
    body = asked("select_one xyz", appearance)
    hands_at(qtbot, body).type("3")
    assert value(body) == "z"
    body = asked("select_multiple xyz", appearance)
    hands_at(qtbot, body).type("13")
    assert value(body) == ["x", "z"]


def test_columns_n_gives_the_number_of_columns(asked):
    """columns-2 puts the third choice under the first."""
    body = asked("select_one xyz", "columns-2")
    editor = body.boxes["a"].editor
    buttons = list(editor._buttons.values())
    editor.layout().activate()
    assert buttons[2].x() == buttons[0].x()
    assert buttons[2].y() > buttons[1].y()


@pytest.mark.parametrize("appearance", ["minimal", "search", "autocomplete", ""])
def test_a_list_is_searched_as_typed(qtbot, asked, appearance):
    """One choice is found by its words; several by words with a blank between."""
    body = asked("select_one xyz", appearance)
    hands_at(qtbot, body).type("旧").enter()
    assert value(body) == "y"
    if appearance:
        body = asked("select_multiple xyz", appearance)
        hands_at(qtbot, body).type("新 其他").enter()
        assert value(body) == ["x", "z"]
        assert body.boxes["a"].editor.line.text() == "新、其他"


def test_a_grid_has_its_words_once(qtbot, body):
    """Label shows the words and takes no answer; list-nolabel shows buttons only, right under the words."""
    head, road = body.boxes["grid_head"], body.boxes["road"]
    assert not head.takes_focus()
    head.editor._buttons["3"].click()
    assert value(body, "grid_head") is None
    assert [button.text() for button in road.editor._buttons.values()] == [""] * 5
    assert road.editor._buttons["3"].accessibleName() == "一般"
    hands_at(qtbot, body, "road").type("3")
    assert value(body, "road") == "3"
    heads = [button.mapTo(body, button.rect().topLeft()).x() for button in head.editor._buttons.values()]
    rows = [button.mapTo(body, button.rect().topLeft()).x() for button in road.editor._buttons.values()]
    assert heads == rows


def test_an_order_is_made_by_keyboard(qtbot, body):
    """Alt+↓ moves a line down, a digit puts it at a place; an order nobody touched is no answer."""
    hands = hands_at(qtbot, body, "ranking")
    assert value(body, "ranking") is None
    hands.key(Qt.Key.Key_Down, alt=True)
    assert value(body, "ranking")[:2] == ["skill", "job"]
    hands.type("6")
    assert value(body, "ranking")[-1] == "job"
    body.filling.undo()
    assert value(body, "ranking") is None
    assert body.boxes["ranking"].editor._codes()[:2] == ["job", "skill"]


def test_enter_takes_the_order_that_is_shown(qtbot, body):
    """Enter on an order that is right as it stands answers it."""
    hands_at(qtbot, body, "ranking").enter()
    assert value(body, "ranking") == ["job", "skill", "school", "health", "house", "loan"]


def test_an_order_is_dragged(body):
    """The mouse drags a line to another place (Qt moves the row)."""
    field = body.boxes["ranking"].editor
    model = field.list.model()
    assert model.moveRow(model.index(-1, -1), 5, model.index(-1, -1), 0)
    assert value(body, "ranking")[0] == "loan"


def test_saying_yes_is_a_tick(qtbot, body):
    """Space says OK and takes it back."""
    hands = hands_at(qtbot, body, "agreed")
    hands.key(Qt.Key.Key_Space)
    assert value(body, "agreed") == "OK"
    hands.key(Qt.Key.Key_Space)
    assert value(body, "agreed") is None


# ── places, codes, texts ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "typed", ["28.96 102.77", "102.77,28.96", "北纬28°57′36″ 东经102°46′12″", "N28.96 E102.77"]
)
def test_a_point_is_typed_or_pasted(qtbot, body, typed):
    """Degrees, 度分秒 and a map's order give the same point, told beneath in words."""
    hands_at(qtbot, body, "place").type(typed).enter()
    field = body.boxes["place"].editor
    assert value(body, "place") == "28.96 102.77"
    assert field.understood.text().startswith("北纬 28°57′36.0″")


def test_latitude_and_longitude_are_turned_round(qtbot, asked):
    """The button ⇄ takes the first number for the longitude."""
    body = asked("geopoint")
    hands_at(qtbot, body).type("80.1 35.2")
    body.boxes["a"].editor.turn.click()
    assert value(body) == "35.2 80.1"


def test_an_area_is_pasted_and_closed(qtbot, body):
    """Pasted points fill the table, an area closes itself, Ctrl+Delete takes a point away."""
    QGuiApplication.clipboard().setText("28.96,102.77\n28.97,102.78\n28.95,102.79\n28.94,102.76")
    hands = hands_at(qtbot, body, "field")
    hands.key(Qt.Key.Key_V, ctrl=True)
    assert value(body, "field").split("; ")[0] == value(body, "field").split("; ")[-1] == "28.96 102.77"
    table = body.boxes["field"].editor.table
    assert table.rowCount() == 5
    table.setCurrentCell(3, 0)
    hands.key(Qt.Key.Key_Delete, ctrl=True)
    assert value(body, "field").count(";") == 3


def test_a_line_is_typed_point_by_point(qtbot, asked):
    """A whole point put into one cell takes both cells; the next row is there at once."""
    body = asked("geotrace")
    table = body.boxes["a"].editor.table
    table.item(0, 0).setText("28.96 102.77")
    table.item(1, 0).setText("28.97") if table.item(1, 0) else table.model().setData(
        table.model().index(1, 0), "28.97"
    )
    table.model().setData(table.model().index(1, 1), "102.78")
    assert value(body) == "28.96 102.77; 28.97 102.78"
    assert table.rowCount() == 3


def test_a_scanner_types_and_ends_with_enter(qtbot, body):
    """Leading zeros stay, control characters go, and Enter goes on to the next question."""
    hands = hands_at(qtbot, body, "code")
    hands.type("0069012345678")
    hands.enter()
    assert value(body, "code") == "0069012345678"
    assert body.current_path() == "link"


def test_only_web_addresses_are_opened(qtbot, body):
    """The button is there for http and https, never for files or scripts."""
    field = body.boxes["link"].editor
    for typed, opens in (
        ("https://www.example.org/公示", True),
        ("file:///etc/passwd", False),
        ("javascript:x", False),
    ):
        field.line.setText(typed)
        assert field.go.isEnabled() is opens


@pytest.mark.parametrize(("kind", "appearance"), [("text", "masked"), ("barcode", "hidden-answer")])
def test_hidden_text_shows_on_demand(qtbot, asked, kind, appearance):
    """Dots while it stands, the words while the eye is pressed."""
    body = asked(kind, appearance)
    hands_at(qtbot, body).type("007")
    line = body.boxes["a"].editor
    assert line.line.echoMode() == QLineEdit.EchoMode.Password
    line.eye.trigger()
    assert (line.line.echoMode(), value(body)) == (QLineEdit.EchoMode.Normal, "007")


def test_text_on_several_lines(qtbot, asked):
    """Alt+Enter makes a new line, Enter goes on."""
    body = asked("text", "multiline")
    hands = hands_at(qtbot, body)
    hands.type("one").key(Qt.Key.Key_Return, alt=True).type("two").enter()
    assert value(body) == "one\ntwo"
    assert body.current_path() == "b"


def test_numbers_of_text_keep_their_zeros(qtbot, asked):
    """A text of numbers stays text: zeros before, and nothing parted by thousands."""
    body = asked("text", "numbers")
    hands_at(qtbot, body).type("0012345678").enter()
    assert (value(body), body.boxes["a"].editor.typed()) == ("0012345678", "0012345678")


def test_a_list_shares_one_row(qtbot, asked):
    """`list` puts the choices with their words in one row, each as wide as the others."""
    body = asked("select_one xyz", "list")
    buttons = list(body.boxes["a"].editor._buttons.values())
    body.boxes["a"].editor.layout().activate()
    assert [button.text() for button in buttons] == ["新", "旧", "其他"]
    assert len({button.y() for button in buttons}) == 1
    hands_at(qtbot, body).type("2")
    assert value(body) == "y"


@pytest.mark.parametrize("appearance", ["field-list", ""])
def test_a_group_is_on_one_page(show, tmp_path, appearance):
    """Questions of a group stand below one another, with and without the appearance that asks for it."""
    file = tmp_path / "group.md"
    rows = [
        f"| | begin_group | g | 组 | {appearance} |",
        "| | text | a | 甲 | |",
        "| | text | b | 乙 | |",
        "| | end_group | | | |",
    ]
    file.write_text(
        "\n".join(["| survey |", "| | type | name | label | appearance |", *rows, ""]), encoding="utf-8"
    )
    body = show(compile_xlsform(file).definition)
    places = [body.boxes[name].mapTo(body, QPoint(0, 0)) for name in ("a", "b")]
    assert all(body.boxes[name].isVisible() for name in ("a", "b"))
    assert (places[0].x(), places[0].y()) != (places[1].x(), places[1].y())


def test_a_table_list_is_a_grid(qtbot, show, tmp_path):
    """A group with table-list becomes a head of words and rows of bare buttons."""
    file = tmp_path / "grid.md"
    file.write_text(
        "| survey | | | | |\n|---|---|---|---|---|\n| | type | name | label | appearance |\n"
        "| | begin_group | g | G | table-list |\n| | select_one xy | a | A | |\n| | select_one xy | b | B | |\n"
        "| | end_group | | | |\n\n"
        "| choices | | | |\n|---|---|---|---|\n| | list_name | name | label |\n| | xy | x | X |\n| | xy | y | Y |\n",
        encoding="utf-8",
    )
    body = show(compile_xlsform(file).definition)
    assert [button.text() for button in body.boxes["a"].editor._buttons.values()] == ["", ""]
    hands_at(qtbot, body).type("2")
    assert value(body) == "y"
