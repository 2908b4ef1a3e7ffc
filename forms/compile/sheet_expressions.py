"""Judges the expressions of sheets pyxform refused, so that an author is told of them in the same list.

Each is read alone, every ``${name}`` standing for some question: whether the grammar is right and the functions
exist. Names and paths are judged when the form is compiled, after the sheets are right.
"""

import re
from collections.abc import Iterator

from forms.compile.problems import Report
from forms.engine.expression.filters import parts
from forms.engine.expression.functions import NAMES
from forms.engine.expression.parser import parse
from forms.engine.expression.syntax import Call, Expression, Path
from forms.engine.expression.tokens import ExpressionError
from forms.problems import Problem
from forms.sheets import Sheets
from forms.sheets.places import COLUMNS

_RULES = ("relevant", "constraint", "calculate", "required", "readonly", "repeat_count")
_HEADINGS = ("choice_filter", *(heading for rule in _RULES for heading in COLUMNS[rule]))
_REFERENCE = re.compile(r"\$\{[^}]*\}")


def broken_expressions(sheets: Sheets) -> list[Problem]:
    """Return a problem for each cell whose expression cannot be read, or calls what is no function."""
    found: list[Problem] = []
    form = next((row.get("form_id", "") for row in sheets.page("settings").rows), "")
    for number, row in enumerate(sheets.page("survey").rows, start=2):
        report, name = Report(form), row.get("name", "")
        for heading in _HEADINGS:
            if text := row.get(heading, "").strip():
                report.expression(f"survey!{number}", heading, text, _check)
        found += [Problem(one.detail, one.place, {**one.values, "question": name}) for one in report.problems]
    return found


def _check(text: str) -> Expression:
    """Parse *text*; raises `ExpressionError` with the position in the author's own words."""
    tree = parse(_REFERENCE.sub(lambda found: "/" + "a" * (len(found[0]) - 1), text))
    for call in _calls(tree):
        if call.name not in NAMES:
            raise ExpressionError("unknown function", call.position, "function", call.name)
    return tree


def _calls(tree: Expression) -> Iterator[Call]:
    waiting = [tree]  # no recursion: a sum of nine thousand parts is deeper than Python's stack
    while waiting:
        one = waiting.pop()
        if isinstance(one, Call):
            yield one
        elif isinstance(one, Path) and one.start is not None:
            yield one.start
        waiting += parts(one)
