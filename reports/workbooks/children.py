"""Rows of a repeat on a sheet of their own, as in our templates: tied to the main sheet by the record number."""

from reports.workbooks import problem_codes as codes
from reports.workbooks.filling import Filler
from reports.workbooks.header import Header, RowSorter
from reports.workbooks.judged import RefusedRow
from reports.workbooks.plan import FormPlan, Plan
from reports.workbooks.rowvalues import ChildRows, RowReader, RowValues, Spot, blank_columns


class Children:
    """The rows of all child sheets of a plan, by record number; each is used once."""

    def __init__(self, plan: Plan, filler: Filler) -> None:
        self._plan = plan
        self._filler = filler
        self._found: dict[str, dict[str, list[RowValues]]] = {}
        self._columns: dict[str, RowReader] = {}
        for repeat, child in plan.children.items():
            self._columns[repeat] = RowReader(
                child,
                FormPlan(plan.forms[0].form_id),
                filler.choices_of,
                filler.resolve,
                blank_columns(child),
            )
            self._read(repeat, child)

    def _read(self, repeat: str, child: Plan) -> None:
        headings = tuple(column.header for column in child.columns)
        sort = RowSorter(Header(*child.header_rows, headings, ("",) * len(headings)), child.link_column)
        for row in range(child.first_row, len(child.sheet.rows)):
            if sort(child.sheet.rows[row]) is None:
                number = child.sheet.shown(row, child.link_column or 0)
                self._found.setdefault(number, {}).setdefault(repeat, []).append(
                    self._columns[repeat].read(row)
                )

    def of(self, row: int) -> dict[str, ChildRows]:
        """Return the rows that belong to row *row* (from 0) of the main sheet."""
        number = self._plan.sheet.shown(row, self._plan.link_column or 0)
        return {
            repeat: ChildRows(self._plan.children[repeat].sheet, self._columns[repeat].columns, rows)
            for repeat, rows in self._found.pop(number, {}).items()
        }

    def orphans(self) -> list[RefusedRow]:
        """Return the rows whose record number stands nowhere on the main sheet."""
        refused = []
        for number, repeats in self._found.items():
            for repeat, rows in repeats.items():
                sheet = self._plan.children[repeat].sheet
                for values in rows:
                    spot = Spot(
                        sheet,
                        values.row,
                        {"": (self._plan.children[repeat].link_column or 0,)},
                        values.row + 1,
                    )
                    said = {"number": number, "sheet": self._plan.sheet.name}
                    problem = self._filler.at_cell(spot, "", codes.NO_SUCH_RECORD_NUMBER, **said)
                    refused.append(
                        RefusedRow(values.row + 1, self._plan.forms[0].form_id, {}, (problem,), sheet.name)
                    )
        return refused
