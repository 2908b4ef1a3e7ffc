"""Several choices: a list of check boxes that flows over the width, wholly by keyboard.

Digits tick the nth choice, arrows walk, Space ticks, Enter goes on.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from desktop.widgets.flow_layout import FlowLayout
from desktop.widgets.questions.buttons_editor import PICTURE, IconOf, no_picture
from desktop.widgets.questions.editor import Editor, Typed
from forms.appearances import columns, has, in_one_row
from forms.engine import Choice, Question, QuestionState

_FORWARD = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACKWARD = (Qt.Key.Key_Left, Qt.Key.Key_Up)


class CheckListEditor(Editor):
    """A field for several choices."""

    def __init__(
        self, question: Question, icon_of: IconOf = no_picture, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, parent)
        self._icon_of = icon_of
        self._columns = columns(question)
        self._bare = has(question, "list-nolabel")
        self._row = in_one_row(question)
        self._boxes: dict[str, QCheckBox] = {}
        self._readonly = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._flow = QGridLayout() if self._row or self._columns else FlowLayout(spacing=4)
        self._flow.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._flow)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Make a box for each choice, when they changed."""
        codes = [choice.code for choice in choices]
        if codes == list(self._boxes):
            return
        for box in self._boxes.values():
            self._flow.removeWidget(box)
            box.deleteLater()
        self._boxes = {choice.code: self._box(at, choice) for at, choice in enumerate(choices, 1)}
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def typed(self) -> Typed:
        """Return the ticked codes in the order of the list."""
        return [code for code, box in self._boxes.items() if box.isChecked()]

    def show_text(self, state: QuestionState) -> None:
        """Tick what is chosen."""
        self._tick(state.value if isinstance(state.value, (list, tuple)) else [])

    def put_back(self, entry: Typed) -> None:
        """Tick what was ticked."""
        self._tick(entry if isinstance(entry, list) else [])

    def set_readonly(self, readonly: bool) -> None:
        """Grey the boxes."""
        if readonly != self._readonly:
            self._readonly = readonly
            for box in self._boxes.values():
                box.setEnabled(not readonly)

    def is_busy(self) -> bool:
        """A tick is told at once, so the boxes may always be shown anew."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The focus of all boxes counts as one; arrows and digits work on the list."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._walk(watched, event)
        ):
            return True
        if event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            now = self.window().focusWidget()
            if now is not watched and now in self._boxes.values():
                return False
        return super().eventFilter(watched, event)

    def _walk(self, watched: QObject, event: QKeyEvent) -> bool:
        boxes = list(self._boxes.values())
        if event.text().isdigit() and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            nth = int(event.text()) - 1
            if 0 <= nth < min(len(boxes), 9) and not self._readonly:
                boxes[nth].click()
                boxes[nth].setFocus()
            return True
        step = 1 if event.key() in _FORWARD else -1 if event.key() in _BACKWARD else 0
        if step and watched in boxes and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            boxes[(boxes.index(watched) + step) % len(boxes)].setFocus()
            return True
        return False

    def _box(self, at: int, choice: "Choice") -> QCheckBox:
        words = choice.label.in_(self.language)
        shown = "" if self._bare else f"{at} {words}" if at <= 9 and not self._row else words
        box = QCheckBox(shown.replace("&", "&&"), self)
        box.setAccessibleName(words)
        icon = self._icon_of(choice)
        if icon is not None:
            box.setIcon(icon)
            box.setIconSize(PICTURE)
        box.setEnabled(not self._readonly)
        box.clicked.connect(lambda: self.say(self.typed()))
        box.installEventFilter(self)
        self._put(at - 1, box)
        box.show()  # a layout shows it only at the next turn of the loop; the focus may come before that
        return box

    def _put(self, at: int, box: QCheckBox) -> None:
        """Place the *at*-th box: in its column, or after the one before."""
        if isinstance(self._flow, QGridLayout):
            column = at if self._row else at % self._columns
            self._flow.addWidget(box, 0 if self._row else at // self._columns, column)
            self._flow.setColumnStretch(column, 1)
        else:
            self._flow.addWidget(box)

    def _tick(self, codes: Sequence[object]) -> None:
        for code, box in self._boxes.items():
            box.setChecked(code in codes)
