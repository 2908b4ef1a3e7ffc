"""The verbs: overprint (套打) what a receipt says onto issued stock, and the calibration sheet for it.

Only the words are drawn, each at its place in millimetres; the frame, the title and the supervision seal are on the
paper already and are never drawn (财综〔2024〕1号 art. 6). Printers feed paper a little off, so every place is moved by
the offsets kept for the printer; the calibration sheet shows how far. Places are data: `reports/stocks/*.toml`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from forms.engine import FormDefinition
from forms.problems import Problem
from records.model.office import OfficeInfo
from records.model.receipts import Receipt
from reports.papers.boxes import Board, Box
from reports.papers.problem_codes import LAYOUT_BROKEN
from reports.papers.receipt_facts import MONEY, Facts, facts
from reports.papers.sheet import points, sheet
from reports.text import Align, Style

_FOLDER = Path(__file__).resolve().parent.parent / "stocks"
_MOST = 30.0  # millimetres a printer may be off


@dataclass(frozen=True, slots=True)
class Place:
    """Where a word stands: the left upper corner, width and height in millimetres, which fact, how large."""

    fact: str
    left: float
    down: float
    width: float
    height: float = 6
    size: float = 10.5
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Stock:
    """A kind of issued paper: its size in millimetres, room for item lines, and the places of the words."""

    name: str
    title: str
    width: float
    height: float
    lines_down: float
    line_height: float
    lines: int
    places: tuple[Place, ...]
    columns: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a printer is off, in millimetres: what is drawn moves right and down by this."""

    right: float = 0
    down: float = 0

    def __post_init__(self) -> None:
        if abs(self.right) > _MOST or abs(self.down) > _MOST:
            raise ValueError(f"an offset is at most {_MOST} mm")


def stocks() -> dict[str, Stock]:
    """Return the kinds of stock by name. Raises Problem REPORTS-010 for a broken file."""
    return {file.stem: _stock(file) for file in sorted(_FOLDER.glob("*.toml"))}


def overprint(
    issued: Receipt,
    answers: Mapping[str, Any],
    definition: FormDefinition,
    office_info: OfficeInfo,
    file: Path,
    *,
    stock: Stock,
    offset: Offset = Offset(),
) -> Path:
    """Write the words of a receipt for overprinting into *file* and return it.

    Raises Problem REPORTS-003 when there are more item lines than the paper has, else as `receipts.receipt`.
    """
    said = facts(issued, answers, definition, office_info)
    if len(said.lines) > stock.lines:
        raise Problem(
            LAYOUT_BROKEN, values={"layout": stock.name, "fault": f"{len(said.lines)} > {stock.lines}"}
        )
    with sheet(file, title=issued.number, author=office_info.name, day=issued.issued_on) as paper:
        paper.page(points(stock.width), points(stock.height))
        board = Board(paper, stock.height)
        for place in stock.places:
            _put(board, place, _said(said, place.fact), offset)
        for row, cells in enumerate(_cells(said)):
            for place in stock.columns:
                lower = place.down + stock.lines_down + row * stock.line_height
                _put(board, replace(place, down=lower), cells[int(place.fact)], offset)
        paper.end_page()
    return file


def calibration(stock: Stock, file: Path, *, office: OfficeInfo, offset: Offset = Offset()) -> Path:
    """Write the calibration sheet: a ruler along two edges, every place as a frame with its name, and how to read it."""
    with sheet(file, title=f"套打校准：{stock.title}", author=office.name, day=office.created_on) as paper:
        paper.page(points(stock.width), points(stock.height))
        board = Board(paper, stock.height)
        paper.canvas.setLineWidth(0.2)
        _rulers(board, stock, offset)
        for place in stock.places:
            _frame(board, place, place.fact, offset)
        for place in stock.columns:
            _frame(board, replace(place, down=place.down + stock.lines_down), place.fact, offset)
        words = (
            f"{stock.title} 套打校准页。向右 {offset.right:g} 毫米，向下 {offset.down:g} 毫米。"
            "印在空白票据样张（或白纸）上，对着光看：框偏左几毫米，“向右”就加几；偏高几毫米，“向下”就加几。"
        )
        board.words(
            18,
            stock.lines_down + 14,
            10,
            Box(stock.width - 20, words, style=Style.SANS, size=8, smallest=6, most=3),
        )
        paper.end_page()
    return file


def _cells(said: Facts) -> tuple[tuple[str, ...], ...]:
    """Return the item lines as the issued paper has them: money is one 元 at the standard of its amount."""
    if said.headings != MONEY:
        return said.lines
    return tuple((line[0], line[1], "", "元", "1", line[-1], line[-1]) for line in said.lines)


def _said(said: Facts, name: str) -> str:
    return str(getattr(said, name))


def _put(board: Board, place: Place, text: str, offset: Offset) -> None:
    box = Box(place.width, text, place.align, Style.SERIF, size=place.size, smallest=6, most=2)
    board.words(place.left + offset.right, place.down + offset.down, place.height, box)


def _frame(board: Board, place: Place, name: str, offset: Offset) -> None:
    box = Box(place.width, name, style=Style.SANS, size=6, smallest=4, most=1)
    board.row(place.left + offset.right, place.down + offset.down, place.height, [box])


def _rulers(board: Board, stock: Stock, offset: Offset) -> None:
    """Draw a tick a millimetre along the upper and the left edge, longer ones at 5 and 10 with the figure."""
    for at in range(int(stock.width) + 1):
        long = 4 if at % 10 == 0 else 2.6 if at % 5 == 0 else 1.4
        board.rule(at + offset.right, offset.down, at + offset.right, long + offset.down)
        if at % 20 == 0 and at:
            board.words(
                at - 5 + offset.right, 4 + offset.down, 4, Box(10, str(at), Align.CENTRE, Style.SANS, size=6)
            )
    for at in range(int(stock.height) + 1):
        long = 4 if at % 10 == 0 else 2.6 if at % 5 == 0 else 1.4
        board.rule(offset.right, at + offset.down, long + offset.right, at + offset.down)
        if at % 20 == 0 and at:
            board.words(4 + offset.right, at - 2 + offset.down, 4, Box(8, str(at), style=Style.SANS, size=6))


def _stock(file: Path) -> Stock:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        places = tuple(_place(entry, _FACTS) for entry in table.pop("places"))
        columns = tuple(_place(entry, _CELLS) for entry in table.pop("columns"))
        return Stock(name=file.stem, places=places, columns=columns, **table)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as fault:
        values = {"layout": file.stem, "fault": str(fault)}
        raise Problem(LAYOUT_BROKEN, place=file.name, values=values) from fault


_FACTS = frozenset(field.name for field in fields(Facts)) - {"headings", "lines", "reprint", "void_reason"}
_CELLS = frozenset("0123456")


def _place(entry: dict[str, Any], known: frozenset[str]) -> Place:
    if entry["fact"] not in known:
        raise ValueError(f"{entry['fact']} ?")
    return Place(**{**entry, "align": Align(entry.get("align", Align.LEFT))})
