"""Fits a text into a cell: at its size, else smaller, else on several lines, else refused. Never cut off."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from forms.problems import Problem
from reports.text.problem_codes import TOO_LONG
from reports.text.runs import Line, line
from reports.text.styles import Style
from reports.text.visible import printable

# Where a line may end: after a space or a Tibetan tsheg, and around each Chinese or Yi character, but not before
# what closes or after what opens. Latin words and figures stay whole while they fit.
_PIECE = re.compile(
    r"[（《〈「『【〔“‘(\[]*"
    r"(?:[\u2e80-\u9fff\ua000-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\s\u0f0b\u2e80-\u9fff\ua000-\ua4cf\uf900-\ufaff\U00020000-\U0003ffff]+|.)"
    r"[，。、；：？！）》〉」』】〕”’…—·,.;:?!)\]％%\u0f0b\u0f0d]*[ \u3000]*",
    re.DOTALL,
)
_READABLE = 0.8  # of the size: two lines of this read better than one line of half the size
_NARROWEST = 0.2  # of the size: no letter of ours is narrower, so longer texts are refused without measuring


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, at *size* points."""

    lines: tuple[Line, ...]
    size: float

    def height(self, leading: float) -> float:
        """Return the height in points, *leading* being the line pitch at size 1."""
        return len(self.lines) * self.size * leading


def fit(
    text: str, style: Style, width: float, *, size: float, smallest: float, most: int = 1, even: bool = True
) -> Fitted:
    """Return *text* fitted to *width* points, on at most *most* lines, between *size* and *smallest* points.

    *even*: lines of about one length, as a cell wants them; False fills each line, as a paragraph wants them.

    Raises Problem REPORTS-001 or -002 for what no font shows, REPORTS-003 for what does not fit.
    """
    if _hopeless(text, width * most / smallest):
        raise _too_long(text)
    text = printable(text).strip("\n")
    if most == 1:
        text = text.replace("\n", " ")
    whole = None if "\n" in text else line(text, style)
    if whole is not None and whole.width * size <= width:
        return Fitted((whole,), size)
    if not even:
        return _filled(text, style, width, (size, smallest, most))
    return _squeezed(text, whole, style, width, (size, smallest, most))


def _filled(text: str, style: Style, width: float, limits: tuple[float, float, int]) -> Fitted:
    """Fit a paragraph: full lines, a tenth smaller each time while they are too many."""
    size, smallest, most = limits
    while True:
        lines = _wrapped(text, style, width / size, most)
        if lines is not None:
            return Fitted(lines, size)
        if size <= smallest:
            raise _too_long(text)
        size = max(smallest, size * 0.9)


def _squeezed(
    text: str, whole: Line | None, style: Style, width: float, limits: tuple[float, float, int]
) -> Fitted:
    """Fit what is too wide: a little smaller, else on two lines, else as small as allowed, else on more lines."""
    size, smallest, most = limits
    readable = max(smallest, size * _READABLE)
    for points, lines in ((readable, 1), (readable, 2), (smallest, 1), (readable, most), (smallest, most)):
        if lines == 1 and whole is not None and whole.width * points <= width:
            return Fitted((whole,), min(size, width / whole.width))
        if 1 < lines <= most:
            wrapped = _wrapped(text, style, width / points, lines)
            if wrapped is not None:
                return Fitted(_balanced(wrapped, text, style, width / points), points)
    raise _too_long(text)


def _hopeless(text: str, room: float) -> bool:
    """Tell whether the text cannot fit into *room* (at size 1) whatever it says: measuring 20,000 letters takes time.

    Marks heaped on a letter beyond what any script writes take no room, but ink over the neighbours' cells.
    """
    if len(text) * _NARROWEST <= room:
        return False
    letters = sum(1 for character in text if not unicodedata.combining(character))
    return letters * _NARROWEST > room or len(text) > letters * 5 + 5


def _too_long(text: str) -> Problem:
    return Problem(TOO_LONG, values={"where": "", "length": len(text)})


def _wrapped(text: str, style: Style, width: float, most: int) -> tuple[Line, ...] | None:
    """Return the lines at size 1 for *width*, or None when there are more than *most*."""
    lines: list[Line] = []
    for paragraph in text.split("\n"):
        for words in _lines_of(paragraph, style, width):
            lines.append(line(words.rstrip(" "), style))
            if len(lines) > most:
                return None
    return tuple(lines)


def _balanced(lines: tuple[Line, ...], text: str, style: Style, width: float) -> tuple[Line, ...]:
    """Return as many lines of about one length: no last line with a single character on it."""
    if len(lines) < 2 or "\n" in text:
        return lines
    whole = sum(each.width for each in lines)
    for slack in (1.04, 1.12, 1.25):
        narrow = whole / len(lines) * slack
        closer = _wrapped(text, style, narrow, len(lines)) if narrow < width else None
        if closer is not None:
            return closer
    return lines


def _lines_of(paragraph: str, style: Style, width: float) -> Iterator[str]:
    current, taken = "", 0.0
    for piece in _pieces(paragraph, style, width):
        wide = line(piece, style).width
        if current and taken + line(piece.rstrip(" "), style).width > width:
            yield current
            current, taken = "", 0.0
        current += piece
        taken += wide
    yield current


def _pieces(paragraph: str, style: Style, width: float) -> Iterator[str]:
    """Yield what stays together; a piece wider than the whole line is cut where it must be."""
    for match in _PIECE.finditer(paragraph):
        piece = match[0]
        while line(piece.rstrip(" "), style).width > width and len(piece) > 1:
            cut = _cut(piece, style, width)
            yield piece[:cut]
            piece = piece[cut:]
        yield piece


def _cut(piece: str, style: Style, width: float) -> int:
    """Return how many characters of *piece* fill the line, at least one."""
    low, high = 1, len(piece) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if line(piece[:middle], style).width <= width:
            low = middle
        else:
            high = middle - 1
    return low
