"""A field that refers to another ledger: found as typed, read by its title, entered beside when it is missing."""

from collections.abc import Iterator
from pathlib import Path
from threading import current_thread, main_thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desktop import background
from desktop.screens.record_form import RecordForm
from desktop.widgets.questions.ledger_editor import LedgerEditor
from desktop.widgets.questions.ledger_index import LedgerIndex
from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.moulds import Moulds
from tests.fakes.store_forms import store_forms


@pytest.fixture
def store(tmp_path: Path, moulds: Moulds) -> Iterator[Office]:
    """A store with rice and salt."""
    people = [NewUser("张会计", Role.REVIEWER, "春天的茶马古道 2026")]
    office = moulds.office(
        tmp_path / "store", code="513435", name="甘洛县", people=people, clock=FixedClock(), ids=SystemIds(),
        publish=False,
    )  # fmt: skip
    office.forms.publish(*store_forms(tmp_path))
    for item in ("大米", "食盐"):
        office.records.save("depot", {"item": item, "qty": 9, "made_code": f"M-{item}"}, token=item)
    yield office
    background.wait()
    office.close()


def field(form: RecordForm, path: str) -> LedgerEditor:
    """Return the field of a question."""
    found = form.body.boxes[path].editor
    assert isinstance(found, LedgerEditor)
    return found


def commit(editor: LedgerEditor, words: str) -> None:
    """Commit *words* as a Chinese input method does."""
    QApplication.sendEvent(editor.line, _committed(words))


def _committed(words: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(words)
    return event


def listed(qtbot, editor: LedgerEditor) -> list[str]:
    """Wait for the ledger's answer and return what the list shows."""
    qtbot.waitUntil(lambda: background.idle() and editor.list_is_open())
    return [entry.label for entry in editor._popup.model.entries]


def test_a_record_is_found_by_initials_and_read_by_its_title(store, open_form, qtbot):
    """Typing pinyin initials lists the record; Enter takes it, the id is stored and the title is shown."""
    form = open_form(store, "issue")
    editor = field(form, "whole_of")
    editor.line.setFocus()

    QTest.keyClicks(editor.line, "dm")
    found = listed(qtbot, editor)
    QTest.keyClick(editor.line, Qt.Key.Key_Return)

    rice = store.lookups.exact("depot", "大米")
    assert found == ["大米"]
    assert editor.line.text() == "大米"
    assert form.filling.session.answers()["whole_of"] == rice[0]
    assert form.filling.session.state("whole_item").value == "大米"


def test_enter_before_the_answer_takes_what_would_have_been_shown(store, open_form):
    """Somebody faster than the ledger gets the same record as somebody who looked at the list."""
    form = open_form(store, "issue")
    editor = field(form, "whole_of")
    editor.line.setFocus()

    QTest.keyClicks(editor.line, "dm")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)

    assert form.filling.session.answers()["whole_of"] == store.lookups.exact("depot", "大米")[0]
    assert not editor.list_is_open()


def test_the_ledger_is_asked_off_the_windows_thread(store, open_form, qtbot, monkeypatch):
    """While the ledger looks, keys go on: it is never asked on the thread that paints."""
    asked = []
    find = LedgerIndex.find

    def noting(self, typed, limit=60):
        asked.append(current_thread() is main_thread())
        return find(self, typed, limit)

    monkeypatch.setattr(LedgerIndex, "find", noting)
    form = open_form(store, "issue")
    editor = field(form, "whole_of")
    editor.line.setFocus()

    QTest.keyClicks(editor.line, "dm")
    listed(qtbot, editor)
    QTest.keyClick(editor.line, Qt.Key.Key_Escape)
    QTest.keyClick(editor.line, Qt.Key.Key_Down)

    assert set(listed(qtbot, editor)) == {"大米", "食盐"}
    assert asked
    assert not any(asked)


def test_a_record_is_not_taken_because_it_alone_fits_so_far(store, open_form, qtbot):
    """A fragment is not yet a choice: somebody else could be meant; the whole name is."""
    form = open_form(store, "issue")
    editor = field(form, "whole_of")
    editor.line.setFocus()

    commit(editor, "食")
    listed(qtbot, editor)
    early = form.filling.session.answers().get("whole_of")
    commit(editor, "盐")
    qtbot.waitUntil(background.idle)

    assert early is None
    assert form.filling.session.answers()["whole_of"] == store.lookups.exact("depot", "食盐")[0]


def test_what_is_missing_is_entered_beside(store, open_form, qtbot):
    """F2 opens the other ledger's form; what is saved there is the answer here."""
    form = open_form(store, "issue")
    editor = field(form, "whole_of")
    editor.line.setFocus()

    QTest.keyClick(editor.line, Qt.Key.Key_F2)
    dialog = form.window().findChild(QDialog, "record-beside")
    other = dialog.findChild(RecordForm)
    qtbot.waitUntil(lambda: other.saver is not None)
    other.filling.fill({"item": "面粉", "qty": "3"})
    with qtbot.waitSignal(other.saved):
        other.save_now()
    dialog.accept()

    qtbot.waitUntil(lambda: editor.line.text() == "面粉")
    assert form.filling.session.answers()["whole_of"] == store.lookups.exact("depot", "面粉")[0]


def test_a_saved_record_opens_with_the_title(store, open_form):
    """Opening the record again shows whom it refers to, not an id."""
    rice = store.lookups.exact("depot", "大米")[0]
    head = store.records.save("issue", {"receiver": "王村长", "whole_of": rice}, token="x")

    form = open_form(store, "issue", head.record_id)

    assert field(form, "whole_of").line.text() == "大米"
