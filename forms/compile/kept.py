"""Unfolds a kept form (`forms.compile.keeping`): reads no XML, compiles nothing, makes no choice before it is asked.

What is not there yet is worked out at its first use (`program.Later`): an expression is compiled when it is first
evaluated, a list of choices made when somebody looks into it. The parts themselves are made column by column,
which is the quickest Python has.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from itertools import repeat
from typing import Any, Generic, TypeVar

import msgspec

from forms.checks import CHECKS
from forms.compile.choices import Offered
from forms.compile.kept_parts import KINDS, PARTS, mark
from forms.compile.linking import home
from forms.compile.rules import ItemsOrigin, labels, property_of_context
from forms.engine import Choice, ChoiceList, FormDefinition, Instances, Kind, Text
from forms.engine.context import Items
from forms.engine.expression.compiler import Around, Origin
from forms.engine.judging import rules
from forms.engine.nodes import Node, Part
from forms.engine.passes import Passes
from forms.engine.program import Cell, ChoiceFilter, Code, Program, Scope
from forms.engine.results import results, seen
from forms.engine.typed import reader

Made = TypeVar("Made")
_ANSWERS: dict[str, Callable[[Any], Any]] = {
    "Decimal": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "list": list,
}


def unfold(text: str) -> FormDefinition | None:
    """Return a kept form; None when it was kept by a program with other parts, and must be loaded from its XML."""
    first, *lines = text.split("\n")
    if first != f'"{mark()}"':
        return None
    return _Unfolder(lines).definition()


class _Unfolder:
    """One form being unfolded; lives as long as the form, for what is worked out later."""

    def __init__(self, lines: list[str]) -> None:
        head = msgspec.json.decode(lines[0])
        lists = head["lists"]
        self._tree, self._lists = lines[1], _Lines(lines[2 : 2 + lists], _offered)
        rows = _Lines(lines[2 + lists :], _rows)
        self._tables = _KeptInstances({name: number for number, name in enumerate(head["tables"])}, rows)
        self._version, self._parts = head["version"], []  # type: str, list[Any]
        kept, made = head["parts"], {}
        for kind in KINDS:
            made[kind] = [object.__new__(kind) for _ in range(kept[kind.__name__][""])]
            self._parts += made[kind]
        for kind in KINDS:
            self._fill(kind, made[kind], kept[kind.__name__], last=False)
        for kind in KINDS:
            self._fill(kind, made[kind], kept[kind.__name__], last=True)
        self._finish(made, kept)
        self._definition: FormDefinition = made[FormDefinition][0]

    def definition(self) -> FormDefinition:
        """Return the form."""
        return self._definition

    def _fill(self, kind: type[Any], parts: list[Any], columns: dict[str, Any], *, last: bool) -> None:
        """Set the slots that are kept; *last* those that look into other parts."""
        for slot, letter in PARTS[kind].items():
            column = columns[slot]
            if (letter == "s") is last:
                alike = isinstance(column, dict)
                values = self._read([column["all"]] if alike else column, letter)
                _set(kind, slot, parts, repeat(values[0]) if alike else values)

    def _read(self, column: list[Any], letter: str) -> list[Any]:
        if letter in "=d":
            return column
        parts = self._parts
        if letter == "o":
            return [None if one is None else parts[one] for one in column]
        if letter == "t":
            return [tuple([parts[number] for number in one]) if one else () for one in column]
        if letter == "l":
            return [[parts[number] for number in one] for one in column]
        return [_READ[letter](one, parts) for one in column]

    def _finish(self, made: Mapping[type[Any], list[Any]], kept: Mapping[str, Any]) -> None:
        """Set what follows from the parts, and who works out what comes later."""
        filters, lists = made[ChoiceFilter], made[ChoiceList]
        _set(Code, "origin", made[Code], kept["Code"]["origin"])
        _set(ChoiceFilter, "origin", filters, map(tuple, kept["ChoiceFilter"]["origin"]))
        _set(Code, "reads", made[Code], repeat(()))
        _set(ChoiceFilter, "reads", filters, repeat(()))
        _set(
            ChoiceList, "later", lists, [self._choices_of(number) for number in kept["ChoiceList"]["choices"]]
        )
        codes, cells, programs = made[Code], made[Cell], made[Program]
        _set(Code, "slot", codes, repeat(None))
        _set(Code, "literal", codes, repeat(None))
        _set(Code, "later", codes, repeat(self._of_code))
        _set(ChoiceFilter, "later", filters, repeat(self._of_filter))
        _set(Cell, "later", cells, repeat(self._of_cell))
        listed = kept["ChoiceList"]["choices"]
        self._number_of = {id(one): number for one, number in zip(lists, listed, strict=True)}
        _set(Program, "tables", programs, repeat(self._tables))
        for scope in made[Scope]:
            typed = [cell.initial for cell in scope.cells]
            scope.blank = (typed, [seen(value) for value in typed])
        for program in programs:
            program.passes = Passes(program)

    # -- what is worked out later

    def _of_code(self, code: Code, slot: str) -> Any:
        if slot != "run":
            raise AttributeError(slot)
        if isinstance(code.origin, str):
            return property_of_context(code.origin)
        if isinstance(code.origin, list):
            site, text = code.origin
            object.__setattr__(code, "origin", Origin(self._nodes[site], self._around, text))
        return code.origin.code().run

    def _of_cell(self, cell: Cell, slot: str) -> Any:
        """Return what follows from the question of a cell."""
        make = _OF_CELL.get(slot)
        if make is not None:
            return make(cell)
        if slot != "codes":
            raise AttributeError(slot)
        offered = cell.question.choices
        return (
            self._lists[self._number_of[id(offered)]] if offered is not None and cell.filter is None else None
        )

    def _of_filter(self, chosen: ChoiceFilter, slot: str) -> Any:
        if slot not in ("items", "allows", "choice"):
            raise AttributeError(slot)
        site, *words = chosen.origin
        origin, cell = ItemsOrigin(self._nodes[site], self._around, *words), self._nodes[site].cell
        offer = origin.offer()
        own = cell.question.choices if chosen.instance and chosen.internal and cell is not None else None
        chosen.items, chosen.allows, chosen.choice = (
            offer.items,
            offer.allows,
            origin.choice(chosen.instance, own),
        )
        return getattr(chosen, slot)

    @cached_property
    def _around(self) -> Around:
        root = next(node for node in self._nodes if node.parent is None)
        return Around(root, self._tables, labels, lambda _key: Text(), self._version)

    @cached_property
    def _nodes(self) -> list[Node]:
        nodes: list[Node] = []
        for name, part, scope, gate, cell, number, child in msgspec.json.decode(self._tree):
            above = None if number is None else nodes[number]
            own = None if cell is None else self._parts[cell]
            node = Node(name, Part(part), self._parts[scope], above, gate=gate, cell=own)
            nodes.append(node)
            if child and above is not None:
                above.children[name] = node
        return nodes

    def _choices_of(self, number: int) -> Callable[[], tuple[Choice, ...]]:
        """Return what makes a list of choices, once for all questions that offer it."""
        return lambda: self._lists[number].every


class _Lines(Generic[Made]):
    """Lines that become something when they are first asked for."""

    def __init__(self, lines: list[str], make: Callable[[Any], Made]) -> None:
        self._lines: list[str | None] = [*lines]
        self._make, self._made = make, dict[int, Made]()

    def __getitem__(self, number: int) -> Made:
        line = self._lines[number]
        if line is not None:
            self._made[number] = self._make(msgspec.json.decode(line))
            self._lines[number] = None
        return self._made[number]


class _KeptRows(dict[str, Items]):
    """Tables by name, each unfolded when it is first asked for."""

    def __init__(self, numbers: Mapping[str, int], rows: _Lines[Items]) -> None:
        super().__init__({name: [] for name in numbers})
        self._numbers, self._rows = numbers, rows

    def __getitem__(self, name: str) -> Items:
        return self._rows[self._numbers[name]]

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._numbers else default


class _KeptInstances(Instances):
    """The tables written in a kept form."""

    def __init__(self, numbers: Mapping[str, int], rows: _Lines[Items]) -> None:
        super().__init__({})
        self._tables = _KeptRows(numbers, rows)


def _set(kind: type[Any], slot: str, parts: Iterable[Any], values: Iterable[Any]) -> None:
    """Set one slot of many parts; past frozen classes, as their own constructors do."""
    deque(map(vars(kind)[slot].__set__, parts, values), maxlen=0)


def _offered(folded: Mapping[str, Any]) -> Offered:
    """Return the choices of one list."""
    media, outputs = dict(folded["media"]), dict(folded["outputs"])

    def choice(number: int) -> Choice:
        return Choice(
            folded["code"][number],
            Text(_row(folded["words"], number), outputs.get(number, 0)),
            _row(folded["extra"], number),
            {form: Text(words) for form, words in media.get(number, {}).items()},
        )

    return Offered(folded["code"], choice)


def _row(columns: Mapping[str, list[str | None]], number: int) -> dict[str, str]:
    """Return one row of columns, without those that are None there."""
    return {name: value for name, column in columns.items() if (value := column[number]) is not None}


def _rows(columns: Mapping[str, list[str | None]]) -> list[dict[str, str]]:
    """Return columns as rows, a row lacking what is None."""
    names = tuple(columns)
    rows = [dict(zip(names, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    if any(None in column for column in columns.values()):
        rows = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return rows


def _answer(given: Any, _parts: list[Any]) -> Any:
    if isinstance(given, dict):
        ((kind, value),) = given.items()
        return _ANSWERS[kind](value)
    return given


_KINDS = {kind.value: kind for kind in Kind}
_READ: dict[str, Callable[[Any, list[Any]], Any]] = {
    "v": _answer,
    "w": lambda one, parts: tuple([_answer(each, parts) for each in one]),
    "k": lambda one, _parts: _KINDS[one],
    "x": lambda one, _parts: tuple(one),
    "y": lambda one, _parts: frozenset(one),
    "O": lambda one, parts: parts[one[0]] if isinstance(one, list) else one,
    "m": lambda one, parts: {name: parts[number] for name, number in one.items()},
    "p": lambda one, parts: tuple((name, parts[number]) for name, number in one),
    "s": lambda one, parts: tuple((parts[number], home(parts[number])) for number in one),
}
_OF_CELL: dict[str, Callable[[Cell], Any]] = {
    "rules": rules,
    "reader": lambda cell: reader(cell.question.kind),
    "result": lambda cell: results(cell.question.kind),
    "checks": lambda cell: tuple(CHECKS[name] for name in cell.question.marks.get("check", "").split()),
}
