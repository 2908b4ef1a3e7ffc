"""Reads layouts from TOML and checks every word of them; a fault is told with its line.

A layout is written by people: shipped ones by us, an office's own by whoever knows a text editor there. So a mistyped key is
never just ignored, a value of the wrong kind is named with what is allowed, and a question the form lacks is found
before anything is printed.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, replace
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from forms.engine import FormDefinition
from forms.problems import Problem
from reports.papers.answers_in_words import Format
from reports.papers.layout import (
    NAME,
    OURS,
    ROW_NUMBER,
    AnyLayout,
    Card,
    Certificate,
    Column,
    Labels,
    Layout,
    Line,
    Section,
)
from reports.papers.problem_codes import (
    LAYOUT_ASKS_FOR,
    LAYOUT_BROKEN,
    LAYOUT_KEY_MISSING,
    LAYOUT_KEY_UNKNOWN,
    LAYOUT_VALUE_WRONG,
)
from reports.papers.sheet import PAPERS
from reports.text import Align

KINDS: Mapping[str, type[Any]] = {
    "roster": Layout,
    "card": Card,
    "labels": Labels,
    "certificate": Certificate,
}
PARTS: Mapping[type[Any], tuple[str, type[Any]]] = {
    Layout: ("columns", Column),
    Card: ("sections", Section),
    Labels: ("lines", Line),
    Certificate: ("lines", Line),
}
_HANDS = ("sans", "bold", "serif")


def read(file: Path) -> AnyLayout:
    """Return the layout in a TOML file. Raises the Problems of `of_text`."""
    try:
        return of_text(file.stem, file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as fault:
        raise Problem(
            LAYOUT_BROKEN, place=file.name, values={"layout": file.stem, "fault": str(fault)}
        ) from fault


def of_text(name: str, text: str) -> AnyLayout:
    """Return the layout written in *text* under *name*.

    Raises Problem REPORTS-010 for what is no TOML, REPORTS-030 for an unknown key, -031 for a missing one, -032 for a
    value that cannot be, each with its line.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Problem(
            LAYOUT_BROKEN, place=f"{name}.toml", values={"layout": name, "fault": str(fault)}
        ) from fault
    return _Reader(name, text).layout(table)


@cache
def _shipped() -> dict[str, AnyLayout]:
    return {file.stem: read(file) for file in sorted(folder().glob("*.toml"))}


def layouts() -> dict[str, AnyLayout]:
    """Return the shipped layouts by name."""
    return dict(_shipped())


def folder() -> Path:
    """Return where the shipped layouts lie."""
    return Path(__file__).resolve().parent.parent / "layouts"


def check(layout: AnyLayout, definition: FormDefinition, text: str = "") -> None:
    """Raise Problem REPORTS-033 when the layout asks for a question the form does not have.

    *text*: the layout as written, to tell the line.
    """
    for repeat, question in _asked(layout):
        known = question in definition.questions or f"{repeat}.{question}" in definition.questions
        if not known and question not in definition.repeats:
            line = _line_with(text, question)
            values = {"layout": layout.name, "line": line, "form": definition.form_id, "question": question}
            raise Problem(LAYOUT_ASKS_FOR, place=f"{layout.name}.toml:{line}", values=values)


def _asked(layout: AnyLayout) -> Iterable[tuple[str, str]]:
    """Yield (repeat, question) of everything the layout takes from records."""
    repeat = layout.repeat if not isinstance(layout, Card) else ""
    found: list[tuple[str, str]] = []
    texts: list[str] = []
    if isinstance(layout, Layout):
        found += [(repeat, name) for column in layout.columns for name in column.questions]
        found += [(repeat, column.count[0]) for column in layout.columns if column.count]
        found += [(repeat, name) for name in (layout.group, layout.by)]
        texts += [part for line in layout.head for part in line]
    elif isinstance(layout, Card):
        found += [(one.repeat, name.partition("|")[0]) for one in layout.sections for name in one.questions]
        texts += [*layout.head, *(one.words for one in layout.sections)]
        found.append((repeat, layout.photograph.removeprefix("-")))
    else:
        texts += [line.text for line in layout.lines]
        found.append((repeat, layout.photograph))
        texts += [layout.number, *layout.foot] if isinstance(layout, Certificate) else []
    if not isinstance(layout, Card):
        found += [(repeat, name) for name in (*layout.skip[:1], *layout.only[:1])]
    found += [(repeat, name) for text in texts for name in NAME.findall(text) if name not in OURS]
    return ((inside, name) for inside, name in found if name and name != ROW_NUMBER)


class _Reader:
    """Makes a layout of one file's table."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._text = name, text
        self._from = 0  # the line from which a fault's key is looked for

    def layout(self, table: dict[str, Any]) -> AnyLayout:
        """Return the layout."""
        kind = table.pop("kind", "roster")
        if kind not in KINDS:
            self._wrong("kind", kind, KINDS)
        shape = KINDS[kind]
        key, part = PARTS[shape]
        parts = table.pop(key, [])
        if not isinstance(parts, list) or not parts or not all(isinstance(one, dict) for one in parts):
            self._missing(key)
        made = self._made(shape, table, besides={"name", key}, given={"name": self._name, key: ()})
        read = []
        for number, entry in enumerate(parts):
            self._from = self._start_of(key, number)
            read.append(self._part(part, dict(entry)))
        self._from = 0
        layout: AnyLayout = replace(made, **{key: tuple(read)})
        self._fits(layout)
        return layout

    def _part(self, shape: type[Any], entry: dict[str, Any]) -> Any:
        if shape is Column and "question" in entry:
            entry["questions"] = [entry.pop("question")]
        return self._made(shape, entry, besides=set(), given={})

    def _made(self, shape: type[Any], table: dict[str, Any], besides: set[str], given: dict[str, Any]) -> Any:
        """Return an object of *shape*, every key known and of its type, nothing missing."""
        hints = get_type_hints(shape)
        known = {field.name: field for field in fields(shape) if field.name not in besides}
        for key, value in table.items():
            if key not in known:
                self._unknown(key, known)
            given[key] = self._value(key, value, hints[key])
        for name, field in known.items():
            if name not in given and field.default is MISSING:
                self._missing(name)
        return shape(**given)

    def _value(self, key: str, value: Any, kind: Any) -> Any:
        """Return the value as the field wants it."""
        if get_origin(kind) is UnionType:
            kind = get_args(kind)[0]
        if get_origin(kind) is tuple:
            inner = get_args(kind)[0]
            if not isinstance(value, list):
                self._wrong(key, value, ("[…]",))
            return tuple(self._value(key, one, inner) for one in value)
        if kind in (Format, Align):
            if value not in set(kind):
                self._wrong(key, value, kind)
            return kind(value)
        plain: tuple[type, ...] = {float: (int, float), int: (int,), str: (str,), bool: (bool,)}[kind]
        if not isinstance(value, plain) or (isinstance(value, bool) and kind is not bool):
            self._wrong(key, value, {str: ("“…”",), bool: ("true", "false")}.get(kind, ("0 … 1000",)))
        if isinstance(value, int | float) and not 0 <= value <= 1000:
            self._wrong(key, value, ("0 … 1000",))
        return value

    def _fits(self, layout: AnyLayout) -> None:
        """Check what single keys cannot: the paper exists, sizes fit one another, pairs are pairs."""
        if layout.paper not in PAPERS:
            self._wrong("paper", layout.paper, PAPERS)
        if isinstance(layout, Layout | Card):
            self._fits_text(layout)
        if not isinstance(layout, Card):
            for key, value in (("skip", layout.skip), ("only", layout.only)):
                if len(value) == 1:
                    self._wrong(key, list(value), ('["question", "code"]',))
        if isinstance(layout, Labels):
            self._fits_labels(layout)
        if isinstance(layout, Labels | Certificate):
            self._hands(layout.lines)

    def _hands(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if line.hand not in _HANDS:
                self._wrong("hand", line.hand, _HANDS)

    def _fits_text(self, layout: Layout | Card) -> None:
        if layout.smallest > layout.text_size or layout.smallest <= 0:
            self._wrong("smallest", layout.smallest, (f"≤ {layout.text_size:g}",))
        if layout.row_height <= 0:
            self._wrong("row_height", layout.row_height, ("> 0",))

    def _fits_labels(self, layout: Labels) -> None:
        across, down = PAPERS[layout.paper]
        if layout.landscape:
            across, down = down, across
        wide = layout.left + layout.across * layout.width + (layout.across - 1) * (layout.gap or (0,))[0]
        high = layout.top + layout.down * layout.height + (layout.down - 1) * (layout.gap or (0,))[-1]
        if wide > across + 0.01 or layout.width <= 0 or layout.across < 1:
            self._wrong("across", layout.across, (f"{wide:g} mm > {across:g} mm",))
        if high > down + 0.01 or layout.height <= 0 or layout.down < 1:
            self._wrong("down", layout.down, (f"{high:g} mm > {down:g} mm",))

    def _start_of(self, key: str, number: int) -> int:
        """Return the line of the *number*-th ``[[key]]``."""
        starts = [at for at, line in enumerate(self._text.splitlines()) if line.strip() == f"[[{key}]]"]
        return starts[number] if number < len(starts) else 0

    def _line_of(self, key: str) -> int:
        for at, line in enumerate(self._text.splitlines()[self._from :], start=self._from + 1):
            if re.match(rf"\s*{re.escape(key)}\s*=", line):
                return at
        return self._from + 1

    def _raise(self, detail: Any, line: int, **values: Any) -> NoReturn:
        said = {"layout": self._name, "line": line, **values}
        raise Problem(detail, place=f"{self._name}.toml:{line}", values=said)

    def _unknown(self, key: str, known: Iterable[str]) -> NoReturn:
        self._raise(LAYOUT_KEY_UNKNOWN, self._line_of(key), key=key, known=", ".join(sorted(known)))

    def _missing(self, key: str) -> NoReturn:
        self._raise(LAYOUT_KEY_MISSING, self._from + 1, key=key)

    def _wrong(self, key: str, value: Any, allowed: Iterable[object]) -> NoReturn:
        said = ", ".join(str(one) for one in allowed)
        self._raise(LAYOUT_VALUE_WRONG, self._line_of(key), key=key, value=value, allowed=said)


def _line_with(text: str, word: str) -> int:
    """Return the first line that names *word*, 1 when none does."""
    pattern = re.compile(rf"\b{re.escape(word)}\b")
    return next((at for at, line in enumerate(text.splitlines(), start=1) if pattern.search(line)), 1)
