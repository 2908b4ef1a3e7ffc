"""Asks an office's ledgers beforehand, for hundreds of rows at once, what the form will ask for each row.

A form may look other records up ("does this person have another job at the time?"). One at a time that is a question to
the database for every row, and nearly always the answer is nothing. So the words of the next rows are handed in, and
the first look-up in a column asks for all of them together; only what is really there is then read row by row.
"""

from collections.abc import Callable, Collection, Iterable

from forms.engine.context import Items, Served

Present = Callable[[str, str, Collection[str]], set[str] | None]
"""From a table, a column and texts to those of the texts that stand in the column; None when that is not known."""

_SHORT = 4  # what names a record is longer; shorter words (codes, yes and no) are asked for as they come


class Beforehand:
    """The served tables of a judgement; *without* is the record a row updates, which its form must not meet."""

    def __init__(self, served: Served, present: Present) -> None:
        self._served = served
        self._present = present
        self._columns: list[set[str]] = []
        self._column_of: dict[str, int] = {}
        self._found: dict[tuple[str, str, int], set[str] | None] = {}
        self.without = ""

    def expect(self, columns: Iterable[Iterable[str]]) -> None:
        """Learn what the next rows will be about, column by column; what was learned before is forgotten.

        A form that looks a telephone up is asked about by telephones: the words of the sheet's other columns stay out.
        """
        self._columns = [{word for word in words if len(word) > _SHORT} for words in columns]
        self._column_of = {word: n for n, words in enumerate(self._columns) for word in words}
        self._found.clear()

    def serves(self, name: str) -> bool:
        """Return whether there is a table *name*."""
        return self._served.serves(name)

    def where(self, name: str, column: str, value: str) -> Items:
        """Return the rows whose *column* is *value*."""
        of_column = self._column_of.get(value)
        if of_column is not None:
            key = (name, column, of_column)
            if key not in self._found:
                self._found[key] = self._present(name, column, self._columns[of_column])
            found = self._found[key]
            if found is not None and value not in found:
                return []
        return self._other(self._served.where(name, column, value))

    def rows(self, name: str) -> Items:
        """Return the whole table."""
        return self._other(self._served.rows(name))

    def _other(self, rows: Items) -> Items:
        if not self.without:
            return rows
        return [row for row in rows if row.get("name") != self.without and row.get("parent") != self.without]

    def named(self, name: str, text: str) -> list[str]:
        """Return the ``name`` of each row that *text* names exactly."""
        return self._served.named(name, text)

    def find(self, name: str, text: str, limit: int) -> Items:
        """Return rows a person means by *text*."""
        return self._served.find(name, text, limit)
