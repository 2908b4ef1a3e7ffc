"""One place on the Earth: typed in degrees, in 度分秒, or pasted from a map; what was understood stands beneath.

Maps made in China name the longitude first. Where that is beyond doubt (104 can be no latitude) it is turned round;
where it is not, the button ⇄ does it.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.widgets.questions.line_editor import LineEditor
from desktop.words import _
from forms.engine import Question, QuestionState
from forms.engine.coordinates import in_words, read_point


class PointEditor(LineEditor):
    """A field for a latitude and a longitude."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.line.setPlaceholderText(_("纬度 经度，如 30.67 104.06 或 北纬30°40′ 东经104°4′"))
        self.understood = plain.label(role="hint")
        self.turn = plain.button("", self.swap, icon="arrows-exchange", tip=_("纬度、经度对调"))
        self.turn.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.turn.setFixedWidth(34)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.removeWidget(self.line)
            column.setSpacing(2)
            column.addLayout(plain.row(self.line, self.turn, spacing=4))
            column.addWidget(self.understood)
        self.line.textChanged.connect(self._explain)
        self._explain("")

    def typed(self) -> str:
        """Return the point as ODK writes it when it can be read; else what was typed."""
        return read_point(self.line.text()) or self.line.text().strip()

    def set_readonly(self, readonly: bool) -> None:
        """Neither typed nor turned round."""
        super().set_readonly(readonly)
        self.turn.setEnabled(not readonly)

    def show_text(self, state: QuestionState) -> None:
        """Show the point and what it means."""
        super().show_text(state)
        self._explain(self.line.text())

    def swap(self) -> None:
        """Take the first number for the longitude."""
        point = read_point(self.line.text())
        if point is None:
            return
        latitude, longitude, *rest = point.split(" ")
        turned = read_point(" ".join([longitude, latitude, *rest]))
        if turned is not None and turned != point:
            self._write(turned)
            self.say(turned)

    def _explain(self, text: str) -> None:
        point = read_point(text)
        self.understood.setText(
            in_words(point, _("北纬 {0}"), _("南纬 {0}"), _("东经 {0}"), _("西经 {0}")) if point else ""
        )
        self.understood.setVisible(point is not None)

    def _tell(self, text: str) -> None:  # noqa: ARG002  (the signal's text; typed() reads it)
        self.say(self.typed())
