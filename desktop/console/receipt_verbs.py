"""Verbs on receipts: void, reverse, close the day, prove the numbers, the print queue, what is left to receipt."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop.console.desk import Desk, answer
from desktop.console.problem_codes import NO_CLOSING, NO_RECEIPT_TO_VOID, NO_VOID_RECEIPT
from desktop.words import _
from forms.problems import Problem
from records.ledger import ReceiptState
from records.problem_codes import NUMBERS_MISSING

if TYPE_CHECKING:
    from records.ledger import Office, Receipt


def voided(office: "Office", record_id: str) -> "Receipt":
    """Return the record's last voided receipt. Raises Problem DESKTOP-110 when it has none."""
    found = [one for one in office.receipts.of(record_id) if one.state == ReceiptState.VOID]
    if not found:
        raise Problem(NO_VOID_RECEIPT, place=record_id, values={"record": record_id})
    return found[-1]


def issued(office: "Office", record_id: str) -> "Receipt":
    """Return the receipt of a record that stands. Raises Problem DESKTOP-109 when there is none, RECORDS-050."""
    office.records.get(record_id)
    found = [one for one in office.receipts.of(record_id) if one.state == ReceiptState.ISSUED]
    if not found:
        raise Problem(NO_RECEIPT_TO_VOID, place=record_id, values={"record": record_id})
    return found[-1]


def shown(receipt: "Receipt") -> dict[str, Any]:
    """Return a receipt as the console's JSON."""
    return {
        "number": receipt.number,
        "record_id": receipt.record_id,
        "issued_on": receipt.issued_on.isoformat(),
        "amount_fen": receipt.amount_fen,
        "state": str(receipt.state),
        "print_count": receipt.print_count,
        "reason": receipt.void_reason or receipt.ask_reason,
        "asked_by": receipt.asked_by,
        "reverses": receipt.reverses,
        "closing": receipt.closing,
    }


def line_of(receipt: "Receipt") -> str:
    """Return a receipt as one line."""
    amount = "-" if receipt.amount_fen is None else f"{receipt.amount_fen / 100:.2f}"
    return f"{receipt.number}  {receipt.issued_on}  {amount:>14}  {receipt.state}  ×{receipt.print_count}"


@click.command("void-receipt")
@click.argument("record_id")
@click.option("--reason", default="")
@click.pass_obj
def void_receipt(desk: Desk, record_id: str, reason: str) -> None:
    """Void the certificate of a donation: asked for by one person, confirmed by another; the number is kept."""
    with desk.office() as office:
        receipt = office.receipts.void(issued(office, record_id).receipt_id, reason)
    done = receipt.state is ReceiptState.VOID
    words = _("凭证 {number} 已作废：{reason}") if done else _("凭证 {number} 待另一人确认作废：{reason}")
    document = shown(receipt)
    answer(desk, document, words.format(**document))


@click.group("receipts")
def receipts_group() -> None:
    """Receipts as accountable stock."""


@receipts_group.command("list")
@click.argument("text", default="")
@click.pass_obj
def list_receipts(desk: Desk, text: str) -> None:
    """List the newest receipts, or those whose number holds TEXT."""
    with desk.office() as office:
        found = office.receipts.find(text)
    answer(desk, {"receipts": [shown(one) for one in found]}, "\n".join(map(line_of, found)))


@receipts_group.command()
@click.pass_obj
def gaps(desk: Desk) -> None:
    """Prove that no number is missing, by rows, ranges, audit log and closings; leaves with 1 when one is."""
    with desk.office() as office:
        uses = office.receipts.uses()
        changed = office.receipts.days.changed()
    missing = [number for use in uses for number in use.missing]
    document: dict[str, Any] = {
        "ranges": [
            {
                "year": use.year,
                "series": use.series,
                "first": use.first,
                "last": use.last,
                "newest": use.newest,
                "counts": use.counts,
                "missing": list(use.missing),
                "store_epoch": use.store_epoch,
            }
            for use in uses
        ],
        "missing": missing,
        "changed_closings": changed,
    }
    wrong = [*missing, *(_("第 {closing} 次日结").format(closing=number) for number in changed)]
    problems = [Problem(NUMBERS_MISSING, values={"numbers": "、".join(wrong[:10])})] if wrong else []
    count = sum(sum(use.counts.values()) for use in uses)
    answer(
        desk, document, _("凭证 {count} 张，断号 {gaps} 处").format(count=count, gaps=len(missing)), problems
    )


@receipts_group.command()
@click.pass_obj
def books(desk: Desk) -> None:
    """List the registered books of official receipts with what is used, void, blank and missing."""
    with desk.office() as office:
        found = office.receipt_books.all()
    document = {"books": [one.as_json() for one in found]}
    lines = [
        _("{code} {first}—{last}：用 {used}，废 {voided}，空白 {blank}，断号 {missing}").format(
            code=one.receipt_code,
            first=one.from_no,
            last=one.to_no,
            used=one.used,
            voided=one.voided,
            blank=one.blank,
            missing=len(one.missing),
        )
        for one in found
    ]
    answer(desk, document, "\n".join(lines))


@receipts_group.command()
@click.pass_obj
def unreceipted(desk: Desk) -> None:
    """List the donations without our certificate or without the official receipt."""
    with desk.office() as office:
        found = office.receipts.unreceipted()
    document = [
        {"record_id": one.head.record_id, "title": one.head.title,
         "certificate": one.certificate, "official": one.official}
        for one in found
    ]  # fmt: skip
    lines = "\n".join(f"{one['record_id']}  {one['title']}" for one in document)
    answer(desk, {"donations": document}, lines)


@receipts_group.command()
@click.option("--done", "record_id", default="")
@click.pass_obj
def queue(desk: Desk, record_id: str) -> None:
    """List the prints nobody has said came out; --done RECORD says so of one."""
    with desk.office() as office:
        if record_id:
            office.receipts.paper_out(issued(office, record_id).receipt_id)
        waiting = office.receipts.prints.waiting()
    document = [
        {**shown(job.receipt), "print_no": job.print_no, "tries": job.tries, "asked_at": job.asked_at}
        for job in waiting
    ]
    answer(desk, {"waiting": document}, "\n".join(line_of(job.receipt) for job in waiting))


@receipts_group.command()
@click.argument("record_id")
@click.option("--reason", required=True)
@click.pass_obj
def reverse(desk: Desk, record_id: str, reason: str) -> None:
    """Take the certificate of a donation back by a red-letter line with a number of its own."""
    with desk.office("reviewer") as office:
        red = office.receipts.reverse(issued(office, record_id).receipt_id, reason)
    document = shown(red)
    answer(desk, document, _("已开红字凭证 {number}，冲销 {reverses}").format(**document))


@receipts_group.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--again", type=int)
@click.pass_obj
def close(desk: Desk, file: Path, again: int | None) -> None:
    """Close the day and print its sheet to FILE; --again N prints the sheet of an earlier closing."""
    from reports import papers

    with desk.office() as office:
        closing = office.receipts.close_day() if again is None else office.receipts.days.get(again)
        if closing is None:
            raise Problem(NO_CLOSING, values={"closing": again})
        papers.closing_sheet(closing, office.info, file)
    document = {
        "closing": closing.closing,
        "day": closing.day.isoformat(),
        "receipts": len(closing.receipts),
        "amount_fen": closing.amount_fen,
        "digest": closing.digest,
        "file": str(file),
    }
    answer(desk, document, _("第 {closing} 次日结，{receipts} 张：{file}").format(**document))


@receipts_group.command("range")
@click.argument("first", type=int)
@click.argument("last", type=int)
@click.pass_obj
def range_(desk: Desk, first: int, last: int) -> None:
    """Give this device the numbers FIRST to LAST of its series and year."""
    _numbered(desk, lambda office: office.receipts.numbers.allot(first, last))


@receipts_group.command()
@click.argument("mark_")
@click.pass_obj
def mark(desk: Desk, mark_: str) -> None:
    """Give this device its mark, 1 to 6 digits that lead its series."""
    _numbered(desk, lambda office: office.receipts.numbers.set_mark(mark_))


def _numbered(desk: Desk, change: "Callable[[Office], None]") -> None:
    with desk.office("reviewer") as office:
        change(office)
        series = office.receipts.numbers.series()
    answer(desk, {"series": series}, _("本机凭证字头：{series}").format(series=series))


VERBS: list[click.Command] = [void_receipt, receipts_group]
