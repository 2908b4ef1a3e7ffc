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
HANDED_OVER: Final = Look(
    N_("已移交"), "arrow-forward-up", "text_soft"
)  # whatever its state: another computer's now
VERDICTS: Final[dict[str, Look]] = {
    "none": Look("–", "", "text_faint"),
    "received": Look(N_("已收到"), "inbox", "text_soft"),
    "accepted": Look(N_("入库"), "checks", "good"),
    "returned": Look(N_("退回"), "arrow-back-up", "bad"),
    "quarantined": Look(N_("待查"), "alert-triangle", "warn"),
    "files": Look(N_("附件"), "file-text", "text_soft"),
}
BATCHES_SENT: Final[dict[str, Look]] = {
    "sealed": Look(N_("已封装，待发送"), "package", "accent"),
    "carrying": Look(N_("已写到 U 盘，在路上"), "device-usb", "accent"),
    "sending": Look(N_("发送中断，可继续"), "upload", "warn"),
    "sent": Look(N_("已送达，等回执"), "send", "accent"),
    "received": Look(N_("上级已收到"), "inbox", "text_soft"),
    "decided": Look(N_("上级已办结"), "checks", "good"),
}
BATCHES_IN: Final[dict[str, Look]] = {
    "waiting": Look(N_("待办理"), "hourglass", "accent"),
    "received": Look(N_("待办理"), "hourglass", "accent"),
    "imported": Look(N_("待办理"), "hourglass", "accent"),
    "decided": Look(N_("已办结"), "checks", "good"),
    "quarantined": Look(N_("隔离待查"), "alert-triangle", "warn"),
}
DECIDED: Final[dict[str, str]] = {
    "new": N_("新收"),
    "same": N_("已有"),
    "older": N_("旧版"),
    "fork": N_("两个版本"),
    "received": N_("待办"),
    "accepted": N_("入库"),
    "returned": N_("退回"),
    "quarantined": N_("隔离"),
}
"""What became of a record in a received batch."""
UNKNOWN: Final = Look("?", "help", "text_faint")
NEEDS_A_HAND: Final = ("draft", "complete", "returned")
UNSENT: Final = ("complete", "approved")


def state(name: object) -> Look:
    """Return the look of a state."""
    return STATES.get(str(name), UNKNOWN)


def verdict(name: object) -> Look:
    """Return the look of what the office above said; nothing said is a dash."""
    return VERDICTS.get(str(name or "none"), UNKNOWN)


def decided(name: object) -> str:
    """Return the message id of what became of a record in a received batch; an unknown name stays as it is."""
    return DECIDED.get(str(name), str(name))
