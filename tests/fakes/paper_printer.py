"""A printer of paper in memory: it takes papers, jams when told to, and remembers what was ordered."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pypdf import PdfReader

from desktop.page_ranges import pages
from desktop.printers import Order
from desktop.problem_codes import PRINTER_REFUSED
from forms.problems import Problem


@dataclass
class PaperPrinter:
    """Two printers, of which the second is the usual one; *jammed* refuses everything."""

    jammed: bool = False
    there: tuple[str, ...] = ("针式打印机", "办公室激光")
    orders: list[Order] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)  # the words on what came out

    def names(self) -> Sequence[str]:
        """Return the printers."""
        return self.there

    def usual(self) -> str:
        """Return the usual one."""
        return self.there[-1] if self.there else ""

    def send(self, file: Path, order: Order) -> int:
        """Take the pages ordered, or jam."""
        self.orders.append(order)
        if self.jammed:
            raise Problem(PRINTER_REFUSED, place=order.printer, values={"printer": order.printer})
        reader = PdfReader(file)
        wanted = pages(order.pages, len(reader.pages))
        self.papers.append("".join(reader.pages[page - 1].extract_text() for page in wanted))
        return len(wanted)
