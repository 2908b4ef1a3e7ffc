"""Draws lines of text on a canvas, in points; the one place where text meets ReportLab.

All plain text of a page goes into one text object, which is faster than a `drawString` for each cell and makes
smaller files. Shaped text is wrapped in a marked span with its characters (ActualText, ISO 32000-1
§14.9.4), so that search and copy find the Tibetan or Uyghur name.
"""

from enum import StrEnum
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from reports.text.fitting import Fitted
from reports.text.runs import Line


class Align(StrEnum):
    """Where a text stands in its cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Pen:
    """Writes on the current page of *canvas*; call `lift` before the page ends."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._text: Any = None
        self._font: tuple[str, float] | None = None

    def put(self, x: float, y: float, words: Line, size: float, align: Align = Align.LEFT) -> None:
        """Write one line with its base line at *y*; *x* is its left end, middle or right end by *align*."""
        if align is Align.RIGHT:
            x -= words.width * size
        elif align is Align.CENTRE:
            x -= words.width * size / 2
        if words.spelled is None:
            self._runs(x, y, words, size)
            return
        self.lift()
        self._canvas.addLiteral(f"/Span <</ActualText <FEFF{words.spelled.encode('utf-16-be').hex()}>>> BDC")
        self._runs(x, y, words, size)
        self.lift()
        self._canvas.addLiteral("EMC")

    def block(
        self, box: tuple[float, float, float, float], fitted: Fitted, align: Align, leading: float = 1.3
    ) -> None:
        """Write fitted lines into *box* (x, y, width, height; y at its foot), in the middle of its height."""
        x, y, width, height = box
        at = {Align.LEFT: x, Align.CENTRE: x + width / 2, Align.RIGHT: x + width}[align]
        pitch = fitted.size * leading
        # 0.36 of the size below the middle: Chinese strokes stand from -0.12 to 0.88 of it around the base line.
        base = y + height / 2 + (len(fitted.lines) - 1) * pitch / 2 - fitted.size * 0.36
        for words in fitted.lines:
            self.put(at, base, words, fitted.size, align)
            base -= pitch

    def lift(self) -> None:
        """Put what was written on the page, before lines or another font's span follow."""
        if self._text is not None:
            self._canvas.drawText(self._text)
            self._text = None
            self._font = None

    def _runs(self, x: float, y: float, words: Line, size: float) -> None:
        if self._text is None:
            self._text = self._canvas.beginText()
        for run in words.runs:
            if not run.text:
                continue
            font = (run.font, size * run.scale)
            if font != self._font:
                self._text.setFont(*font)
                self._font = font
            self._text.setTextOrigin(x, y)
            self._text.textOut(run.text)
            x += run.width * size
