"""Returning records from below: at which question, and the words the clerk will read there."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from desktop import background, words
from desktop.problem_codes import REASON_MISSING
from desktop.widgets import plain
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from forms.engine import FormDefinition
    from records.ledger import Office


class ReturnWords(QDialog):
    """`agreed` carries the record ids, the words and the question's name ('' for the record as a whole)."""

    agreed = Signal(list, str, str)

    def __init__(self, parent: QWidget, office: "Office", records: Sequence[Any]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("退回"))
        self.setMinimumWidth(480)
        self._ids = [one.record_id for one in records]
        self.question = QComboBox()
        self.question.setAccessibleName(_("是哪个问题"))
        self.question.addItem(_("（整条记录）"), "")
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(_("退回的原因"))
        self.words.setPlaceholderText(_("例如：合同截止日期早于开始日期，请核对合同原件。"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(96)
        self.problem = plain.label(role="problem", wrap=True)
        self.yes = plain.button(_("退回"), self._agree, key="Ctrl+Return", role="primary")
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 16, 20, 16)
        title = _("退回 {count} 条").format(count=f"{len(self._ids):,}")
        box.addWidget(plain.label(title, "heading"))
        box.addWidget(plain.label(_("是哪个问题？填报人打开记录时，光标会停在这里。"), "soft", wrap=True))
        box.addWidget(self.question)
        box.addWidget(plain.label(_("退回的原因"), "soft"))
        box.addWidget(self.words)
        box.addWidget(self.problem)
        box.addLayout(plain.row(None, plain.button(_("取消"), self.reject), self.yes))
        form_id = records[0].form_id
        if all(one.form_id == form_id for one in records):
            background.run(lambda: office.forms.definition(form_id), self).then(self._know)
        self.words.setFocus()

    def _know(self, definition: "FormDefinition") -> None:
        for question in definition.questions.values():
            if question.label and "." not in question.path:
                self.question.addItem(question.label.in_(words.language()), question.name)

    def _agree(self) -> None:
        reason = self.words.toPlainText().strip()
        if not reason:
            self.problem.setText(Problem(REASON_MISSING).sentence(_))
            self.words.setFocus()
            return
        self.agreed.emit(self._ids, reason, str(self.question.currentData()))
        self.accept()
