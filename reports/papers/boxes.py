"""Draws ruled boxes with text in them: the parts of a voucher or a slip. Measures are millimetres from the top left."""

from dataclasses import dataclass
from functools import lru_cache

from reports.papers.sheet import Sheet, points
from reports.text import Align, Fitted, Style, fit

PAD = 1.2  # millimetres between a box's rule and its text


@dataclass(frozen=True, slots=True)
class Box:
    """One box of a row: its width in millimetres, its text and how it stands; at most *most* lines."""

    width: float
    text: str
    align: Align = Align.LEFT
    style: Style = Style.SERIF
    size: float = 10
    smallest: float = 6
    most: int = 2

    def fitted(self) -> Fitted:
        """Return the text fitted to the width. Raises the Problems of `reports.text`."""
        return _fitted(self)

    def height(self) -> float:
        """Return the height in millimetres the text needs, with room above and below."""
        return self.fitted().height(1.3) / points(1) + 1.6


@lru_cache(maxsize=1024)
def _fitted(box: Box) -> Fitted:
    """Fit a box once: it is measured and drawn, and a voucher's three copies are alike but for one word."""
    inner = points(box.width - 2 * PAD)
    return fit(box.text, box.style, inner, size=box.size, smallest=box.smallest, most=box.most)


@dataclass(slots=True)
class Board:
    """A page of known height to put boxes on."""

    sheet: Sheet
    height: float  # millimetres

    def y(self, down: float) -> float:
        """Return the canvas's y of a point *down* millimetres from the top."""
        return points(self.height - down)

    def row(self, left: float, down: float, height: float, boxes: list[Box]) -> None:
        """Draw boxes side by side."""
        for box in boxes:
            self.sheet.canvas.rect(points(left), self.y(down + height), points(box.width), points(height))
            self.words(left, down, height, box)
            left += box.width

    def words(self, left: float, down: float, height: float, box: Box) -> None:
        """Write a box's text without its rules."""
        if box.text:
            inner = (points(left + PAD), self.y(down + height), points(box.width - 2 * PAD), points(height))
            self.sheet.pen.block(inner, box.fitted(), box.align)

    def rule(self, left: float, down: float, right: float, to: float) -> None:
        """Draw a straight line."""
        self.sheet.canvas.line(points(left), self.y(down), points(right), self.y(to))
