"""Where a record is, in words: what `sync.whereabouts` found out, for the record's panel and the console. Knows no Qt."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from desktop import stages
from desktop.words import _
from forms.problems import Problem
from forms.words import N_
from records.problem_codes import NO_SUCH_RECORD

if TYPE_CHECKING:
    from records.ledger import Office
    from sync.whereabouts import Step, Whereabouts

_HOW: Final = {"http": N_("联网"), "file": N_("U 盘")}


def look(office: "Office", record_id: str) -> "Whereabouts":
    """Return where the record is. Raises Problem RECORDS-050 when nobody here knows it."""
    from sync.whereabouts import where

    found = where(office, record_id)
    if found is None:
        raise Problem(NO_SUCH_RECORD, values={"record": record_id})
    return found


def when(step: "Step") -> str:
    """Return the moment of a step in this PC's time."""
    return datetime.fromisoformat(step.at).astimezone().strftime("%Y-%m-%d %H:%M") if step.at else ""


def said(step: "Step") -> str:
    """Return one step as a sentence."""
    values: dict[str, Any] = dict(step.values)
    if "verdict" in values:
        values["verdict"] = _(stages.decided(values["verdict"]))
    if "how" in values:
        values["how"] = _(_HOW.get(values["how"], "")) or values["how"]
    return _(step.words).format(**values)


def in_one_line(found: "Whereabouts") -> str:
    """Return where a record is, since when and why, and that it is another's double, as one line.

    Why it was returned stands beside the record already.
    """
    now = found.now
    why = "" if now.what == "returned" else now.why
    double = [said(step) for step in found.steps if step.what == "double"]
    return "  ".join(filter(None, (said(now), why, *double, when(now))))
