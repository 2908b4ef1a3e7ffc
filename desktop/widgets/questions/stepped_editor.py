"""A number with steps: a range by slider, a counter by − and +; always typed as well, and stepped by ↑ and ↓."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QSlider, QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.widgets.questions.number_editor import NumberEditor
from desktop.words import _
from forms.appearances import has
from forms.engine import Question, QuestionState, Range

_NARROW, _TALL = 96, 132  # pixels of the line beside a slider; of a slider that stands
_TICKS = 50  # more steps than this, and ticks would be a grey bar


class SteppedEditor(NumberEditor):
    """A number field with buttons, or with a slider when the form gives bounds."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        bounds = question.range
        self._range = bounds if bounds is not None else Range(Decimal(0), Decimal(0), Decimal(1))
        self._bounded = bounds is not None
        self.slider = self._slider() if self._bounded and not has(question, "picker") else None
        self.less = self._button("minus", -1, _("减少（↓）"))
        self.more = self._button("plus", 1, _("增加（↑）"))
        self._lay_out()

    def _button(self, icon: str, steps: int, words: str) -> QPushButton:
        made = plain.button("", lambda: self.step(steps), icon=icon, tip=words)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setFixedWidth(34)
        return made

    def _slider(self) -> QSlider:
        upright = has(self.question, "vertical")
        slider = QSlider(Qt.Orientation.Vertical if upright else Qt.Orientation.Horizontal, self)
        count = self._count()
        slider.setRange(0, count)
        slider.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        slider.setAccessibleName(_("滑块"))
        if count <= _TICKS and not has(self.question, "no-ticks"):
            slider.setTickPosition(QSlider.TickPosition.TicksBelow)
            slider.setTickInterval(1)
        if upright:
            slider.setFixedHeight(_TALL)
        slider.valueChanged.connect(self._slid)
        return slider

    def _lay_out(self) -> None:
        column = self.layout()
        if not isinstance(column, QVBoxLayout):
            return
        column.removeWidget(self.line)
        if self.slider is None:
            column.addLayout(plain.row(self.line, self.less, self.more, spacing=4))
            return
        self.line.setFixedWidth(_NARROW)
        ends = [plain.label(str(end), "hint") for end in (self._range.start, self._range.end)]
        column.addLayout(plain.row(self.line, 6, ends[0], self.slider, ends[1]))

    def _count(self) -> int:
        """Return how many steps lead from the start to the end."""
        return int(abs((self._range.end - self._range.start) / self._range.step))

    # -- stepping ---------------------------------------------------------------------------------------

    def step(self, steps: int) -> None:
        """Go *steps* up or down from what stands; from nothing to the start (or to 1 for a counter)."""
        if self.line.isReadOnly():
            return
        now = self._number()
        if now is None:
            wanted = self._range.start if self._bounded else Decimal(max(0, steps))
        elif self._bounded:
            up = 1 if self._range.end > self._range.start else -1
            wanted = now + up * steps * abs(self._range.step)
            low, high = sorted((self._range.start, self._range.end))
            wanted = min(max(wanted, low), high)
        else:
            wanted = max(Decimal(0), now + steps)
        self._take(wanted)

    def _take(self, number: Decimal) -> None:
        text = format(number.normalize(), "f") if number else "0"
        self._plain = text
        self._write(text)
        self._place()
        self.say(text)

    def _number(self) -> Decimal | None:
        try:
            return Decimal(self.typed())
        except InvalidOperation:
            return None

    def _slid(self, at: int) -> None:
        toward = 1 if self._range.end > self._range.start else -1
        self._take(self._range.start + toward * at * abs(self._range.step))

    def _place(self) -> None:
        """Put the slider where the number is, without telling it as typed."""
        if self.slider is None:
            return
        number = self._number()
        at = 0 if number is None else round(abs((number - self._range.start) / self._range.step))
        self.slider.blockSignals(True)
        self.slider.setValue(min(at, self._count()))
        self.slider.blockSignals(False)

    # -- the field --------------------------------------------------------------------------------------

    def show_text(self, state: QuestionState) -> None:
        """Show the number and put the slider there."""
        super().show_text(state)
        self._place()

    def put_back(self, entry: object) -> None:
        """Show the number that stood here."""
        super().put_back(entry)
        self._place()

    def set_readonly(self, readonly: bool) -> None:
        """Neither typed nor slid."""
        super().set_readonly(readonly)
        for part in (self.slider, self.less, self.more):
            if part is not None:
                part.setEnabled(not readonly)

    def key(self, event: QKeyEvent) -> bool:
        """↑ and ↓ step; Page up and down go ten steps."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        if event.key() in steps and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.step(steps[Qt.Key(event.key())])
            return True
        return super().key(event)

    def _tell(self, text: str) -> None:
        super()._tell(text)
        self._place()
