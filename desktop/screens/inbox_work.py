"""What the inbox does and shows: its verbs as plain functions of the office, and batches and records as lines of its lists."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop import stages
from desktop.facts import moment
from desktop.form_words import FormWords
from desktop.screens.ledger_model import moment as spoken
from desktop.widgets.plain_table import Cell, Line
from desktop.words import _
from forms.problems import Problem
from forms.words import N_

if TYPE_CHECKING:
    from records.ledger import Office

_STAGES: Final = {
    "waiting": (N_("待办理"), "hourglass", "accent"),
    "received": (N_("待办理"), "hourglass", "accent"),
    "imported": (N_("待办理"), "hourglass", "accent"),
    "decided": (N_("已办结"), "checks", "good"),
    "quarantined": (N_("隔离待查"), "alert-triangle", "warn"),
}
VERDICTS: Final = {
    "files": N_("附件"),
    "erasures": N_("待确认删除"),
    "handed": N_("移交"),
    "new": N_("新收"),
    "same": N_("已有"),
    "older": N_("旧版"),
    "fork": N_("两个版本"),
    "received": N_("待办"),
    "accepted": N_("入库"),
    "returned": N_("退回"),
    "quarantined": N_("隔离"),
}


def batch_line(batch: Any) -> Line:
    """Return one batch as a line of the list."""
    word, icon, tone = _STAGES.get(str(batch.stage), (str(batch.stage), "inbox", "text_soft"))
    told = "  ".join(
        f"{_(VERDICTS.get(str(name), str(name)))} {count:,}" for name, count in batch.counts.items() if count
    )
    return Line(
        (
            Cell(f"{batch.office_name}  {batch.office_code}"),
            Cell(f"{batch.number}"),
            Cell(_(word), icon, tone),
            Cell(f"{batch.records:,}", right=True),
            Cell(spoken(moment(batch.received_at))),
            Cell("  ".join(part for part in (told, _lacking(batch.lacking), _gap(batch.missing)) if part)),
        ),
        batch,
    )


def _gap(missing: tuple[int, ...]) -> str:
    """Name the batches that were sealed before this one and have not come."""
    numbers = "、".join(str(number) for number in missing)
    return _("缺第 {numbers} 批。").format(numbers=numbers) if missing else ""


def _record_line(record: Any, named: FormWords) -> Line:
    look = stages.verdict(record.verdict)
    word = N_("待办") if str(record.verdict) == "received" else look.word
    return Line(
        (
            Cell(_(word), look.icon, look.tone),
            Cell(record.title),
            Cell(named.form(record.form_id)),
            Cell(named.question(record.form_id, record.question or "")),
            Cell(_lacking(record.lacking) + (record.reason or "")),
        ),
        record,
    )


def _lacking(count: int) -> str:
    """Say how many attached files have not come yet; nothing when all are here."""
    return _("缺附件 {count} 个。").format(count=count) if count else ""


def batches_of(office: "Office") -> list[Any]:
    """Return what was received, newest first."""
    from sync import inbox

    return list(inbox.batches(office))


def records_of(office: "Office", batch: Any) -> list[Any]:
    """Return the records of a batch."""
    from sync import inbox

    return list(inbox.records(office, batch))


def record_lines(office: "Office", batch: Any) -> list[Line]:
    """Return the records of a batch as lines of the list."""
    named = FormWords(office)
    return [_record_line(one, named) for one in records_of(office, batch)]


def receive(
    office: "Office", files: list[Path], progress: Callable[[int, int], None]
) -> tuple[dict[str, int], list[Problem]]:
    """Receive batches and attached files from files; return the records by verdict, and what stood against a file.

    One that is refused does not keep the others out. Stopped, the batch under way leaves nothing.
    """
    from sync import inbox

    total: dict[str, int] = {}
    problems: list[Problem] = []
    for file in sorted(files, key=_in_order):
        try:
            if inbox.is_files(file):
                brought = inbox.receive_files(office, file)
                total["files"] = total.get("files", 0) + brought.kept
                problems += brought.refused
                continue
            counts = inbox.receive(office, file, progress=progress).counts
        except Problem as problem:
            problems.append(problem)
            continue
        for name, count in counts.items():
            total[str(name)] = total.get(str(name), 0) + count
    return total, problems


def _in_order(file: Path) -> tuple[str, str]:
    """Batches before the files their records name; those of one office by their numbers."""
    return file.suffix, file.name


def take_back(office: "Office", batch: Any, words: str) -> int:
    """Take the import of a batch back; return how many records it had."""
    from sync import inbox

    return inbox.take_back(office, batch, words)


def accept(office: "Office", batch: Any, ids: list[str] | None) -> list[Any]:
    """Accept records of a batch, or all that wait; one outcome each."""
    from sync import inbox

    return list(inbox.accept(office, batch, ids))


def send_back(office: "Office", batch: Any, ids: list[str], reason: str, question: str | None) -> list[Any]:
    """Return records of a batch with words; one outcome each."""
    from sync import inbox

    return list(inbox.send_back(office, batch, ids, reason, question))


def acknowledge(office: "Office", batch: Any, file: Path) -> Path:
    """Write the acknowledgement of a batch."""
    from sync import inbox

    return inbox.acknowledge(office, batch, file)
