"""A date, typed the short way or taken from a calendar (Alt+Down).

The engine reads what is typed (``0501``, ``20230501``, ``2023.5.1``, 昨天); the field shows the day in full once
the clerk leaves it.
"""

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from desktop.widgets.questions.line_editor import LineEditor
from forms.appearances import has
from forms.engine import Question, QuestionState

_MONTH = re.compile(r"(\d{4})(\d{2})", re.ASCII)


class CalendarPopup(QFrame):
    """A month to pick a day from; Enter or a click takes the day, Esc closes it. A child of the window, as the list
    of choices is, so that it needs no window manager.
    """

    taken = Signal(object)  # date
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("role", "card")
        self.calendar = QCalendarWidget(self)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        row = QVBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.addWidget(self.calendar)
        self.hide()

    def open_at(self, day: date, field: QWidget) -> None:
        """Show *day*'s month under *field*, or above it when there is no room below."""
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        size = self.sizeHint()
        corner = field.mapTo(self._window, QPoint(0, 0))
        below = corner.y() + field.height() + 2
        fits = below + size.height() <= self._window.height()
        top = below if fits else max(0, corner.y() - size.height() - 2)
        left = max(0, min(corner.x(), self._window.width() - size.width() - 4))
        self.setGeometry(left, top, size.width(), size.height())
        self.show()
        self.raise_()
        self.calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes without taking a day."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _take(self, day: QDate) -> None:
        self.hide()
        self.taken.emit(date(day.year(), day.month(), day.day()))


class DateEditor(LineEditor):
    """A field for a day, for a month (month-year) or for a year."""

    def __init__(self, question: Question, today: date, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._day = today
        self._month = has(question, "month-year")
        self._year = has(question, "year")
        self._calendar = not (self._year or has(question, "no-calendar"))
        self._popup: CalendarPopup | None = None

    def typed(self) -> str:
        """Return what was typed; of a month also ``202305``, which the engine would take for a number; of a year its first day."""
        text = self.line.text().strip()
        if self._year and text.isascii() and text.isdigit() and len(text) == 4:
            return f"{text}-01-01"
        match = _MONTH.fullmatch(text) if self._month else None
        return f"{match[1]}-{match[2]}" if match else text

    def show_text(self, state: QuestionState) -> None:
        """Show the day as ``2023-05-01``, a month as ``2023-05``."""
        if isinstance(state.value, date):
            self._day = state.value
            self._write(self._shown(state.value))
        else:
            self._write(state.text)

    def _shown(self, day: date) -> str:
        return f"{day:%Y}" if self._year else f"{day:%Y-%m}" if self._month else day.isoformat()

    def key(self, event: QKeyEvent) -> bool:
        """Alt+Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return True
        return False

    def open_calendar(self) -> None:
        """Show the calendar under the field, at the day that stands there or today."""
        if self.line.isReadOnly() or not self._calendar:
            return
        if self._popup is None:
            self._popup = CalendarPopup(self.window())
            self._popup.taken.connect(self.take)
            self._popup.closed.connect(self.line.setFocus)
            self.destroyed.connect(self._popup.deleteLater)
        self._popup.open_at(self._day, self.line)

    def take(self, day: date) -> None:
        """Take a day from the calendar."""
        self._day = day
        self._write(self._shown(day))
        self.line.setFocus()
        self.say(day.isoformat())

    def _tell(self, text: str) -> None:  # noqa: ARG002  (the signal's text; typed() reads it)
        self.say(self.typed())
