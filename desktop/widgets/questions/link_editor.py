"""A web address: typed, and opened in the system's browser by the button (never by itself, and only http and https)."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop import theme
from desktop.widgets.questions.line_editor import LineEditor
from desktop.words import _
from forms.engine import Question


class LinkEditor(LineEditor):
    """A line with a button that opens it."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        self.go = QAction(theme.icon("external-link"), _("在浏览器中打开"), self)
        self.go.triggered.connect(self.open)
        self.line.addAction(self.go, QLineEdit.ActionPosition.TrailingPosition)
        self.line.textChanged.connect(lambda _text: self.go.setEnabled(self.address() is not None))
        self.go.setEnabled(False)

    def address(self) -> QUrl | None:
        """Return the address to open, None for what is none."""
        url = QUrl(self.line.text().strip(), QUrl.ParsingMode.StrictMode)
        return url if url.isValid() and url.scheme() in ("http", "https") and url.host() else None

    def open(self) -> None:
        """Open the address."""
        url = self.address()
        if url is not None:
            QDesktopServices.openUrl(url)
