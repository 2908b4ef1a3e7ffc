"""What a form may know of the world: the day, who fills it, and tables handed in. Nothing else reaches it.

Look-ups in tables of thousands of rows are by index, made at the first use of a column and shared by every
session that is given the same `Instances`. The ledgers of an office are larger still and change all the time: such
tables are *served*, whoever keeps them fetches the few rows an equality asks for.
"""

import uuid as uuid_module
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import SystemRandom
from typing import Protocol

Item = Mapping[str, str]
Items = list[dict[str, str]]
LAST_SAVED = (
    "__last-saved"  # a table of one row: the answers of the record of the form saved last, by question
)
ABOVE, PLACE = "^", "#"  # columns of rows inside rows (XML): the row above, and the place it is known by


class Served(Protocol):
    """Tables somebody else keeps: rows of text by column, fetched when an expression asks for them.

    Rows handed out are not changed by who gets them.
    """

    def serves(self, name: str) -> bool:
        """Return whether there is a table *name*."""
        ...

    def where(self, name: str, column: str, value: str) -> Items:
        """Return the rows whose *column* is *value*; raises a Problem (FORMS-025) for more than it will hand out."""
        ...

    def rows(self, name: str) -> Items:
        """Return the whole table; raises a Problem (FORMS-025) for a table longer than it will hand out."""
        ...

    def named(self, name: str, text: str) -> list[str]:
        """Return the ``name`` of each row that *text* names exactly: by id, title, number or key."""
        ...

    def find(self, name: str, text: str, limit: int) -> Items:
        """Return rows a person means by *text* (a fragment, pinyin, a number); without text the latest ones."""
        ...


class Instances(Mapping[str, Items]):
    """Named tables (rows of text by column) with an index for each column that was asked for.

    Make one for the life of an office and hand it to every `Context`; the tables must not change under it. Tables
    handed in go before *served* ones of the same name; only the former are counted and listed.
    """

    def __init__(self, tables: Mapping[str, Items], served: Served | None = None) -> None:
        self._tables = dict(tables)
        self._served = served
        self._indexes: dict[tuple[str, str], dict[str, Items]] = {}

    def __getitem__(self, name: str) -> Items:
        if self.serves(name):
            return self._served.rows(name)  # type: ignore[union-attr]  # serves() saw to it
        return self._tables[name]

    def __contains__(self, name: object) -> bool:
        return name in self._tables or (isinstance(name, str) and self.serves(name))

    def serves(self, name: str) -> bool:
        """Return whether the table is fetched from somebody else, row by row."""
        return self._served is not None and name not in self._tables and self._served.serves(name)

    def serving(self, served: Served | None) -> "Instances":
        """Return the same tables (and their indexes) with other served ones behind them."""
        other = Instances({}, served)
        other._tables, other._indexes = self._tables, self._indexes
        return other

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def where(self, name: str, column: str, value: str) -> Items:
        """Return the rows of table *name* whose *column* is *value* ([] when there is no such table)."""
        index = self._indexes.get((name, column))
        if index is None:
            if self.serves(name):
                return self._served.where(name, column, value)  # type: ignore[union-attr]  # serves() saw to it
            index = self._indexes[name, column] = {}
            for item in self._tables.get(name, ()):
                index.setdefault(item.get(column, ""), []).append(item)
        return index.get(value, [])

    @property
    def served(self) -> Served | None:
        """Whoever serves the tables that are not handed in."""
        return self._served

    def named(self, name: str, text: str) -> list[str]:
        """Return the ``name`` of each row of a table that *text* names exactly: by id, title, number or key."""
        if self.serves(name):
            return self._served.named(name, text)  # type: ignore[union-attr]  # serves() saw to it
        found = dict.fromkeys(
            item.get("name", "")
            for column in ("name", "label", "no")
            for item in self.where(name, column, text)
        )
        return list(found) if text else []

    def also(self, tables: Mapping[str, Items]) -> "Instances":
        """Return these tables and *tables* (which win), keeping the indexes of tables that stay the same."""
        both = Instances({**self._tables, **tables}, self._served)
        for (name, column), index in self._indexes.items():
            if name not in tables:
                both._indexes[name, column] = index
        return both


_chance = SystemRandom().random  # one for all: seeding another costs more than a form's whole context


def _random_uuid() -> str:
    return str(uuid_module.uuid4())


@dataclass(frozen=True, slots=True)
class Context:
    """The day and moment, who fills the form on which device, and the tables `instance()` and `pulldata()` read.

    *new_uuid* and *random* are ports: hand in fixed ones to play a form again exactly.
    """

    today: date
    now: datetime
    username: str = ""
    device_id: str = ""
    instances: Mapping[str, Items] = field(default_factory=dict)
    new_uuid: Callable[[], str] = _random_uuid
    random: Callable[[], float] = _chance
    tables: Instances = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        given = self.instances
        object.__setattr__(self, "tables", given if isinstance(given, Instances) else Instances(given))
