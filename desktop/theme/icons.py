"""Icons from resources/icons, drawn in the tones of the palette.

The files are line drawings in ``currentColor``; each is rendered once a tone, a size and a mode and kept.
Several sizes go into one `QIcon`, so that a window at 200 % stays sharp.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.theme import tones
from resources import path

_SIZES = (16, 20, 24, 32, 48)


def icon(name: str, tone: str = "text_soft") -> QIcon:
    """Return the icon *name* (a file of resources/icons without ``.svg``) in *tone*; greyed when disabled."""
    return _icon(name, tone, tones.mode())


def pixmap(name: str, tone: str = "text_soft", size: int = 20, ratio: float = 1.0) -> QPixmap:
    """Return the drawing *name* as a square of *size* logical pixels for a screen of *ratio*."""
    return _pixmap(name, tones.tones()[tone], round(size * ratio), ratio)


@cache
def _icon(name: str, tone: str, mode: str) -> QIcon:
    made = QIcon()
    chosen = tones.sets()[mode]
    for size in _SIZES:
        made.addPixmap(_pixmap(name, chosen[tone], size, 1.0), QIcon.Mode.Normal)
        made.addPixmap(_pixmap(name, chosen["line_strong"], size, 1.0), QIcon.Mode.Disabled)
    return made


@cache
def _pixmap(name: str, ink: str, pixels: int, ratio: float) -> QPixmap:
    drawing = path("icons", f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", ink)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    picture = QPixmap(QSize(pixels, pixels))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture
