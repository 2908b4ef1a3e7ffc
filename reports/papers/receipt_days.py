"""The verb: prints the day's closing sheet (日结单) of receipts, to be signed by two."""

from collections.abc import Mapping
from pathlib import Path

from forms.checks.amounts import in_capitals
from records.model.office import OfficeInfo
from records.model.receipts import Closing, Receipt, ReceiptState
from reports.papers.answers_in_words import yuan
from reports.papers.boxes import Board, Box
from reports.papers.sheet import PAPERS, day_in_words, points, sheet
from reports.text import Align, Style

STATES: Mapping[ReceiptState, str] = {
    ReceiptState.ISSUED: "正常",
    ReceiptState.VOID: "作废",
    ReceiptState.REVERSED: "已红冲",
    ReceiptState.RED: "红字",
}
_LEFT, _WIDTH = 18.0, 174.0
_WIDTHS = (12.0, 54.0, 24.0, 30.0, 18.0, 36.0)
_ALIGNS = (Align.CENTRE, Align.LEFT, Align.CENTRE, Align.RIGHT, Align.CENTRE, Align.LEFT)
_HEADS = ("序号", "凭证号码", "开具日期", "金额（元）", "状态", "原因、原凭证")
_FIRST, _FOOT, _ROW = 52.0, 62.0, 7.0
_NOTE = "作废的号码保留不再使用；本日结之后发现的错误，用红字凭证冲销，记入以后的日结。本单不是财政票据。"


def closing_sheet(closing: Closing, office_info: OfficeInfo, file: Path) -> Path:
    """Print a closing into *file* and return it: every number in order, counts, the sum in figures and capitals.

    Raises Problem REPORTS-001, -002, -003 for a text that cannot be printed, -011 for a file that cannot be written.
    """
    width, height = PAPERS["A4"]
    room = int((height - _FIRST - _ROW - _FOOT) // _ROW)
    parts = [closing.receipts[at : at + room] for at in range(0, len(closing.receipts), room)] or [()]
    title = f"捐赠登记凭证日结单（第 {closing.closing} 次）"
    with sheet(file, title=title, author=office_info.name, day=closing.day) as paper:
        for page, lines in enumerate(parts, start=1):
            paper.page(points(width), points(height))
            board = Board(paper, height)
            paper.canvas.setLineWidth(0.5)
            _head(board, closing, office_info, title, f"第 {page} 页　共 {len(parts)} 页")
            down = _table(board, lines, (page - 1) * room)
            if page == len(parts):
                _foot(board, closing, down)
            paper.end_page()
    return file


def _head(board: Board, closing: Closing, office: OfficeInfo, title: str, pages: str) -> None:
    board.words(_LEFT, 18, 12, Box(_WIDTH, title, Align.CENTRE, Style.SERIF, size=19, smallest=12))
    numbers = [one.number for one in closing.receipts]
    span = f"{numbers[0]} 至 {numbers[-1]}" if numbers else "—"
    board.words(_LEFT - 1.2, 34, 6, Box(110, f"单位：{office.name}", size=10, smallest=7))
    board.words(_LEFT + 110, 34, 6, Box(65.2, f"日期：{day_in_words(closing.day)}", Align.RIGHT, size=10))
    board.words(_LEFT - 1.2, 41, 6, Box(130, f"号码：{span}", size=10, smallest=7))
    board.words(_LEFT + 130, 41, 6, Box(45.2, pages, Align.RIGHT, size=9))


def _table(board: Board, lines: tuple[Receipt, ...], before: int) -> float:
    heads = [
        Box(wide, text, Align.CENTRE, Style.BOLD, size=9.5)
        for wide, text in zip(_WIDTHS, _HEADS, strict=True)
    ]
    board.row(_LEFT, _FIRST, _ROW, heads)
    down = _FIRST + _ROW
    for number, one in enumerate(lines, start=before + 1):
        cells = (
            str(number),
            one.number,
            one.issued_on.isoformat(),
            "未定价" if one.amount_fen is None else yuan(one.amount_fen),
            STATES[one.state],
            one.reverses or one.void_reason,
        )
        boxes = [
            Box(wide, text, align, Style.SANS, size=9, smallest=5.5, most=2)
            for wide, text, align in zip(_WIDTHS, cells, _ALIGNS, strict=True)
        ]
        board.row(_LEFT, down, _ROW, boxes)
        down += _ROW
    return down


def _foot(board: Board, closing: Closing, down: float) -> None:
    counts = {state: sum(one.state is state for one in closing.receipts) for state in STATES}
    said = "　".join(f"{STATES[state]} {count} 张" for state, count in counts.items() if count)
    capitals = in_capitals(closing.amount_fen)
    board.row(_LEFT, down, 9, [Box(30, "合　　计", Align.CENTRE, Style.BOLD, size=10), Box(90, capitals, size=11),
                               Box(54, f"¥{yuan(closing.amount_fen)}", Align.RIGHT, size=11)])  # fmt: skip
    board.row(_LEFT, down + 9, 8, [Box(30, "张　　数", Align.CENTRE, Style.BOLD, size=10),
                                   Box(144, f"共 {len(closing.receipts)} 张　{said}", size=10)])  # fmt: skip
    board.words(_LEFT - 1.2, down + 18, 6, Box(_WIDTH, _NOTE, size=8.5, smallest=6))
    proof = f"内部核验：{closing.digest}"
    board.words(
        _LEFT - 1.2, down + 23.5, 5, Box(_WIDTH, proof, style=Style.SANS, size=6.5, smallest=5, most=1)
    )
    for at, caption in enumerate((f"结账人：{closing.closed_by}", "复核人：", "负责人：")):
        board.words(_LEFT - 1.2 + at * 58, down + 33, 7, Box(58, caption, size=11, smallest=7))
