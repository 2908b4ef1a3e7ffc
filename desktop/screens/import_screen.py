"""The import screen: a township's roster, from the file to drafts, in steps that can each be looked at.

Choose → match columns → look at every row and put cells right → import → result. Reading, judging and saving run
off the window's thread; the clerk's file is never changed. What stays outside is put aside in the office, to be gone on
with from the first step; a whole import can be taken back from the last step and from the first.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop import background, theme, words
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.importing.choose_page import ChoosePage
from desktop.widgets.importing.import_history import ImportHistory
from desktop.widgets.importing.mapping_page import MappingPage
from desktop.widgets.importing.preview_page import PreviewPage
from desktop.widgets.importing.result_page import ResultPage
from desktop.widgets.note import Note
from desktop.widgets.pages import Pages
from desktop.widgets.questions.choice_indexes import ChoiceIndexes, home_in
from desktop.widgets.questions.filling import Filling
from desktop.widgets.record import look
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.engine import FormSession
from forms.problems import Problem
from forms.reference import Reference
from records.ledger import Office
from reports.workbooks import Judged, Plan
from reports.workbooks.roster_import import RosterImport, Saved

_PAUSE = 250  # ms after a cell was put right: several at once are judged together
_NARROW = 760  # below this (pixels at 100 %) the buttons show their icons alone


class ImportScreen(QWidget):
    """One workbook on its way into the ledger of *form_id*."""

    imported = Signal(int)  # how many records entered as drafts
    closed = Signal()
    step_changed = Signal(str)  # choose, mapping, preview, result

    def __init__(self, office: Office, form_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.work = RosterImport(office, form_id)
        self.mapping: MappingPage | None = None
        self.preview: PreviewPage | None = None
        self._latest = background.Latest()
        self._put: set[int] = set()  # rows (from 0) whose cells were put right since they were judged
        self.setProperty("role", "paper")
        self.setAutoFillBackground(True)
        self.title = plain.label(_("导入花名册"), "heading")
        self.step = plain.label(role="hint")
        self.note = Note(self)
        self.busy = Busy(self)
        self.stack = Pages()
        self.choose = ChoosePage(self)
        self.result = ResultPage(self)
        self.stack.addWidget(self.choose)
        self.stack.addWidget(self.result)
        self.back = plain.button(_("上一步"), self.go_back, icon="arrow-left", tip=_("上一步（Alt+←）"))
        self.forward = plain.button("", self.go_on, role="primary")
        self.later = plain.button(
            _("留待以后处理"),
            self.put_aside,
            icon="hourglass",
            tip=_("把这次导入连同已改正的内容存在本单位，以后接着处理"),
        )
        self.errors = plain.button(
            _("保存问题清单…"),
            self._ask_errors,
            icon="file-export",
            tip=_("把原表另存一份，问题写在每行旁边"),
        )
        self._lay_out()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_PAUSE)
        self._again.timeout.connect(self._judge_again)
        self._connect(form_id)
        self._stop_listening = theme.on_change(lambda: self.setStyleSheet(look.sheet()))
        self.destroyed.connect(self._stop_listening)
        self.setStyleSheet(look.sheet())
        self._show("choose")

    def _connect(self, form_id: str) -> None:
        """Let the pages speak to the screen."""
        self.choose.chosen.connect(self.open)
        self.choose.kept_wanted.connect(self.go_on_with)
        self.history = ImportHistory(self.office, form_id, self.choose.past, self)
        self.history.failed.connect(self.note.tell)
        self.history.undone.connect(self._undone)
        self.result.undo_wanted.connect(self.history.ask_undo)
        self.result.errors_wanted.connect(self._ask_errors)
        self.result.done.connect(self.closed)
        self.result.another.connect(lambda: self._show("choose"))
        self.result.rest_wanted.connect(self.go_on_with)
        hear(
            self,
            {
                "Ctrl+O": self.choose.ask,
                "Ctrl+Return": self.go_on,
                "Alt+Left": self.go_back,
                "F8": self._next_problem,
                "Ctrl+W": self.closed.emit,
            },
        )

    def _lay_out(self) -> None:
        close = plain.button("", self.closed.emit, icon="x", role="quiet", tip=_("关闭，不导入（Ctrl+W）"))
        close.setAccessibleName(_("关闭"))
        bar = plain.frame("bar", across=True, margins=(20, 6, 10, 6))
        for part in (self.title, self.step):
            plain.box_of(bar).addWidget(part)
        plain.box_of(bar).addStretch(1)
        plain.box_of(bar).addWidget(close)
        self.foot = plain.frame("foot", across=True, margins=(24, 8, 24, 8))
        plain.box_of(self.foot).addWidget(self.back)
        plain.box_of(self.foot).addStretch(1)
        plain.box_of(self.foot).addWidget(self.later)
        plain.box_of(self.foot).addWidget(self.errors)
        plain.box_of(self.foot).addWidget(self.forward)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (bar, self.note, self.busy):
            column.addWidget(widget)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the icons alone where the words have no room (the names stay in the tooltips)."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(_NARROW)
        for button in (self.back, self.later, self.errors):
            button.setText("" if narrow else button.accessibleName())

    # -- steps ------------------------------------------------------------------------------------------

    @property
    def at(self) -> str:
        """The step that is shown."""
        shown = self.stack.currentWidget()
        if shown is self.choose:
            return "choose"
        if shown is self.result:
            return "result"
        return "mapping" if shown is self.mapping else "preview"

    def _show(self, step: str) -> None:
        """Show *step* and the buttons that belong to it."""
        pages = {
            "choose": self.choose,
            "mapping": self.mapping,
            "preview": self.preview,
            "result": self.result,
        }
        page = pages[step]
        if page is None:
            return
        self.stack.setCurrentWidget(page)
        told = {
            "choose": _("第 1 步：选择文件"),
            "mapping": _("第 2 步：核对各列对应的项目"),
            "preview": _("第 3 步：查看每一行，改正后导入"),
            "result": _("完成"),
        }
        self.step.setText(told[step])
        self.foot.setVisible(step in ("mapping", "preview"))
        self.errors.setVisible(step == "preview")
        self.later.setVisible(step == "preview")
        if step == "mapping" and self.mapping is not None:
            self.forward.setText(_("检查各行"))
            self.forward.setEnabled(True)
            self.forward.setToolTip(_("检查各行（Ctrl+Enter）"))
            self.mapping.focus_first()
        elif step == "preview" and self.preview is not None:
            self.preview.view.setFocus()
            self._show_count()
        elif step == "choose":
            self.choose.button.setFocus()
            self.history.refresh()
        self.step_changed.emit(step)

    def go_on(self) -> None:
        """Ctrl+Enter: the next step."""
        if self.at == "mapping":
            self.check()
        elif self.at == "preview" and self.forward.isEnabled():
            self.bring_in()

    def go_back(self) -> None:
        """Alt+Left: the step before."""
        if self.at == "preview":
            self._show("mapping")
        elif self.at == "mapping":
            self._show("choose")

    # -- reading and matching ---------------------------------------------------------------------------

    def open(self, file: Path, sheet: str | None = None) -> None:
        """Read *file* and show how its columns were understood."""
        self._take_up(
            _("正在读取 {file}").format(file=Path(file).name), lambda: self.work.read(Path(file), sheet)
        )

    def go_on_with(self, kept_id: str) -> None:
        """Take up an import that was put aside."""
        self._take_up(_("正在打开"), lambda: self.work.go_on(kept_id))

    def _take_up(self, told: str, take: Callable[[], Plan]) -> None:
        """Get a plan and show how its columns are understood."""
        self.note.hide()
        self._put.clear()
        self.busy.watch(told, can_stop=False)
        work, language = self.work, words.language()

        def op() -> tuple[Plan, dict[str, FormSession], ChoiceIndexes]:
            plan = take()
            sessions = {form.form_id: work.office.session(form.form_id) for form in plan.forms}
            home = next(map(home_in, sessions.values()), ())
            indexes = ChoiceIndexes(Reference.load(), language, home)
            for session in sessions.values():
                indexes.prepare(session)
            return plan, sessions, indexes

        task = self._latest.run(op, self).then(self._matched).failed(self.note.tell)
        task.always(self.busy.done)

    def _matched(self, read: tuple[Plan, dict[str, FormSession], ChoiceIndexes]) -> None:
        plan, sessions, indexes = read
        today = self.office.clock.today()
        fillings = {form_id: Filling(session, indexes, today, self) for form_id, session in sessions.items()}
        self._replace(
            MappingPage(plan, fillings, indexes, remembered=self.work.remembered, existing=self.work.existing)
        )
        self._show("mapping")

    def _replace(self, page: MappingPage) -> None:
        for old in (self.mapping, self.preview):
            if old is not None:
                self.stack.removeWidget(old)
                old.deleteLater()
        self.mapping, self.preview = page, None
        self.stack.addWidget(page)
        page.sheet_wanted.connect(self._other_sheet)

    def _other_sheet(self, sheet: str) -> None:
        if self.work.file is not None:
            self.open(self.work.file, sheet)

    # -- judging ----------------------------------------------------------------------------------------

    def check(self) -> None:
        """Judge every row and show the preview."""
        if self.mapping is None:
            return
        self.note.hide()
        for form_id, values in self.mapping.fixed_values().items():
            self.work.fixed[form_id] = values
        self.work.existing = self.mapping.existing_choice()
        self._put.clear()
        progress = self.busy.watch(_("正在检查各行"))
        task = self._latest.run(lambda: self.work.judge(progress), self)
        task.then(self._judged).failed(self.note.tell).always(self.busy.done)

    def _judged(self, judged: Judged) -> None:
        if self.preview is None or self.preview.model.judged.plan is not judged.plan:
            if self.preview is not None:
                self.stack.removeWidget(self.preview)
                self.preview.deleteLater()
            self.preview = PreviewPage(judged)
            self.preview.put.connect(self._cell_put)
            self.stack.addWidget(self.preview)
        else:
            self.preview.show_judged(judged)
        if self.at != "preview":
            self._show("preview")
        self._show_count()

    def _cell_put(self, row: int) -> None:
        self._put.add(row)
        self.forward.setEnabled(False)
        self._again.start()

    def _judge_again(self) -> None:
        """Cells were put right: judge their rows anew, the grid stays usable meanwhile."""
        rows = sorted(self._put)
        self._put.clear()
        task = self._latest.run(lambda: self.work.judge_again(rows), self)
        task.then(self._judged).failed(self.note.tell)

    def _show_count(self) -> None:
        judged = self.work.judged
        if judged is None:
            return
        self.forward.setEnabled(judged.good_rows > 0 and not self._put)
        self.forward.setText(_("导入 {count} 行").format(count=judged.good_rows))
        self.forward.setToolTip(_("把可导入的行存为草稿（Ctrl+Enter）"))
        self.errors.setEnabled(bool(judged.refused))

    def _next_problem(self) -> None:
        if self.at == "preview" and self.preview is not None:
            self.preview.next_problem()

    # -- importing --------------------------------------------------------------------------------------

    def bring_in(self) -> None:
        """Save the good rows as drafts: all of a form or, when stopped, none; the rest is put aside."""
        self.note.hide()
        self.forward.setEnabled(False)
        progress = self.busy.watch(_("正在导入"))
        work = self.work

        def op() -> Saved:
            saved = work.save(progress)
            work.keep(saved=True)
            return saved

        task = background.run(op, self)
        task.then(self._brought_in).failed(self._not_brought_in).always(self._save_ended)

    def _brought_in(self, saved: Saved) -> None:
        judged = self.work.judged
        if judged is not None:
            self.result.tell(saved, judged, self.work.kept_id if judged.refused else None)
        self._show("result")
        self.imported.emit(len(saved.records) + len(saved.updated))

    def _not_brought_in(self, problem: Problem) -> None:
        self.note.tell(problem)

    def _save_ended(self) -> None:
        self.busy.done()
        self._show_count()

    # -- putting aside, taking back ---------------------------------------------------------------------

    def put_aside(self) -> None:
        """Keep the whole import in the office, with what was put right, and close it here."""
        task = background.run(lambda: self.work.keep(saved=False), self)
        task.then(lambda _kept: self._put_aside()).failed(self.note.tell)

    def _put_aside(self) -> None:
        self._show("choose")
        self.note.say(_("已留作待办：在这一页和工作台可以接着处理。"), "good")

    def _undone(self, said: str, tone: str) -> None:
        self._show("choose")
        self.note.say(said, tone)
        self.imported.emit(0)

    # -- the error workbook -----------------------------------------------------------------------------

    def _ask_errors(self) -> None:
        if self.work.plan is None:
            return
        file = self.work.file or Path(self.work.plan.sheet.file_name)
        proposed = file.with_name(f"{file.stem}-{_('问题清单')}.xlsx")
        dialog = QFileDialog(self, _("保存问题清单"), str(proposed), _("表格文件") + " (*.xlsx)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self.save_errors(Path(name)))
        dialog.open()

    def save_errors(self, file: Path) -> None:
        """Write the clerk's own file with what is wrong beside each row."""
        task = background.run(lambda: self.work.write_errors(file, _), self)
        task.then(lambda made: self.note.say(_("已保存：{file}").format(file=made), "good")).failed(
            self.note.tell
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is half done: what was not imported is simply not there."""
        super().closeEvent(event)
