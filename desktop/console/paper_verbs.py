"""Verbs about paper: rosters, receipts, slips."""

from pathlib import Path

import click

from desktop.console.desk import Desk, answer
from desktop.console.forms_verbs import definition_of
from desktop.console.receipt_verbs import voided
from desktop.console.workbook_verbs import rows_of
from desktop.words import _
from forms.clock import SystemClock


@click.group("print")
def print_group() -> None:
    """Print to PDF: a roster by its layout, a receipt by its record, a slip by its batch."""


@print_group.command()
@click.argument("layout_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--state", help="Only records in this state.")
@click.option(
    "--record", "record_id", help="For rosters of one record (a class and its trainees): which one."
)
@click.option("--unmasked", is_flag=True, help="Print ID numbers in full; the audit log keeps that you did.")
@click.pass_obj
def roster(
    desk: Desk, layout_id: str, file: Path, state: str | None, record_id: str | None, unmasked: bool
) -> None:
    """Print by a layout: labour-roster, trainee-sign-in, employment-card, an own one, …"""
    from desktop import paperwork
    from reports import papers
    from reports.papers import office_layouts

    with desk.office() as office:
        layout = office_layouts.named(office, layout_id)
        rows = (
            [paperwork.said(office, record_id)]
            if record_id
            else list(rows_of(office, layout.form_id, state=state))
        )
        if unmasked:
            office.audit.unmasked(f"roster {layout_id}", len(rows))
        papers.roster(
            layout,
            rows,
            file,
            definition=definition_of(office, layout.form_id),
            office_info=office.info,
            as_of=SystemClock().today(),
            masked=not unmasked,
            photographs=office.attachments.content,
        )
    answer(desk, {"file": str(file), "rows": len(rows)}, _("已生成：{file}").format(file=file))


@print_group.command()
@click.argument("record_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def card(desk: Desk, record_id: str, file: Path) -> None:
    """Print the paper of one record: every question of its form and what was answered."""
    from desktop import paperwork

    with desk.office() as office:
        paperwork.card(office, record_id, file, as_of=SystemClock().today())
    answer(desk, {"file": str(file), "record_id": record_id}, _("已生成：{file}").format(file=file))


@print_group.command()
@click.argument("form_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def blank(desk: Desk, form_id: str, file: Path) -> None:
    """Print an empty form to be filled by hand."""
    from desktop import paperwork

    with desk.office() as office:
        paperwork.blank(office, definition_of(office, form_id), file, as_of=SystemClock().today())
    answer(desk, {"file": str(file), "form_id": form_id}, _("已生成：{file}").format(file=file))


@print_group.command()
@click.argument("record_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--void", "void", is_flag=True)
@click.pass_obj
def receipt(desk: Desk, record_id: str, file: Path, void: bool) -> None:
    """Number (once) and print the certificate of a donation; again is a reprint, --void prints the voided one."""
    from desktop import paperwork
    from reports import papers

    with desk.office() as office:
        record = office.records.get(record_id)
        wanted = voided(office, record_id) if void else office.receipts.issue(record_id)
        issued = office.receipts.ask_print(
            wanted.receipt_id
        ).receipt  # waits in the queue until the paper is there
        definition = definition_of(office, record.head.form_id)
        papers.receipt(issued, paperwork.said(office, record_id), definition, office.info, file)
        office.receipts.paper_out(issued.receipt_id)
    document = {
        "file": str(file),
        "number": issued.number,
        "state": str(issued.state),
        "print_count": issued.print_count,
    }
    answer(desk, document, _("凭证 {number}，第 {print_count} 次打印：{file}").format(**document))


@print_group.command()
@click.argument("batch")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def slip(desk: Desk, batch: str, file: Path) -> None:
    """Print the reconciliation slip of a batch this office sealed (its number) or received (its key)."""
    from desktop import reconciliation
    from reports import papers

    with desk.office("reviewer") as office:
        facts = reconciliation.of_batch(office, batch)
        papers.slip(
            reconciliation.TITLE,
            reconciliation.lines(facts),
            file,
            office=office.info.name,
            day=SystemClock().today(),
        )
    document = {"file": str(file), **facts.as_json()}
    answer(desk, document, _("对账单：{file}").format(file=file))


VERBS = [print_group]
