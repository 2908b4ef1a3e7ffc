"""The layouts an office may choose from: those shipped, its own, and the two papers every form makes of itself.

An office's own layouts are texts in its settings: inside the encrypted file, backed up with it, changed only by who may
change settings, each change a line of the audit log. An own layout of a shipped name takes its place.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms.problems import Problem
from reports.papers.card_of_form import BLANK, FILLED, card_of
from reports.papers.layout import AnyLayout
from reports.papers.layout_reading import check, folder, layouts, of_text
from reports.papers.layout_writing import written
from reports.papers.problem_codes import LAYOUT_NAME_WRONG, LAYOUT_NOT_OWN, LAYOUT_UNKNOWN

if TYPE_CHECKING:
    from records.ledger import Office

_KEY = "layouts"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A layout one may print by; *own* when the office took or changed it."""

    name: str
    layout: AnyLayout
    own: bool


def shelf(office: "Office", form_id: str | None = None) -> list[Shelved]:
    """Return the layouts of a form, or all, by title; own ones this version cannot read are told by `unread`."""
    found = {name: Shelved(name, layout, own=False) for name, layout in layouts().items()}
    broken = {name for name, _problem in unread(office)}
    for name, text in _own(office).items():
        if name not in broken:
            found[name] = Shelved(name, of_text(name, text), own=True)
    chosen = [one for one in found.values() if form_id in (None, one.layout.form_id)]
    return sorted(chosen, key=lambda one: (one.layout.form_id, one.layout.title, one.name))


def unread(office: "Office") -> list[tuple[str, Problem]]:
    """Return the own layouts this version no longer reads, each with why: REPORTS-010, -030, -031, -032.

    A later version may drop a key or a paper; then one layout is to be mended, and all others still print.
    """
    found: list[tuple[str, Problem]] = []
    for name, text in _own(office).items():
        try:
            of_text(name, text)
        except Problem as problem:
            found.append((name, problem))
    return found


def named(office: "Office", name: str) -> AnyLayout:
    """Return the layout of that name: own, shipped, or ``<form>-card`` and ``<form>-blank``. Raises REPORTS-035."""
    own = _own(office)
    if name in own:
        return of_text(name, own[name])
    if name in layouts():
        return layouts()[name]
    form_id, _dash, kind = name.rpartition("-")
    if kind in (BLANK, FILLED) and form_id in {form.form_id for form in office.forms.all()}:
        return card_of(office.forms.definition(form_id), blank=kind == BLANK)
    known = ", ".join(sorted({*layouts(), *own}))
    raise Problem(LAYOUT_UNKNOWN, place=name, values={"layout": name, "known": known})


def text_of(office: "Office", name: str) -> str:
    """Return a layout as it is written. Raises Problem REPORTS-035 for an unknown one."""
    own = _own(office)
    if name in own:
        return own[name]
    if name in layouts():
        return (folder() / f"{name}.toml").read_text(encoding="utf-8")
    return written(named(office, name))


def proved(office: "Office", name: str, text: str) -> AnyLayout:
    """Return the layout in *text* once it reads and its form has what it asks for. Raises REPORTS-010, -030 … -036."""
    if not _NAME.fullmatch(name):
        raise Problem(LAYOUT_NAME_WRONG, place=name, values={"layout": name})
    layout = of_text(name, text)
    check(layout, office.forms.definition(layout.form_id), text)
    return layout


def take(office: "Office", name: str, text: str) -> AnyLayout:
    """Keep *text* as the office's own layout *name*. Raises the Problems of `proved`, RECORDS-024 for who may not."""
    layout = proved(office, name, text)
    office.settings.set(_KEY, {**_own(office), name: text})
    return layout


def drop(office: "Office", name: str) -> None:
    """Forget an own layout; a shipped one of that name counts again. Raises Problem REPORTS-037, RECORDS-024."""
    own = _own(office)
    if name not in own:
        raise Problem(LAYOUT_NOT_OWN, place=name, values={"layout": name})
    del own[name]
    office.settings.set(_KEY, own or None)


def free_name(office: "Office", name: str) -> str:
    """Return a name for a copy of *name* that is not taken: ``labour-roster-2``."""
    taken = {*layouts(), *_own(office)}
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _own(office: "Office") -> dict[str, str]:
    return dict(office.settings.get(_KEY) or {})
