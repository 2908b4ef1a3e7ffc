"""Printers as a port: which there are, and a PDF sent to one of them as it was ordered.

What is printed is the PDF itself, page by page, as a picture at the printer's resolution: the driver of an old dot-matrix
printer knows no Uyghur, but it knows dots. Tests hand in a printer of paper of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from desktop.page_ranges import pages
from desktop.problem_codes import PRINTER_REFUSED
from forms.problems import Problem

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

SIDES: Final = ("one", "long", "short")  # one side; both sides turned over the long, the short edge
_DPI: Final = 300


@dataclass(frozen=True, slots=True)
class Order:
    """How a paper is to be printed: on which printer, how often, which pages (`page_ranges`), on which sides."""

    printer: str = ""
    copies: int = 1
    pages: str = ""
    sides: str = "one"


class Printers(Protocol):
    """What a machine can print on."""

    def names(self) -> Sequence[str]:
        """Return the printers there are."""
        ...

    def usual(self) -> str:
        """Return the machine's default printer, '' without one."""
        ...

    def send(self, file: Path, order: Order) -> int:
        """Send the PDF and return the number of pages sent. Raises Problem DESKTOP-060, -061."""
        ...


class SystemPrinters:
    """The printers of this machine. *into*: a file that takes the place of the paper (printing to PDF)."""

    def __init__(self, into: Path | None = None) -> None:
        self._into = into

    def names(self) -> Sequence[str]:
        """Return the printers the system knows."""
        from PySide6.QtPrintSupport import QPrinterInfo

        return list(QPrinterInfo.availablePrinterNames())

    def usual(self) -> str:
        """Return the system's default printer."""
        from PySide6.QtPrintSupport import QPrinterInfo

        return QPrinterInfo.defaultPrinterName()

    def send(self, file: Path, order: Order) -> int:
        """Send the PDF page by page; runs on a worker thread."""
        from PySide6.QtCore import QRectF, QSize
        from PySide6.QtGui import QPainter
        from PySide6.QtPdf import QPdfDocument

        document = QPdfDocument()
        document.load(str(file))
        wanted = pages(order.pages, document.pageCount())
        printer = self._printer(order)
        painter = QPainter()
        try:
            for at, page in enumerate(wanted):
                _set_page(printer, document, page - 1)
                ready = painter.begin(printer) if at == 0 else printer.newPage()
                if not ready:
                    raise Problem(PRINTER_REFUSED, place=order.printer, values={"printer": order.printer})
                size = document.pagePointSize(page - 1) * (_DPI / 72)
                picture = document.render(page - 1, QSize(round(size.width()), round(size.height())))
                painter.drawImage(QRectF(painter.viewport()), picture)
        finally:
            if painter.isActive():
                painter.end()
            document.close()
        return len(wanted)

    def _printer(self, order: Order) -> "QPrinter":
        from PySide6.QtPrintSupport import QPrinter

        duplex = {
            "one": QPrinter.DuplexMode.DuplexNone,
            "long": QPrinter.DuplexMode.DuplexLongSide,
            "short": QPrinter.DuplexMode.DuplexShortSide,
        }
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._into is not None:
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(self._into))
        else:
            printer.setPrinterName(order.printer)
        printer.setResolution(_DPI)
        printer.setCopyCount(order.copies)
        printer.setDuplex(duplex.get(order.sides, duplex["one"]))
        printer.setFullPage(True)
        return printer


def _set_page(printer: "QPrinter", document: "QPdfDocument", page: int) -> None:
    from PySide6.QtGui import QPageLayout, QPageSize

    size = document.pagePointSize(page)
    wide = size.width() > size.height()
    upright = size.transposed() if wide else size
    turn = QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point))
    printer.setPageOrientation(turn)
