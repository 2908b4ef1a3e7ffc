"""One choice as buttons side by side: for the appearances quick, likert, columns, horizontal, and the rows of a grid.

Digits choose the nth (or the code, where all codes are digits), arrows walk and choose, Backspace takes the choice away. `quick` goes on at once.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.questions.editor import Editor, Typed
from forms import appearances
from forms.engine import Choice, Question, QuestionState

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
_BLANK = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
PICTURE = QSize(72, 72)
IconOf = Callable[[Choice], QIcon | None]


def no_picture(_choice: Choice) -> QIcon | None:
    """Return None: the form came without pictures."""
    return None


class ButtonsEditor(Editor):
    """A field for one choice, all choices in sight; *icon_of* gives the picture of a choice."""

    def __init__(
        self, question: Question, icon_of: IconOf = no_picture, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, parent)
        self._icon_of = icon_of
        self._buttons: dict[str, QRadioButton] = {}
        self._keys: dict[str, str] = {}  # digit → code
        self._readonly = False
        self._group = QButtonGroup(self)
        self._quick = appearances.has(question, "quick", "quickcompact")
        self._bare = appearances.has(question, "list-nolabel")
        self._labels_only = appearances.has(question, "label")
        self._row = appearances.in_one_row(question)
        self._columns = appearances.columns(question)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._place = QGridLayout() if self._row or self._columns else FlowLayout(spacing=12)
        self._place.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._place)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if self._labels_only else Qt.FocusPolicy.StrongFocus)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Make a button for each choice, when they changed."""
        if [choice.code for choice in choices] == list(self._buttons):
            return
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._place.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        codes = [choice.code for choice in choices]
        own = all(len(code) == 1 and code.isdecimal() for code in codes)  # 1 男 2 女: people type the code
        self._keys = {code if own else str(at): code for at, code in enumerate(codes[: 10 if own else 9], 1)}
        for at, choice in enumerate(choices):
            self._buttons[choice.code] = self._button(at, choice)
        first = next(iter(self._buttons.values()), None)
        if first is not None and not self._labels_only:
            self.setFocusProxy(first)

    def _button(self, at: int, choice: Choice) -> QRadioButton:
        words = choice.label.in_(self.language)
        sign = next((key for key, code in self._keys.items() if code == choice.code), "")
        shown = "" if self._bare else words if self._row or not sign else f"{sign} {words}"
        button = QRadioButton(shown.replace("&", "&&"), self)
        button.setAccessibleName(words)
        button.setToolTip("" if not self._bare else words)
        button.setEnabled(not self._readonly)
        icon = self._icon_of(choice)
        if icon is not None:
            button.setIcon(icon)
            button.setIconSize(PICTURE)
        if self._labels_only:
            button.setProperty("role", "column-head")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(lambda: self._chosen(choice.code))
        button.installEventFilter(self)
        self._group.addButton(button)
        self._put(at, button)
        button.show()  # a layout shows it only at the next turn of the loop; the focus may come before that
        return button

    def _put(self, at: int, button: QRadioButton) -> None:
        """Place the *at*-th button: in its column, or after the one before."""
        if isinstance(self._place, QGridLayout):
            column = at if self._row else at % self._columns
            self._place.addWidget(button, 0 if self._row else at // self._columns, column)
            self._place.setColumnStretch(column, 1)
        else:
            self._place.addWidget(button)

    # -- value ------------------------------------------------------------------------------------------

    def typed(self) -> Typed:
        """Return the code of the chosen button."""
        return next((code for code, button in self._buttons.items() if button.isChecked()), None)

    def show_text(self, state: QuestionState) -> None:
        """Choose what is answered."""
        self.put_back(state.value if isinstance(state.value, str) else None)

    def put_back(self, entry: Typed) -> None:
        """Choose what was chosen."""
        self._group.setExclusive(False)  # else the last one cannot be taken away
        for code, button in self._buttons.items():
            button.setChecked(code == entry)
        self._group.setExclusive(True)

    def set_readonly(self, readonly: bool) -> None:
        """Grey the buttons."""
        if readonly != self._readonly:
            self._readonly = readonly
            for button in self._buttons.values():
                button.setEnabled(not readonly)

    def is_busy(self) -> bool:
        """A choice is told at once."""
        return False

    def _chosen(self, code: str) -> None:
        if self._labels_only:
            self.put_back(None)
            return
        self.put_back(code)
        self.say(code)
        if self._quick:
            self.forward.emit()

    # -- keys -------------------------------------------------------------------------------------------

    def key(self, event: QKeyEvent) -> bool:
        """Digits choose, arrows walk, Backspace clears."""
        if self._readonly or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        codes = list(self._buttons)
        if event.text().isdecimal():
            meant = self._keys.get(event.text())
            if meant is not None:
                self._buttons[meant].setFocus()
                self._chosen(meant)
            return True
        if event.key() in _BLANK:
            self.put_back(None)
            self.say(None)
            return True
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if not step or not codes:
            return False
        now = self.typed()
        at = (codes.index(now) + step) % len(codes) if isinstance(now, str) and now in codes else 0
        self._buttons[codes[at]].setFocus()
        self.put_back(codes[at])
        self.say(codes[at])
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The focus of all buttons counts as one."""
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            now = self.window().focusWidget()
            if now is not watched and now in self._buttons.values():
                return False
        return super().eventFilter(watched, event)
