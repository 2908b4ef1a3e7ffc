"""Draws the face of a 捐赠登记凭证, A5 lying, one page a copy and as many more as the item lines need.

It must not pass for a state receipt (财综〔2024〕1号): the title says 内部, the line under the table says that it is none
and leaves room for the official code and number; no seal and no code of squares is drawn, only a place for the seal.
The 内部核验 code at the foot is text: it proves number, day and amount against this office's signature.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.problems import Problem
from reports.papers.boxes import Board, Box
from reports.papers.receipt_facts import MONEY, Facts
from reports.papers.sheet import Sheet, points
from reports.text import TOO_LONG, Align, Style, fit, line

COPIES = (("存", "根", "联"), ("收", "据", "联"), ("记", "账", "联"))
_NUMERALS = "一二三四五六七八九"
_WIDTH, _HEIGHT = 210.0, 148.0
_LEFT, _RIGHT = 16.0, 192.0
_TABLE = 27.0  # from the top
_ROOM = 74.7  # height of the item lines and of the rows around them that grow with their words
_LEAST = 12.4  # of it for the item lines: two of them
_LINE = 6.2
_CAPTION = Style.SERIF
_GOODS_WIDTHS = (10, 55, 37, 13, 18, 20, 23)
_MONEY_WIDTHS = (10, 40, 28, 22, 28, 18, 30)
_GOODS_ALIGNS = (Align.CENTRE, Align.LEFT, Align.LEFT, Align.CENTRE, Align.RIGHT, Align.RIGHT, Align.RIGHT)
_MONEY_ALIGNS = (Align.CENTRE, Align.LEFT, Align.LEFT, Align.CENTRE, Align.RIGHT, Align.RIGHT, Align.RIGHT)


@dataclass(frozen=True, slots=True)
class Band:
    """A ruled row with its measured height in millimetres."""

    boxes: list[Box]
    height: float

    @classmethod
    def of(cls, least: float, *boxes: Box) -> "Band":
        """Return the row, as high as its tallest box needs."""
        return cls(list(boxes), max(least, *(box.height() for box in boxes if box.text)))


@dataclass(frozen=True, slots=True)
class Form:
    """What is alike on every page: the rows above and below the item lines, measured, and what is left for these."""

    facts: Facts
    above: tuple[Band, ...]
    below: tuple[Band, ...]

    @property
    def room(self) -> float:
        """Height for item lines on one page, in millimetres."""
        return _ROOM - sum(band.height for band in (*self.above[:2], *self.below))


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: which copy, which page of how many, its item lines."""

    copy: int
    page: int
    pages: int
    lines: Sequence[Band]

    @property
    def last(self) -> bool:
        """Whether the sums stand here."""
        return self.page == self.pages


def draw(sheet: Sheet, facts: Facts, copies: int) -> None:
    """Draw all copies, each complete. Raises Problem REPORTS-003 when the words leave no room for the items."""
    form = _form(facts)
    parts = _parts(form)
    for copy in range(copies):
        for page, lines in enumerate(parts, start=1):
            _leaf(sheet, form, Leaf(copy, page, len(parts), lines))


def _form(facts: Facts) -> Form:
    """Measure the rows that grow."""
    above = (
        Band.of(7.6, _caption("捐 赠 人", 22), Box(60, facts.donor, size=11, most=4), _caption("类　　别", 20),
                Box(26, facts.donor_type, size=9.5), _caption("证件号码", 16),
                Box(32, facts.donor_paper, Align.CENTRE, size=9, smallest=6)),
        Band.of(7.6, _caption("受赠单位", 22), Box(106, facts.recipient, size=11, most=4),
                _caption("接收日期", 16), Box(32, facts.received, Align.CENTRE)),
        Band([_heading(box) for box in _boxes(facts, facts.headings)], 6.4),
    )  # fmt: skip
    below = (
        Band.of(8, _caption("用　　途", 22), Box(154, facts.purpose, size=9.5, most=8)),
        Band.of(8, _caption("备　　注", 22), Box(154, facts.note, size=9, most=8)),
    )
    form = Form(facts, above, below)
    if form.room < _LEAST:
        longest = max((facts.purpose, facts.note, facts.donor, facts.recipient), key=len)
        raise Problem(TOO_LONG, values={"length": len(longest)})
    return form


def _parts(form: Form) -> list[list[Band]]:
    """Part the item lines into pages by their heights."""
    parts: list[list[Band]] = [[]]
    used = 0.0
    for cells in form.facts.lines:
        band = Band.of(_LINE, *_boxes(form.facts, cells))
        if parts[-1] and used + band.height > form.room:
            parts.append([])
            used = 0.0
        parts[-1].append(band)
        used += band.height
    return parts


def _boxes(facts: Facts, cells: tuple[str, ...], style: Style = Style.SERIF) -> list[Box]:
    widths = _MONEY_WIDTHS if facts.headings == MONEY else _GOODS_WIDTHS
    aligns = _MONEY_ALIGNS if facts.headings == MONEY else _GOODS_ALIGNS
    return [
        Box(width, text, align, style, size=9.5, smallest=6.5, most=4)
        for width, text, align in zip(widths, cells, aligns, strict=True)
    ]


def _leaf(sheet: Sheet, form: Form, leaf: Leaf) -> None:
    sheet.page(points(_WIDTH), points(_HEIGHT))
    board = Board(sheet, _HEIGHT)
    sheet.canvas.setLineWidth(0.5)
    if form.facts.void_reason is not None:
        _across(board, "作　废")
    if form.facts.red:
        _across(board, "红　字")
    _title(board, form.facts, leaf)
    foot = _table(board, form, leaf)
    _below(board, form.facts, foot)
    _copy_name(board, leaf.copy)
    _proof(board, form.facts)
    sheet.end_page()


def _title(board: Board, facts: Facts, leaf: Leaf) -> None:
    pen, canvas = board.sheet.pen, board.sheet.canvas
    middle = (_LEFT + _RIGHT) / 2
    title = fit("捐赠登记凭证（内部）", Style.SERIF, points(110), size=20, smallest=20)
    pen.put(points(middle), board.y(15), title.lines[0], 20, Align.CENTRE)
    half = title.lines[0].width * 20 / 2 / points(1) + 3
    canvas.setLineWidth(0.9)
    board.rule(middle - half, 17.6, middle + half, 17.6)
    canvas.setLineWidth(0.4)
    board.rule(middle - half, 18.4, middle + half, 18.4)
    canvas.setLineWidth(0.5)
    board.words(_LEFT, 20.5, 6, Box(60, f"开具日期：{facts.issued}", size=10))
    if leaf.pages > 1:
        board.words(
            middle - 25, 20.5, 6, Box(50, f"第 {leaf.page} 页　共 {leaf.pages} 页", Align.CENTRE, size=9)
        )
    board.words(_RIGHT - 72, 20.5, 6, Box(72, f"编号：{facts.number}", Align.RIGHT, size=10.5))
    if facts.reprint:
        _stamp_words(board, _RIGHT - 22, 8, f"补打 {facts.reprint}")
    if facts.red:
        board.words(_LEFT, 8, 9, Box(42, f"红字凭证，冲销\n{facts.red}", size=9, smallest=6, most=3))
    if facts.void_reason is not None:
        reason = f"作废原因：{facts.void_reason}" if facts.void_reason else "作废"
        board.words(_LEFT, 8, 9, Box(42, reason, size=9, smallest=6, most=3))


def _stamp_words(board: Board, left: float, down: float, words: str) -> None:
    """Write a short remark in a frame."""
    board.row(left, down, 7, [Box(22, words, Align.CENTRE, Style.BOLD, size=10.5, most=1)])


def _table(board: Board, form: Form, leaf: Leaf) -> float:
    """Draw the ruled part; return where it ends."""
    down = _bands(board, _TABLE, form.above)
    foot = down + form.room
    _strike(board, _bands(board, down, leaf.lines), foot)
    down = _bands(board, foot, (_sum(form.facts, leaf), *form.below))
    board.sheet.canvas.setLineWidth(1)
    board.sheet.canvas.rect(points(_LEFT), board.y(down), points(_RIGHT - _LEFT), points(down - _TABLE))
    board.sheet.canvas.setLineWidth(0.5)
    return down


def _bands(board: Board, down: float, bands: Sequence[Band]) -> float:
    for band in bands:
        board.row(_LEFT, down, band.height, band.boxes)
        down += band.height
    return down


def _strike(board: Board, down: float, foot: float) -> None:
    """Strike out the room that is left, so that nothing can be added after printing."""
    if foot - down > _LINE / 2:
        board.sheet.canvas.setLineWidth(0.4)
        board.rule(_RIGHT - 2, down + 1, _LEFT + 2, foot - 1)
        board.sheet.canvas.setLineWidth(0.5)


def _sum(facts: Facts, leaf: Leaf) -> Band:
    if not leaf.last:
        return Band([_caption("金额合计", 22), Box(154, f"转第 {leaf.page + 1} 页", Align.CENTRE)], 9)
    return Band([_caption("金额合计\n（大写）", 22), Box(98, facts.capitals, size=11.5),
                 _caption("（小写）", 16), Box(40, facts.figures, Align.RIGHT, size=12)], 9)  # fmt: skip


def _caption(text: str, width: float) -> Box:
    return Box(width, text, Align.CENTRE, _CAPTION, size=9.5, smallest=7)


def _heading(box: Box) -> Box:
    return Box(box.width, box.text, Align.CENTRE, _CAPTION, size=9, smallest=6.5)


def _below(board: Board, facts: Facts, down: float) -> None:
    """Write what it is not, the official receipt's place, and who signs."""
    blank = "　" * 8
    words = f"本凭证不是财政票据，正式票据代码 {facts.receipt_code or blank} 号码 {facts.receipt_no or blank}"
    board.words(_LEFT - 1.2, down + 1, 6, Box(_RIGHT - _LEFT, words, style=Style.BOLD, size=9.5, most=1))
    if facts.publicity:
        allowed = Box(56, f"公开意愿：{facts.publicity}", Align.RIGHT, size=8.5, most=1)
        board.words(_RIGHT - 56 + 1.2, down + 1, 6, allowed)
    if not facts.receipt_code or not facts.receipt_no:
        _underline_blanks(board, facts, down + 5.9)
    base = down + 12.5
    names = (
        ("受赠单位（盖章）：", "", 66),
        ("经手人：", facts.handler, 37),
        ("审核人：", facts.reviewer, 37),
        ("收款人：", "", 36),
    )
    left = _LEFT
    for caption, name, width in names:
        board.words(left - 1.2, base, 6.5, Box(width, f"{caption}{name}", size=10, smallest=6))
        left += width


def _underline_blanks(board: Board, facts: Facts, down: float) -> None:
    """Draw the lines on which the official code and number are written by hand."""
    left = float(_LEFT)
    for before, filled in (
        ("本凭证不是财政票据，正式票据代码 ", facts.receipt_code),
        (" 号码 ", facts.receipt_no),
    ):
        left += line(before, Style.BOLD).width * 9.5 / points(1)
        width = line(filled or "　" * 8, Style.BOLD).width * 9.5 / points(1)
        if not filled:
            board.rule(left, down, left + width, down)
        left += width


def _copy_name(board: Board, copy: int) -> None:
    """Write 第一联 存根联 down the right margin."""
    words = ["第", _NUMERALS[copy], "联", "", *(COPIES[copy] if copy < len(COPIES) else ("副", "本"))]
    down = _TABLE + 16.0
    for word in words:
        board.words(_RIGHT + 1.5, down, 5, Box(8, word, Align.CENTRE, size=11))
        down += 5 if word else 3


def _proof(board: Board, facts: Facts) -> None:
    """Write the 内部核验 code in groups, small, in two lines under the signatures."""
    if facts.code:
        groups = [facts.code[at : at + 4] for at in range(0, len(facts.code), 4)]
        half = (len(groups) + 1) // 2
        words = f"内部核验（非财政票据查验码）：{' '.join(groups[:half])}\n{' '.join(groups[half:])}"
        board.words(_LEFT - 1.2, 138.6, 7.5, Box(_RIGHT - _LEFT, words, style=Style.SANS, size=6.5, most=2))


def _across(board: Board, words: str) -> None:
    """Write 作废 or 红字 large across, under everything, so that all below stays readable."""
    canvas = board.sheet.canvas
    canvas.saveState()
    canvas.translate(points(_WIDTH / 2), points(_HEIGHT / 2))
    canvas.rotate(24)
    canvas.setFillColorRGB(0.96, 0.72, 0.72)
    board.sheet.pen.put(0, -points(14), line(words, Style.BOLD), 120, Align.CENTRE)
    board.sheet.pen.lift()
    canvas.restoreState()
