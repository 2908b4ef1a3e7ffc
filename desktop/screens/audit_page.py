"""操作日志: who did what, when, to which record; searched, proved whole, exported.

Lines come page by page, the newest first; the proof runs with a bar that can be stopped.
"""

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QFileDialog, QLineEdit

from desktop import audit_csv, audit_words, background
from desktop.background import Latest
from desktop.screens.page import Page
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.flow_layout import flow
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.words import _
from records.model.looked_for import LookedFor

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.audit import Entry

_PAGE: Final = 300
_WIDTHS: Final = (70, 160, 90, 130, 260, 220, 84)


class AuditPage(Page):
    """The page of the log."""

    def __init__(self, office: "Office") -> None:
        super().__init__()
        self._office = office
        self._latest = Latest()
        self._lines: list[Entry] = []
        self.who, self.verb = QComboBox(), QComboBox()
        self.words = QLineEdit()
        self.since, self.until = QDateEdit(), QDateEdit()
        self.by_day = QCheckBox(_("只看这几天"))
        self.table = PlainTable(_("操作日志"), audit_words.heads(), widths=_WIDTHS, stretch=5)
        self.told = plain.label(role="hint")
        self.more = plain.button(_("再往前"), self._older, icon="arrow-down", key="Ctrl+Down")
        self.prove = plain.button(_("验证操作日志"), self._prove, icon="shield-check", key="Ctrl+Shift+V")
        self.export = plain.button(_("导出…"), self._export, icon="file-export", key="Ctrl+E")
        self.busy = Busy()
        self._build()
        self._fill()

    def _build(self) -> None:
        self.box.addLayout(
            plain.row(plain.label(_("操作日志"), "heading"), 8, self.told, None, self.export, self.prove)
        )
        self.box.addWidget(self.busy)
        self.words.setPlaceholderText(_("记录号、凭证号或说明里的字"))
        for field, name in (
            (self.who, _("谁")),
            (self.verb, _("做了什么")),
            (self.words, _("对象或说明")),
            (self.since, _("从")),
            (self.until, _("到")),
        ):
            field.setAccessibleName(name)
            field.setToolTip(name)
        for day in (self.since, self.until):
            day.setCalendarPopup(True)
            day.setDisplayFormat("yyyy-MM-dd")
            today = self._office.clock.today()
            day.setDate(QDate(today.year, today.month, today.day))
            day.dateChanged.connect(lambda _day: self.by_day.setChecked(True))
        self.words.setMinimumWidth(220)
        self.box.addWidget(flow(self.who, self.verb, self.words, self.by_day, self.since, self.until))
        self.box.addWidget(self.table, 1)
        self.box.addLayout(plain.row(self.more, None))
        self.who.activated.connect(lambda _row: self.refresh())
        self.verb.activated.connect(lambda _row: self.refresh())
        self.words.textChanged.connect(lambda _text: self.refresh())
        self.by_day.toggled.connect(lambda _on: self.refresh())
        for day in (self.since, self.until):
            day.dateChanged.connect(lambda _day: self.refresh())
        self.table.opened.connect(self._go)

    def _fill(self) -> None:
        self.who.addItem(_("所有人"), "")
        self.verb.addItem(_("所有操作"), "")
        for verb in sorted(audit_words.VERBS, key=audit_words.verb_word):
            self.verb.addItem(audit_words.verb_word(verb), verb)
        background.run(self._office.audit.people, self).then(self._know_people)

    def _know_people(self, names: list[str]) -> None:
        for name in names:
            self.who.addItem(name, name)

    def wanted(self) -> LookedFor:
        """Return what the fields ask for."""
        days: tuple[date | None, date | None] = (None, None)
        if self.by_day.isChecked():
            days = (_day(self.since), _day(self.until))
        return LookedFor(
            self.who.currentData() or "", self.verb.currentData() or "", self.words.text().strip(), *days
        )

    def show_filter(self, words: str) -> None:
        """Show what is about *words* (a record's id)."""
        self.words.setText(words)

    def find_here(self) -> None:
        """Search: the words."""
        self.words.setFocus()

    def refresh(self) -> None:
        """Read the first page anew."""
        op = partial(self._office.audit.find, self.wanted(), _PAGE)
        self._latest.run(op, self).then(self._show).failed(self.note.tell)

    def _older(self) -> None:
        if self._lines:
            op = partial(self._office.audit.find, self.wanted(), _PAGE, self._lines[-1].seq)
            self._latest.run(op, self).then(self._add).failed(self.note.tell)

    def _show(self, lines: "list[Entry]") -> None:
        self._lines = []
        self._add(lines)

    def _add(self, lines: "list[Entry]") -> None:
        self._lines += lines
        self.table.show_lines(
            [Line([Cell(word) for word in audit_words.row(each)], each) for each in self._lines]
        )
        self.more.setEnabled(len(lines) == _PAGE)
        count = f"{len(self._lines):,}"
        self.told.setText(
            _("{count} 条").format(count=count) if self._lines else _("没有符合的。请放宽条件。")
        )

    def _go(self, entry: Any) -> None:
        """Enter on a line about a record opens the record."""
        if entry is not None:
            op = partial(_form_of, self._office, entry.thing)
            background.run(op, self).then(partial(self._open, entry.thing))

    def _open(self, record_id: str, form_id: str) -> None:
        if form_id:
            self.open_wanted.emit(form_id, record_id)

    def _prove(self) -> None:
        progress = self.busy.watch(_("正在验证…"))
        task = background.run(partial(self._office.audit.verify, progress), self)
        task.then(self._proved).failed(self.note.tell).always(self.busy.done)

    def _proved(self, result: Any) -> None:
        problem = next(iter(result.problems), None)
        if problem is not None:
            self.note.tell(problem)
        else:
            told = _("完整：日志 {entries} 条、记录 {revisions} 版、附件 {files} 个，没有缺失或改动。")
            self.note.say(
                told.format(
                    entries=f"{result.entries:,}",
                    revisions=f"{result.revisions:,}",
                    files=f"{result.files:,}",
                ),
                "good",
            )

    def _export(self) -> None:
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("导出操作日志"), _("操作日志") + ".csv", "CSV (*.csv)"
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, file: Path) -> None:
        """Write every line the fields ask for to *file*."""
        progress = self.busy.watch(_("正在导出…"))
        task = background.run(partial(audit_csv.write, self._office, self.wanted(), file, progress), self)
        task.then(partial(self._exported, file)).failed(self.note.tell).always(self.busy.done)

    def _exported(self, file: Path, count: int) -> None:
        self.note.say(_("已导出 {rows} 条：{file}").format(rows=count, file=file), "good")


def _day(field: QDateEdit) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _form_of(office: "Office", record_id: str) -> str:
    from forms.problems import Problem

    try:
        return office.records.get(record_id).head.form_id
    except Problem:
        return ""
