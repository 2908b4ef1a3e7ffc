"""Places as people choose them: the divisions, and below them the 41,352 townships (and villages a code pack brings).

A division comes first: who types 甘洛 means the county, not the street of that name somewhere else. Knows no Qt.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from forms.reference.townships import Township, Townships

_COUNTY: Final = 6  # digits
_TOWNSHIP, _VILLAGE = 4, 5  # levels below province 1, prefecture 2, county 3


class Place(NamedTuple):
    """A place with its path: *level* 1 province to 5 village."""

    code: str
    name: str
    full_name: str
    level: int


def find(text: str, limit: int, townships: "Townships | None" = None) -> list[Place]:
    """Return at most *limit* places that *text* means; *townships* are the office's own, else the shipped edition."""
    from forms.reference import Reference
    from forms.reference.townships import Townships

    divisions = Reference.load().search(text, limit)
    found = [Place(one.code, one.name, one.full_name, one.level) for one in divisions]
    if len(found) < limit:
        known = Townships() if townships is None else townships
        found += [below(one, known) for one in known.search(text, limit=limit - len(found))]
    return found


def below(one: "Township", townships: "Townships") -> Place:
    """Return a township or village with the names of the places above it."""
    from forms.reference import Reference

    names, parent = [one.name], one.parent
    while len(parent) > _COUNTY:
        upper = townships.get(parent)
        names.append(upper.name if upper is not None else "")
        parent = upper.parent if upper is not None else parent[:_COUNTY]
    county = Reference.load().division(parent, None)
    names.append(county.full_name if county is not None else "")
    level = _TOWNSHIP if len(one.code) == _COUNTY + 3 else _VILLAGE
    return Place(one.code, one.name, "".join(reversed(names)), level)
