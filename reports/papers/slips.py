"""The verb: prints a reconciliation slip, the short list two offices compare and sign (对账单)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from reports.papers.boxes import Board, Box
from reports.papers.sheet import PAPERS, day_in_words, points, sheet
from reports.text import Align, Style

_LEFT = 22.0
_FIRST = 38.0
_FOOT = 40.0


def slip(
    title: str,
    lines: Sequence[str | Sequence[str]],
    file: Path,
    *,
    office: str = "",
    day: date = date(2000, 1, 1),
    sign: Sequence[str] = ("报送单位（盖章）", "接收单位（盖章）"),
) -> Path:
    """Print *lines* under *title* into *file* and return it.

    A line is a text (a heading across) or cells: ``("记录数", "1,204")``; of cells the first is a caption, the last
    stands right. *day*: the date of the slip; without one no date is printed, and the file bears no true date.

    Raises Problem REPORTS-001, -002, -003 for a text that cannot be printed, -011 for a file that cannot be written.
    """
    width, height = PAPERS["A4"]
    with sheet(file, title=title, author=office, day=day) as paper:
        board = Board(paper, height)
        down = 0.0
        for entry in lines:
            boxes = _boxes(entry, width - 2 * _LEFT)
            tall = max(8.0, *(box.height() for box in boxes))
            if not down or down + tall > height - _FOOT:
                if down:
                    paper.end_page()
                paper.page(points(width), points(height))
                down = _head(board, title, office, day, width)
            board.row(_LEFT, down, tall, boxes)
            down += tall
        if not down:
            paper.page(points(width), points(height))
            down = _head(board, title, office, day, width)
        _sign(board, down + 10, sign, width)
        paper.end_page()
    return file


def _boxes(entry: str | Sequence[str], width: float) -> list[Box]:
    if isinstance(entry, str):
        return [Box(width, entry, style=Style.BOLD, size=10.5)]
    cells = list(entry)
    first = width * (0.34 if len(cells) > 1 else 1)
    rest = (width - first) / max(len(cells) - 1, 1)
    aligns = [Align.LEFT] * (len(cells) - 1) + [Align.RIGHT if len(cells) > 2 else Align.LEFT]
    return [
        Box(first if at == 0 else rest, text, align, Style.SANS, size=10, smallest=6.5, most=3)
        for at, (text, align) in enumerate(zip(cells, aligns, strict=True))
    ]


def _head(board: Board, title: str, office: str, day: date, width: float) -> float:
    board.sheet.canvas.setLineWidth(0.5)
    board.words(_LEFT, 16, 12, Box(width - 2 * _LEFT, title, Align.CENTRE, Style.SERIF, size=20, smallest=10))
    half = (width - 2 * _LEFT) / 2
    board.words(_LEFT - 1.2, _FIRST - 7, 6, Box(half, office, size=10))
    if day.year > 2000:
        board.words(_LEFT + half + 1.2, _FIRST - 7, 6, Box(half, day_in_words(day), Align.RIGHT, size=10))
    return _FIRST


def _sign(board: Board, down: float, sign: Sequence[str], width: float) -> None:
    each = (width - 2 * _LEFT) / max(len(sign), 1)
    for at, caption in enumerate(sign):
        board.words(_LEFT + at * each - 1.2, down, 8, Box(each, f"{caption}：", size=11))
