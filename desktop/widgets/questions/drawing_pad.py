"""A sheet to sign or draw on with mouse, pen or touch; what is drawn becomes a PNG. Also draws onto a picture."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.widgets.questions.taken_files import png_of
from desktop.words import _

_SIZE, _LARGEST = QSize(640, 260), QSize(1100, 640)
_INK, _RED = "#10182A", "#D02A20"  # ink of a paper, not of a window: the same in light and dark


class Sheet(QWidget):
    """The paper under the pen."""

    def __init__(self, ground: QImage | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if ground is not None and not ground.isNull():
            self._ground = ground.scaled(
                _LARGEST, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        else:
            self._ground = QImage(_SIZE, QImage.Format.Format_RGB32)
            self._ground.fill(QColor("white"))
        self._ink = QColor(_INK if ground is None else _RED)
        self.strokes: list[QPolygonF] = []
        self.setFixedSize(self._ground.size())
        self.setCursor(Qt.CursorShape.CrossCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The pen comes down."""
        self.strokes.append(QPolygonF([event.position()]))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pen moves."""
        if self.strokes:
            self.strokes[-1].append(QPointF(event.position()))
            self.update()

    def take_back(self) -> None:
        """Take the last stroke away."""
        del self.strokes[-1:]
        self.update()

    def clear(self) -> None:
        """Take every stroke away."""
        self.strokes.clear()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the paper."""
        QPainter(self).drawImage(0, 0, self.picture())
        super().paintEvent(event)

    def picture(self) -> QImage:
        """Return paper and strokes."""
        whole = self._ground.copy()
        painter = QPainter(whole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._ink, 2.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self.strokes:
            painter.drawPolyline(stroke)
        painter.end()
        return whole


class DrawingPad(QDialog):
    """Ask for a drawing; `png` is what was drawn."""

    def __init__(self, title: str, parent: QWidget | None = None, ground: bytes = b"") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.sheet = Sheet(QImage.fromData(ground) if ground else None, self)
        undo = plain.button(_("撤一笔"), self.sheet.take_back, icon="arrow-back-up", key="Ctrl+Z")
        clear = plain.button(_("全部清除"), self.sheet.clear, icon="trash")
        done = plain.button(_("用这一张"), self.accept, icon="check", key="Ctrl+Return", role="primary")
        column = QVBoxLayout(self)
        column.addWidget(plain.label(_("用鼠标、手写笔或手指书写"), "hint"))
        column.addWidget(self.sheet)
        column.addLayout(plain.row(undo, clear, None, plain.button(_("取消"), self.reject), done))

    def png(self) -> bytes:
        """Return the drawing as a PNG."""
        return png_of(self.sheet.picture())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves without a drawing."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        else:
            super().keyPressEvent(event)
