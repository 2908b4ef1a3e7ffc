"""表单试填: an XLSForm workbook beside Excel. Save there, and the form here is the new one, with the answers kept.

It is filled with the same fields as a record, but nothing is saved as one. At the right stands what is wrong with the
workbook, cell by cell, or what publishing it would change. Compiling runs off the window's thread.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QFileSystemWatcher, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHeaderView, QSplitter, QVBoxLayout, QWidget

from desktop import background, form_media, form_trial, theme, words
from desktop.form_trial import Trial
from desktop.screens.page import Page
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.ask import ask
from desktop.widgets.busy import Busy
from desktop.widgets.flow_layout import flow
from desktop.widgets.plain_table import Cell, Line, PlainTable
from desktop.widgets.questions.choice_indexes import unprepared
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.shelf import TrialShelf
from desktop.widgets.record import look
from desktop.widgets.record.form_body import FormBody
from desktop.widgets.sentence_rows import Sentences
from desktop.words import _
from forms.engine import FormSession
from forms.problems import Problem, Severity
from records.model.states import Role

if TYPE_CHECKING:
    from records.ledger import Office

_NARROW: Final = 900  # pixels at 100 %
_SETTLE_MS: Final = 250  # a saving program writes a file in several steps
_FILE: Final = "form_preview"
_LONGEST: Final = 12  # lines of a question before publishing


@dataclass(frozen=True, slots=True)
class _Tried:
    """A trial that outlives its page: a switch of language makes the page anew, the answers stay."""

    file: Path
    session: FormSession
    shelf: TrialShelf


_TRIED: "WeakKeyDictionary[Office, _Tried]" = WeakKeyDictionary()


class FormPreview(Page):
    """The page; `shown` when a workbook was read (again), with its problems or its questions."""

    shown = Signal()

    def __init__(self, office: "Office", settings: Settings) -> None:
        super().__init__()
        self._office, self._settings = office, settings
        self.trial: Trial | None = None
        self.filling: Filling | None = None
        self.body: FormBody | None = None
        self._left: list[Problem] = []
        kept = _TRIED.get(office)
        self._before = kept  # what was tried on this page before the language made it anew
        self._shelf = kept.shelf if kept is not None else TrialShelf()
        self._latest = background.Latest()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._look_again)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda _path: self._settle.start())
        self._watcher.directoryChanged.connect(lambda _path: self._settle.start())
        self.busy = Busy()
        self.name = plain.label(role="soft")
        self.count = plain.label(role="soft")
        self.lines = PlainTable(_("表单的问题与差异"), [_("位置"), _("说明")], widths=(132, 300))
        self.heading = plain.label(_("还没有打开表单"), "strong", wrap=True)
        self._build()
        self.setStyleSheet(look.sheet())

    def _build(self) -> None:
        self.open_file = plain.button(_("打开 XLSForm…"), self._choose, icon="folder-open", key="Ctrl+O")
        self.export = plain.button(_("导出原稿…"), self._export, icon="file-export", key="Ctrl+E")
        self.differences = plain.button(
            _("差异"), self.show_differences, icon="arrows-exchange", key="Ctrl+D",
            tip=_("与现行版本逐项对比"),
        )  # fmt: skip
        self.publish = plain.button(_("发布…"), self.ask_publish, key="Ctrl+Return", role="primary")
        self.next = plain.button(_("下一处"), self.next_problem, key="F8", role="link")
        self.languages = self._choice_of_language()
        tools = flow(self.languages, self.open_file, self.export, self.differences, self.publish)
        self.box.addLayout(plain.row(plain.label(_("表单试填"), "heading"), 8, self.name, None, tools))
        self.box.addWidget(self.busy)
        self._paper = QWidget()
        self._paper.setProperty("role", "paper")
        self._column = QVBoxLayout(self._paper)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._empty = plain.label(
            _("打开一个 XLSForm 工作簿（.xlsx、.md、.csv），像填记录一样试填；在 Excel 中保存后，这里立即更新。试填的内容不会保存。"),
            "soft",
            wrap=True,
        )  # fmt: skip
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.addWidget(self._empty, 1)
        side = plain.frame("card", margins=(12, 10, 12, 10))
        box = plain.box_of(side)
        box.addWidget(self.heading)
        self.lines.setWordWrap(True)
        self.lines.setItemDelegateForColumn(1, Sentences(self.lines))
        self.lines.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideNone)
        # always there: a bar that comes with the last row would make the rows above too low for their words
        self.lines.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.lines.opened.connect(self._go_to)
        box.addWidget(self.lines, 1)
        box.addLayout(plain.row(self.count, None, self.next))
        split = self._split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._paper)
        split.addWidget(side)
        split.setSizes([820, 480])
        split.setChildrenCollapsible(False)
        self.box.addWidget(split, 1)
        self.next.hide()
        self._allow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what is said of the form below it where both do not fit side by side (1366 × 768 at 200 %)."""
        super().resizeEvent(event)
        self._split.setOrientation(Qt.Orientation(1 + (self.width() < theme.px(_NARROW))))  # 2: downwards

    def _choice_of_language(self) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(_("表单的语言"))
        box.setToolTip(_("表单的语言"))
        box.currentIndexChanged.connect(self.speak)
        box.hide()
        return box

    # -- opening ----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Open the workbook of last time, if it is still there."""
        remembered = str(self._settings.get(_FILE, ""))
        if self.trial is None and remembered and Path(remembered).is_file():
            self.open(Path(remembered))

    def _choose(self) -> None:
        folder = str(Path(str(self._settings.get(_FILE, ""))).parent)
        kinds = _("XLSForm 表单（*.xlsx *.md *.csv）").replace("（", " (").replace("）", ")")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("打开 XLSForm"), folder, kinds)
        if chosen:
            self.open(Path(chosen))

    def open(self, file: Path) -> None:
        """Read *file* and keep an eye on it."""
        if self.trial is None or self.trial.file != file:
            self._put_away()
        self._settings.set(_FILE, str(file))
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        self._watcher.addPaths([str(file), str(file.parent)])
        self._read(file)

    def forget(self) -> None:
        """Forget the trial: the page opens empty next time."""
        _TRIED.pop(self._office, None)
        self._settings.set(_FILE, "")
        self._put_away()

    def _put_away(self) -> None:
        """Forget the answers of another workbook."""
        self.trial, self.filling = None, None

    def _read(self, file: Path) -> None:
        answers = self.filling.session.answers() if self.filling is not None else {}
        if self.filling is None and self._before is not None and self._before.file == file:
            answers = self._before.session.answers()
        self.busy.watch(_("正在读取表单…"), can_stop=False)
        office = self._office
        task = self._latest.run(lambda: form_trial.look(office, file, answers), self)
        task.then(self._show).failed(self.note.tell).always(self.busy.done)

    def _look_again(self) -> None:
        """Something happened to the file or its folder: read it again when it is another one now."""
        if self.trial is None:
            return
        file = self.trial.file
        stamp = form_trial.stamp_of(file)
        if stamp is None:
            return  # between two steps of saving; the folder tells when it is back
        if str(file) not in self._watcher.files():
            self._watcher.addPath(str(file))  # a program that saves by renaming leaves the old file behind
        if stamp != self.trial.stamp:
            self._read(file)

    # -- showing ----------------------------------------------------------------------------------------

    def _show(self, trial: Trial) -> None:
        self.trial = trial
        self.name.setText(trial.file.name)
        self.name.setToolTip(plain.escaped(str(trial.file)))
        if trial.session is None or trial.today is None:
            self._show_problems(trial)
        else:
            self.note.hide()
            self._fill(trial.session, trial.today)
            self.show_differences()
        self._allow()
        self.shown.emit()

    def _show_problems(self, trial: Trial) -> None:
        """Tell what is wrong; the questions of before stay, so that nothing jumps while the author mends it."""
        self.heading.setText(_("工作簿有 {count} 处要改").format(count=len(trial.problems)))
        self._tell(trial.problems)

    def _spoken(self, session: FormSession) -> str:
        """Return the language the questions are shown in: the one chosen, while the form speaks it."""
        chosen = str(self.languages.currentData() or "")
        return chosen if chosen in session.definition.languages else words.language()

    def _offer_languages(self, spoken: Sequence[str]) -> None:
        """Let the author see the form in each of its languages; one language is no choice."""
        there = [self.languages.itemData(at) for at in range(self.languages.count())]
        if there != list(spoken):
            self.languages.blockSignals(True)
            self.languages.clear()
            for tag in spoken:
                self.languages.addItem(tag or "–", tag)
            self.languages.setCurrentIndex(max(0, self.languages.findData(words.language())))
            self.languages.blockSignals(False)
        self.languages.setVisible(len(spoken) > 1)

    def speak(self, _at: int = 0) -> None:
        """Show the questions in the language chosen; what was answered and can be undone stays."""
        if self.filling is not None and self.trial is not None and self.trial.today is not None:
            self._fill(self.filling.session, self.trial.today)

    def _fill(self, session: Any, today: Any) -> None:
        at = self.body.verticalScrollBar().value() if self.body is not None else 0
        self.filling = Filling(session, unprepared(session, self._spoken(session)), today, self)
        self.filling.shelf = self._shelf
        if self.trial is not None:
            self.filling.media = form_media.beside(self.trial.file)
            _TRIED[self._office] = _Tried(self.trial.file, session, self._shelf)
        self._offer_languages(session.definition.languages)
        old, self.body = self.body, FormBody(self.filling, self)
        for widget in (self._empty, old):
            if widget is not None:
                self._column.removeWidget(widget)
                widget.hide()
        if old is not None:
            old.deleteLater()
        self._column.addWidget(self.body, 1)
        self.body.problems_counted.connect(self._count)
        body = self.body
        body.built.connect(lambda: body.verticalScrollBar().setValue(at))
        body.show()
        body.count_problems()

    def show_differences(self) -> None:
        """Show what publishing would change, what would be lost first."""
        trial = self.trial
        if trial is None or trial.weighed is None or trial.compiled is None:
            return
        weighed = trial.weighed
        against = [*weighed.refusals, *weighed.losses]
        lost = {problem.place for problem in against}
        shown = [*trial.problems, *against, *(one for one in weighed.changes if one.place not in lost)]
        if weighed.same:
            said = _("与已发布的版本 {version} 相同").format(version=weighed.version)
        elif not weighed.before:
            said = _("新表，版本 {version}").format(version=weighed.version)
        else:
            said = _("版本 {before} → {version}：{count} 处变化").format(
                before=weighed.before, version=weighed.version, count=len(weighed.changes)
            )
        self.heading.setText(said)
        self._tell(shown)
        if self.lines.isVisible() and self.differences.hasFocus():
            self.lines.setFocus()

    def _tell(self, problems: Any) -> None:
        lines = []
        for problem in problems:
            hard = problem.severity is Severity.HARD
            icon, tone = ("alert-circle", "bad") if hard else ("info-circle", "accent")
            place = problem.place.replace("!", " ")
            told = f"{problem.sentence(_)} [{problem.code}]" if hard else problem.sentence(_)
            lines.append(Line((Cell(place, icon, tone if hard else ""), Cell(told, tip=told)), problem))
        self.lines.show_lines(lines)

    def _go_to(self, problem: Any) -> None:
        """Enter on a line: go to its question, when the form has it."""
        if self.body is not None and problem is not None:
            self.body.focus_path(problem.place)

    def _count(self, problems: list[Problem]) -> None:
        self._left = problems
        count = len({problem.place for problem in problems})
        self.count.setText(_("试填还有 {count} 处未完成").format(count=count) if count else _("试填已完整"))
        self.next.setVisible(bool(count))

    def next_problem(self) -> None:
        """F8: go to the next place of the form that needs a hand."""
        if self.body is None or self.filling is None:
            return
        self.filling.show_all = True
        self.body.refresh()
        path = self.body.next_problem(self._left, self.body.current_path())
        if path is not None:
            self.body.focus_path(path)

    # -- publishing and handing out ---------------------------------------------------------------------

    def _may(self) -> bool:
        return self._office.user.role != Role.CLERK or bool(self._office.settings.get("one_person", False))

    def _allow(self) -> None:
        """Let publish what can be published, by who may."""
        weighed = self.trial.weighed if self.trial is not None else None
        self.differences.setEnabled(weighed is not None)
        ready = weighed is not None and not weighed.same and not weighed.refusals
        self.publish.setEnabled(ready and self._may())
        if not self._may():
            self.publish.setToolTip(_("由审核人、负责人或管理员发布"))
        self.export.setEnabled(self._form_id() is not None)

    def _form_id(self) -> str | None:
        """Return the form of the office the open workbook is a version of; without one, the first."""
        known = [info.form_id for info in self._office.forms.all()]
        weighed = self.trial.weighed if self.trial is not None else None
        wanted = weighed.form_id if weighed is not None else ""
        return wanted if wanted in known else next(iter(known), None)

    def ask_publish(self) -> None:
        """Ask once more, with what changes; losses are named and need a yes of their own."""
        trial = self.trial
        if trial is None or trial.weighed is None or trial.compiled is None:
            return
        weighed = trial.weighed
        told = [problem.what(_) for problem in (weighed.losses or weighed.changes)]
        if len(told) > _LONGEST:
            told = [*told[:_LONGEST], _("……另有 {count} 处").format(count=len(told) - _LONGEST)]
        told.append(_("以前的记录仍按原来的版本打开、修改和导出。"))
        losing = bool(weighed.losses)
        ask(
            self,
            _("以前的记录会失去下列内容，仍要发布吗？") if losing else _("发布版本 {version}？").format(version=weighed.version),
            told,
            lambda _reason: self._publish(losing),
            yes=_("确认舍弃并发布") if losing else _("发布"),
            role="danger" if losing else "primary",
        )  # fmt: skip

    def _publish(self, confirm_losses: bool) -> None:
        if self.trial is None or self.trial.compiled is None:
            return
        self.busy.watch(_("正在发布…"), can_stop=False)
        op = partial(form_trial.publish, self._office, self.trial, confirm_losses=confirm_losses)
        background.run(op, self).then(self._published).failed(self.note.tell).always(self.busy.done)

    def _published(self, released: int) -> None:
        said = _("已发布。以后新增的记录用这一版；下级单位下次报送时收到。")
        if released:
            said += _("另有 {count} 条等待这一版的记录已收入。").format(count=released)
        if self.trial is not None:
            self._read(self.trial.file)
        self.note.say(said, "good")
        self.changed.emit()

    def _export(self) -> None:
        form_id = self._form_id()
        if form_id is None:
            return
        wanted = str(Path(str(self._settings.get(_FILE, ""))).with_name(f"{form_id}.xlsx"))
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("导出 XLSForm 原稿"), wanted, "Excel (*.xlsx);;Markdown (*.md)"
        )
        if chosen:
            self.export_to(form_id, Path(chosen))

    def export_to(self, form_id: str, file: Path) -> None:
        """Write the sheets of the form in force to *file*."""
        task = background.run(partial(form_trial.export, self._office, form_id, file), self)
        task.then(self._exported).failed(self.note.tell)

    def _exported(self, file: Path) -> None:
        said = _("已导出：{file}。在 Excel 中修改并改大版本号，再在这里打开。").format(file=file)
        self.note.say(said, "good", action=_("打开"), act=partial(self.open, file))
