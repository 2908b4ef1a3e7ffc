"""A bar code: a line made for a scanner, which types fast and ends with Enter or Tab; leading zeros are kept.

Scanners send group separators (GS1) as control characters; they go, everything else stays as it came. A second
scan replaces the first, because the field is selected when the focus comes.
"""

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QWidget

from desktop.widgets.questions.line_editor import LineEditor
from desktop.words import _
from forms.engine import Question


class ScanEditor(LineEditor):
    """A line for one code."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question, parent)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setStyleHint(QFont.StyleHint.Monospace)
        font.setPointSizeF(self.line.font().pointSizeF())
        self.line.setFont(font)
        self.line.setPlaceholderText(_("扫描或输入"))

    def typed(self) -> str:
        """Return the code without control characters and spaces around."""
        return "".join(sign for sign in self.line.text() if sign.isprintable()).strip()

    def _tell(self, text: str) -> None:  # noqa: ARG002  (the signal's text; typed() cleans it)
        self.say(self.typed())
