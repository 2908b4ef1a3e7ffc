"""How a group or a row of a repeat stands: asked or not, under which heading (which may show answers)."""

from dataclasses import dataclass

from forms.engine.judging import shown
from forms.engine.live import Live, Row
from forms.engine.places import find_inside
from forms.engine.program import Heading
from forms.engine.texts import Text


@dataclass(frozen=True, slots=True)
class GroupState:
    """Whether the questions of a group are asked at all, and the group's label now."""

    relevant: bool
    label: Text


def group_state(live: Live, path: str) -> GroupState:
    """Return how the group or repeat row *path* stands; raises KeyError when there is none."""
    row, name = find_inside(live, path)
    heading = row.scope.headings.get(name)
    if heading is None:
        raise KeyError(path)
    return _state(heading, row)


def _state(heading: Heading, row: Row) -> GroupState:
    return GroupState(row.open[heading.gate], shown(heading.label, heading.outputs, row))
