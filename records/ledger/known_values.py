"""What values a column of a ledger has at all, learned when a column is asked again and again.

An import asks the ledger about every row of a roster (does this person have another job?), and nearly always the
answer is no. After `OFTEN` questions to one column the values of the whole column are read once, and what is not
among them costs a look into a set instead of a query. A clerk at a form asks too seldom to cause it.
"""

from collections.abc import Callable

OFTEN = 64
_Column = tuple[str, str, str]  # office, ledger, column


class KnownValues:
    """The values of columns, as long as nothing is written; `forget` when something was."""

    def __init__(self, learn: Callable[[str, str, str], frozenset[str] | None]) -> None:
        """*learn* reads a column (office, ledger, column) whole; None when it is too long or holds no text."""
        self._learn = learn
        self._asked: dict[_Column, int] = {}
        self._values: dict[_Column, frozenset[str] | None] = {}

    def forget(self) -> None:
        """Begin anew: somebody may have written."""
        self._asked.clear()
        self._values.clear()

    def lacks(self, office_code: str, name: str, column: str, value: str) -> bool:
        """Return whether the column certainly has no such value; False when it may have it."""
        key = (office_code, name, column)
        asked = self._asked[key] = self._asked.get(key, 0) + 1
        if asked < OFTEN:
            return False
        if key not in self._values:
            self._values[key] = self._learn(*key)
        values = self._values[key]
        return values is not None and value not in values
