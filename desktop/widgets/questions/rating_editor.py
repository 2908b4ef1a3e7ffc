"""A range as stars: a digit, an arrow or a click gives the mark; the number stands beside the stars."""

from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from desktop.theme.tones import colour
from desktop.widgets.questions.editor import Editor, Typed
from forms.engine import Question, QuestionState

_STAR, _GAP = 24, 6


class Stars(QWidget):
    """A row of stars, *value* of them filled."""

    chosen = Signal(int)

    def __init__(self, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count, self.value, self.readonly = count, 0, False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(_STAR + 8)

    def sizeHint(self) -> QSize:
        """As wide as the stars and the number."""
        return QSize(self.count * (_STAR + _GAP) + 48, _STAR + 8)

    def show_value(self, value: int) -> None:
        """Fill *value* stars."""
        self.value = value
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stars, the number, and a line around them while the focus is here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at in range(self.count):
            filled = at < self.value
            painter.setPen(colour("accent" if filled else "line_strong"))
            painter.setBrush(colour("accent") if filled else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(_star(self._place(at)))
        painter.setPen(colour("text_soft"))
        words = f"{self.value}/{self.count}" if self.value else f"–/{self.count}"
        painter.drawText(
            QRect(self.count * (_STAR + _GAP), 0, 48, self.height()), Qt.AlignmentFlag.AlignCenter, words
        )
        if self.hasFocus():
            painter.setPen(colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        super().paintEvent(event)

    def _place(self, at: int) -> QRect:
        return QRect(at * (_STAR + _GAP) + 4, 4, _STAR, _STAR)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take the star that was clicked."""
        at = int(event.position().x() - 4) // (_STAR + _GAP) + 1
        if not self.readonly and 1 <= at <= self.count:
            self.chosen.emit(at)


def _star(place: QRect) -> QPolygonF:
    """Return the ten corners of a star inside *place*."""
    middle, radius = QPointF(place.center()), place.width() / 2
    corners = []
    for corner in range(10):
        angle, far = pi * corner / 5 - pi / 2, radius if corner % 2 == 0 else radius * 0.45
        corners.append(middle + QPointF(cos(angle) * far, sin(angle) * far))
    return QPolygonF(corners)


class RatingEditor(Editor):
    """A field for a mark from 1 to the end of the range."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        top = int(question.range.end) if question.range is not None else 5
        self.stars = Stars(max(1, min(top, 10)), self)
        self.adopt(self.stars)
        self.stars.chosen.connect(self._take)

    def typed(self) -> Typed:
        """Return the mark."""
        return str(self.stars.value) if self.stars.value else None

    def show_text(self, state: QuestionState) -> None:
        """Fill the stars."""
        self.put_back(state.text)

    def put_back(self, entry: Typed) -> None:
        """Fill what was filled."""
        text = entry if isinstance(entry, str) else ""
        self.stars.show_value(int(text) if text.isdecimal() else 0)

    def set_readonly(self, readonly: bool) -> None:
        """Only look."""
        self.stars.readonly = readonly
        self.stars.setFocusPolicy(Qt.FocusPolicy.NoFocus if readonly else Qt.FocusPolicy.StrongFocus)

    def is_busy(self) -> bool:
        """A mark is told at once."""
        return False

    def key(self, event: QKeyEvent) -> bool:
        """Digits give the mark, arrows step, Backspace and Delete take it away."""
        if self.stars.readonly:
            return False
        now = self.stars.value
        if event.text().isdecimal():
            self._take(min(int(event.text()), self.stars.count))
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Up):
            self._take(min(now + 1, self.stars.count))
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Down):
            self._take(max(now - 1, 1))
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self._take(0)
        else:
            return False
        return True

    def _take(self, value: int) -> None:
        self.stars.show_value(value)
        self.say(str(value) if value else None)
