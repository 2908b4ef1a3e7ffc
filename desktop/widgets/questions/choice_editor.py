"""One choice from a list: type digits, letters or pinyin initials, the list shrinks, one left is chosen.

Not a combo box: with 3,214 divisions those are slow, and they cannot be searched by pinyin.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop.widgets.questions.choice_index import ChoiceIndex, Entry
from desktop.widgets.questions.choice_popup import ChoicePopup
from desktop.widgets.questions.line_editor import LineEditor
from desktop.words import _
from forms.engine import Question, QuestionState

_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_SHOWN = 60
IndexNow = Callable[[], ChoiceIndex]


class ChoiceEditor(LineEditor):
    """A field for one choice; *index_now* gives the choices that stand at this moment."""

    def __init__(self, question: Question, index_now: IndexNow, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self._index_now = index_now
        self._index: ChoiceIndex | None = (
            None  # the choices while the focus is here: asked once, not at every key
        )
        self._code: str | None = None
        self._raw = False  # text was typed that is no choice yet
        self._popup: ChoicePopup | None = None

    # -- value ------------------------------------------------------------------------------------------

    def typed(self) -> str | None:
        """Return the chosen code, or the words as typed while they mean no choice."""
        return self.line.text().strip() if self._raw else self._code

    def show_text(self, state: QuestionState) -> None:
        """Show the choice's words; a code that is no choice is shown as typed."""
        self._index = None
        value = state.value if isinstance(state.value, str) else state.text
        self._set(value or None)

    def put_back(self, entry: object) -> None:
        """Show the choice that stood here."""
        self._set(entry if isinstance(entry, str) else None)
        self.hide_list()

    def _set(self, code: str | None) -> None:
        found = self._choices().by_code(code) if code else None
        self._code, self._raw = code, bool(code) and found is None
        self._write(found.shown if found else code or "")

    def _choices(self) -> ChoiceIndex:
        if self._index is None:
            self._index = self._index_now()
        return self._index

    # -- typing -----------------------------------------------------------------------------------------

    def _tell(self, text: str) -> None:
        """Filter as typed; take the choice once only one is left."""
        if not text.strip():
            self._code, self._raw = None, False
            self.hide_list()
            self.say(None)
            return
        found = self._choices().find(text, _SHOWN)
        only = self._choices().only(text, found)
        self._raw = only is None
        self._show_list(found, only)
        if only is not None and only.code != self._code:
            self._code = only.code
            self.say(only.code)

    def take(self, entry: Entry) -> None:
        """Choose *entry*."""
        changed = entry.code != self._code or self._raw
        self._code, self._raw = entry.code, False
        self._write(entry.shown)
        self.hide_list()
        if changed:
            self.say(entry.code)

    def settle(self) -> None:
        """Take the highlighted choice (Enter, Tab); words that fit nothing are told as typed."""
        highlighted = self._popup.highlighted() if self.list_is_open() and self._popup else None
        if highlighted is not None and (self._raw or self._is_browsing()):
            self.take(highlighted)
        elif self._raw:
            self.say(self.line.text())
        elif self._code is not None:
            self._set(self._code)
        self.hide_list()

    def _is_browsing(self) -> bool:
        """Tell whether the highlight was moved away from the choice that stands."""
        highlighted = self._popup.highlighted() if self._popup else None
        return highlighted is not None and highlighted.code != self._code

    # -- list -------------------------------------------------------------------------------------------

    def list_is_open(self) -> bool:
        """Tell whether the list is shown."""
        return self._popup is not None and self._popup.isVisible()

    def open_list(self) -> None:
        """Show the whole list (Alt+Down, Down or a click), the present choice highlighted."""
        if self.line.isReadOnly():
            return
        entries = self._choices().find("", _SHOWN)
        self._show_list(entries, None)
        at = next((row for row, entry in enumerate(entries) if entry.code == self._code), 0)
        if self._popup:
            self._popup.step(at)

    def hide_list(self) -> None:
        """Close the list."""
        if self._popup is not None:
            self._popup.hide()

    def _show_list(self, entries: Sequence[Entry], only: Entry | None) -> None:
        if self._popup is None:
            self._popup = ChoicePopup(self.window())
            self._popup.taken.connect(self.take)
            self.destroyed.connect(self._popup.deleteLater)
        self._popup.show_under(self.line, entries, self._foot(len(entries), only))

    def _foot(self, shown: int, only: Entry | None) -> str:
        if only is not None:
            return _("已选定，按 Enter 继续")
        if shown == 0:
            return _("没有符合的选项。可输入代码、拼音首字母或文字。")
        if shown < len(self._choices()) and shown == _SHOWN:
            return _("共 {count} 项，只列出前 {shown} 项：请输入代码、拼音首字母或文字").format(
                count=len(self._choices()), shown=shown
            )
        return ""

    # -- keys -------------------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """Arrows walk the list; Esc closes it first."""
        if event.key() in _MOVES and not self.line.isReadOnly():
            if self.list_is_open() and self._popup:
                self._popup.step(_MOVES[Qt.Key(event.key())])
            elif event.key() == Qt.Key.Key_Down:
                self.open_list()
            return True
        if event.key() == Qt.Key.Key_Escape and self.list_is_open():
            self.hide_list()
            if self._raw:
                self._set(self._code)
            return True
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Settle before the focus goes; ask for the choices anew when it comes."""
        if event.type() == QEvent.Type.FocusIn:
            self._index = None
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._leave(event.reason())
        elif event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self.open_list()
        return super().eventFilter(watched, event)

    def _leave(self, reason: Qt.FocusReason) -> None:
        """Tab takes the highlighted choice; a click elsewhere never chooses what was not looked at."""
        if reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.settle()
        elif self._raw and self.line.text().strip():
            self.hide_list()
            self.say(self.line.text())
        else:
            self.hide_list()
            self._set(self._code)
