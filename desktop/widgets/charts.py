"""Small charts, painted by hand: few marks, the figures beside them, readable without colour.

Hand-painted because a chart library would be the largest part of the program for two kinds of bars.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop import theme

_ROW = 26.0  # pixels at 100 %


@dataclass(frozen=True, slots=True)
class Bar:
    """A word, a count, the tone of its bar, and how the count is written where it is no plain number."""

    word: str
    count: int
    tone: str = "accent"
    said: str = ""

    @property
    def number(self) -> str:
        """Return the count in words."""
        return self.said or f"{self.count:,}"


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
        self._goal: Bar | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar], goal: Bar | None = None) -> None:
        """Paint *bars* from the oldest to the newest, and a line across at the *goal* with its word."""
        self._bars, self._goal = bars, goal
        said = [f"{bar.word} {bar.number}" for bar in bars] + ([goal.word] if goal else [])
        self.setAccessibleDescription("；".join(said))
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
        counts = [bar.count for bar in self._bars] + ([self._goal.count] if self._goal else [])
        most = max(counts, default=0) or 1
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
                bar.number,
            )
            painter.setPen(theme.colour("text_soft"))
            painter.drawText(QRectF(left, base + 2, wide, words), Qt.AlignmentFlag.AlignCenter, bar.word)
        if self._goal is not None:
            self._paint_goal(painter, self._goal, base - high * self._goal.count / most)
        painter.end()

    def _paint_goal(self, painter: QPainter, goal: Bar, at: float) -> None:
        """A dashed line across; its word above it at the left, where the oldest period stands."""
        line = QPen(theme.colour("text_soft"))
        line.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(line)
        painter.drawLine(0, round(at), self.width(), round(at))
        metrics = QFontMetricsF(self.font())
        wide = metrics.horizontalAdvance(goal.word) + 6
        below = QRectF(0, at + 1, wide, metrics.height())
        painter.fillRect(below, theme.colour("paper"))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, goal.word)
