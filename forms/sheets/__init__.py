"""The sheets of an XLSForm as their author wrote them: read, kept as text, written as a workbook, places in them.

A form in force is an XForm; what a person changes is the workbook it came from. Keeping the sheets beside the XForm
means that any office can hand out the workbook again, and that a problem can be told by sheet, row and column.
"""

from forms.sheets.grid import Page, Sheets
from forms.sheets.places import Located, SheetProblem, locate
from forms.sheets.reading import read_bytes, read_sheets
from forms.sheets.writing import write_sheets

__all__ = ["Located", "Page", "SheetProblem", "Sheets", "locate", "read_bytes", "read_sheets", "write_sheets"]
