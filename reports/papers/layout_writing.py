"""Writes a layout as TOML, so that the paper a form makes of itself can be copied and changed like any other."""

from dataclasses import MISSING, fields
from typing import Any

import tomlkit

from reports.papers.layout import AnyLayout
from reports.papers.layout_reading import KINDS, PARTS


def written(layout: AnyLayout) -> str:
    """Return the layout as a TOML file says it; what is as usual is left out."""
    kind = next(name for name, shape in KINDS.items() if isinstance(layout, shape))
    key, _shape = PARTS[KINDS[kind]]
    document = tomlkit.document()
    document.add(tomlkit.comment(layout.title))
    if kind != "roster":
        document["kind"] = kind
    for name, value in _said(layout, besides={"name", key}):
        document[name] = value
    tables = tomlkit.aot()
    for part in getattr(layout, key):
        table = tomlkit.table()
        for name, value in _said(part, besides=set()):
            table[name] = value
        tables.append(table)
    document[key] = tables
    return tomlkit.dumps(document)


def _said(thing: Any, besides: set[str]) -> list[tuple[str, Any]]:
    """Return the fields that are not as usual, as TOML takes them."""
    return [
        (field.name, _plain(getattr(thing, field.name)))
        for field in fields(thing)
        if field.name not in besides
        and (field.default is MISSING or getattr(thing, field.name) != field.default)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value
