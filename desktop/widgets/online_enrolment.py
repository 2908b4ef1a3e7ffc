"""Enrolling over the line: the server's address and the code from the telephone, or the invitation's file.

`wanted` carries (address, code); both empty: the person has the file and chooses it.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.widgets import plain
from desktop.words import _


class OnlineEnrolment(QWidget):
    """One line below the steps of an enrolment."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.address, self.code = QLineEdit(), QLineEdit()
        self.address.setAccessibleName(_("上级的地址"))
        self.address.setPlaceholderText(_("上级的地址，例如 https://10.0.0.5:8443"))
        self.code.setAccessibleName(_("一次性码"))
        self.code.setPlaceholderText(_("一次性码，16 位"))
        self.code.setFixedWidth(self.code.fontMetrics().horizontalAdvance("0000 0000 0000 0000 00"))
        self.go = plain.button(_("联网登记"), self._go, icon="plug-connected", key="Ctrl+Alt+E")
        card = plain.frame("card", margins=(20, 10, 20, 10))
        box = plain.box_of(card)
        told = _("有网络时不必来回带文件：填上级的地址和电话里读的一次性码；有邀请文件的，两格留空再按。")
        box.addWidget(plain.label(told, "soft", wrap=True))
        across = plain.row(self.address, self.code, self.go)
        across.setStretch(0, 1)
        box.addLayout(across)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 8, 0, 0)
        outer.addWidget(card)
        self.code.returnPressed.connect(self._go)

    def _go(self) -> None:
        self.wanted.emit(self.address.text().strip(), self.code.text().strip())
