"""A line for what stands below the county: its townships and villages are offered, anything else may be written too.

The county is the answer of the nearest division question before this one. Letters are pinyin or its initials (nobody
writes a village in them), so Enter takes the place shown first; of words it takes only what was walked to by ↑↓, for
玉田镇则拉村3组 must stay as written. After a township its villages are offered, where a code pack brought them.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.background import Latest
from desktop.widgets.questions.choice_index import Entry
from desktop.widgets.questions.choice_popup import ChoicePopup
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.line_editor import LineEditor
from desktop.words import _
from forms.engine import Question
from forms.reference.townships import Township

Find = Callable[[str, str], Sequence[Township]]  # what was typed, the beginning of the codes
_DIVISIONS: Final = "divisions"
_MOVES: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class _Asked(NamedTuple):
    """What is looked for: words typed after *before*, among places whose code begins with *within*."""

    before: str
    words: str
    within: str


class TownshipEditor(LineEditor):
    """A text field that offers places of the county chosen above."""

    def __init__(
        self, question: Question, path: str, filling: Filling, find: Find, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, parent)
        self._filling, self._path, self._find = filling, path, find
        self._latest = Latest()
        self._popup: ChoicePopup | None = None
        self._taken: Township | None = None
        self._asked = _Asked("", "", "")
        self._walked = False

    def _tell(self, text: str) -> None:
        super()._tell(text)
        asked = self._asked = self._wanted(text)
        self._walked = False
        if not asked.words.strip():
            self.hide_list()
            return
        task = self._latest.run(lambda: list(self._find(asked.words.strip(), asked.within)), self)
        task.then(partial(self._show, asked))

    def _wanted(self, text: str) -> _Asked:
        taken = self._taken
        if taken is not None and text.startswith(taken.name):
            return _Asked(taken.name, text.removeprefix(taken.name), taken.code)
        self._taken = None
        return _Asked("", text, self._county())

    def _county(self) -> str:
        """Return the beginning of the codes of places inside the division answered before this question."""
        row, dot, name = self._path.rpartition(".")
        dotted = self.question.path
        nearest = ""
        for path, other in self._filling.session.definition.questions.items():
            if path == dotted:
                break
            same_row = path.rpartition(".")[0] == dotted.rpartition(".")[0]
            if same_row and other.choices is not None and other.choices.name == _DIVISIONS:
                nearest = other.name
        del name
        value = self._filling.state(f"{row}{dot}{nearest}").value if nearest else None
        code = value if isinstance(value, str) else ""
        return code[:4].removesuffix("00") if code.endswith("00") else code

    def _show(self, asked: _Asked, found: list[Township]) -> None:
        if asked != self._asked or not self.is_busy() or self.line.isReadOnly():
            return
        if not found:
            self.hide_list()
            return
        if self._popup is None:
            self._popup = ChoicePopup(self.window())
            self._popup.taken.connect(self._take)
            self.destroyed.connect(self._popup.deleteLater)
        self._popup.show_under(
            self.line, [_entry(one) for one in found], _("Enter 填入；不在表中的可以直接写")
        )

    def list_is_open(self) -> bool:
        """Tell whether places are offered."""
        return self._popup is not None and self._popup.isVisible()

    def hide_list(self) -> None:
        """Offer nothing any more."""
        if self._popup is not None:
            self._popup.hide()

    def settle(self) -> None:
        """Take the place highlighted where the keys meant one."""
        highlighted = self._popup.highlighted() if self.list_is_open() and self._popup else None
        if highlighted is not None and (self._walked or self._asked.words.strip().isascii()):
            self._take(highlighted)
        self.hide_list()

    def _take(self, entry: Entry) -> None:
        before = self._asked.before
        if not before:
            self._taken = Township(entry.code, entry.label, "", "")
        self._asked = _Asked(before, "", "")
        self._write(before + entry.label)
        self.line.setCursorPosition(len(self.line.text()))
        self.hide_list()
        self.say(self.line.text())

    def key(self, event: QKeyEvent) -> bool:
        """Arrows walk the places offered; Esc puts them away first."""
        if not self.list_is_open() or self._popup is None:
            return False
        if event.key() in _MOVES:
            self._popup.step(
                _MOVES[Qt.Key(event.key())] if self._walked or event.key() != Qt.Key.Key_Down else 0
            )
            self._walked = True
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide_list()
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the places away when the focus goes."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide_list()
        return super().eventFilter(watched, event)


def _entry(one: Township) -> Entry:
    return Entry(one.code, one.name, "", one.name, one.pinyin, one.initials)
