"""Looking for what somebody typed in a column: as letters only, however long and whatever they are.

A database bounds the pattern of LIKE (SQLite: 50,000 bytes); longer words are looked for without a pattern.
"""

from sqlalchemy import ColumnElement, func

_PATTERN = 200  # characters; nobody types more to find something


def mentions(column: ColumnElement[str], words: str) -> ColumnElement[bool]:
    """Return the condition that *column* holds *words*."""
    if len(words) <= _PATTERN:
        return column.contains(words, autoescape=True)
    return func.replace(column, words, "") != column
