"""Marks where a seal goes: a thin ring with 盖章 in it, and a second title that stands upright beside it all.

The ring is drawn under everything in light grey: it shows a person where to press, survives no photocopy that hides a
missing seal, and can never be taken for a seal (财综〔2024〕1号: no voucher of ours carries a printed one). A county office's
seal is 4.2 cm wide (国发〔1999〕25号), which is the size of the ring unless the paper has less room.
"""

from reports.papers.sheet import Sheet, points
from reports.text import Style, fit, line

RADIUS = 21.0  # millimetres
_GREY = 0.72
_WORD = "盖章"


def ring(sheet: Sheet, x: float, y: float, radius: float = RADIUS) -> None:
    """Draw the place of a seal around (x, y) in points, *radius* in millimetres; call it before what is written over it."""
    sheet.pen.lift()
    canvas = sheet.canvas
    canvas.saveState()
    canvas.setStrokeGray(_GREY)
    canvas.setFillGray(_GREY)
    canvas.setLineWidth(0.4)
    canvas.setDash(2.2, 1.6)
    canvas.circle(x, y, points(radius))
    words = line(_WORD, Style.SANS)
    size = min(9.0, radius * 0.5)
    sheet.pen.put(x - words.width * size / 2, y - points(radius) + 4, words, size)
    sheet.pen.lift()
    canvas.restoreState()


def upright_title(sheet: Sheet, text: str, box: tuple[float, float, float, float]) -> None:
    """Write a heading downwards in a margin (x, y, width, height in points). Raises REPORTS-003 when it is too long."""
    _x, _y, width, height = box
    words = fit(text, Style.BOLD, height, size=min(13.0, width * 0.55), smallest=6)
    sheet.pen.upright(box, words, Style.BOLD, leading=width / words.size)
