"""What follows from a record's answers and its form alone: nothing here asks a database, a clock or a key.

Lists' columns, search keys and terms, rows of the typed tables, whom it names. A save works it out as it writes; an
import of thousands has it worked out beforehand in processes of their own, and it crosses between them as plain data
(`as_plain`). Both ways are `Deriving.of`, so they cannot differ.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
import msgspec.json

from records.model.search_keys import terms_of
from records.store.form_shape import Answers, Shape
from records.store.found_by import FoundBy
from records.store.registering import Described, Entry, Registering, described
from records.store.typed_rows import Placed, Row, TypedRows

_ENCODER = msgspec.json.Encoder()


class Derived(msgspec.Struct):
    """See above. *terms* are those of *keys*, a line for each; '' as long as nobody has worked them out."""

    listed: str
    keys: str
    typed: list[tuple[int, Row]]
    named: list[Entry]
    terms: str = ""

    def as_plain(self) -> list[Any]:
        """Return it as lists and texts, with all that can be worked out beforehand."""
        named = [[one.register, one.properties, _worked_out(one)] for one in self.named]
        return [self.listed, self.keys, self.typed, named, as_lines(self.keys)]


def from_plain(plain: list[Any]) -> Derived:
    """Return what `as_plain` gave."""
    listed, keys, typed, named, terms = plain
    return Derived(
        listed,
        keys,
        typed,
        [Entry(register, properties, Described(*worked)) for register, properties, worked in named],
        terms,
    )


class Ready(msgspec.Struct, frozen=True):
    """A new record worked out whole for a form version: its answers as stored, its title, and what follows."""

    digest: str
    answers: str
    title: str
    derived: Derived


def _worked_out(entry: Entry) -> Described:
    found = described(entry.register, entry.properties)
    return found._replace(terms=as_lines(found.keys))


def as_lines(keys: str) -> str:
    """Return the terms of *keys*, a line for each."""
    return "\n".join(terms_of(keys))


class Deriving:
    """Works it out for the records of one form version."""

    def __init__(self, shape: Shape, placed: Mapping[str, Placed]) -> None:
        self.shape = shape
        self.typed = TypedRows(shape, placed)
        self.found_by = FoundBy(shape)
        self.registering = Registering(shape)

    def of(self, answers: Answers) -> Derived:
        """Return what follows from *answers*, which are normal (`records.model.normal_text`)."""
        named = list(self.registering.entries(answers)) if self.registering.any else []
        return Derived(self.listed(answers), self.found_by.keys(answers), self.typed.of(answers), named)

    def listed(self, answers: Answers) -> str:
        """Return the answers shown in lists, as JSON text."""
        shown = {name: answers[name] for name in self.shape.listed if name in answers}
        return _ENCODER.encode(shown).decode("utf-8")
