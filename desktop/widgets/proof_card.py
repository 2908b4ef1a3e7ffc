"""The field where a paper is proved: number, day, amount and the 内部核验 code as they stand on it."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDateEdit,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop import background
from desktop.receipt_proof import check
from desktop.widgets import plain
from desktop.widgets.note import Note
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office


class ProofCard(QWidget):
    """Checks the code of a receipt against the office's signature, without a network."""

    def __init__(self, office: "Office") -> None:
        super().__init__()
        self._office = office
        self.number, self.amount = QLineEdit(), QLineEdit()
        self.day = QDateEdit(QDate(office.clock.today()))
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.code = QPlainTextEdit()
        self.code.setMaximumHeight(84)
        self.code.setTabChangesFocus(True)
        self.prove = plain.button(_("核验"), self._prove, icon="checks", key="Ctrl+Return", role="primary")
        self.note = Note(self)
        form = QFormLayout()
        for words, field in (
            (_("编号"), self.number),
            (_("开具日期"), self.day),
            (_("金额（小写）"), self.amount),
            (_("内部核验码"), self.code),
        ):
            field.setAccessibleName(words)
            field.setMaximumWidth(620)
            form.addRow(plain.label(words, "soft"), field)
        hint = _(
            "照凭证上的字样填写；核验码在凭证最下面，可以从 PDF 中复制。它只证明是本单位签发的，不是财政票据的查验码。"
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.addWidget(plain.label(hint, "hint", wrap=True))
        box.addLayout(form)
        box.addLayout(plain.row(None, self.prove))
        box.addWidget(self.note)
        box.addStretch(1)

    def _prove(self) -> None:
        shown = self.day.date()
        day = date(shown.year(), shown.month(), shown.day())
        op = partial(
            check, self._office, self.number.text(), day, self.amount.text(), self.code.toPlainText()
        )
        background.run(op, self).then(self._told).failed(self.note.tell)

    def _told(self, found: Any) -> None:
        if not found.genuine:
            self.note.say(_("核验不通过：号码、日期或金额与签发时不同，或不是本单位签发的。"), "bad")
        elif found.receipt is None:
            self.note.say(_("签名是本机的，但这份数据里没有这张凭证：可能是恢复备份以前开的。"), "warn")
        elif str(found.receipt.state) != "issued":
            self.note.say(_("签发属实，但这张凭证现在已作废、已红冲，或是红字凭证。"), "warn")
        else:
            self.note.say(_("核验通过：号码、日期、金额与签发时一致，凭证有效。"), "good")
