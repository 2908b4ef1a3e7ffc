"""A line for the path of a file that exists, with a button that asks for it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from desktop.widgets import plain
from desktop.words import _


class FileField(QWidget):
    """The path may be typed, pasted or chosen; *where* says in which folder choosing begins."""

    def __init__(self, name: str, hint: str, kinds: str, where: Callable[[], str]) -> None:
        super().__init__()
        self._name, self._kinds, self._where = name, kinds, where
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(hint)
        self.line.setClearButtonEnabled(True)
        self.choose = plain.button(_("选择…"), self._choose, icon="folder", tip=name)
        row = plain.row(self.line, self.choose)
        row.setStretch(0, 1)
        self.setLayout(row)
        self.setFocusProxy(self.line)

    def file(self) -> Path | None:
        """Return the file, or None when the line is blank."""
        text = self.line.text().strip()
        return Path(text).expanduser() if text else None

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(self, self._name, self._where(), self._kinds)
        if chosen:
            self.line.setText(chosen)
