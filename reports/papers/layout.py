"""A roster's layout: which paper, which columns, which lines above and below. Data, read from TOML.

``docs/rosters.md`` tells how to write one. Everything is checked when it is read, so that a slip of the pen shows
as REPORTS-010 with the file and the fault, never as a paper with a hole in it.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from forms.engine import FormDefinition
from forms.problems import Problem
from reports.papers.answers_in_words import Format
from reports.papers.problem_codes import LAYOUT_BROKEN
from reports.papers.sheet import PAPERS
from reports.text import Align

ROW_NUMBER = "#"
_NAME = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_OURS = frozenset({"office", "as_of"})  # names in braces that are no questions


@dataclass(frozen=True, slots=True)
class Column:
    """One column. *width* in millimetres, or 0 to take a *share* of what is left.

    *questions*: none for a column to be filled by hand, ``("#",)`` for the row number, several joined by *join*.
    *top* is a heading over this and the neighbouring columns of the same *top*. *once*: only in the first row of a
    record that takes several (item lines of one donation). *most* lines in a cell. *total*: summed at the foot.
    """

    heading: str
    questions: tuple[str, ...] = ()
    format: Format = Format.AUTO
    width: float = 0
    share: float = 1
    align: Align = Align.LEFT
    join: str = " "
    top: str = ""
    once: bool = False
    most: int = 8
    total: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A roster as data; *name* is its file's name, *code* that of the domain book (LAB-R1).

    *head*: lines under the title, each of up to three parts; ``{office}``, ``{as_of}`` and question names in braces
    are filled. *foot*: who signs. *repeat*: one row for each entry of this repeat instead of one for each record.
    *each*: every record begins its own roster (a class and its trainees). *group*: the question whose values part
    the rows, with sub-totals. *skip*: (question, code): such rows are left out. *spare*: empty numbered rows at the end. *rows*: at most so many on a page (0: as fit).
    *unit*: what is counted in 合计 (人, 笔). *when*: period of the report, for lists of layouts.
    """

    name: str
    code: str
    form_id: str
    title: str
    columns: tuple[Column, ...]
    paper: str = "A4"
    landscape: bool = True
    head: tuple[tuple[str, ...], ...] = ()
    foot: tuple[str, ...] = ()
    notes: str = ""
    repeat: str = ""
    each: bool = False
    group: str = ""
    spare: int = 0
    skip: tuple[str, ...] = ()
    rows: int = 0
    row_height: float = 7.0
    text_size: float = 8.5
    smallest: float = 6.5
    unit: str = "人"
    when: str = ""
    margin: float = 12


def read(file: Path) -> Layout:
    """Return the layout in a TOML file. Raises Problem REPORTS-010."""
    try:
        return _layout(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise _broken(file.stem, str(fault)) from fault
    except (TypeError, ValueError, AttributeError) as fault:
        raise _broken(file.stem, str(fault)) from fault


def layouts() -> dict[str, Layout]:
    """Return the shipped layouts by name."""
    folder = Path(__file__).resolve().parent.parent / "layouts"
    return {file.stem: read(file) for file in sorted(folder.glob("*.toml"))}


def check(layout: Layout, definition: FormDefinition) -> None:
    """Raise Problem REPORTS-010 when the layout asks for a question the form does not have."""
    asked = [question for column in layout.columns for question in column.questions if question != ROW_NUMBER]
    asked += [
        name for line in layout.head for part in line for name in _NAME.findall(part) if name not in _OURS
    ]
    asked += [name for name in (layout.group, *layout.skip[:1]) if name]
    for question in asked:
        if question not in definition.questions and f"{layout.repeat}.{question}" not in definition.questions:
            raise _broken(layout.name, f"{definition.form_id}: {question} ?")


def fill(text: str, say: Callable[[str], str]) -> str:
    """Replace each ``{name}`` by what *say* says of it; never `str.format`, which would look into objects."""
    return _NAME.sub(lambda match: say(match[1]), text)


def _broken(name: str, fault: str) -> Problem:
    return Problem(LAYOUT_BROKEN, place=f"{name}.toml", values={"layout": name, "fault": fault})


def _layout(name: str, table: dict[str, Any]) -> Layout:
    columns = tuple(_column(entry) for entry in table.pop("columns", []))
    table["head"] = tuple(tuple(parts) for parts in table.get("head", ()))
    table["skip"] = tuple(table.get("skip", ()))
    table["foot"] = tuple(table.get("foot", ()))
    _known(table, Layout, {"name", "columns"})
    layout = Layout(name=name, columns=columns, **table)
    if not columns:
        raise ValueError("columns")
    if len(layout.skip) not in (0, 2):
        raise ValueError("skip")
    if layout.paper not in PAPERS:
        raise ValueError(f"paper = {layout.paper!r} ({', '.join(PAPERS)})")
    if layout.smallest > layout.text_size or layout.row_height <= 0:
        raise ValueError("text_size, smallest, row_height")
    return layout


def _column(entry: Mapping[str, Any]) -> Column:
    entry = dict(entry)
    if "question" in entry:
        entry["questions"] = [entry.pop("question")]
    _known(entry, Column, set())
    entry["questions"] = tuple(entry.get("questions", ()))
    entry["format"] = Format(entry.get("format", Format.AUTO))
    entry["align"] = Align(entry.get("align", Align.LEFT))
    return Column(**entry)


def _known(table: Mapping[str, Any], shape: type, besides: set[str]) -> None:
    """Raise ValueError naming the first key the layout does not know: a mistyped key is never just ignored."""
    known = {field.name for field in fields(shape)} - besides
    for key in table:
        if key not in known:
            raise ValueError(f"{key} ?")
