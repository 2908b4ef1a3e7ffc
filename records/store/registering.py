"""Whom the answers of a record name: persons and organisations, as the registers know them. Pure reading.

Questions marked `register` (``person.full_name``, ``organisation.uscc`` …) say which answer is what. The registers
themselves are `records.store.register_rows`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from forms.checks.normal import tidy_name
from records.model.revisions import canonical
from records.model.search_keys import NUMBER, joined, line_of
from records.store.form_shape import Answers, Cell, Shape
from records.store.found_by import lines_of

Key = tuple[str, ...]
_BRACKETS = str.maketrans({"(": "（", ")": "）"})
RESIDENT = "10"  # code of the resident identity card in the forms' list id_type, the default kind of document


def name_key(name: str) -> str:
    """Return an organisation's name as it is compared: no blanks, brackets full-width (domain book A2)."""
    return "".join(name.split()).translate(_BRACKETS)


class Entry(msgspec.Struct):
    """One person or organisation as a record names it."""

    register: str
    properties: dict[str, str]
    described: "Described | None" = None  # of these very properties, where somebody has worked it out

    def key(self) -> Key | None:
        """Return what it is known by, or None when the record says too little."""
        if self.register == "person":
            number = self.properties.get("id_no", "")
            complete = len(number) >= 5 and self.properties.get("full_name")
            return (self.properties.get("id_type", RESIDENT), number) if complete else None
        name = self.properties.get("name", "")
        if len(name) < 2:
            return None
        return (self.properties.get("uscc") or "=" + name_key(name),)


class Registering:
    """Which questions of a form fill which property of which register, row by row."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._by_sheet = {sheet.table: list(_entities(sheet.cells)) for sheet in shape.sheets}
        self.any = any(self._by_sheet.values())

    def entries(self, answers: Answers) -> Iterator[Entry]:
        """Yield the persons and organisations named by these answers."""
        for sheet, _row, _of, inner in self._shape.rows(answers):
            given = inner.get
            for register, fields in self._by_sheet[sheet.table]:
                properties = {
                    prop: str(value)
                    for prop, name in fields
                    if isinstance(value := given(name), (str, int)) and value != ""
                }
                entry = Entry(register, properties)
                if entry.key() is not None:
                    yield entry


def _entities(cells: Iterable[Cell]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Group the marked questions: a property that comes a second time begins another person or organisation."""
    open_groups: dict[str, list[tuple[str, str]]] = {}
    for cell in cells:
        register, _dot, prop = cell.question.marks.get("register", "").partition(".")
        if register not in ("person", "organisation") or not prop:
            continue
        group = open_groups.setdefault(register, [])
        if any(known == prop for known, _name in group):
            yield register, group
            group = open_groups[register] = []
        group.append((prop, cell.name))
    yield from open_groups.items()


MAIN = {"person": "full_name", "organisation": "name"}
"""The property of each register that must not be empty."""


class Described(NamedTuple):
    """One person or organisation as its register keeps it: properties as JSON text, search keys, columns by name.

    *terms* are those of *keys*, a line for each; '' as long as nobody has worked them out.
    """

    properties: str
    keys: str
    columns: dict[str, str]
    terms: str = ""


def described(register: str, properties: Mapping[str, str]) -> Described:
    """Return what a register keeps of these properties."""
    return Described(canonical(properties), _keys(register, properties), _columns(register, properties))


def _keys(register: str, properties: Mapping[str, str]) -> str:
    number = properties.get("id_no") or properties.get("uscc") or ""
    return joined({*lines_of("name", properties.get(MAIN[register], "")), line_of(NUMBER, number)})


def _columns(register: str, properties: Mapping[str, str]) -> dict[str, str]:
    if register == "person":
        return {"full_name": tidy_name(properties["full_name"])}
    return {
        "name": properties["name"],
        "uscc": properties.get("uscc", ""),
        "name_key": name_key(properties["name"]),
    }
