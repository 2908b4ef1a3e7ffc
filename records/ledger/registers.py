"""`office.registers`: persons and organisations the office met before, to look up while typing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Table, select

from forms.problems import Problem
from records.ledger.seat import Seat
from records.model.search_keys import words_of
from records.store.register_rows import hear, unheard
from records.store.registering import RESIDENT, name_key
from records.store.search_index import ORGANISATIONS, PERSONS, hits
from records.store.tables import organisation, person
from records.store.typed_words import mentions

_MOST = 400  # lines of the index looked at
_ALL = 2**31 - 1


class Registers:
    """Look-ups; the registers are filled by saving records.

    What the last saves named is entered before anything is looked up, so a clerk finds whom she just wrote down.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @contextmanager
    def _up_to_date(self) -> Iterator[Connection]:
        """Give a connection that reads the registers with everybody in them the records name.

        On a full disk or a read-only file the registers are read as they stand: they only help typing.
        """
        with self._seat.store.reading() as connection:
            behind = unheard(connection)
        if behind:
            with suppress(Problem), self._seat.store.writing() as connection:
                hear(connection, _ALL)
        with self._seat.store.reading() as connection:
            yield connection

    def person(self, id_no: str, id_type: str = RESIDENT) -> dict[str, Any] | None:
        """Return what was last entered about the person with this document (property → value), or None."""
        query = select(person.c.properties).where(
            person.c.office_code == self._seat.info.code, person.c.id_no == id_no, person.c.id_type == id_type
        )
        with self._up_to_date() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else json.loads(found)

    def find_person(self, text: str, limit: int = 20) -> list[dict[str, Any]]:
        """Return persons found by a fragment of the name, pinyin, initials or number."""
        return self._find(person, PERSONS, text, limit)

    def names(self) -> set[str]:
        """Return the name of every person registered here: what a publication must not say."""
        with self._up_to_date() as connection:
            return set(connection.execute(select(person.c.full_name).distinct()).scalars())

    def organisation(self, name_or_uscc: str) -> dict[str, Any] | None:
        """Return the organisation with this credit code or this name (blanks and brackets aside), or None."""
        query = (
            select(organisation.c.properties)
            .where(
                organisation.c.office_code == self._seat.info.code,
                (organisation.c.organisation_key == name_or_uscc)
                | (organisation.c.name_key == name_key(name_or_uscc)),
            )
            .order_by(organisation.c.uscc.desc())  # one with a credit code says more
            .limit(1)
        )
        with self._up_to_date() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else json.loads(found)

    def find_organisation(self, text: str, limit: int = 20) -> list[dict[str, Any]]:
        """Return organisations found by a fragment of the name, pinyin, initials or credit code."""
        return self._find(organisation, ORGANISATIONS, text, limit)

    def _find(self, table: Table, place: str, text: str, limit: int) -> list[dict[str, Any]]:
        words = words_of(text)
        if not words:
            return []
        with self._up_to_date() as connection:
            tests = [mentions(table.c.search_keys, word) for word in words]
            query = (
                select(table.c.properties)
                .where(table.c.no.in_(hits(place, words[0], _MOST)), *tests)
                .order_by(table.c.no.desc())
            )
            return [json.loads(found) for found in connection.execute(query.limit(limit)).scalars()]
