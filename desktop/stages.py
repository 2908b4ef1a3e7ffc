"""How the life of a record is shown: a word, a shape and a tone for each state and each verdict from above.

A tone never stands alone: the shape tells the same to a person who cannot tell red from green.
"""

from dataclasses import dataclass
from typing import Final

from forms.words import N_


@dataclass(frozen=True, slots=True)
class Look:
    """*word* is a message id; *icon* a file of resources/icons; *tone* a name of the palette."""

    word: str
    icon: str
    tone: str


STATES: Final[dict[str, Look]] = {
    "draft": Look(N_("草稿"), "edit", "text_soft"),
    "complete": Look(N_("待审"), "hourglass", "accent"),
    "approved": Look(N_("已审"), "circle-check", "accent"),
    "sent": Look(N_("已上报"), "send", "text_soft"),
    "received": Look(N_("已收到"), "inbox", "text_soft"),
    "accepted": Look(N_("已入库"), "checks", "good"),
    "returned": Look(N_("退回"), "arrow-back-up", "bad"),
    "void": Look(N_("作废"), "ban", "text_faint"),
}
VERDICTS: Final[dict[str, Look]] = {
    "none": Look("–", "", "text_faint"),
    "received": Look(N_("已收到"), "inbox", "text_soft"),
    "accepted": Look(N_("入库"), "checks", "good"),
    "returned": Look(N_("退回"), "arrow-back-up", "bad"),
    "quarantined": Look(N_("待查"), "alert-triangle", "warn"),
}
UNKNOWN: Final = Look("?", "help", "text_faint")
NEEDS_A_HAND: Final = ("draft", "complete", "returned")
UNSENT: Final = ("complete", "approved")


def state(name: object) -> Look:
    """Return the look of a state."""
    return STATES.get(str(name), UNKNOWN)


def verdict(name: object) -> Look:
    """Return the look of what the office above said; nothing said is a dash."""
    return VERDICTS.get(str(name or "none"), UNKNOWN)
