"""Entities a record creates or updates (ODK XForms entities specification 2023.1, and entities from repeats).

An entity is a thing the form is about (a person, a place) kept in a list of its own. The form says under which
condition a record creates or updates one, how it is called, and which answers are its properties. The engine only
says what the record says; keeping the lists is the office's matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from forms.engine.expression.values import to_string
from forms.engine.judging import truth
from forms.engine.live import Live, Row
from forms.engine.program import Cell, Code, EntityRule
from forms.engine.results import as_json


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity a record creates or updates.

    *properties* are the answers of questions with a `save_to`, as JSON; a blank one is None (it empties the property),
    one that is not asked is left out. *place* is the path of the repeat row it comes from, ``""`` outside repeats.
    """

    dataset: str
    action: str  # "create" or "update"
    id: str
    label: str
    properties: dict[str, Any]
    base_version: str = ""  # of an update: the version of the entity the form had read
    place: str = ""


def entities(live: Live) -> Iterator[Entity]:
    """Return what the record creates and updates now, in the form's order."""
    for rule in live.program.entities:
        for row in live.every_row(rule.scope):
            found = _entity(rule, row) if row.open[rule.gate] else None
            if found is not None:
                yield found


def _entity(rule: EntityRule, row: Row) -> Entity | None:
    updates = _holds(rule.update, row)
    if not updates and not _holds(rule.create, row):
        return None
    found = {}
    for name, cell in rule.properties:
        if row.open[cell.gate]:
            value = row.typed[cell.slot]
            found[name] = None if value is None else as_json(value)
    return Entity(
        rule.dataset,
        "update" if updates else "create",
        _text(rule.id, row),
        _text(rule.label, row),
        found,
        _text(rule.base_version, row) if updates else "",
        row.prefix.rstrip("."),
    )


def _holds(rule: Code | bool, row: Row) -> bool:
    """Whether to create or update: by the specification, when the value is "1" or "true"."""
    if isinstance(rule, Code) and rule.sort != "b":
        return to_string(rule.run(row, row)).strip() in ("1", "true")
    return truth(rule, row)


def _text(source: Code | Cell | None, row: Row) -> str:
    if source is None:
        return ""
    return to_string(row.seen[source.slot] if isinstance(source, Cell) else source.run(row, row))
