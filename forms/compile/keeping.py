"""Keeps a loaded form as text, so that the next loading reads no XML and compiles no expression.

Lines of JSON: the mark of the program, the parts, the tree of names, then each list of choices and each table;
whoever reads them (`forms.compile.kept`) unfolds all after the second when it is first asked for.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from forms.compile.beginnings import beginning
from forms.compile.kept_parts import KINDS, PARTS, mark
from forms.engine.definition import FormDefinition
from forms.engine.nodes import Node
from forms.engine.program import ChoiceFilter, Code
from forms.engine.questions import Choice, ChoiceList

SITED = (Code, ChoiceFilter)  # what is compiled, at a node of the tree


class _NotKeptError(Exception):
    """The form uses something that is not kept: it is loaded from its XML each time."""


def keep(definition: FormDefinition) -> str | None:
    """Return a loaded form as text for `unfold`; None for the rare form that is loaded from its XML each time.

    A form that was unfolded is not kept again: what it was unfolded from is there.
    """
    program = definition.program
    program.beginning = beginning(program)
    try:
        lines = list(_Folder(definition).lines())
    except _NotKeptError:
        return None
    finally:
        program.beginning = None  # a loaded form has compiled all there is to compile
    return "\n".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)


class _Folder:
    """Numbers the parts of one form and writes them down."""

    def __init__(self, definition: FormDefinition) -> None:
        self._definition = definition
        self._by_kind: dict[type[Any], list[Any]] = {kind: [] for kind in KINDS}
        self._known: set[int] = set()
        self._collect(definition)
        every = [part for kind in KINDS for part in self._by_kind[kind]]
        self._number = {id(part): number for number, part in enumerate(every)}
        self._nodes: list[Node] = []
        self._node_number: dict[int, int] = {}
        self._lists: dict[int, int] = {}
        self._choices: list[tuple[Choice, ...]] = []

    def _collect(self, first: Any) -> None:
        waiting = [first]
        while waiting:
            part = waiting.pop()
            if id(part) not in self._known:
                self._known.add(id(part))
                self._by_kind[type(part)].append(part)
                for slot, letter in PARTS[type(part)].items():
                    waiting += _parts(getattr(part, slot), letter)

    def lines(self) -> Iterator[Any]:
        """Return the lines, the tree of names after all that stands at its nodes."""
        columns = {kind.__name__: self._columns(kind) for kind in KINDS}
        version = next((self._around(part).version for part in self._sited()), self._definition.version)
        tables = self._definition.program.tables
        tree = self._tree()
        yield mark()
        yield {"parts": columns, "version": version, "lists": len(self._choices), "tables": list(tables)}
        yield tree
        yield from (_folded(choices) for choices in self._choices)
        yield from (_table(rows) for rows in tables.values())

    def _columns(self, kind: type[Any]) -> dict[str, Any]:
        parts = self._by_kind[kind]
        found: dict[str, Any] = {"": len(parts)}
        for slot, letter in PARTS[kind].items():
            column = [self._written(getattr(part, slot), letter) for part in parts]
            same = bool(column) and all(one == column[0] and type(one) is type(column[0]) for one in column)
            found[slot] = {"all": column[0]} if same else column
        if kind in SITED:
            found["origin"] = [self._origin(part.origin) for part in parts]
        if kind is ChoiceList:
            found["choices"] = [self._list(part.choices) for part in parts]
        return found

    def _written(self, value: Any, letter: str) -> Any:
        if letter == "v":
            return _tagged(value)
        if letter == "w":
            return [_tagged(one) for one in value]
        if letter in "=dkxy":
            return sorted(value) if letter == "y" else value
        if letter in "oO":
            return [self._number[id(value)]] if letter == "O" and _is_part(value) else self._of(value)
        if letter == "m":
            return {name: self._of(part) for name, part in value.items()}
        if letter == "p":
            return [[name, self._of(part)] for name, part in value]
        parts = [step for step, _home in value] if letter == "s" else value
        return [self._of(part) for part in parts]

    def _of(self, value: Any) -> Any:
        return self._number[id(value)] if _is_part(value) else value

    # -- expressions: their words, and the node they stand at

    def _sited(self) -> list[Any]:
        return [part for kind in SITED for part in self._by_kind[kind] if hasattr(part.origin, "around")]

    @staticmethod
    def _around(part: Any) -> Any:
        return part.origin.around

    def _origin(self, origin: Any) -> Any:
        """Return the words of an expression and its node; the name of a property of the context as it stands."""
        if origin is None or isinstance(
            origin, list | tuple
        ):  # the latter: of a form that was unfolded itself
            raise _NotKeptError
        if isinstance(origin, str):
            return origin
        words = (origin.nodeset, origin.value, origin.label) if hasattr(origin, "nodeset") else (origin.text,)
        if any("itext" in text for text in words[:1]):
            raise _NotKeptError  # jr:itext() in an expression looks into the catalogue of words
        return [self._site(origin.site), *words]

    def _site(self, node: Node) -> int:
        """Return the number of a node; the nodes above it come before it."""
        if id(node) not in self._node_number:
            if node.parent is not None:
                self._site(node.parent)
            self._node_number[id(node)] = len(self._nodes)
            self._nodes.append(node)
        return self._node_number[id(node)]

    def _tree(self) -> list[Any]:
        """Return the nodes: name, part, scope, gate, cell, number of the node above, whether it is its child."""
        sited = self._sited()
        waiting = [self._around(sited[0]).root] if sited else []
        while waiting:
            node = waiting.pop(0)
            self._site(node)
            waiting += node.children.values()
        return [self._node(node) for node in self._nodes]

    def _node(self, node: Node) -> list[Any]:
        above = node.parent
        scope, cell = self._number[id(node.scope)], node.cell and self._number[id(node.cell)]
        child = above is not None and above.children.get(node.name) is node
        number = None if above is None else self._node_number[id(above)]
        return [node.name, str(node.part), scope, node.gate, cell, number, child]

    # -- choices

    def _list(self, choices: tuple[Choice, ...]) -> int:
        number = self._lists.setdefault(id(choices), len(self._choices))
        if number == len(self._choices):
            self._choices.append(choices)
        return number


def _is_part(value: Any) -> bool:
    return type(value) in PARTS


def _parts(value: Any, letter: str) -> list[Any]:
    """Return the parts a slot points at."""
    if letter in "oO":
        return [value] if _is_part(value) else []
    if letter == "m":
        return list(value.values())
    if letter in "ps":
        return [part for pair in value for part in pair if _is_part(part)]
    return list(value) if letter in "tl" else []


def _tagged(value: Any) -> Any:
    if value is None or type(value) in (str, int):
        return value
    if type(value) is list:
        return {"list": value}
    if type(value) is Decimal:
        return {"Decimal": str(value)}
    if isinstance(value, date | time):
        return {type(value).__name__: value.isoformat()}
    raise _NotKeptError


def _folded(choices: Sequence[Choice]) -> dict[str, Any]:
    """Return choices as columns."""
    return {
        "code": [choice.code for choice in choices],
        "words": _table([choice.label.words for choice in choices]),
        "outputs": [[n, choice.label.outputs] for n, choice in enumerate(choices) if choice.label.outputs],
        "extra": _table([choice.extra for choice in choices]),
        "media": [
            [n, {form: dict(text.words) for form, text in c.media.items()}]
            for n, c in enumerate(choices)
            if c.media
        ],
    }


def _table(rows: Sequence[Mapping[str, str]]) -> dict[str, list[str | None]]:
    """Return rows as columns, None where a row lacks one."""
    names = dict.fromkeys(name for row in rows for name in row)
    return (
        {"": [None] * len(rows)} if not names else {name: [row.get(name) for row in rows] for name in names}
    )
