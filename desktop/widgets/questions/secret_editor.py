"""Text that is hidden from who looks over the shoulder: dots while it stands, shown by the eye while it is needed."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import theme
from desktop.widgets.questions.line_editor import LineEditor
from desktop.words import _
from forms.engine import Question


class SecretEditor(LineEditor):
    """A line whose text is shown as dots."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.eye = QAction(theme.icon("eye"), _("显示"), self)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        self.line.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self.line.setEchoMode(mode.Normal if shown else mode.Password)
        self.eye.setIcon(theme.icon("eye-off" if shown else "eye"))
