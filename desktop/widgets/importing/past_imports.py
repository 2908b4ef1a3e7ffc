"""Imports of before: those put aside, to be gone on with, and those that came in, to be taken back as a whole."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.words import _
from records.ledger.imports import ImportBatch, KeptImport

_SHOWN = 5


class PastImports(QWidget):
    """Two short lists; hidden while both are empty."""

    kept_wanted = Signal(str)
    drop_wanted = Signal(str)
    undo_wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self.hide()

    def show_imports(self, kept: Sequence[KeptImport], came: Sequence[ImportBatch]) -> None:
        """Show what waits, and the last imports."""
        plain.clear(self._box)
        if kept:
            self._box.addWidget(plain.label(_("待处理的导入"), "strong"))
            for one in kept:
                self._box.addWidget(self._waiting(one))
        if came:
            self._box.addWidget(plain.label(_("最近的导入"), "strong"))
            for batch in came[:_SHOWN]:
                self._box.addWidget(self._came(batch))
        self.setVisible(bool(kept or came))

    def _waiting(self, one: KeptImport) -> QFrame:
        line = plain.frame("note", across=True, margins=(12, 4, 8, 4))
        said = _("{file}：{count} 行待处理（{who}，{when}）").format(
            file=one.file_name, count=one.waiting, who=one.by, when=f"{one.at:%Y-%m-%d %H:%M}"
        )
        go_on = plain.button(_("接着处理"), partial(self.kept_wanted.emit, one.kept_id))
        drop = plain.button(
            _("不再处理"),
            partial(self.drop_wanted.emit, one.kept_id),
            role="quiet",
            tip=_("从待办中去掉；已导入的记录和原文件都不受影响"),
        )
        for part in (plain.label(said), plain.spacer(), go_on, drop):
            plain.box_of(line).addWidget(part)
        return line

    def _came(self, batch: ImportBatch) -> QFrame:
        line = plain.frame("note", across=True, margins=(12, 4, 8, 4))
        said = _("{file}：{count} 条（{who}，{when}）").format(
            file=batch.file_name, count=batch.records, who=batch.by, when=f"{batch.at:%Y-%m-%d %H:%M}"
        )
        plain.box_of(line).addWidget(plain.label(said))
        plain.box_of(line).addWidget(plain.spacer())
        if batch.undone_at is None:
            undo = plain.button(
                _("撤销…"), partial(self.undo_wanted.emit, batch.import_id, batch.file_name), role="link"
            )
            plain.box_of(line).addWidget(undo)
        else:
            gone = _("已由 {who} 撤销：{reason}").format(who=batch.undone_by, reason=batch.undone_reason)
            plain.box_of(line).addWidget(plain.label(gone, "hint"))
        return line
