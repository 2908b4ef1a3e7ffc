"""Overprint (套打): which stock, how far this printer is off in millimetres (kept per printer), calibration, the print."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from desktop import background
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.note import Note
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office

_KEY = "overprint_offsets"
_MOST = 30.0


class OverprintCard(QWidget):
    """Keeps the offsets of each printer on this PC and writes the papers for overprinting."""

    def __init__(self, office: "Office", settings: Settings, chosen: Callable[[], Any]) -> None:
        super().__init__()
        self._office, self._settings, self._chosen = office, settings, chosen
        self.printer = QComboBox()
        self.printer.addItems(QPrinterInfo.availablePrinterNames() or [_("这台电脑的打印机")])
        self.stock = QComboBox()
        self.right, self.down = _spin(), _spin()
        self.sheet = plain.button(_("存校准页…"), self._calibrate, icon="download", key="Ctrl+Alt+K")
        self.write = plain.button(
            _("套打选中的凭证…"), self._overprint, icon="printer", key="Ctrl+P", role="primary"
        )
        self.note = Note(self)
        form = QFormLayout()
        for words, field in (
            (_("打印机"), self.printer),
            (_("票样"), self.stock),
            (_("向右（毫米）"), self.right),
            (_("向下（毫米）"), self.down),
        ):
            field.setAccessibleName(words)
            field.setMaximumWidth(520)
            form.addRow(plain.label(words, "soft"), field)
        hint = _(
            "只打字，不打框线、标题和监制章。先印校准页，对着光和票样比，偏几毫米就填几毫米；每台打印机分别记住。"
        )
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 12, 0, 0)
        box.addWidget(plain.label(hint, "hint", wrap=True))
        box.addLayout(form)
        box.addLayout(plain.row(None, self.sheet, self.write))
        box.addWidget(self.note)
        box.addStretch(1)
        self.printer.currentTextChanged.connect(lambda _name: self._recall())
        for spin in (self.right, self.down):
            spin.editingFinished.connect(self.keep)
        background.run(_stocks, self).then(self._know_stocks).failed(self.note.tell)
        self._recall()

    def _know_stocks(self, known: dict[str, str]) -> None:
        for name, title in known.items():
            self.stock.addItem(title, name)

    def _all(self) -> dict[str, Any]:
        kept = self._settings.get(_KEY, {})
        return dict(kept) if isinstance(kept, dict) else {}

    def keep(self) -> None:
        """Keep the offsets of the printer that is chosen."""
        offsets = {"right": self.right.value(), "down": self.down.value()}
        self._settings.set(_KEY, {**self._all(), self.printer.currentText(): offsets})

    def _recall(self) -> None:
        offsets = self._all().get(self.printer.currentText(), {})
        self.right.setValue(float(offsets.get("right", 0)))
        self.down.setValue(float(offsets.get("down", 0)))

    def _calibrate(self) -> None:
        file = self._asked(_("套打校准页"))
        if file is not None:
            self._write(partial(_calibration, self._office, file, *self._how()))

    def _overprint(self) -> None:
        receipt = self._chosen()
        if receipt is None:
            self.note.say(_("请先在“凭证”页选中一张。"), "warn")
            return
        file = self._asked(_("套打-{number}").format(number=receipt.number))
        if file is not None:
            self._write(partial(_overprinted, self._office, receipt, file, self._how()))

    def _how(self) -> tuple[str, float, float]:
        self.keep()
        return str(self.stock.currentData()), self.right.value(), self.down.value()

    def _asked(self, name: str) -> Path | None:
        chosen, _filter = QFileDialog.getSaveFileName(self, name, f"{name}.pdf", "PDF (*.pdf)")
        return Path(chosen) if chosen else None

    def _write(self, op: Callable[[], Path]) -> None:
        said = _("已写好：{file}。打印时选“实际大小”，不要缩放。")
        task = background.run(op, self).then(lambda file: self.note.say(said.format(file=file), "good"))
        task.failed(self.note.tell)


def _spin() -> QDoubleSpinBox:
    spin = QDoubleSpinBox()
    spin.setRange(-_MOST, _MOST)
    spin.setDecimals(1)
    spin.setSingleStep(0.5)
    spin.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    return spin


def _stocks() -> dict[str, str]:
    from reports import papers

    return {name: stock.title for name, stock in papers.stocks().items()}


def _calibration(office: "Office", file: Path, stock: str, right: float, down: float) -> Path:
    from reports import papers

    return papers.calibration(
        papers.stocks()[stock], file, office=office.info, offset=papers.Offset(right, down)
    )


def _overprinted(office: "Office", receipt: Any, file: Path, how: tuple[str, float, float]) -> Path:
    from reports import papers

    record = office.records.get(receipt.record_id)
    definition = office.forms.definition(record.head.form_id, record.form_digest)
    job = office.receipts.ask_print(receipt.receipt_id)
    stock, right, down = how
    offset = papers.Offset(right, down)
    chosen = papers.stocks()[stock]
    return papers.overprint(
        job.receipt, record.answers, definition, office.info, file, stock=chosen, offset=offset
    )
