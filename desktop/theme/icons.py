"""Icons from resources/icons, drawn in the tones of the palette.

The files are line drawings in ``currentColor``. An icon draws itself when it is painted, in the size asked for and
the set that is on: a screen of 200 % stays sharp, a change from light to dark needs nothing made anew, and an icon
nobody has seen yet cost nothing at the start.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.theme import tones
from resources import path


class _Drawn(QIconEngine):
    """One drawing in one tone."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name, self._tone = name, tone

    def clone(self) -> QIconEngine:
        """Return another one of the same."""
        return _Drawn(self._name, self._tone)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the drawing into *rect*."""
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the drawing at *size* pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State, scale: float) -> QPixmap:
        """Return the drawing at *size* (pixels at 100 %, since Qt 6.8) for a screen of *scale*; greyed when disabled."""
        tone = "line_strong" if mode == QIcon.Mode.Disabled else self._tone
        return pixmap(self._name, tone, min(size.width(), size.height()), scale)


@cache
def icon(name: str, tone: str = "text_soft") -> QIcon:
    """Return the icon *name* (a file of resources/icons without ``.svg``) in *tone*; greyed when disabled."""
    return QIcon(_Drawn(name, tone))


def pixmap(name: str, tone: str = "text_soft", size: int = 20, ratio: float = 1.0) -> QPixmap:
    """Return the drawing *name* as a square of *size* logical pixels for a screen of *ratio*."""
    return _pixmap(name, tones.tones()[tone], round(size * ratio), ratio)


@cache
def _drawing(name: str) -> str:
    return path("icons", f"{name}.svg").read_text(encoding="utf-8")


@cache
def _pixmap(name: str, ink: str, pixels: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_drawing(name).replace("currentColor", ink).encode()))
    picture = QPixmap(QSize(pixels, pixels))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
