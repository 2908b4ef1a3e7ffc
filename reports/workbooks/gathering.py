"""Makes the one record of a class roster of its good rows, and judges them together once.

Rows that are right alone may contradict each other (more present than enrolled): those the form names stay outside, and
the rest is asked again until the form is content.
"""

from dataclasses import dataclass, field

from reports.workbooks.filling import Filler, Verdict
from reports.workbooks.judged import GoodRecord, RefusedRow
from reports.workbooks.rowvalues import Columns

Rows = list[tuple[int, Verdict]]  # sheet row from 0, and what it says alone


@dataclass(slots=True)
class Gathered:
    """The record (None when no row was left), the rows it was made of, and those that stay outside."""

    good: GoodRecord | None = None
    rows: Rows = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


class Gathering:
    """Gathers rows of one form."""

    def __init__(self, filler: Filler, columns: Columns) -> None:
        self._filler = filler
        self._columns = columns

    def of(self, rows: Rows) -> Gathered:
        """Return what *rows* make together."""
        filler, columns = self._filler, self._columns
        form_id = filler.definition.form_id
        found = Gathered()
        while rows:
            whole = filler.together([verdict for _row, verdict in rows])
            bad = {index for index in whole.bad_rows if index < len(rows)}
            for index in bad:
                row, verdict = rows[index]
                refused = tuple(filler.moved(problem, row, columns) for problem in whole.bad_rows[index])
                found.refused.append(RefusedRow(row + 1, form_id, verdict.answers, refused))
            if not bad:
                to_do = [filler.moved(problem, rows[index][0], columns) for index, problem in whole.to_do]
                numbers = tuple(row + 1 for row, _verdict in rows)
                found.good = GoodRecord(form_id, whole.answers, numbers, tuple(to_do))
                found.rows = rows
                break
            rows = [one for index, one in enumerate(rows) if index not in bad]
        return found
