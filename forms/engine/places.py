"""Finds what a question path means: ``full_name``, ``trainee[2].id_no``, ``trainee[2].course`` (a repeat)."""

import re

from forms.engine.live import Live, Row
from forms.engine.program import Cell, Scope

_PART = re.compile(r"([^.\[\]]+)\[(\d{1,6})\]")


def find(live: Live, path: str) -> tuple[Row, Cell]:
    """Return the row and cell of a question; raises KeyError when there is none."""
    cell = live.root.scope.names.get(path)
    if cell is not None:
        return live.root, cell
    row, name = _descend(live, path)
    cell = row.scope.names.get(name)
    if cell is None:
        raise KeyError(path)
    return row, cell


def find_row(live: Live, path: str) -> tuple[Row, Scope]:
    """Return the row around a repeat, and the repeat's scope; raises KeyError when there is none."""
    row, name = _descend(live, path)
    for scope in row.scope.children:
        if scope.name == name:
            return row, scope
    raise KeyError(path)


def find_inside(live: Live, path: str) -> tuple[Row, str]:
    """Return the row a path leads into and what is named there: of ``trainee[2]`` the row and ``""``."""
    if path.endswith("]"):
        return _descend(live, f"{path}.")
    return _descend(live, path)


def _descend(live: Live, path: str) -> tuple[Row, str]:
    """Follow all but the last name of *path*."""
    *before, last = path.split(".")
    row = live.root
    for part in before:
        match = _PART.fullmatch(part)
        scope = next((s for s in row.scope.children if match and s.name == match[1]), None)
        if match is None or scope is None or not 1 <= int(match[2]) <= len(row.rows[scope.slot]):
            raise KeyError(path)
        row = row.rows[scope.slot][int(match[2]) - 1]
    return row, last
