"""Hostile words on every page of the window: shown as they are, typed into every field, never obeyed, never a crash."""

import unicodedata

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from desktop import background, crash
from desktop.screens.export_dialog import ExportDialog
from desktop.screens.related_panel import RelatedPanel
from sync import distribution, enrolment
from tests.desktop.frame.conftest import REVIEWER
from tests.fakes.workers import worker
from tests.journeys.test_hostile_text_through_every_door import HOSTILE

PAGES = ("workbench", "indicators", "returns", "publish", "audit", "retention", "settings", "inbox", "outbox", "receipts", "form-preview", "ledger:employment")  # fmt: skip
STORED = (
    "markup",
    "broken markup",
    "formula",
    "format codes",
    "sql",
    "path",
    "zero width",
    "tags",
    "combining",
    "scripts",
)
TYPED = ("markup", "nul", "surrogate", "20,000 characters")
SIGNS = ("<b>", "<img")


@pytest.fixture
def crashes(monkeypatch) -> list[BaseException]:
    """What reached the last catcher."""
    found: list[BaseException] = []
    monkeypatch.setattr(crash, "report", found.append)
    return found


@pytest.fixture
def planted(seated, tmp_path):
    """A window whose office has hostile words in records, people, devices, reasons, settings and an update notice."""
    desk = seated(REVIEWER)
    office = desk.office
    for number, name in enumerate(STORED, start=1):
        text = unicodedata.normalize("NFC", HOSTILE[name])[:60]
        answers = worker(number, note=text, employer_name=f"某厂{text}")
        head = office.records.save("employment", answers, token=f"hostile {number}")
        office.audit.hand_out(head.record_id, text)
        if number % 3 == 0:
            office.retention.freeze(head.record_id, text)
        elif number % 3 == 1:
            office.retention.ask([head.record_id], text)
    markup = HOSTILE["markup"]
    file = tmp_path / "<b>安装</b>.exe".replace("/", "_")
    file.write_bytes(b"MZ")
    distribution.issue(office, "9.0.0", [file], markup, HOSTILE["format codes"])
    enrolment.new(office, "513435100", tmp_path / "i.enrol")
    office.settings.set("sending", {"limit": 1})
    return desk


def _visit(qtbot, desk, key: str) -> QWidget:
    frame = desk.centralWidget()
    frame.go(key)
    qtbot.waitUntil(background.idle, timeout=20_000)
    return frame.stack.currentWidget()


def test_shown_as_they_are_typed_and_never_obeyed(qtbot, planted, crashes):
    """Every label is plain text, every tooltip escaped, tables give back the very words; whatever is typed is taken or refused."""
    seen = ""
    for key in PAGES:
        page = _visit(qtbot, planted, key)
        _is_plain(page, key)
        seen += "\n".join(label.text() for label in page.findChildren(QLabel)) + "\n".join(_cells(page))
        _type_everywhere(qtbot, page)
        _is_plain(page, key)
        assert crashes == [], (key, [f"{error!r:.300}" for error in crashes])

    record_id = planted.office.records.list("employment", limit=200).rows[0].record_id
    related = RelatedPanel(planted.office, record_id)
    qtbot.addWidget(related)
    with qtbot.waitSignal(related.filled, timeout=20_000):
        related.show()
    _is_plain(related, "related")
    page = _visit(qtbot, planted, "ledger:employment")
    page.actions_.open_export()
    export = next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, ExportDialog) and one.isVisible()
    )
    qtbot.waitUntil(export.go.isEnabled, timeout=20_000)
    _type_everywhere(qtbot, export)
    _is_plain(export, "export")
    export.reject()
    assert crashes == []

    for name in ("markup", "sql", "format codes"):
        assert HOSTILE[name] in seen, name


def _is_plain(page: QWidget, key: str) -> None:
    for label in page.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText, (key, label.text()[:80])
    for part in page.findChildren(QWidget):
        assert not any(sign in part.toolTip() for sign in SIGNS), (key, part.toolTip()[:80])


def _cells(page: QWidget) -> list[str]:
    found = []
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(min(model.rowCount(), 60) if model is not None else 0):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                found.append(str(model.data(index) or ""))
                tip = str(model.data(index, Qt.ItemDataRole.ToolTipRole) or "")
                assert not any(sign in tip for sign in SIGNS), tip[:80]
    return found


def _type_everywhere(qtbot, page: QWidget) -> None:
    """Type each text into each field of the page as a person would, and save where the page has something to save."""
    lines = [one for one in page.findChildren(QLineEdit) if one.isEnabled() and not one.isReadOnly()]
    texts = [one for one in page.findChildren(QPlainTextEdit) if one.isEnabled() and not one.isReadOnly()]
    for name in TYPED if lines or texts else ():
        for field in lines:
            field.setText(HOSTILE[name])
            field.textEdited.emit(field.text())
            field.returnPressed.emit()
            field.editingFinished.emit()
        for field in texts:
            field.setPlainText(HOSTILE[name])
        qtbot.waitUntil(background.idle, timeout=20_000)
    for button in page.findChildren(QPushButton):
        if button.isEnabled() and button.isVisible() and "保存" in button.text():
            button.click()
            qtbot.waitUntil(background.idle, timeout=20_000)
