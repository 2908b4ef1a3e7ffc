"""How a paper is printed: printer, copies, pages, sides. Begins with what this paper was printed with last."""

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from desktop.printers import SIDES, Order, Printers
from desktop.widgets.flow_layout import FlowLayout
from desktop.words import _


class OrderBar(QWidget):
    """Printer, copies, pages and sides in a row."""

    def __init__(self, printers: Printers, begin: Order, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.printers = QComboBox()
        self.printers.setAccessibleName(_("打印机"))
        self.printers.setMinimumWidth(180)
        names = list(printers.names())
        self.printers.addItems(names)
        self.printers.setCurrentText(begin.printer if begin.printer in names else printers.usual())
        if not names:
            self.printers.addItem(_("没有找到打印机"))
            self.printers.setEnabled(False)
        self.copies = QSpinBox()
        self.copies.setRange(1, 99)
        self.copies.setValue(begin.copies)
        self.copies.setPrefix(_("份数 "))
        self.copies.setAccessibleName(_("份数"))
        self.pages = QLineEdit()
        self.pages.setAccessibleName(_("页码"))
        self.pages.setPlaceholderText(_("全部页"))
        self.pages.setToolTip(_("要打印的页，例如 1-3,5；不填就打印全部。"))
        self.pages.setMaximumWidth(110)
        self.sides = QComboBox()
        self.sides.setAccessibleName(_("单双面"))
        for side, words in zip(SIDES, (_("单面"), _("双面，长边翻"), _("双面，短边翻")), strict=True):
            self.sides.addItem(words, side)
        self.sides.setCurrentIndex(max(0, self.sides.findData(begin.sides)))
        box = FlowLayout(self, 8, wants_one_line=True)
        for part in (self.printers, self.copies, self.pages, self.sides):
            box.addWidget(part)

    @property
    def can_print(self) -> bool:
        """Whether there is a printer at all."""
        return self.printers.isEnabled()

    def order(self) -> Order:
        """Return what is chosen."""
        printer = self.printers.currentText() if self.can_print else ""
        return Order(printer, self.copies.value(), self.pages.text().strip(), str(self.sides.currentData()))
