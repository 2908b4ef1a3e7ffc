"""Reads the sheets of an XLSForm from Excel, Markdown or CSV, by pyxform's own readers: one meaning of a cell."""

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from forms.sheets.grid import NAMES, Page, Sheets


def read_sheets(source: Path) -> Sheets:
    """Read a file; ValueError when it holds no sheets of a form, OSError when it cannot be read."""
    from pyxform.errors import PyXFormError

    try:
        return read_bytes(source.read_bytes(), source.suffix.lower())
    except (PyXFormError, KeyError, IndexError, TypeError, AttributeError) as error:
        # what pyxform and openpyxl raise for files that are no workbooks
        raise ValueError(type(error).__name__) from error


def read_bytes(content: bytes, kind: str) -> Sheets:
    """Read a file's bytes; *kind* is its ending: .xlsx, .md, .csv. Raises what pyxform and openpyxl raise."""
    from pyxform.xls2json_backends import get_xlsform

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, about styles of the author's workbook
        data = content if kind == ".xlsx" else content.decode("utf-8-sig")
        book = get_xlsform(data, file_type=kind)
    pages = {}
    for name in NAMES:
        rows = getattr(book, name, None)
        if rows is not None:
            pages[name] = _page(rows, getattr(book, f"{name}_header", None))
    return Sheets(pages)


def _page(rows: Sequence[Mapping[str, str]], header: Sequence[Mapping[str, Any]] | None) -> Page:
    """Make a page; headings that only rows know come last, and blank rows at the end go."""
    heads = list(header[0]) if header else []
    heads += [head for row in rows for head in row if head not in heads]
    kept = [{head: str(cell) for head, cell in row.items() if cell not in (None, "")} for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return Page(tuple(dict.fromkeys(str(head) for head in heads if head)), tuple(kept))
