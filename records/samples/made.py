"""What was entered so far, by form, and one kind of record to enter."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Answers = dict[str, Any]


@dataclass
class Made:
    """The ids of what was entered, by form (or by the step's own name)."""

    ids: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, record_id: str) -> None:
        """Note one more."""
        self.ids.setdefault(name, []).append(record_id)

    def first(self, name: str) -> str | None:
        """Return the first of a name, None when there is none."""
        found = self.ids.get(name)
        return found[0] if found else None

    def at(self, name: str, number: int) -> str | None:
        """Return the n-th of a name, from the beginning again after the last."""
        found = self.ids.get(name)
        return found[number % len(found)] if found else None


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of record: how many, what differs. *one_by_one*: each reads the ones before. *grows* with the scale."""

    form_id: str
    count: int = 1
    change: Callable[[int, Made], Mapping[str, Any]] = lambda _n, _made: {}
    one_by_one: bool = False
    grows: bool = False
    name: str = ""
