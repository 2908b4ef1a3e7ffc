"""A date, typed the short way or taken from a calendar (Alt+Down).

The engine reads what is typed (``0501``, ``20230501``, ``2023.5.1``, 昨天); the field shows the day in full once
the clerk leaves it.
"""

import re
from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QVBoxLayout, QWidget

from desktop.widgets.questions.line_editor import LineEditor
from forms.engine import Question, QuestionState

_MONTH = re.compile(r"(\d{4})(\d{2})", re.ASCII)


class CalendarPopup(QWidget):
    """A month to pick a day from; Esc closes it, Enter takes the day."""

    def __init__(self, editor: "DateEditor") -> None:
        super().__init__(editor, Qt.WindowType.Popup)
        self._editor = editor
        self.calendar = QCalendarWidget(self)
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.activated.connect(self._take)
        self.calendar.clicked.connect(self._take)
        row = QVBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.addWidget(self.calendar)

    def open_at(self, day: date) -> None:
        """Show *day*'s month under the field."""
        self.calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.move(self._editor.mapToGlobal(QPoint(0, self._editor.height())))
        self.show()
        self.calendar.setFocus()

    def _take(self, day: QDate) -> None:
        self.close()
        self._editor.take(date(day.year(), day.month(), day.day()))


class DateEditor(LineEditor):
    """A field for a day, or for a month when the form says month-year."""

    def __init__(self, question: Question, today: date, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._day = today
        self._month = "month-year" in question.appearance
        self._popup: CalendarPopup | None = None

    def typed(self) -> str:
        """Return what was typed; of a month also ``202305``, which the engine would take for a number."""
        text = self.line.text().strip()
        match = _MONTH.fullmatch(text) if self._month else None
        return f"{match[1]}-{match[2]}" if match else text

    def show_text(self, state: QuestionState) -> None:
        """Show the day as ``2023-05-01``, a month as ``2023-05``."""
        if isinstance(state.value, date):
            self._day = state.value
            self._write(f"{state.value:%Y-%m}" if self._month else state.value.isoformat())
        else:
            self._write(state.text)

    def key(self, event: QKeyEvent) -> bool:
        """Alt+Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return True
        return False

    def open_calendar(self) -> None:
        """Show the calendar under the field, at the day that stands there or today."""
        if self.line.isReadOnly():
            return
        if self._popup is None:
            self._popup = CalendarPopup(self)
        self._popup.open_at(self._day)

    def take(self, day: date) -> None:
        """Take a day from the calendar."""
        self._day = day
        self._write(f"{day:%Y-%m}" if self._month else day.isoformat())
        self.line.setFocus()
        self.say(day.isoformat())

    def _tell(self, text: str) -> None:  # noqa: ARG002  (the signal's text; typed() reads it)
        self.say(self.typed())
