"""What a form may know of the world: the day, who fills it, and tables handed in. Nothing else reaches it.

Look-ups in tables of thousands of rows are by index, made at the first use of a column and shared by every
session that is given the same `Instances`.
"""

import uuid as uuid_module
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

Item = Mapping[str, str]
Items = list[dict[str, str]]


class Instances(Mapping[str, Items]):
    """Named tables (rows of text by column) with an index for each column that was asked for.

    Make one for the life of an office and hand it to every `Context`; the tables must not change under it.
    """

    def __init__(self, tables: Mapping[str, Items]) -> None:
        self._tables = dict(tables)
        self._indexes: dict[tuple[str, str], dict[str, Items]] = {}

    def __getitem__(self, name: str) -> Items:
        return self._tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def where(self, name: str, column: str, value: str) -> Items:
        """Return the rows of table *name* whose *column* is *value* ([] when there is no such table)."""
        index = self._indexes.get((name, column))
        if index is None:
            index = self._indexes[name, column] = {}
            for item in self._tables.get(name, ()):
                index.setdefault(item.get(column, ""), []).append(item)
        return index.get(value, [])

    def also(self, tables: Mapping[str, Items]) -> "Instances":
        """Return these tables and *tables* (which win), keeping the indexes of tables that stay the same."""
        both = Instances({**self._tables, **tables})
        for (name, column), index in self._indexes.items():
            if name not in tables:
                both._indexes[name, column] = index
        return both


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
    random: Callable[[], float] = field(default_factory=lambda: Random().random)
    tables: Instances = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        given = self.instances
        object.__setattr__(self, "tables", given if isinstance(given, Instances) else Instances(given))
