"""What the page 票据 shows: read in one go off the window's thread, and made into plain rows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from desktop.widgets.plain_table import Cell, Line
from desktop.words import _
from forms.words import N_
from records.model.receipts import Closing, Receipt, ReceiptState

if TYPE_CHECKING:
    from records.ledger import Office

HEADS: Final = {
    "receipts": (N_("凭证号码"), N_("开具日期"), N_("金额（元）"), N_("状态"), N_("打印"), N_("开具人"), N_("日结"), N_("说明")),
    "waiting": (N_("捐赠"), N_("凭证"), N_("正式票据"), N_("更新")),
    "closings": (N_("次数"), N_("日期"), N_("张数"), N_("金额（元）"), N_("结账人")),
    "books": (N_("票据代码"), N_("起号"), N_("止号"), N_("份数"), N_("已用"), N_("作废"), N_("空白"), N_("断号")),
}  # fmt: skip
WIDTHS: Final = {
    "receipts": (190, 100, 120, 120, 60, 90, 60, 220),
    "waiting": (420, 110, 110, 150),
    "closings": (70, 110, 80, 140, 160),
    "books": (120, 130, 130, 70, 70, 70, 70, 200),
}
_STATES: Final = {
    ReceiptState.ISSUED: (N_("正常"), "circle-check", "good"),
    ReceiptState.VOID: (N_("作废"), "ban", "bad"),
    ReceiptState.REVERSED: (N_("已红冲"), "arrow-back-up", "warn"),
    ReceiptState.RED: (N_("红字"), "minus", "bad"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the page shows; *unsure*: ids of receipts whose print nobody has confirmed."""

    receipts: list[Receipt]
    waiting: list[Any]
    closings: list[Closing]
    books: list[Any]
    missing: list[str]
    count: int
    asked: int
    unsure: frozenset[str]


def read(office: "Office", text: str) -> Shown:
    """Read the receipts whose number holds *text*, and everything around them."""
    uses = office.receipts.uses()
    return Shown(
        receipts=office.receipts.find(text),
        waiting=office.receipts.unreceipted(),
        closings=office.receipts.days.all(),
        books=office.receipt_books.all(),
        missing=[number for use in uses for number in use.missing],
        count=sum(sum(use.counts.values()) for use in uses),
        asked=len(office.receipts.asked()),
        unsure=frozenset(job.receipt.receipt_id for job in office.receipts.prints.waiting()),
    )


def yuan(fen: int | None) -> str:
    """Return 分 as yuan with thousands; 未定价 for goods without a price."""
    if fen is None:
        return _("未定价")
    sign, whole, rest = "-" if fen < 0 else "", abs(fen) // 100, abs(fen) % 100
    return f"{sign}{whole:,}.{rest:02d}"


def receipt_line(one: Receipt, unsure: frozenset[str]) -> Line:
    """Return a receipt as a row."""
    word, icon, tone = _STATES[one.state]
    state = Cell(_(word), icon, tone)
    if one.state is ReceiptState.ISSUED and one.asked_by:
        state = Cell(_("待确认作废"), "hourglass", "warn")
    printed = (
        Cell(f"{one.print_count}", "alert-triangle", "warn")
        if one.receipt_id in unsure
        else Cell(f"{one.print_count}")
    )
    said = (
        _("冲销 {number}").format(number=one.reverses) if one.reverses else one.void_reason or one.ask_reason
    )
    closing = "" if one.closing is None else str(one.closing)
    cells = (
        Cell(one.number),
        Cell(one.issued_on.isoformat()),
        Cell(yuan(one.amount_fen), right=True),
        state,
        printed,
        Cell(one.issued_by),
        Cell(closing),
        Cell(said),
    )
    return Line(cells, one)


def waiting_line(one: Any) -> Line:
    """Return a donation that lacks a receipt as a row."""
    lacks = (Cell(_("未开"), "circle", "warn"), Cell(_("已开"), "circle-check", "good"))
    cells = (
        Cell(one.head.title),
        lacks[0] if one.certificate else lacks[1],
        lacks[0] if one.official else lacks[1],
        Cell(f"{one.head.updated_at:%Y-%m-%d %H:%M}"),
    )
    return Line(cells, one)


def closing_line(one: Closing) -> Line:
    """Return a day's closing as a row."""
    cells = (
        Cell(str(one.closing)),
        Cell(one.day.isoformat()),
        Cell(str(len(one.receipts)), right=True),
        Cell(yuan(one.amount_fen), right=True),
        Cell(one.closed_by),
    )
    return Line(cells, one)


def book_line(one: Any) -> Line:
    """Return a book of official receipts as a row."""
    missing = "、".join(one.missing[:5])
    cells = (
        Cell(one.receipt_code),
        Cell(one.from_no),
        Cell(one.to_no),
        Cell(str(one.count), right=True),
        Cell(str(one.used), right=True),
        Cell(str(one.voided), right=True),
        Cell(str(one.blank), right=True),
        Cell(missing, "alert-triangle", "bad") if missing else Cell("0"),
    )
    return Line(cells, one)
