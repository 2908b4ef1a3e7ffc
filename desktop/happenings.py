"""What happened lately, told from the audit log: imports, batches, acknowledgements, receipts, backups.

The log is the only source, so the workbench can tell nothing that did not happen, and tells the same on both
databases. Read on a worker thread.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from desktop import words
from desktop.words import _
from forms.words import N_

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.audit import Entry

SHOWN: Final = 6
_OF_A_KIND: Final = 2  # the last two of each kind: five receipts must not hide that no backup was made
_PAGE: Final = 400
_PAGES: Final = 5  # how far back is looked: two thousand lines of the log
# verb of the log → sentence, icon, page it leads to ('' = nowhere)
_TOLD: Final = {
    "save_many": (N_("批量录入“{thing}” {detail} 条"), "file-import", "ledger:"),
    "seal": (N_("封装第 {number} 批"), "package", "outbox"),
    "apply": (N_("读入第 {number} 批的回执"), "checks", "outbox"),
    "receive": (N_("收到下级一批记录"), "inbox", "inbox"),
    "quarantine": (N_("隔离了一个可疑批次"), "alert-triangle", "inbox"),
    "enrol": (N_("登记了一台下级设备"), "device-usb", "inbox"),
    "receipt": (N_("开具凭证 {thing}"), "receipt", ""),
    "backup": (N_("备份完成，已核对"), "archive", "settings"),
    "restore": (N_("从备份恢复"), "archive", "settings"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line: when, by whom, what; *go* is the page that shows it, '' when there is none."""

    at: datetime
    who: str
    said: str
    icon: str
    go: str


def lately(office: "Office") -> list[Happening]:
    """Return the last happenings worth telling, newest first, at most `SHOWN`."""
    titles = {info.form_id: info.title.in_(words.language()) for info in office.forms.all()}
    told: list[Happening] = []
    kinds: dict[str, int] = {}
    after: int | None = None
    for _page in range(_PAGES):
        entries = office.audit.entries(_PAGE, after)
        for entry in entries:
            kinds[entry.verb] = kinds.get(entry.verb, 0) + 1
            if entry.verb in _TOLD and kinds[entry.verb] <= _OF_A_KIND:
                told.append(_happening(entry, titles))
        if len(told) >= SHOWN or len(entries) < _PAGE:
            break
        after = entries[-1].seq
    return told[:SHOWN]


def _happening(entry: "Entry", titles: dict[str, str]) -> Happening:
    sentence, icon, go = _TOLD[entry.verb]
    thing = titles.get(entry.thing, entry.thing)
    number = entry.thing.rpartition(" ")[2]
    said = _(sentence).format(thing=thing, detail=entry.detail, number=number)
    return Happening(entry.at, entry.who, said, icon, go + entry.thing if go.endswith(":") else go)
