"""Whole numbers, decimals and money: right-aligned; money with thousands and two decimals when nobody types.

What is typed goes to the engine as text without the separators people add (commas, spaces, ¥, full-width
digits); what is no number at all is handed on as typed, so that the engine can say so at the question.
"""

import unicodedata

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QWidget

from desktop.widgets.questions.line_editor import LineEditor
from forms.appearances import has
from forms.engine import Question, QuestionState

_FILLERS = str.maketrans("", "", ", \u3000\u00a0'_¥")


def bare_number(text: str) -> str:
    """Return *text* without what people put between digits: ``４,５００`` → ``4500``; what is no number stays."""
    half = unicodedata.normalize("NFKC", text).strip().translate(_FILLERS)
    return half if half and set(half) <= set("0123456789.-+") else text.strip()


def grouped(text: str, decimals: int | None) -> str:
    """Return the number *text* with thousands and at least *decimals* places; as typed when that is None.

    Money has two places, a number with the appearance thousands-sep none of its own. Others stay as typed: ``2,026``
    is no year. What is no number stays as it is.
    """
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, part = digits.partition(".")
    if not whole.isascii() or not whole.isdigit() or (part and not part.isdigit()):
        return text
    if decimals is None:
        return text
    if len(part) <= decimals:
        part = part.ljust(decimals, "0")
    return f"{sign}{int(whole):,}.{part}" if part else f"{sign}{int(whole):,}"


def decimals_of(question: Question) -> int | None:
    """Return how many decimals are always shown: two for money, none for thousands-sep, None: all as typed."""
    return 2 if question.marks.get("money") else 0 if has(question, "thousands-sep") else None


class NumberEditor(LineEditor):
    """A field for a number."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._plain = ""
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)

    def typed(self) -> str:
        """Return the bare number."""
        return bare_number(self.line.text())

    def show_text(self, state: QuestionState) -> None:
        """Show the number with thousands, or bare while somebody types."""
        self._plain = bare_number(state.text)
        self._write(self._plain if self.is_busy() else grouped(self._plain, decimals_of(self.question)))

    def put_back(self, entry: object) -> None:
        """Show the bare number that stood here."""
        self._plain = entry if isinstance(entry, str) else ""
        self._write(self._plain)

    def _tell(self, text: str) -> None:
        self._plain = bare_number(text)
        self.say(self._plain)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the bare number while the focus is here."""
        if event.type() == QEvent.Type.FocusIn and not self.line.isReadOnly():
            self._write(self._plain)
        result = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut:
            self._write(grouped(self._plain, decimals_of(self.question)))
        return result
