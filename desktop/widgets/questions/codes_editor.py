"""Several choices on one line, for grids: type their codes or words with blanks or 、 between them."""

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from desktop.widgets.questions.choice_index import ChoiceIndex
from desktop.widgets.questions.editor import Typed
from desktop.widgets.questions.line_editor import LineEditor
from forms.engine import Question, QuestionState

_BETWEEN = re.compile(r"[\s,，、;；]+")


class CodesEditor(LineEditor):
    """A line of several choices."""

    def __init__(
        self, question: Question, index_now: Callable[[], ChoiceIndex], parent: QWidget | None = None
    ) -> None:
        super().__init__(question, parent)
        self._index_now = index_now
        self._index: ChoiceIndex | None = None

    def typed(self) -> Typed:
        """Return the codes; words that mean no choice stay as typed."""
        return [self._code(word) for word in _BETWEEN.split(self.line.text()) if word]

    def show_text(self, state: QuestionState) -> None:
        """Show the labels."""
        self._show(list(state.value) if isinstance(state.value, (list, tuple)) else [])

    def put_back(self, entry: Typed) -> None:
        """Show what stood here."""
        self._show(entry if isinstance(entry, list) else [])

    def settle(self) -> None:
        """Write the labels out."""
        typed = self.typed()
        self._show(typed if isinstance(typed, list) else [])

    def _show(self, codes: list[str]) -> None:
        found = [self._choices().by_code(code) for code in codes]
        self._write(
            "、".join(entry.label if entry else code for entry, code in zip(found, codes, strict=True))
        )

    def _code(self, word: str) -> str:
        only = self._choices().only(word, self._choices().find(word))
        return only.code if only else word

    def _choices(self) -> ChoiceIndex:
        if self._index is None:
            self._index = self._index_now()
        return self._index

    def _tell(self, text: str) -> None:  # noqa: ARG002  (the signal's text; typed() reads it as codes)
        self.say(self.typed())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for the choices anew when the focus comes."""
        if event.type() == QEvent.Type.FocusIn:
            self._index = None
        return super().eventFilter(watched, event)
