"""Choices of an XForm: items of tables written in the form, or handed in, as choices with their labels and media."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from forms.compile.words import language_tag
from forms.compile.xform import XForm
from forms.engine import Choice, Text
from forms.engine.context import ABOVE, PLACE
from forms.engine.texts import NOTHING

_ASIDE = ("itextId", ABOVE, PLACE)  # columns that are no answers of an author
_REMEMBERED = 10_000  # items of a table handed in whose choices are kept
_TABLE = re.compile(r"\s*(?:randomize\(\s*)?instance\(\s*['\"]([^'\"]*)['\"]\s*\)")


def table_of(nodeset: str) -> str:
    """Return the table name in ``instance('name')/…`` (also inside ``randomize()``), '' when there is none."""
    match = _TABLE.match(nodeset)
    return match[1] if match else ""


def nested_table(nodeset: str, tables: Container[str], external: Container[str]) -> str:
    """Return the table a node-set ends in: ``instance('x')/states/state[…]/counties/county`` → ``x/counties/county``.

    Of a table handed in nothing is known yet; there every step below the item goes one table down.
    """
    name, depth, plain = table_of(nodeset), 0, ""
    for letter in nodeset[_TABLE.match(nodeset).end() :] if name else "":  # type: ignore[union-attr]  # table_of matched
        depth += letter == "["
        plain += letter if not depth else ""
        depth -= letter == "]"
    for step in plain.partition(")")[0].partition(",")[0].split("/")[3:]:
        if f"{name}/{step.strip()}" in tables or table_of(nodeset) in external:
            name = f"{name}/{step.strip()}"
    return name


class Offered(Mapping[str, Choice]):
    """The choices of one list by code, each made when it is asked for: a list of towns has tens of thousands."""

    def __init__(self, codes: Sequence[str], make: Callable[[int], Choice]) -> None:
        self._codes, self._make = codes, make
        self._made: dict[int, Choice] = {}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(self._codes)}

    def __contains__(self, code: object) -> bool:
        return code in self._numbers

    def __getitem__(self, code: str) -> Choice:
        return self.at(self._numbers[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def at(self, number: int) -> Choice:
        """Return the choice at a place, from 0; always the same one."""
        found = self._made.get(number)
        if found is None:
            found = self._made[number] = self._make(number)
        return found

    @cached_property
    def every(self) -> tuple[Choice, ...]:
        """All of them, in order."""
        return tuple(map(self.at, range(len(self._codes))))

    def twice(self) -> list[str]:
        """Return the codes that stand again after their first place."""
        if len(set(self._codes)) == len(self._codes):
            return []
        known: set[str] = set()
        return [code for code in self._codes if code in known or known.add(code)]  # type: ignore[func-returns-value]


def narrows(nodeset: str) -> bool:
    """Return whether a node-set leaves items out or gives them another order, so that it must be worked out."""
    return "[" in nodeset or nodeset.lstrip().startswith("randomize")


def choice_of(form: XForm, table: str, item: dict[str, str], value: str, label: str) -> Choice:
    """Return an item of a table written in the form as a choice."""
    key = item.get("itextId", "")
    words = form.labels[table].get(key) if key and not label else None
    if words is None and any(name.startswith(f"{label or 'label'}::") for name in item):
        return external_choice(value, label or "label")(item)
    extra = {name: text for name, text in item.items() if name not in (value, label or "label", *_ASIDE)}
    if words is None:
        return Choice(item.get(value, ""), Text({"": item.get(label or "label", "")}), extra)
    return Choice(item.get(value, ""), words.text, extra, words.media)


def external_choice(value: str, label: str) -> Callable[[Any], Choice]:
    """Return what makes an item of a table handed in a choice.

    A table may hold its labels in several languages, in columns named as XLSForm names them
    (``label::English (en)``); the plain column then stands for the languages without their own. The choice of an
    item is remembered: three thousand places asked for at each key would be made three thousand times.
    """
    known: dict[int, tuple[Any, Choice]] = {}  # with the item, so that no other can take its id

    def choice(item: Any) -> Choice:
        found = known.get(id(item))
        if found is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            found = known[id(item)] = (item, made(item))
        return found[1]

    def made(item: Any) -> Choice:
        words = {}
        for name, tag in _label_columns(tuple(item), label):
            words[tag] = item[name]
        extra = {
            name: text
            for name, text in item.items()
            if name not in (value, label, ABOVE, PLACE) and "::" not in name
        }
        return Choice(item.get(value, ""), Text(words) if words else NOTHING, extra)

    return choice


@lru_cache(maxsize=200)
def _label_columns(columns: tuple[str, ...], label: str) -> tuple[tuple[str, str], ...]:
    """Return the columns that hold labels, each with its language tag."""
    head = f"{label}::"
    found = [(name, language_tag(name[len(head) :])) for name in columns if name.startswith(head)]
    return tuple([(label, ""), *found] if label in columns else found)
