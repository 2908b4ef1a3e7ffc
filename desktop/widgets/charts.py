"""Small charts, painted by hand: few marks, the figures beside them, readable without colour.

Hand-painted because a chart library would be the largest part of the program for two kinds of bars.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import theme

_ROW = 26.0  # pixels at 100 %


@dataclass(frozen=True, slots=True)
class Bar:
    """A word, a count, and the tone of its bar."""

    word: str
    count: int
    tone: str = "accent"


class Bars(QWidget):
    """Horizontal bars: word at the left, bar, count at its end."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[Bar] = ()
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Paint *bars*; the description tells them to a screen reader."""
        self._bars = bars
        self.setAccessibleDescription("；".join(f"{bar.word} {bar.count:,}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One row a bar."""
        return QSize(theme.px(280), theme.px(_ROW * max(1, len(self._bars))) + 4)

    def minimumSizeHint(self) -> QSize:
        """As high as it wants to be."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        words = min(
            self.width() * 0.5, max((metrics.horizontalAdvance(b.word) for b in self._bars), default=0) + 12
        )
        counts = max((metrics.horizontalAdvance(f"{b.count:,}") for b in self._bars), default=0) + 10
        most = max((bar.count for bar in self._bars), default=0) or 1
        room = max(10.0, self.width() - words - counts)
        row = theme.px(_ROW)
        for number, bar in enumerate(self._bars):
            top = number * row + 2
            painter.setPen(theme.colour("text_soft"))
            word = metrics.elidedText(bar.word, Qt.TextElideMode.ElideRight, words - 8)
            painter.drawText(QRectF(0, top, words, row - 4), Qt.AlignmentFlag.AlignVCenter, word)
            length = max(3.0, room * bar.count / most) if bar.count else 2.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(bar.tone if bar.count else "line"))
            painter.drawRoundedRect(QRectF(words, top + 4, length, row - 12), 3, 3)
            painter.setPen(theme.colour("text"))
            painter.drawText(
                QRectF(words + length + 6, top, counts, row - 4),
                Qt.AlignmentFlag.AlignVCenter,
                f"{bar.count:,}",
            )
        painter.end()


class Days(QWidget):
    """Columns side by side, one a period, the last one (now) in accent; the figure above each."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Sequence[Bar] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Paint *bars* from the oldest to the newest."""
        self._bars = bars
        self.setAccessibleDescription("；".join(f"{bar.word} {bar.count:,}" for bar in bars))
        self.update()

    def minimumSizeHint(self) -> QSize:
        """As high as it wants to be; narrow when it must."""
        return QSize(160, self.sizeHint().height())

    def sizeHint(self) -> QSize:
        """A band."""
        return QSize(theme.px(280), theme.px(132))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((bar.count for bar in self._bars), default=0) or 1
        wide = self.width() / max(1, len(self._bars))
        words = QFontMetricsF(self.font()).height() + 2
        high = self.height() - 2 * words - 6
        base = self.height() - words - 2
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, round(base), self.width(), round(base))
        for number, bar in enumerate(self._bars):
            left = number * wide
            tall = high * bar.count / most
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(bar.tone))
            width = min(34.0, wide * 0.56)
            painter.drawRoundedRect(QRectF(left + (wide - width) / 2, base - tall, width, tall), 2, 2)
            painter.setPen(theme.colour("text" if bar.count else "text_faint"))
            painter.drawText(
                QRectF(left, base - tall - words - 1, wide, words),
                Qt.AlignmentFlag.AlignCenter,
                f"{bar.count:,}",
            )
            painter.setPen(theme.colour("text_soft"))
            painter.drawText(QRectF(left, base + 2, wide, words), Qt.AlignmentFlag.AlignCenter, bar.word)
        painter.end()
