"""Papers and workbooks as the windows ask for them; every function here runs on a worker thread.

A file is written beside its place and renamed when it is whole, so a full disk never leaves half a workbook under
the name the person chose.
"""

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.problem_codes import FILE_NOT_WRITTEN
from forms.problems import Problem

if TYPE_CHECKING:
    from forms.engine import FormDefinition
    from records.ledger import Office
    from reports.papers.layout import AnyLayout


def layouts_of(office: "Office", form_id: str) -> "list[AnyLayout]":
    """Return the paper layouts of a form, shipped and own, in the order of their titles."""
    from reports.papers import office_layouts

    return [one.layout for one in office_layouts.shelf(office, form_id)]


def layout_named(office: "Office", name: str) -> "AnyLayout":
    """Return the layout of that name, the office's own before the shipped. Raises Problem REPORTS-035."""
    from reports.papers import office_layouts

    return office_layouts.named(office, name)


def card(office: "Office", record_id: str, file: Path, *, as_of: date) -> Path:
    """Write the paper of one record, with the form version it was filled with, to *file*."""
    from reports import papers

    record = office.records.read_out(record_id)
    definition = office.forms.definition(record.head.form_id, record.form_digest)
    layout = papers.card_of(definition, blank=False)
    return papers.roster(
        layout, [record.answers], file, definition=definition, office_info=office.info, as_of=as_of,
        photographs=office.attachments.content,
    )  # fmt: skip


def blank(office: "Office", definition: "FormDefinition", file: Path, *, as_of: date) -> Path:
    """Write an empty form to be filled by hand to *file*."""
    from reports import papers

    layout = papers.card_of(definition, blank=True)
    return papers.roster(layout, [], file, definition=definition, office_info=office.info, as_of=as_of)


def said(office: "Office", record_id: str) -> dict[str, Any]:
    """Return the answers of one record with titles where it refers to others: what people read.

    Raises Problem RECORDS-050.
    """
    return office.records.read_out(record_id).answers


def rows(office: "Office", form_id: str, listed: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the answers of the records *listed* (keywords of ``records.each``), page by page."""
    return (record.answers for record in office.records.each(form_id, **listed))


def roster(
    office: "Office",
    layout: "AnyLayout",
    definition: "FormDefinition",
    file: Path,
    *,
    chosen: list[str],
    listed: dict[str, Any],
    as_of: date,
) -> Path:
    """Write the roster of the *chosen* records, or of all *listed* ones when none is chosen, to *file*."""
    from reports import papers

    answers = (said(office, one) for one in chosen) if chosen else rows(office, layout.form_id, listed)
    return papers.roster(
        layout, answers, file, definition=definition, office_info=office.info, as_of=as_of,
        photographs=office.attachments.content,
    )  # fmt: skip


def receipt(office: "Office", definition: "FormDefinition", record_id: str, file: Path) -> Path:
    """Number the donation's receipt (once), ask for a print, and write it to *file*.

    The print waits in the ledger until `receipt_out`: repeated after a jam it is the same print, not a 补打.
    """
    from reports import papers

    issued = office.receipts.ask_print(office.receipts.issue(record_id).receipt_id).receipt
    return papers.receipt(issued, said(office, record_id), definition, office.info, file)


def receipt_out(office: "Office", record_id: str) -> None:
    """Note that the paper of the donation's receipt came out; nothing happens when no print waits."""
    from records.ledger import ReceiptState

    for one in office.receipts.of(record_id):
        if one.state == ReceiptState.ISSUED:
            office.receipts.paper_out(one.receipt_id)


def template(definition: "FormDefinition", file: Path) -> Path:
    """Write an empty workbook of the form to *file*."""
    from reports import workbooks

    return whole(file, lambda new: workbooks.template(definition, new))


def whole(file: Path, write: Callable[[Path], object]) -> Path:
    """Let *write* make a new file beside *file* and give it its name when it is whole. Raises DESKTOP-008."""
    new = file.with_name(f".{file.stem}.new{file.suffix}")
    try:
        write(new)
        os.replace(new, file)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise Problem(FILE_NOT_WRITTEN, place=file.name, values={"file": file.name}) from error
    return file
