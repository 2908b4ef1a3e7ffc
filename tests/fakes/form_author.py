"""A person who changes a form in Excel: takes its sheets, changes cells, saves a workbook."""

from pathlib import Path
from typing import Any

from forms.compile import CompiledForm, compile_xlsform
from forms.definitions import builtin
from forms.sheets import Page, Sheets, read_sheets, write_sheets


class FormAuthor:
    """Works on the sheets of one form; *file* is where the workbook is saved."""

    def __init__(self, sheets: Sheets, file: Path) -> None:
        self.file = file
        self.pages: dict[str, list[dict[str, str]]] = {
            name: [dict(row) for row in page.rows] for name, page in sheets.pages.items()
        }
        self.headers = {name: list(page.header) for name, page in sheets.pages.items()}

    @classmethod
    def of_shipped(cls, form_id: str, file: Path) -> "FormAuthor":
        """Begin with a form the program ships."""
        return cls(read_sheets(builtin()[form_id]), file)

    def version(self, version: str) -> "FormAuthor":
        """Write another version number."""
        self.pages["settings"][0]["version"] = version
        return self

    def add(self, after: str, **cells: str) -> "FormAuthor":
        """Add a question below *after*; keywords are columns (``label`` is the Chinese one)."""
        if "label" in cells:
            cells["label::中文 (zh)"] = cells.pop("label")
        self.pages["survey"].insert(self._at(after) + 1, dict(cells))
        return self

    def drop(self, name: str) -> "FormAuthor":
        """Take a question out."""
        del self.pages["survey"][self._at(name)]
        return self

    def set(self, name: str, column: str, text: str) -> "FormAuthor":
        """Write a cell of a question; an empty text clears it."""
        self.pages["survey"][self._at(name)][column] = text
        return self

    def drop_choice(self, choices: str, code: str) -> "FormAuthor":
        """Take a choice out."""
        rows = self.pages["choices"]
        self.pages["choices"] = [
            row for row in rows if (row.get("list_name"), row.get("name")) != (choices, code)
        ]
        return self

    def saved(self) -> Path:
        """Save the workbook as Excel does."""
        pages: dict[str, Any] = {}
        for name, rows in self.pages.items():
            heads = list(dict.fromkeys([*self.headers[name], *(head for row in rows for head in row)]))
            pages[name] = Page(tuple(heads), tuple({h: c for h, c in row.items() if c} for row in rows))
        return write_sheets(Sheets(pages), self.file)

    def compiled(self) -> CompiledForm:
        """Save the workbook and compile it."""
        return compile_xlsform(self.saved())

    def _at(self, name: str) -> int:
        return next(at for at, row in enumerate(self.pages["survey"]) if row.get("name") == name)
