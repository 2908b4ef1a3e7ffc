"""A date, typed the short way or taken from a calendar (Alt+Down).

What is typed is read when the clerk pauses or leaves, so that ``0501`` may grow into ``05012`` without being
judged half-way.
"""

from datetime import date

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QVBoxLayout, QWidget

from desktop.widgets.questions.line_editor import LineEditor
from desktop.widgets.questions.typed_date import read_date, read_month
from forms.engine import Question, QuestionState


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
        self._today = today
        self._month = "month-year" in (question.appearance or "")
        self._popup: CalendarPopup | None = None

    def typed(self) -> str:
        """Return the day as ``2023-05-01``; what is no day is returned as typed."""
        text = self.line.text().strip()
        day = self._read(text)
        return day.isoformat() if day else text

    def show_text(self, state: QuestionState) -> None:
        """Show the day as ``2023-05-01``, a month as ``2023-05``."""
        self._write(self._shown(state.text))

    def put_back(self, entry: object) -> None:
        """Show the day that stood here."""
        self._write(self._shown(entry if isinstance(entry, str) else ""))

    def settle(self) -> None:
        """Write the day out in full."""
        self._write(self._shown(self.typed()))

    def key(self, event: QKeyEvent) -> bool:
        """Alt+Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return True
        return False

    def open_calendar(self) -> None:
        """Show the calendar under the field."""
        if self.line.isReadOnly():
            return
        if self._popup is None:
            self._popup = CalendarPopup(self)
        self._popup.open_at(self._read(self.line.text()) or self._today)

    def take(self, day: date) -> None:
        """Take a day from the calendar."""
        self._write(self._shown(day.isoformat()))
        self.line.setFocus()
        self.say(self.typed())

    def _read(self, text: str) -> date | None:
        return (self._month and read_month(text, self._today)) or read_date(text, self._today)

    def _shown(self, text: str) -> str:
        day = self._read(text)
        if day is None:
            return text
        return f"{day:%Y-%m}" if self._month else day.isoformat()

    def _tell(self, text: str) -> None:  # noqa: ARG002  (the signal's text; typed() reads it as a date)
        self.say(self.typed())
