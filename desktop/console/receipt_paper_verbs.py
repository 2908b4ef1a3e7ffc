"""Verbs on the papers of receipts: overprint and its calibration, the 内部核验 code and its proof."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.console.desk import Desk, answer
from desktop.console.forms_verbs import definition_of
from desktop.console.problem_codes import NOT_A_KEY, UNKNOWN_STOCK
from desktop.console.receipt_verbs import issued, receipts_group, shown
from desktop.receipt_proof import check, key_in
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from reports.papers import Offset
    from reports.papers.receipt_overprint import Stock

_STOCK = "donation-receipt-paper"


@receipts_group.command()
@click.argument("record_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--stock", "stock_name", default=_STOCK, show_default=True)
@click.option("--right", type=float, default=0.0)
@click.option("--down", type=float, default=0.0)
@click.pass_obj
def overprint(desk: Desk, record_id: str, file: Path, stock_name: str, right: float, down: float) -> None:
    """Write what a donation's receipt says for overprinting onto issued stock."""
    from desktop import paperwork
    from reports import papers

    with desk.office() as office:
        record = office.records.get(record_id)
        job = office.receipts.ask_print(office.receipts.issue(record_id).receipt_id)
        definition = definition_of(office, record.head.form_id)
        papers.overprint(
            job.receipt,
            paperwork.said(office, record_id),
            definition,
            office.info,
            file,
            stock=_stock(stock_name),
            offset=_offset(right, down),
        )
        office.receipts.paper_out(job.receipt.receipt_id)
    document = {**shown(job.receipt), "file": str(file)}
    answer(desk, document, _("套打 {number}：{file}").format(**document))


@receipts_group.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--stock", "stock_name", default=_STOCK, show_default=True)
@click.option("--right", type=float, default=0.0)
@click.option("--down", type=float, default=0.0)
@click.pass_obj
def calibrate(desk: Desk, file: Path, stock_name: str, right: float, down: float) -> None:
    """Write the calibration sheet of a kind of issued stock."""
    from reports import papers

    stock, offset = _stock(stock_name), _offset(right, down)
    with desk.office() as office:
        papers.calibration(stock, file, office=office.info, offset=offset)
    answer(desk, {"file": str(file), "stock": stock.name}, _("校准页：{file}").format(file=file))


@receipts_group.command()
@click.argument("record_id")
@click.pass_obj
def code(desk: Desk, record_id: str) -> None:
    """Show the 内部核验 code of a donation's receipt."""
    with desk.office() as office:
        receipt = issued(office, record_id)
    answer(desk, {**shown(receipt), "code": receipt.code}, receipt.code)


@receipts_group.command("check")
@click.argument("number")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("amount")
@click.argument("code_")
@click.option("--key", "key_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def check_code(
    desk: Desk, number: str, day: datetime, amount: str, code_: str, key_file: Path | None
) -> None:
    """Prove a paper: does the code hold for NUMBER, DAY and AMOUNT in yuan (- for unpriced goods)?"""
    keys = [] if key_file is None else [_key(key_file)]
    with desk.office() as office:
        found = check(office, number, day.date(), amount, code_, keys=keys)
    known = None if found.receipt is None else shown(found.receipt)
    document = {"genuine": found.genuine, "receipt": known}
    words = (
        _("核验通过：号码、日期、金额与签发时一致。") if found.genuine else _("核验不通过：不是这样签发的。")
    )
    answer(desk, document, words)


@receipts_group.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def key(desk: Desk, file: Path) -> None:
    """Write the public key with which others prove this device's receipts."""
    with desk.office() as office:
        public = office.secrets.signing_public
    file.write_text(public.hex() + "\n", encoding="ascii")
    answer(desk, {"file": str(file), "key": public.hex()}, str(file))


def _key(file: Path) -> bytes:
    found = key_in(file)
    if found is None:
        raise Problem(NOT_A_KEY, place=str(file), values={"file": file.name})
    return found


def _stock(name: str) -> "Stock":
    from reports import papers

    known = papers.stocks()
    if name not in known:
        raise Problem(UNKNOWN_STOCK, values={"stock": name, "known": ", ".join(known)})
    return known[name]


def _offset(right: float, down: float) -> "Offset":
    from reports import papers

    try:
        return papers.Offset(right, down)
    except ValueError as fault:
        raise click.BadParameter(str(fault)) from fault


VERBS: list[click.Command] = []  # they stand in the group `receipts`
