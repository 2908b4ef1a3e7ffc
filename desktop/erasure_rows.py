"""What was erased and what became of the copies above, for window and console; one reading. Knows no Qt."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from desktop.words import _
from forms.words import N_

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.erasures import Done
    from sync.inbox.erasures import NoticeIn
    from sync.outbox.erasures import NoticeOut

_STAGES: Final = {
    "sealed": N_("待告知"),
    "carrying": N_("已写到 U 盘"),
    "sending": N_("待告知"),
    "sent": N_("已告知，等回复"),
    "waiting": N_("上级待确认"),
    "erased": N_("上级已删除 {held} 条"),
    "kept": N_("上级决定保留 {held} 条"),
}
ANSWERS: Final = {"waiting": N_("待确认"), "erased": N_("已删除"), "kept": N_("决定保留")}
_TONES: Final = {"erased": "good", "kept": "warn", "waiting": "text_soft"}


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """One erasing with its proof; *up*: what the office above was told, *down*: what an office below told."""

    done: "Done"
    up: "NoticeOut | None"
    down: "NoticeIn | None"

    @property
    def above(self) -> str:
        """Return in words where telling the office above stands."""
        if self.up is None:
            return _("没有上报过")
        return _(_STAGES[self.up.stage]).format(held=self.up.held)

    @property
    def tone(self) -> str:
        """Return the tone those words are shown in."""
        return _TONES.get(self.up.stage, "text_soft") if self.up is not None else "text_faint"


def read(office: "Office") -> list[ErasureRow]:
    """Return what was erased here, the newest first; on a worker thread."""
    from sync import inbox, outbox

    up = {one.number: one for one in outbox.erasures.notices(office)}
    down = {one.number: one for one in inbox.erasures.notices(office) if one.number is not None}
    return [
        ErasureRow(done, up.get(done.erasure.number), down.get(done.erasure.number))
        for done in office.retention.proofs()
    ]
