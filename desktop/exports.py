"""What leaves a ledger as a file: which records, which columns, in what order, in which shape. Knows no Qt.

The records come page by page, so a million of them need the memory of one page; *progress* hears of each hundred and
ends the export by raising, after which no file is left.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desktop import paperwork
from records.model.retention import PERSONAL, SENSITIVE

if TYPE_CHECKING:
    from records.ledger import Office

Progress = Callable[[int, int], None]
KINDS: Final = ("xlsx", "csv", "jsonl")
_TELL_EVERY: Final = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records leave and how they look.

    *listed* are keywords of ``records.each`` (search, states, order); *ids*, when given, go before them. *columns* are
    question paths in the order wanted, None for all. *profile* is the code of an export profile, which has its own
    columns. *every*: all ledgers of the office, a sheet each.
    """

    form_id: str
    kind: str = "xlsx"
    listed: Mapping[str, Any] = field(default_factory=dict)
    ids: tuple[str, ...] | None = None
    columns: tuple[str, ...] | None = None
    joined: bool = False
    profile: str = ""
    every: bool = False
    reason: str = ""  # why personal data leaves; kept in the log
    vouched: str = ""  # who agreed, where the office asks for a second person


def write(office: "Office", wanted: Wanted, file: Path, progress: Progress) -> int:
    """Write *file*, whole or not at all, and return how many records are in it.

    Personal data (P2, P3) leaves only with a reason, which the log keeps before the first row is written; where the office
    says so, only when a second person agreed. Raises Problem RECORDS-054, -206, DESKTOP-008 (file not written), REPORTS-112, -141 (too long for a sheet), RECORDS-059, -080.
    """
    if personal(office, wanted):
        office.audit.hand_out("all" if wanted.every else wanted.form_id, wanted.reason, wanted.vouched)
    counted = _Counted(progress, _total(office, wanted))
    if wanted.ids is None and not wanted.every:  # a long ledger is walked in thousands of pages
        office.records.quicken(wanted.form_id, str(wanted.listed.get("order", "created")))
    paperwork.whole(file, lambda new: _written(office, wanted, new, counted))
    return counted.done


def personal(office: "Office", wanted: Wanted) -> bool:
    """Say whether what is wanted has columns of class P2 or P3 (all of them where no columns are chosen)."""
    if wanted.every:
        return True
    classes = {
        path: question.marks.get(SENSITIVE)
        for definition in office.forms.in_use(wanted.form_id)
        for path, question in definition.questions.items()
    }
    chosen = classes if wanted.columns is None or wanted.profile else wanted.columns
    return any(classes.get(path) in PERSONAL for path in chosen)


def columns(office: "Office", form_id: str, language: str) -> list[tuple[str, str]]:
    """Return path and heading of every column an export of this form can have, those of repeats last."""
    from reports import workbooks

    return workbooks.export_columns(office.forms.in_use(form_id), language)


def profiles(form_id: str) -> list[tuple[str, str]]:
    """Return code and title of the export profiles of a form."""
    from reports.workbooks.profiles import read_profile, shipped

    found = [read_profile(code) for code in shipped()]
    return [(one.code, one.title) for one in found if one.form_id == form_id]


class _Counted:
    """Counts the records that pass, over all ledgers of one export."""

    def __init__(self, progress: Progress, total: int) -> None:
        self.done = 0
        self._progress, self._total = progress, total

    def through(self, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Yield *rows*, telling now and then."""
        for row in rows:
            if self.done % _TELL_EVERY == 0:
                self._progress(self.done, self._total)
            yield row
            self.done += 1


def _total(office: "Office", wanted: Wanted) -> int:
    """Return how many records there will be, 0 when that is not known beforehand."""
    if wanted.ids is not None:
        return len(wanted.ids)
    if wanted.every:
        return sum(sum(office.records.counts(info.form_id).values()) for info in office.forms.all())
    if wanted.listed.get("search"):
        return 0
    counts = office.records.counts(wanted.form_id)
    states = wanted.listed.get("states")
    return sum(count for state, count in counts.items() if states is None or str(state) in map(str, states))


def _written(office: "Office", wanted: Wanted, file: Path, counted: _Counted) -> None:
    from reports import workbooks

    shape = "joined" if wanted.joined else "sheets"
    if wanted.every:
        ledgers = [
            workbooks.Ledger(
                office.forms.in_use(info.form_id), counted.through(paperwork.rows(office, info.form_id, {}))
            )
            for info in office.forms.all()
            if any(office.records.counts(info.form_id).values())
        ]
        workbooks.export_all(ledgers, file, shape=shape)
        return
    if wanted.ids is not None:
        found = counted.through(paperwork.said(office, one) for one in wanted.ids)
    else:
        found = counted.through(paperwork.rows(office, wanted.form_id, dict(wanted.listed)))
    if wanted.profile:
        workbooks.export_profile(wanted.profile, office.forms.definition(wanted.form_id), found, file)
        return
    workbooks.export(
        office.forms.in_use(wanted.form_id), found, file, wanted.kind, columns=wanted.columns, shape=shape
    )
