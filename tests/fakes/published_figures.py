"""The published figures and formulas of the domain book, as rows of their tables."""

import csv
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "samples" / "published"


def published_rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one table, by heading."""
    with (_FOLDER / name).open(encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))
