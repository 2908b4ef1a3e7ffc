"""Opens a PDF to draw on and puts it in its place when it is whole.

Same input, same bytes: the file's date is the paper's own date, so two prints of one paper can be compared. A
paper appears under its name only when it is complete; until then its folder holds nothing of it.
"""

import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from forms.problems import Problem
from reports.papers.archival import describe
from reports.papers.problem_codes import CANNOT_WRITE
from reports.text import Align, Pen, Style, line
from reports.text.faces import face

_TOOL = "Xiezuo 协作台账"
_PAGE_SIZE = 9.0  # points, of page x of y

# ReportLab's fonts hold the characters of the document being drawn: one paper at a time in a process.
_drawing = threading.RLock()

# Width and height in millimetres, upright; a height of 0 is a roll, cut where the content ends.
PAPERS = {"A3": (297, 420), "A4": (210, 297), "A5": (148, 210), "80mm": (80, 0)}


@dataclass(slots=True)
class Sheet:
    """A PDF being drawn: *canvas* for lines, *pen* for text."""

    canvas: Canvas
    pen: Pen

    def page(self, width: float, height: float) -> None:
        """Begin a page of that size in points."""
        self.canvas.setPageSize((width, height))

    def end_page(self) -> None:
        """Finish the page."""
        self.pen.lift()
        self.canvas.showPage()

    def number_page(self, name: str, number: int, middle: float, y: float) -> None:
        """Write 第 1 页　共 … around *middle*: how many pages there are is known later, `keep_pages` writes it everywhere."""
        words, pages = line(f"第 {number} 页　共 ", Style.SANS), line("9 页", Style.SANS)
        x = middle + (words.width - pages.width) * _PAGE_SIZE / 2
        self.pen.put(x, y, words, _PAGE_SIZE, Align.RIGHT)
        self.pen.lift()
        self.canvas.saveState()
        self.canvas.translate(x, y)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def keep_pages(self, name: str, pages: int) -> None:
        """Write how many pages there are wherever pages were numbered under *name*."""
        self.canvas.beginForm(name)
        self.pen.put(0, 0, line(f"{pages} 页", Style.SANS), _PAGE_SIZE)
        self.pen.lift()
        self.canvas.endForm()


@contextmanager
def sheet(file: Path, *, title: str, author: str, day: date) -> Iterator[Sheet]:
    """Give a sheet to draw on; when the block ends well, its PDF stands in *file*.

    Raises Problem REPORTS-011 when the file cannot be written.
    """
    with _drawing:
        rl_config.useA85 = (
            0  # plain binary streams: a fifth smaller and faster than its default of printable text
        )
        first: Any = face(Style.SANS.value).name  # else every paper names a Helvetica it does not hold
        canvas = Canvas(
            "", pageCompression=1, invariant=True, pdfVersion=(1, 7), initialFontName=first, lang="zh-CN"
        )
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(title)
        canvas.setCreator(_TOOL)
        describe(canvas._doc, title=title, author=author, tool=_TOOL, day=day)  # type: ignore[attr-defined]  # its types hide it
        canvas.setDateFormatter(lambda *_time: f"D:{day:%Y%m%d}000000Z")
        canvas.setViewerPreference("PrintScaling", "None")
        yield Sheet(canvas, Pen(canvas))
        data: bytes = canvas.getpdfdata()  # type: ignore[no-untyped-call]  # its types leave it bare
    _put(file, data)


def _put(file: Path, data: bytes) -> None:
    """Write beside the target and rename: nobody ever opens half a paper."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".paper-", suffix=".pdf")
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as target:
                target.write(data)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as fault:
        values = {"file": file.name, "reason": fault.strerror or type(fault).__name__}
        raise Problem(CANNOT_WRITE, place=str(file), values=values) from fault


def points(millimetres: float) -> float:
    """Return millimetres as points."""
    return float(millimetres * mm)


def day_in_words(day: date) -> str:
    """Return ``2026年11月22日``."""
    return f"{day.year}年{day.month}月{day.day}日"
