"""Drafts filled with an earlier version of their form: which there are, what moving them changes, and the move."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop import words
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office

_LONGEST = 10  # lines for one form


@dataclass(frozen=True, slots=True)
class Moves:
    """The drafts of one form that would move, and each change with the number of drafts it is in."""

    form_id: str
    title: str
    version: str
    count: int
    changes: tuple[tuple[Problem, int], ...]


def look(office: "Office") -> list[Moves]:
    """Return what would move, form by form; nothing is written."""
    found = []
    for info in office.forms.all():
        drafts = office.records.migrate(info.form_id, dry_run=True)
        if not drafts:
            continue
        count: Counter[tuple[str, str]] = Counter()
        first: dict[tuple[str, str], Problem] = {}
        for change in (change for draft in drafts for change in draft.changes):
            key = (change.code, change.place)
            count[key] += 1
            first.setdefault(key, change)
        changes = tuple((first[key], number) for key, number in count.most_common())
        title = info.title.in_(words.language())
        found.append(Moves(info.form_id, title, info.version, len(drafts), changes))
    return found


def lines(moves: list[Moves]) -> list[str]:
    """Say what would change, form by form."""
    said = []
    for one in moves:
        said.append(
            _("{title}：{count} 条草稿迁移到版本 {version}").format(
                title=one.title, count=one.count, version=one.version
            )
        )
        for problem, number in one.changes[:_LONGEST]:
            said.append("· " + _("{what}（{count} 条）").format(what=problem.what(_), count=number))
    return said


def move(office: "Office", moves: list[Moves]) -> int:
    """Move them; return how many."""
    return sum(len(office.records.migrate(one.form_id)) for one in moves)
