"""Draws lines of text on a canvas, in points; the one place where text meets ReportLab.

Plain text is written as PDF operators of our own (ISO 32000-1 §9.4), remembered by text and size: the words of a roster
come again and again, and a `drawString` for each costs twice the time. Shaped text goes through ReportLab, in a marked
span with its characters (ActualText, §14.9.4), so that search and copy find the Tibetan or Uyghur name.
"""

from enum import StrEnum

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfgen.canvas import Canvas

from reports.text.faces import face
from reports.text.fitting import Fitted
from reports.text.runs import Line, Run
from reports.text.styles import Style
from reports.text.upright import pieces

_REMEMBERED = 20_000


class Align(StrEnum):
    """Where a text stands in its cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Pen:
    """Writes on the current page of *canvas*; call `lift` before lines follow and before the page ends."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._written: list[str] = []
        self._known: dict[tuple[str, str, float], str] = {}

    def put(self, x: float, y: float, words: Line, size: float, align: Align = Align.LEFT) -> None:
        """Write one line with its base line at *y*; *x* is its left end, middle or right end by *align*."""
        if align is Align.RIGHT:
            x -= words.width * size
        elif align is Align.CENTRE:
            x -= words.width * size / 2
        if words.spelled is None:
            for run in words.runs:
                self._written.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {self._operators(run, size)}")
                x += run.width * size
            return
        self.lift()
        self._canvas.addLiteral(f"/Span <</ActualText <FEFF{words.spelled.encode('utf-16-be').hex()}>>> BDC")
        for run in words.runs:
            self._shaped(x, y, run, size)
            x += run.width * size
        self._canvas.addLiteral("EMC")

    def block(
        self, box: tuple[float, float, float, float], fitted: Fitted, align: Align, leading: float = 1.3
    ) -> None:
        """Write fitted lines into *box* (x, y, width, height; y at its foot), in the middle of its height."""
        x, y, width, height = box
        if align is Align.CENTRE:
            x += width / 2
        elif align is Align.RIGHT:
            x += width
        pitch = fitted.size * leading
        # 0.36 of the size below the middle: Chinese strokes stand from -0.12 to 0.88 of it around the base line.
        base = y + height / 2 + (len(fitted.lines) - 1) * pitch / 2 - fitted.size * 0.36
        for words in fitted.lines:
            self.put(x, base, words, fitted.size, align)
            base -= pitch

    def upright(
        self, box: tuple[float, float, float, float], fitted: Fitted, style: Style, leading: float = 1.5
    ) -> None:
        """Write fitted lines downwards from the top of *box* (x, y, width, height), the next line right of the one before.

        So Mongolian stands (UTR #50): its letters, which the font holds lying, are turned a quarter clockwise with their
        line, while Chinese in it stands. The lines were fitted to the box's height in *style*.
        """
        x, y, _width, height = box
        size, pitch = fitted.size, fitted.size * leading
        middle = x + pitch / 2
        for words in fitted.lines:
            top = y + height
            for piece in pieces(words, style):
                if piece.standing:
                    self.put(middle, top - size * 0.88, piece.words, size, Align.CENTRE)
                else:
                    self._turned(middle - size * 0.36, top, piece.words, size)
                top -= piece.words.width * size
            middle += pitch

    def _turned(self, x: float, y: float, words: Line, size: float) -> None:
        """Write a line from (x, y) downwards, turned a quarter clockwise; *x* is its base line."""
        self.lift()
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.rotate(-90)
        self.put(0, 0, words, size)
        self.lift()
        self._canvas.restoreState()

    def lift(self) -> None:
        """Put what was written on the page, before lines or another font's span follow."""
        if self._written:
            self._canvas.addLiteral(f"BT\n{chr(10).join(self._written)}\nET")
            self._written.clear()

    def _operators(self, run: Run, size: float) -> str:
        """Return what shows a plain run: for each font subset its name, the size and the bytes."""
        key = (run.font, run.text, size * run.scale)
        found = self._known.get(key)
        if found is not None:
            return found
        font = face(run.font).font
        document = self._canvas._doc  # type: ignore[attr-defined]  # its types hide it; fonts ask for it
        found = " ".join(
            f"{font.getSubsetInternalName(subset, document)} {key[2]:.4g} Tf ({escapePDF(codes)}) Tj"
            for subset, codes in font.splitString(run.text, document)
        )
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[key] = found
        return found

    def _shaped(self, x: float, y: float, run: Run, size: float) -> None:
        text = self._canvas.beginText(x, y)
        text.setFont(run.font, size * run.scale)
        text.textOut(run.text)
        self._canvas.drawText(text)
