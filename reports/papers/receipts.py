"""The verb: prints the 捐赠登记凭证 of a donation, in three copies."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from forms.engine import FormDefinition
from forms.problems import Problem
from records.model.office import OfficeInfo
from records.model.receipts import Receipt
from reports.papers.receipt_face import draw
from reports.papers.receipt_facts import facts
from reports.papers.sheet import sheet


def receipt(
    issued: Receipt,
    answers: Mapping[str, Any],
    definition: FormDefinition,
    office_info: OfficeInfo,
    file: Path,
    *,
    copies: int = 3,
) -> Path:
    """Print the voucher into *file* and return it: 存根联, 收据联, 记账联, all alike, A5 lying.

    The number is committed before (`office.receipts.issue`), so printing can be repeated; *issued.print_count* of 2
    and more prints 补打 n. A void receipt prints 作废 across.

    Raises Problem REPORTS-012 for a form that is no donation, REPORTS-013 when the record's amount is not the one
    the receipt was issued for, REPORTS-001, -002, -003 for a text that cannot be printed, -011 for a file that
    cannot be written.
    """
    said = facts(issued, answers, definition, office_info)
    title = f"捐赠登记凭证（内部） {issued.number}"
    with sheet(file, title=title, author=office_info.name, day=issued.issued_on) as paper:
        try:
            draw(paper, said, copies)
        except Problem as problem:
            where = problem.values.get("where") or issued.number
            raise Problem(problem.detail, problem.place, {**problem.values, "where": where}) from None
    return file
