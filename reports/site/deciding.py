"""What a person decided about names in published texts: kept with the office, and without the names.

The decision is kept by the hash of a name and what stands around it, so that the same sentence is decided once and
another sentence with the same name is asked anew; who decided stands in the log. As a file it is a CSV table a person
fills in, for the console.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from forms.problems import Problem
from forms.words import N_, Translate
from reports.site.problem_codes import NAMES_UNDECIDED, NAMES_UNREAD
from reports.site.scrubbing import Decision, Mention, Scrubber

if TYPE_CHECKING:
    from records.ledger import Office

SETTING: Final = "published_names"
_HEADS: Final = (N_("决定（保留或隐去）"), N_("名字"), N_("上下文"), N_("出现次数"), N_("编号"))
_WORDS: Final = {
    "保留": Decision.KEEP, "keep": Decision.KEEP, "隐去": Decision.MASK, "mask": Decision.MASK,
}  # fmt: skip
WORDS: Final = {Decision.KEEP: N_("保留"), Decision.MASK: N_("隐去")}


@dataclass(frozen=True, slots=True)
class Named:
    """A mention in what is to be published, how often, and what was decided (None: nothing yet)."""

    mention: Mention
    count: int
    decision: Decision | None


class NamesUndecided(Problem):
    """Names nobody decided yet (REPORTS-212); *named* are all of them, the decided ones too."""

    def __init__(self, named: Sequence[Named]) -> None:
        waiting = sum(one.decision is None for one in named)
        super().__init__(NAMES_UNDECIDED, values={"count": waiting})
        self.named = tuple(named)


def decisions(office: "Office") -> dict[str, Decision]:
    """Return what was decided, by the mention's key."""
    return {key: Decision(value) for key, value in office.settings.get(SETTING, {}).items()}


def decide(office: "Office", chosen: Mapping[str, Decision]) -> None:
    """Keep decisions, by the mention's key, each with a line in the log. Raises Problem RECORDS-024 for a clerk."""
    if not chosen:
        return
    kept = {key: str(value) for key, value in (decisions(office) | dict(chosen)).items()}
    office.settings.set(SETTING, kept)
    for key, value in chosen.items():
        office.audit.note("publish_name", key, str(value))


def named(scrub: Scrubber) -> tuple[Named, ...]:
    """Return the mentions a scrubber met, the undecided first."""
    found = [Named(one, count, scrub.decided.get(one.key)) for one, count in scrub.mentions.items()]
    return tuple(
        sorted(found, key=lambda one: (one.decision is not None, one.mention.name, one.mention.around))
    )


def all_masked(found: Sequence[Named]) -> dict[str, Decision]:
    """Return what masks every mention nobody decided."""
    return {one.mention.key: Decision.MASK for one in found if one.decision is None}


def write(found: Sequence[Named], file: Path, translate: Translate) -> Path:
    """Write the mentions into a table a person fills in, and return it. It holds names: it is not to be passed on."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out)
        table.writerow([translate(head) for head in _HEADS])
        for one in found:
            said = translate(WORDS[one.decision]) if one.decision else ""
            table.writerow([said, one.mention.name, one.mention.around, one.count, one.mention.key])
    return file


def read(file: Path) -> dict[str, Decision]:
    """Return the decisions of a table that was filled in; rows without one are left out. Raises Problem REPORTS-213."""
    chosen = {}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for number, row in enumerate(csv.reader(lines), 1):
            said = row[0].strip().lower() if row else ""
            if number == 1 or not said:
                continue
            if said not in _WORDS or len(row) < len(_HEADS):
                raise Problem(NAMES_UNREAD, place=file.name, values={"row": number, "said": row[0].strip()})
            chosen[row[-1].strip()] = _WORDS[said]
    return chosen
