"""Files beside a record: added by paste and drop, opened, taken off; new records are saved first."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication

from desktop.screens.record_form import RecordForm
from tests.fakes.clerks_hands import ClerksHands
from tests.fakes.hands_at_questions import drop_on
from tests.fakes.pictures_of_papers import pdf, photograph


def _scan(folder: Path, name: str, content: bytes) -> QMimeData:
    file = folder / name
    file.write_bytes(content)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    return data


def _named(form: RecordForm) -> list[str]:
    return [file.shown for file in form.files.panel.files]


def test_a_scan_is_dropped_on_a_new_record(qtbot, office, open_form, tmp_path):
    """Ctrl+Alt+F opens the panel; a drop saves the new record first and attaches the file to it."""
    form = open_form(office, "employment")
    hands = ClerksHands(qtbot, form)
    form.go_to("full_name")
    hands.type("阿苏木呷")
    form.files.toggle()
    drop_on(form.files.panel, _scan(tmp_path, "签字页.pdf", pdf()))
    qtbot.waitUntil(lambda: _named(form) == ["签字页.pdf"])

    assert [file.shown for file in office.attachments.of(form.head.record_id)] == ["签字页.pdf"]
    assert form.files.panel.heading.text() == "附件（1）"


def test_an_empty_record_asks_for_an_answer_first(qtbot, office, open_form, tmp_path):
    """A file needs a record: without any answer the panel says what to do."""
    form = open_form(office, "employment")
    form.files.toggle()
    drop_on(form.files.panel, _scan(tmp_path, "签字页.pdf", pdf()))
    qtbot.waitUntil(form.files.panel.told.isVisible)
    assert form.head is None


def test_files_are_pasted_opened_and_taken_off(qtbot, office, open_form, tmp_path):
    """Ctrl+V takes the copied file, the button opens a copy, × takes it off; the refusal of a program is told."""
    form = open_form(office, "employment")
    form.go_to("full_name")
    ClerksHands(qtbot, form).type("阿苏木呷")
    form.files.toggle()
    panel, opened = form.files.panel, []
    QGuiApplication.clipboard().setMimeData(_scan(tmp_path, "新居.jpg", photograph()))
    qtbot.keyClick(panel, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: _named(form) == ["新居.jpg"])
    QGuiApplication.clipboard().clear()  # Qt would let Python's data go after Python itself

    form.filling.viewing._open_url = opened.append
    panel.open_wanted.emit(panel.files[0])
    qtbot.waitUntil(lambda: bool(opened))
    copy = Path(opened[0].toLocalFile())
    assert copy.read_bytes() == photograph()
    form.filling.viewing.end()

    panel.drop_wanted.emit(panel.files[0])
    qtbot.waitUntil(lambda: _named(form) == [])
    drop_on(panel, _scan(tmp_path, "照片.jpg", b"MZ" + bytes(80)))
    qtbot.waitUntil(lambda: "照片.jpg" in panel.told.text())
    assert not copy.exists()
