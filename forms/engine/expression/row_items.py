"""Choices from rows of the form itself: ``<itemset nodeset="/data/person[name != '']">``, one choice a row.

Each row becomes an item with the columns ``name`` and ``label``, so that whoever shows choices needs not know where
they came from.
"""

from typing import Any

from forms.engine.expression import paths
from forms.engine.expression.frames import Compiling, Frame
from forms.engine.expression.parser import parse
from forms.engine.expression.syntax import Path
from forms.engine.expression.tokens import ExpressionError
from forms.engine.expression.values import to_string
from forms.engine.nodes import Part
from forms.engine.program import Closure


def rows_as_items(compiler: Compiling, path: Path, frame: Frame, value: str, label: str) -> Closure:
    """Return the closure giving the rows *path* selects as items; blank values offer nothing."""
    target, inside = paths.rows_frame(compiler, path, frame)
    if target.node.part is Part.QUESTION:  # choices from all answers of one question
        every = paths.values(target)
        return lambda row, cur: [_item(text, text) for text in map(to_string, every(row, cur)) if text]
    if not target.many:
        raise ExpressionError(
            "choices from a node-set that is no repeat", path.position, "feature", "itemset"
        )
    rows = paths.rows(target)
    code, words = compiler.text(parse(value), inside), compiler.text(parse(label or value), inside)

    def items(row: Any, cur: Any) -> list[dict[str, str]]:
        found = [(code(one, cur), words(one, cur)) for one in rows(row, cur)]
        return [_item(name, text) for name, text in found if name]

    return items


def _item(name: str, label: str) -> dict[str, str]:
    return {"name": name, "label": label or name}
