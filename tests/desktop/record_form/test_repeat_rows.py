"""The rows of a repeat are typed like a spreadsheet, with real fields in the cells."""

from PySide6.QtCore import Qt

from tests.fakes.clerks_hands import ClerksHands


def test_rows_come_with_enter_and_go_with_ctrl_delete(qtbot, fill):
    """Enter after the last cell adds a row, from a blank last row it leaves; Ctrl+Delete removes, undo brings back."""
    body = fill()
    hands = ClerksHands(qtbot, body)
    grid = body.grids["followup"]
    grid.append()
    assert body.current_path() == "followup[1].visited_on"
    hands.type("20261101").enter().type("1").enter()
    hands.type("李访").enter()
    assert body.filling.session.answers()["followup"][0]["visitor"] == "李访"
    grid.append()
    hands.type("20261110")
    assert grid.model.rowCount() == 2
    hands.key(Qt.Key.Key_Delete, ctrl=True)
    assert grid.model.rowCount() == 1
    body.filling.undo()
    assert grid.model.rowCount() == 2
    assert str(body.filling.state("followup[2].visited_on").value) == "2026-11-10"


def test_the_input_method_composes_in_a_cell(qtbot, fill):
    """The field of a cell is there before the first key, so a composition is never cut."""
    body = fill({"followup": [{"visited_on": "2026-11-01"}]})
    hands = ClerksHands(qtbot, body)
    assert body.focus_path("followup[1].visitor")
    hands.compose("li").compose("li'fang")
    assert body.filling.state("followup[1].visitor").value is None
    hands.commit("李访")
    assert body.filling.state("followup[1].visitor").value == "李访"


def test_a_cell_shows_its_problem_by_colour_shape_and_words(qtbot, fill):
    """A visit in the future is told at its cell: a shape, a ground, a sentence in the tooltip and under the grid."""
    body = fill({"followup": [{"visited_on": "2030-01-01"}]})
    grid = body.grids["followup"]
    column = next(at for at, one in enumerate(grid.model.questions) if one.name == "visited_on")
    index = grid.model.index(0, column)
    for role in (
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.BackgroundRole,
        Qt.ItemDataRole.ToolTipRole,
    ):
        assert grid.model.data(index, role) is not None
    body.focus_path("followup[1].visited_on")
    assert grid.problems.isVisible()
    assert grid.problems.words.text()


def test_same_as_the_row_above(qtbot, fill):
    """Ctrl+D takes the answer of the row above."""
    body = fill({"followup": [{"visited_on": "2026-11-01", "visitor": "李访"}, {"visited_on": "2026-11-02"}]})
    hands = ClerksHands(qtbot, body)
    body.focus_path("followup[2].visitor")
    hands.key(Qt.Key.Key_D, ctrl=True)
    assert body.filling.state("followup[2].visitor").value == "李访"


def test_leaving_a_blank_last_row_takes_it_away(qtbot, fill):
    """Enter through a blank last row leaves the grid and does not keep the row."""
    body = fill({"followup": [{"visited_on": "2026-11-01", "visitor": "李访"}]})
    hands = ClerksHands(qtbot, body)
    grid = body.grids["followup"]
    grid.append()
    cells = [c for c in range(grid.model.columnCount()) if grid.model.takes_focus(1, c)]
    for _cell in cells:
        hands.enter()
    assert grid.model.rowCount() == 1
