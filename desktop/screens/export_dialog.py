"""导出: which records, which columns in which order, which kind of file; then a bar with 取消 while it is written.

It begins with what the list shows: its filter, its order, its columns in the places they were moved to. The last
choice of a ledger comes back the next time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop import background, exports, words
from desktop.exports import Wanted
from desktop.settings import Settings
from desktop.widgets import plain, tab_order
from desktop.widgets.busy import Busy
from desktop.widgets.pages import scrolling
from desktop.widgets.passphrase_field import PassphraseField
from desktop.widgets.shortcuts import hear
from desktop.words import _
from forms.problems import Problem
from forms.words import N_
from records.model.states import Role

if TYPE_CHECKING:
    from records.ledger import Office

_PATH: Final = Qt.ItemDataRole.UserRole
_FILTERS: Final = {"xlsx": "Excel (*.xlsx)", "csv": "CSV (*.csv)", "jsonl": "JSON Lines (*.jsonl)"}
LISTED, CHOSEN, WHOLE, EVERY = range(4)
REASONS: Final = (N_("本单位核对"), N_("上级要求"), N_("审计检查"), N_("公示前核对"))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the list shows when the dialog opens: its question, how many rows, which are chosen, its columns."""

    form_id: str
    title: str
    listed: Mapping[str, Any]
    rows: int
    ids: tuple[str, ...]
    columns: Sequence[str]
    name: str  # proposed for the file, without its ending


class ExportDialog(QDialog):
    """`written` carries the file and how many records are in it."""

    written = Signal(object, int)

    def __init__(self, office: "Office", shown: Shown, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._office, self._shown, self._settings = office, shown, settings
        self._working = False
        self._found: dict[str, str] = {}  # heading of each column by its path
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("导出{form}").format(form=shown.title))
        self.records = QButtonGroup(self)
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("文件格式"))
        self.joined = QCheckBox(_("明细各行与主表并排（统计用）"))
        self.joined.setToolTip(_("不勾选时，培训学员一类的明细放在单独的工作表里"))
        self.columns = QListWidget()
        self.columns.setAccessibleName(_("导出的列"))
        self.columns.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setAccessibleName(_("导出的理由"))
        for word in REASONS:
            self.reason.addItem(_(word))
        self.voucher, self.vouching = QComboBox(), PassphraseField(_("同意人的口令"))
        self.voucher.setAccessibleName(_("同意人"))
        self._second = QWidget()
        self.problem = plain.label(role="problem", wrap=True)
        self.problem.hide()
        self.busy = Busy()
        self.go = plain.button(_("导出…"), self._choose_file, key="Ctrl+Return", role="primary")
        self.go.setEnabled(False)
        self.close_ = plain.button(_("取消"), self.reject, tip=_("不导出，回到列表（Esc）"))
        self._build()
        self._remember(settings.get(f"export.{shown.form_id}", {}))
        hear(self, {"Ctrl+Up": partial(self.move_column, -1), "Ctrl+Down": partial(self.move_column, 1)})
        op = partial(exports.columns, office, shown.form_id, words.language())
        background.run(op, self).then(self._fill).failed(self._tell)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as one reads."""
        return tab_order.step(self, forward=forward) or super().focusNextPrevChild(forward)

    # -- building ---------------------------------------------------------------------------------------

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(10)
        box.addWidget(plain.label(_("导出{form}").format(form=self._shown.title), "heading"))
        sides = QHBoxLayout()
        sides.setSpacing(24)
        self._left = self._what()
        self._right = self._which_columns()
        sides.addWidget(self._left)
        sides.addWidget(self._right, 1)
        scrolling(box, _("导出的内容")).addLayout(sides, 1)
        why = plain.row(plain.label(_("理由（含个人信息时记入日志）"), "soft"), self.reason)
        why.setStretch(1, 1)
        box.addLayout(why)
        self._second.setLayout(plain.row(plain.label(_("同意人"), "soft"), self.voucher, self.vouching))
        for person in self._office.people.all():
            if person.name != self._office.user.name and person.role != Role.CLERK:
                self.voucher.addItem(person.name)
        box.addWidget(self._second)
        self._second.setVisible(bool(self._office.settings.get("hand_out_by_two")))
        box.addWidget(self.problem)
        box.addWidget(self.busy)
        box.addLayout(plain.row(None, self.close_, self.go))
        self.resize(720, 520)

    def _what(self) -> QWidget:
        """Return the left side: records and file."""
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(plain.label(_("哪些记录"), "strong"))
        said = {
            LISTED: _("当前列表，{count} 条（按现在的筛选和排序）").format(count=f"{self._shown.rows:,}"),
            CHOSEN: _("选中的 {count} 条").format(count=f"{len(self._shown.ids):,}"),
            WHOLE: _("本台账全部记录"),
            EVERY: _("全部台账，每个台账一张工作表"),
        }
        for number, sentence in said.items():
            choice = QRadioButton(sentence)
            self.records.addButton(choice, number)
            down.addWidget(choice)
        self.records.button(CHOSEN).setEnabled(bool(self._shown.ids))
        self.records.button(CHOSEN if len(self._shown.ids) > 1 else LISTED).setChecked(True)
        self.records.idClicked.connect(lambda _number: self._fit())
        down.addSpacing(12)
        down.addWidget(plain.label(_("文件格式"), "strong"))
        self.kind.addItem(_("Excel 工作簿 (.xlsx)"), "xlsx")
        self.kind.addItem(_("CSV，Excel 可直接打开 (.csv)"), "csv")
        self.kind.addItem(_("JSON Lines，给程序读 (.jsonl)"), "jsonl")
        for code, title in exports.profiles(self._shown.form_id):
            self.kind.addItem(_("{title}（固定表头）").format(title=title), f"profile:{code}")
        self.kind.currentIndexChanged.connect(lambda _index: self._fit())
        down.addWidget(self.kind)
        down.addWidget(self.joined)
        down.addStretch(1)
        hint = _("导出的文件不再加密，含有身份证号码等个人信息，请妥善保管。")
        down.addWidget(plain.label(hint, "hint", wrap=True))
        left.setFixedWidth(300)
        return left

    def _which_columns(self) -> QWidget:
        """Return the right side: the columns, ticked and in order."""
        right = QWidget()
        down = QVBoxLayout(right)
        down.setContentsMargins(0, 0, 0, 0)
        tools = (
            plain.button(
                _("列表所示"), self.tick_shown, role="link", tip=_("列表现在显示的列，按列表的次序")
            ),
            plain.button(_("全部"), partial(self._tick_all, True), role="link"),
            plain.button(_("全不选"), partial(self._tick_all, False), role="link"),
        )
        down.addLayout(plain.row(plain.label(_("哪些列"), "strong"), None, *tools, spacing=2))
        down.addWidget(self.columns, 1)
        words_ = _("空格键勾选；拖动，或按 Ctrl+↑、Ctrl+↓ 调整次序。")
        down.addWidget(plain.label(words_, "hint", wrap=True))
        return right

    def _fill(self, found: list[tuple[str, str]]) -> None:
        """Show the columns: the ticked ones first and in their order, as the list or the last export had them."""
        kept = self._settings.get(f"export.{self._shown.form_id}", {}).get("columns", [])
        self._found = dict(found)
        self._show_columns([path for path in kept if path in self._found] or self._listed_columns())
        self.go.setEnabled(True)
        self._fit()
        self.records.button(self.records.checkedId()).setFocus()

    def _listed_columns(self) -> list[str]:
        return [path for path in self._shown.columns if path in self._found]

    def _show_columns(self, ticked: Sequence[str]) -> None:
        self.columns.clear()
        for path in [*ticked, *(path for path in self._found if path not in ticked)]:
            item = QListWidgetItem(self._found[path])
            item.setData(_PATH, path)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if path in ticked else Qt.CheckState.Unchecked)
            self.columns.addItem(item)
        self.columns.setCurrentRow(0)

    # -- choosing ---------------------------------------------------------------------------------------

    def tick_shown(self) -> None:
        """Tick what the list shows, in its order."""
        self._show_columns(self._listed_columns())

    def _tick_all(self, on: bool) -> None:
        for row in range(self.columns.count()):
            self.columns.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def move_column(self, by: int) -> None:
        """Move the current column up (-1) or down (1)."""
        row = self.columns.currentRow()
        to = row + by
        if row >= 0 and 0 <= to < self.columns.count():
            item = self.columns.takeItem(row)
            self.columns.insertItem(to, item)
            self.columns.setCurrentRow(to)

    def ticked(self) -> list[str]:
        """Return the paths of the ticked columns, in order."""
        items = [self.columns.item(row) for row in range(self.columns.count())]
        return [str(item.data(_PATH)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _profile(self) -> str:
        data = str(self.kind.currentData())
        return data.partition(":")[2] if data.startswith("profile:") else ""

    def _fit(self) -> None:
        """Grey out what the choice makes meaningless."""
        every = self.records.checkedId() == EVERY
        if every and self.kind.currentIndex() != 0:
            self.kind.setCurrentIndex(0)
        self.kind.setEnabled(not every)
        fixed = every or bool(self._profile()) or self.kind.currentData() == "jsonl"
        self._right.setEnabled(not fixed)
        repeats = every or any("." in path for path in self._found)
        self.joined.setVisible(repeats)
        self.joined.setEnabled(not self._profile() and self.kind.currentData() != "jsonl")

    def wanted(self) -> Wanted:
        """Return what is to be written."""
        number, profile = self.records.checkedId(), self._profile()
        return Wanted(
            self._shown.form_id,
            "xlsx" if profile else str(self.kind.currentData()),
            listed=self._shown.listed if number == LISTED else {},
            ids=self._shown.ids if number == CHOSEN else None,
            columns=tuple(self.ticked()) if self._right.isEnabled() else None,
            joined=self.joined.isChecked(),
            profile=profile,
            every=number == EVERY,
            reason=self.reason.currentText().strip(),
        )

    # -- writing ----------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        wanted = self.wanted()
        if wanted.columns == ():
            self.problem.setText(_("一列也没有勾选。请至少勾选一列。"))
            self.problem.show()
            self.columns.setFocus()
            return
        picked, _filter = QFileDialog.getSaveFileName(
            self, _("导出"), f"{self._shown.name}.{wanted.kind}", _FILTERS[wanted.kind]
        )
        if picked:
            self.write(Path(picked))

    def write(self, file: Path) -> None:
        """Write *file*; the bar shows how far, 取消 ends it and leaves no file."""
        wanted = self.wanted()
        self._keep(wanted)
        progress = self.busy.watch(_("正在导出…"))
        self._rest(working=True)
        agreed = (self.voucher.currentText(), self.vouching.text()) if self._second.isVisible() else None
        op = partial(
            _vouched, self._office, wanted, agreed, partial(exports.write, file=file, progress=progress)
        )
        task = background.run(op, self).then(partial(self._done, file)).failed(self._tell)
        task.always(lambda: self._rest(working=False))

    def _rest(self, *, working: bool) -> None:
        self._working = working
        self.problem.hide()
        for part in (self._left, self._right, self.go, self.close_):
            part.setEnabled(not working)
        if not working:
            self.busy.done()
            self._fit()

    def _done(self, file: Path, count: int) -> None:
        self.written.emit(file, count)
        self.accept()

    def _tell(self, problem: Problem) -> None:
        self.problem.setText(problem.sentence(_))
        self.problem.show()

    def _keep(self, wanted: Wanted) -> None:
        """Remember columns, kind and shape for the next time."""
        kept = {"kind": str(self.kind.currentData()), "joined": wanted.joined}
        if wanted.columns is not None and list(wanted.columns) != self._listed_columns():
            kept["columns"] = list(wanted.columns)
        self._settings.set(f"export.{self._shown.form_id}", kept)

    def _remember(self, kept: Mapping[str, Any]) -> None:
        self.kind.setCurrentIndex(max(0, self.kind.findData(kept.get("kind", "xlsx"))))
        self.joined.setChecked(bool(kept.get("joined", False)))

    def reject(self) -> None:
        """Esc and 取消 close the dialog; while it writes, the bar's own 取消 stops first."""
        if not self._working:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A file is never left half written because a window was closed."""
        if self._working:
            event.ignore()
        else:
            super().closeEvent(event)


def _vouched(
    office: "Office", wanted: Wanted, agreed: tuple[str, str] | None, write: "Callable[..., int]"
) -> int:
    """Write what is wanted; with a second person's word where the office asks for it."""
    if agreed is not None and exports.personal(office, wanted):
        wanted = replace(wanted, vouched=office.people.vouch(*agreed))
    return write(office, wanted)
