"""Which record stands where: a whole list as numbers in its order, so that a scroll bar can jump anywhere at once.

A page by key costs the same anywhere, but only going from page to page; a jump to the middle has no key to start from.
So a list that is longer than a page is also read as the numbers of its records alone (four bytes each, a million in
4 MB), off the window's thread; from then on any screenful is a look-up by number. The numbers come as one text per
statement: a million rows handed over one by one would hold the interpreter for a second.
"""

from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Select, Text, cast, func, select

from records.ledger.finding import Finding, Heads, head_of
from records.ledger.orders import MANY, order_of
from records.ledger.origins import told
from records.ledger.titles import heads_in_words
from records.model.states import State, Verdict
from records.store.stopping import Ended, GoingOn, always, stoppable
from records.store.tables import record

_PART = 140_000  # letters turned into numbers at a time: some 2 ms in which the window does not get its turn


class Positions(Finding):
    """Lists by place."""

    def positions(
        self,
        form_id: str,
        *,
        search: str = "",
        states: Iterable[State | str] | None = None,
        verdicts: Iterable[Verdict | str] | None = None,
        order: str = "-updated",
        own_only: bool = False,
    ) -> Sequence[int]:
        """Return the numbers of all records `list` would walk through with the same question, in its order.

        Raises Problem RECORDS-059 (order), RECORDS-080 (form).
        """
        asked = self._asked(form_id, search, states, verdicts, order, own_only=own_only)
        keys, down = asked.keys, asked.down
        ordered = (
            asked.query.with_only_columns(record.c.no, maintain_column_froms=True)
            .order_by(*(key.desc() if down else key.asc() for key in keys))
            .subquery()
        )
        with self._seat.store.reading() as connection:
            text = connection.execute(_joined(ordered.c.no, connection.dialect.name)).scalar()
        found, at, text = array("I"), 0, text or ""
        while at < len(text):  # never split whole: a million pieces would hold 70 MB
            end = text.find(",", at + _PART)
            end = len(text) if end < 0 else end
            found.extend(map(int, text[at:end].split(",")))
            at = end + 1
        return found

    def is_quick(self, form_id: str, order: str) -> bool:
        """Say whether *order* comes at once: it needs no index of its own, or has it. Raises as `quicken`."""
        asked = order_of(self._shelf.writer(form_id).tables, form_id, order, self._seat.store.dialect)
        if asked.index is None:
            return True
        with self._seat.store.reading() as connection:
            return asked.index.is_there(connection) or not self._is_long(form_id)

    def quicken(self, form_id: str, order: str, going_on: GoingOn = always) -> bool:
        """Make the index behind *order* where the ledger is long enough to need one; say whether it has one.

        It takes seconds in a million records, once; who saves meanwhile waits. *going_on* is asked many times a second
        whether to go on; once it says no, nothing was made (a server, asked before, goes on to the end).
        Raises Problem RECORDS-059, RECORDS-080.
        """
        asked = order_of(self._shelf.writer(form_id).tables, form_id, order, self._seat.store.dialect)
        if asked.index is None:
            return True
        if not self._is_long(form_id):
            return False
        with suppress(Ended), self._seat.store.writing() as connection, stoppable(connection, going_on):
            asked.index.make(connection)
            return True
        return False

    def _is_long(self, form_id: str) -> bool:
        return self._count(select(record.c.no).where(record.c.form_id == form_id).limit(MANY + 1)) > MANY

    def at(self, form_id: str, numbers: Sequence[int]) -> Heads:
        """Return the records with these *numbers*, in that order; one that is gone is left out."""
        query = select(record).where(record.c.no.in_(numbers))
        with self._seat.store.reading() as connection:
            rows = {row["no"]: row for row in connection.execute(query).mappings()}
            found = [head_of(rows[number]) for number in numbers if number in rows]
            heads = told(connection, self._seat.info.code, found)
        return heads_in_words(self._seat, self._shelf.definition(form_id), heads)


def _joined(column: Any, dialect: str) -> Select[Any]:
    """Return the query for all numbers as one text with commas, in the order of the rows."""
    if dialect == "postgresql":
        return select(func.string_agg(cast(column, Text), ","))
    return select(func.group_concat(column, ","))
