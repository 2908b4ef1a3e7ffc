"""The clerk's own file with what is wrong: a problem column at the right, coloured cells, everything else as it was.

The workbook is opened by openpyxl, which keeps formats, widths and formulas; their stored results are put back
(`stored_results`), so that the copy reads as the original did. Files openpyxl cannot open (.xls, .ods, .csv) are written
anew from what was read. The original is never touched. A copy that was marked before is marked afresh: the old
sentences and colours go, so that what is left is what is still wrong.
"""

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms.problems import Problem
from forms.words import N_, Translate
from reports.workbooks import problem_codes as codes
from reports.workbooks.judged import Judged, RefusedRow
from reports.workbooks.limits import STANDARD
from reports.workbooks.precheck import examine
from reports.workbooks.safe_target import whole_file
from reports.workbooks.sheet import column_letter
from reports.workbooks.stored_results import put_back, stored_results

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

HEADING = N_("导入问题（改好后可删去本列重新导入）")
_OPENS = {".xlsx", ".xlsm"}
_CELL, _NOTE, _HEADING_FILL, _INK = "FFF4B6B0", "FFFDECEA", "FFB3261E", "FF8C1D18"
_WIDTH = 64


def write_errors(file_in: Path, judged: Judged, file_out: Path, translate: Translate = str) -> Path:
    """Write the marked copy; see `reports.workbooks.write_errors`."""
    if file_in.exists() and file_out.exists() and file_in.samefile(file_out):
        raise Problem(codes.SAME_FILE, file_out.name, {"file": file_out.name})
    workbook, sheet = _opened(file_in, judged)
    column = _column_for_notes(sheet, judged, translate)
    _mark_heading(sheet, judged, column, translate)
    for row in judged.refused:
        on = workbook[row.sheet] if row.sheet in workbook.sheetnames else sheet
        _mark_row(on, row, column if on is sheet else on.max_column + 1, translate)
    results = stored_results(file_in, workbook.sheetnames) if _opens(file_in) else {}
    saved = io.BytesIO()
    workbook.save(saved)
    if workbook.vba_archive is not None:  # openpyxl leaves the copy it made for the macros open
        workbook.vba_archive.close()
    with whole_file(file_out) as target:
        put_back(saved, results, target)
    return file_out


def _opens(file: Path) -> bool:
    """Say whether openpyxl can keep the file as it is; one put aside may be gone from its place since."""
    return file.suffix.lower() in _OPENS and file.is_file()


def _column_for_notes(sheet: "Worksheet", judged: Judged, translate: Translate) -> int:
    """Return the column (from 1) of the sentences: the one of an earlier marking, emptied, or a new one."""
    heading_row = judged.plan.header_rows[1] + 1
    headings = {HEADING, translate(HEADING)}
    for column in range(1, sheet.max_column + 1):
        if sheet.cell(heading_row, column).value in headings:
            _wipe(sheet, heading_row + 1, column)
            return column
    return judged.plan.sheet.width + 1


def _wipe(sheet: "Worksheet", first: int, column: int) -> None:
    """Take the sentences and colours of an earlier marking away, from row *first* on."""
    from openpyxl.styles import PatternFill

    for row in sheet.iter_rows(min_row=first):
        for cell in row:
            if cell.fill.fill_type == "solid" and cell.fill.fgColor.rgb in (_CELL, _NOTE):
                cell.fill = PatternFill()
                if cell.column == column:
                    cell.value = None


def _opened(file: Path, judged: Judged) -> "tuple[Any, Worksheet]":
    from openpyxl import Workbook, load_workbook

    name = judged.plan.sheet.name
    if _opens(file):
        examine(file, STANDARD)
        workbook = load_workbook(file, keep_vba=file.suffix.lower() == ".xlsm")
        workbook.active = workbook.sheetnames.index(name)
        return workbook, workbook[name]
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = name[:31]
    for number, row in enumerate(judged.plan.sheet.rows, start=1):
        for index, value in enumerate(row, start=1):
            if value is not None:
                cell = sheet.cell(number, index, value)
                if isinstance(value, str):
                    cell.data_type = "s"  # never a formula, whatever the text begins with
                    cell.number_format = "@"
    for merge in judged.plan.sheet.merges:
        sheet.merge_cells(None, merge.top + 1, merge.left + 1, merge.bottom + 1, merge.right + 1)
    return workbook, sheet


def _mark_heading(sheet: "Worksheet", judged: Judged, column: int, translate: Translate) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    cell: Any = sheet.cell(judged.plan.header_rows[1] + 1, column)
    cell.value = translate(HEADING)
    cell.fill = PatternFill("solid", fgColor=_HEADING_FILL)
    cell.font = Font(bold=True, color="FFFFFFFF")
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.column_dimensions[column_letter(column - 1)].width = _WIDTH


def _mark_row(sheet: "Worksheet", row: RefusedRow, column: int, translate: Translate) -> None:
    """Write the sentences of a row beside it and colour the cells they speak of."""
    from openpyxl.styles import Alignment, Font, PatternFill

    sentences = [
        f"【{problem.place.rpartition('!')[2]}】{problem.sentence(translate)}" for problem in row.problems
    ]
    note: Any = sheet.cell(row.number, column)
    note.value = "\n".join(dict.fromkeys(sentences))
    note.data_type = "s"
    note.fill = PatternFill("solid", fgColor=_NOTE)
    note.font = Font(color=_INK)
    note.alignment = Alignment(vertical="top", wrap_text=True)
    for problem in row.cells:
        if problem.column is not None:
            sheet.cell(row.number, problem.column + 1).fill = PatternFill("solid", fgColor=_CELL)
