"""The first step: choose a workbook, or drop one here."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.widgets.importing.past_imports import PastImports
from desktop.words import _

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")


class DropField(QFrame):
    """A field that takes a file dropped on it."""

    dropped = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "drop")
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, one at a time."""
        if _file_of(event) is not None:
            event.acceptProposedAction()
            self._over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell which file was dropped."""
        self._over(False)
        file = _file_of(event)
        if file is not None:
            event.acceptProposedAction()
            self.dropped.emit(file)

    def _over(self, over: bool) -> None:
        self.setProperty("over", over)
        self.style().unpolish(self)
        self.style().polish(self)


def _file_of(event: QDropEvent) -> Path | None:
    """Return the one local file that is dragged."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    file = Path(urls[0].toLocalFile())
    return file if file.suffix.lower() in ENDINGS else None


class ChoosePage(QWidget):
    """Words, the field and a button; below, imports that wait and imports that may be taken back."""

    chosen = Signal(object)  # Path
    kept_wanted = Signal(str)  # the id of an import put aside

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        field = DropField(self)
        field.dropped.connect(self.chosen)
        self.button = plain.button(
            _("选择 Excel 文件…"),
            self._ask,
            icon="file-spreadsheet",
            role="primary",
            tip=_("选择文件（Ctrl+O）"),
        )
        inside = QVBoxLayout(field)
        inside.setContentsMargins(32, 40, 32, 40)
        inside.setSpacing(12)
        inside.addWidget(
            plain.label(_("把花名册拖到这里，或者选择文件"), "heading"), 0, Qt.AlignmentFlag.AlignCenter
        )
        words = plain.label(
            _("支持 .xlsx、.xls、.ods、.csv。原文件不会被改动；导入前可以逐行查看和改正。"), "soft", wrap=True
        )
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addWidget(words)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(16)
        column.addWidget(field)
        self.past = PastImports(self)
        self.past.kept_wanted.connect(self.kept_wanted)
        column.addWidget(self.past)
        column.addStretch(1)

    def ask(self) -> None:
        """Ctrl+O."""
        self._ask()

    def _ask(self) -> None:
        patterns = " ".join(f"*{ending}" for ending in ENDINGS)
        dialog = QFileDialog(self, _("选择花名册"), "", _("表格文件") + f" ({patterns})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.chosen.emit(Path(name)))
        dialog.open()
