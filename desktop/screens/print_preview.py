"""A paper before it is printed: pages, zoom, printer, copies, and saving as PDF.

The PDF is made on a worker thread into a folder of its own that is emptied when the preview closes, because a
paper may name people. What is printed is that PDF, page by page, as a picture at the printer's resolution.
"""

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QPageLayout, QPageSize, QPainter, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QSpinBox, QVBoxLayout, QWidget

from desktop import background
from desktop.paperwork import whole
from desktop.settings import Settings
from desktop.widgets import plain
from desktop.widgets.busy import Busy
from desktop.widgets.note import Note
from desktop.words import _

_ZOOMS: Final = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_DPI: Final = 300


class PrintPreview(QDialog):
    """Shows the paper that *make* writes to the file it is handed."""

    def __init__(
        self, title: str, make: Callable[[Path], Path], settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setModal(True)
        self.resize(1040, 760)
        self._title, self._settings = title, settings
        self._folder = Path(tempfile.mkdtemp(prefix="xiezuo-"))
        self.file = self._folder / "paper.pdf"
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self.note = Note(self)
        self.busy = Busy()
        self.printers = QComboBox()
        self.copies = QSpinBox()
        self.pages = plain.label(role="soft")
        self._build()
        self._work(_("正在生成…"), partial(make, self.file), self._made)

    def _build(self) -> None:
        self.printers.setAccessibleName(_("打印机"))
        self.printers.setMinimumWidth(200)
        names = QPrinterInfo.availablePrinterNames()
        self.printers.addItems(names)
        last = self._settings.get("printer", "")
        self.printers.setCurrentText(last if last in names else QPrinterInfo.defaultPrinterName())
        if not names:
            self.printers.addItem(_("没有找到打印机"))
            self.printers.setEnabled(False)
        self.copies.setRange(1, 99)
        self.copies.setPrefix(_("份数 "))
        self.copies.setAccessibleName(_("份数"))
        self.print = plain.button(_("打印"), self._print, icon="printer", key="Ctrl+P", role="primary")
        self.save = plain.button(_("存为 PDF"), self._save, icon="download", key="Ctrl+S")
        back = plain.button("", partial(self._turn, -1), icon="chevron-up", key="PgUp", tip=_("上一页"))
        forth = plain.button("", partial(self._turn, 1), icon="chevron-down", key="PgDown", tip=_("下一页"))
        smaller = plain.button("", partial(self._zoom, -1), icon="zoom-out", key="Ctrl+-", tip=_("缩小"))
        larger = plain.button("", partial(self._zoom, 1), icon="zoom-in", key="Ctrl+=", tip=_("放大"))
        fit = plain.button(_("整页"), self._fit, key="Ctrl+0", tip=_("整页显示"))
        top = plain.frame("bar", across=True, margins=(12, 8, 12, 8))
        box = plain.box_of(top)
        box.addLayout(plain.row(back, forth, self.pages, 12, smaller, larger, fit, None))
        box.addLayout(plain.row(self.printers, self.copies, self.save, self.print))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        for part in (top, self.note, self.busy):
            outer.addWidget(part)
        outer.addWidget(self.view, 1)
        self.print.setEnabled(False)
        self.save.setEnabled(False)
        self.view.pageNavigator().currentPageChanged.connect(lambda _page: self._number())
        QShortcut(QKeySequence("Esc"), self, self.close)

    def _work(self, words: str, op: Callable[[], object], then: Callable[..., None]) -> None:
        self.busy.watch(words, can_stop=False)
        task = background.run(op, self).then(then).failed(self.note.tell)
        task.always(self.busy.done)

    def _made(self, file: Path) -> None:
        self.file = file
        self.document.load(str(file))
        self.print.setEnabled(self.printers.isEnabled())
        self.save.setEnabled(True)
        self._number()
        (self.print if self.print.isEnabled() else self.save).setFocus()

    def _number(self) -> None:
        page = self.view.pageNavigator().currentPage() + 1
        self.pages.setText(
            _("第 {page} 页，共 {pages} 页").format(page=page, pages=self.document.pageCount())
        )

    def _turn(self, step: int) -> None:
        place = self.view.pageNavigator()
        page = max(0, min(self.document.pageCount() - 1, place.currentPage() + step))
        place.jump(page, place.currentLocation(), place.currentZoom())

    def _zoom(self, step: int) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        now = min(range(len(_ZOOMS)), key=lambda place: abs(_ZOOMS[place] - self.view.zoomFactor()))
        self.view.setZoomFactor(_ZOOMS[max(0, min(len(_ZOOMS) - 1, now + step))])

    def _fit(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)

    def _save(self) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("存为 PDF"), f"{self._title}.pdf", "PDF (*.pdf)"
        )
        if chosen:
            op = partial(whole, Path(chosen), partial(shutil.copyfile, self.file))
            self._work(_("正在保存…"), op, self._saved)

    def _saved(self, file: Path) -> None:
        self.note.say(_("已写好：{file}").format(file=file), "good")

    def _print(self) -> None:
        name, copies = self.printers.currentText(), self.copies.value()
        self._settings.set("printer", name)
        self._work(_("正在打印…"), partial(print_pdf, self.file, name, copies), self._printed)

    def _printed(self, pages: int) -> None:
        self.note.say(_("已送往打印机：{pages} 页。").format(pages=pages), "good")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave nothing behind: the paper may name people."""
        self.document.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        super().closeEvent(event)


def print_pdf(file: Path, printer_name: str, copies: int, *, into: Path | None = None) -> int:
    """Print *file* and return the number of pages; runs on a worker thread. *into* prints to a file instead."""
    document = QPdfDocument()
    document.load(str(file))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if into is not None:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(into))
    else:
        printer.setPrinterName(printer_name)
    printer.setResolution(_DPI)
    printer.setCopyCount(copies)
    printer.setFullPage(True)
    painter = QPainter()
    for page in range(document.pageCount()):
        _set_page(printer, document, page)
        if page == 0:
            painter.begin(printer)
        else:
            printer.newPage()
        size = document.pagePointSize(page) * (_DPI / 72)
        picture = document.render(page, QSize(round(size.width()), round(size.height())))
        painter.drawImage(QRectF(painter.viewport()), picture)
    painter.end()
    pages = document.pageCount()
    document.close()
    return pages


def _set_page(printer: QPrinter, document: QPdfDocument, page: int) -> None:
    size = document.pagePointSize(page)
    wide = size.width() > size.height()
    upright = size.transposed() if wide else size
    turn = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point))
    printer.setPageOrientation(turn)
