"""Truth values and selections (ODK XForms specification, "Boolean functions", "Select functions")."""

from collections.abc import Sequence
from typing import Any

from forms.engine.expression.functions.table import Function
from forms.engine.expression.values import Number, is_nan, to_boolean, to_number, to_string


def codes(value: Any) -> list[str]:
    """Return the chosen codes of a select_multiple answer (a list, or text with spaces)."""
    return [to_string(code) for code in value] if isinstance(value, list) else to_string(value).split()


def _selected_at(value: Any, place: Number) -> str:
    chosen = codes(value)
    return chosen[int(place)] if not is_nan(place) and 0 <= place < len(chosen) else ""


def _within(least: Number, most: Number, count: Number) -> bool:
    """Whether *count* lies between; -1 means no limit on that side."""
    return (least == -1 or count >= least) and (most == -1 or count <= most)


def _checklist(least: Number, most: Number, *parts: Sequence[Any]) -> bool:
    return _within(least, most, sum(1 for part in parts for value in part if to_boolean(value)))


def _weighted(least: Number, most: Number, *parts: Sequence[Any]) -> bool:
    flat = [value for part in parts for value in part]
    total: Number = 0
    for holds, weight in zip(flat[::2], flat[1::2], strict=False):
        if to_boolean(holds):
            total += to_number(weight)
    return not is_nan(total) and _within(least, most, total)


def _from_string(text: str) -> bool:
    return text.strip().lower() in ("true", "1")


PLAIN = {
    "true": Function("", "b", lambda: True),
    "false": Function("", "b", lambda: False),
    "not": Function("b", "b", lambda value: not value),
    "boolean": Function("b", "b", lambda value: value),
    "boolean-from-string": Function("s", "b", _from_string),
    "selected": Function("as", "b", lambda value, code: code.strip() in codes(value)),
    "selected-at": Function("an", "s", _selected_at),
    "count-selected": Function("a", "n", lambda value: len(codes(value))),
    "checklist": Function("nnv*", "b", _checklist),
    "weighted-checklist": Function("nnv*", "b", _weighted),
    "count-non-empty": Function("v", "n", lambda values: sum(1 for v in values if v not in ("", None, []))),
}
