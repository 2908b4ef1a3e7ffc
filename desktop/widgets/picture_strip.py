"""A row of small pictures under a list: each stands for a record, whose form opens with Enter or a double click."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from desktop.widgets.questions.file_editor import picture_of
from records.model.attached import Attached

_ICON = QSize(112, 80)
_CELL = QSize(184, 116)  # picture, a line of words, air
_HELD = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Pictured:
    """One picture and the record it belongs to: *title* is what people read under it."""

    form_id: str
    record_id: str
    title: str
    file: Attached


class PictureStrip(QListWidget):
    """The pictures; hidden while there are none. *opened* carries form and record."""

    opened = Signal(str, str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(_ICON)
        self.setGridSize(_CELL)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFixedHeight(_CELL.height() + 20)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(self._open)
        self.hide()

    def show_pictures(self, pictures: Sequence[Pictured]) -> None:
        """Show these in the place of what was there."""
        self.clear()
        for one in pictures:
            item = QListWidgetItem(QIcon(picture_of(one.file, _ICON, self.devicePixelRatioF())), one.title)
            item.setToolTip(f"{one.title}\n{one.file.shown}")
            item.setData(_HELD, (one.form_id, one.record_id))
            self.addItem(item)
        self.setVisible(bool(pictures))

    def _open(self, item: QListWidgetItem) -> None:
        form_id, record_id = item.data(_HELD)
        self.opened.emit(form_id, record_id)
