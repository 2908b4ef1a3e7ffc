"""Sending upwards as windows do it: what would go, sealing it, uploading it. Knows no Qt."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from records.ledger import Office
    from sync.outbox.carrying import CarriedAll
    from sync.outbox.sealing import SealedBatch
    from sync.outbox.sent import Sent

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Above:
    """The office above: its name, and whether batches can go there by line."""

    name: str
    by_line: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """A batch just sealed; *sent* None when it waits in the outbox (no address, or *problem* with the line)."""

    batch: "SealedBatch"
    sent: "Sent | None" = None
    problem: Problem | None = None


def above(office: "Office") -> Above | None:
    """Return the office above, None before the enrolment."""
    from sync import enrolment

    found = enrolment.office_above(office)
    return None if found is None else Above(found.name, bool(found.address))


def send(office: "Office", progress: Progress) -> "Sent":
    """Upload what is sealed and fetch what the office above says. Raises SYNC-030, SYNC-050 … 056."""
    from sync import inbox, outbox

    with outbox.http_link(office) as link:
        sent = outbox.send(office, link, progress)
    if sent.forms:
        inbox.retry(office)  # records from below may have waited for one of them
    return sent


def fetch_files(office: "Office", record_id: str) -> int:
    """Fetch the attached files of one record that came down; return how many came. Raises SYNC-030, SYNC-036, -050 … 056."""
    from sync import outbox

    with outbox.http_link(office) as link:
        return outbox.fetch_files(office, link, record_id)


def carry(office: "Office", batch: Any, folder: Path, progress: Progress) -> "CarriedAll":
    """Write everything that waits to a stick; when nothing does, *batch* once more. Raises SYNC-006, -057, -058."""
    from sync import outbox

    done = outbox.carry_waiting(office, folder, progress)
    if done.files or batch is None:
        return done
    return outbox.CarriedAll((outbox.carry(office, batch, folder),))


def carried_words(done: "CarriedAll") -> str:
    """Say what was written to the stick, and what still waits for the next one."""
    if not done.files:
        return _("没有等着写到 U 盘的批次。")
    if done.left:
        told = _("这个 U 盘写下 {count} 批，还剩 {left} 批：{why} 拔出后换一个 U 盘，再按“写到 U 盘”接着写。")
        why = "" if done.problem is None else done.problem.what(_)
        return told.format(count=len(done.files), left=done.left, why=why)
    if len(done.files) == 1:
        return _("已写入并核对：{file}。现在可以拔出 U 盘。").format(file=done.files[0])
    return _("已写入并核对 {count} 批。现在可以拔出 U 盘。").format(count=len(done.files))


def seal_and_send(office: "Office", ids: Collection[str], progress: Progress) -> Gone | None:
    """Seal the approved ones among *ids* into a batch of their own and upload it where there is a line.

    None when none of them is approved (any more). A line that fails loses nothing: the batch waits in the outbox.
    Raises SYNC-030 before the enrolment.
    """
    from sync import outbox

    batch = outbox.seal(office, only=ids)
    if batch is None:
        return None
    known = above(office)
    if known is None or not known.by_line:
        return Gone(batch)
    try:
        return Gone(batch, send(office, progress))
    except Problem as problem:
        return Gone(batch, problem=problem)


def take_in(office: "Office", files: list[Path], _progress: Progress) -> dict[str, int]:
    """Take in what came back on a stick: acknowledgements, records of other computers, their files; count what they say."""
    from sync import distribution, outbox

    total: dict[str, int] = {}
    for file in sorted(files):  # records come down in their order
        if file.suffix == ".down":
            total["received"] = total.get("received", 0) + distribution.take_records(office, file).fresh
            continue
        if file.suffix == ".files":
            total["files"] = total.get("files", 0) + distribution.take_files(office, file)
            continue
        if outbox.erasures.is_answer(file):
            outbox.erasures.apply(office, file)
            continue
        for name, count in outbox.apply(office, file).counts.items():
            total[str(name)] = total.get(str(name), 0) + count
    return total
