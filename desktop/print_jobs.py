"""Papers on their way to a printer, remembered on this PC until somebody says they came out.

A jam, an empty drawer or a power cut leaves a job standing; it is printed again from the records, for the PDF itself,
which may name people, is never kept. A receipt's number was committed before and stands: the ledger's own queue makes the
repeated print the same print, and hears when it came out. What is kept here, for the printer is this PC's, are names of
layouts and ids of records, nothing personal.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop import paperwork
from desktop.printers import Order
from desktop.settings import Settings

if TYPE_CHECKING:
    from records.ledger import Office

_KEY = "print_jobs"
_MOST = 50
RECEIPT, CARD, BLANK, LAYOUT = "receipt", "card", "blank", "layout"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to print: a receipt or card of one record, an empty form, or records by a layout.

    *records*: their ids; none means the *state* (or all) of the form's ledger. *search* is what the list was searched
    for: such a recipe is never kept, because people search for names.
    """

    kind: str
    form_id: str
    title: str
    layout: str = ""
    records: tuple[str, ...] = ()
    state: str = ""
    search: str = ""

    @property
    def remembered_as(self) -> str:
        """The key under which printer, copies and sides are remembered."""
        return self.layout or f"{self.form_id}-{self.kind}"

    def out(self, office: "Office") -> None:
        """Tell the ledger that the paper is there, where it keeps account of it."""
        if self.kind == RECEIPT:
            paperwork.receipt_out(office, self.records[0])

    def make(self, office: "Office", file: Path, now: datetime) -> Path:
        """Make the paper; a receipt is numbered once and its printing counted. Raises what `paperwork` raises."""
        day = now.date()
        if self.kind == CARD:
            return paperwork.card(office, self.records[0], file, as_of=day)
        definition = office.forms.definition(self.form_id)
        if self.kind == RECEIPT:
            return paperwork.receipt(office, definition, self.records[0], file)
        if self.kind == BLANK:
            return paperwork.blank(office, definition, file, as_of=day)
        listed = {"search": self.search, "states": [self.state] if self.state else None}
        layout = paperwork.layout_named(office, self.layout)
        chosen = list(self.records)
        return paperwork.roster(office, layout, definition, file, chosen=chosen, listed=listed, as_of=day)


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One paper ordered: *sent* tells whether the printer took it; *tries* how often it was sent."""

    key: str
    office: str
    recipe: Recipe
    order: Order
    at: str
    sent: bool = False
    tries: int = 0
    why: str = field(default="")


class PrintQueue:
    """The jobs of one office on this PC, oldest first, in the window's settings."""

    def __init__(self, settings: Settings, office_code: str) -> None:
        self._settings, self._office = settings, office_code

    def jobs(self) -> list[PrintJob]:
        """Return what nobody has confirmed yet."""
        return [job for job in self._all() if job.office == self._office]

    def put(self, key: str, recipe: Recipe, order: Order, now: datetime) -> PrintJob | None:
        """Keep a job before it is printed; None for a recipe that is not kept."""
        if recipe.search:
            return None
        at = now.isoformat(timespec="minutes")
        job = PrintJob(key, self._office, recipe, order, at)
        self._write([*self._all(), job][-_MOST:])
        return job

    def went(self, key: str) -> None:
        """Note that the printer took the job."""
        self._change(key, sent=True, why="")

    def failed(self, key: str, code: str) -> None:
        """Note that it did not, by the problem's code."""
        self._change(key, sent=False, why=code)

    def came_out(self, key: str) -> None:
        """Forget a job: somebody holds the paper, or gives it up."""
        self._write([job for job in self._all() if job.key != key])

    def _change(self, key: str, *, sent: bool, why: str) -> None:
        changed = [
            PrintJob(**{**_plain(job), "sent": sent, "why": why, "tries": job.tries + 1})
            if job.key == key
            else job
            for job in self._all()
        ]
        self._write(changed)

    def _all(self) -> list[PrintJob]:
        """Return every kept job; what another version wrote and this one does not understand is passed over."""
        kept = [_read(one) for one in self._settings.get(_KEY, [])]
        return [job for job in kept if job is not None]

    def _write(self, jobs: list[PrintJob]) -> None:
        self._settings.set(_KEY, [_as_table(job) for job in jobs])


def remembered(settings: Settings, recipe: Recipe) -> Order:
    """Return the order this paper was last printed with: printer, copies, sides; all its pages."""
    kept = settings.get(f"printing.{recipe.remembered_as}", {})
    sides, copies = kept.get("sides", "one"), kept.get("copies", 1)
    return Order(str(kept.get("printer", settings.get("printer", ""))), int(copies), "", str(sides))


def remember(settings: Settings, recipe: Recipe, order: Order) -> None:
    """Remember printer, copies and sides for the next time this paper is printed."""
    kept = {"printer": order.printer, "copies": order.copies, "sides": order.sides}
    settings.set(f"printing.{recipe.remembered_as}", kept)


def _plain(job: PrintJob) -> dict[str, Any]:
    return {one.name: getattr(job, one.name) for one in fields(job)}


def _as_table(job: PrintJob) -> dict[str, Any]:
    table = asdict(job)
    table["recipe"]["records"] = list(job.recipe.records)
    return table


def _read(table: Any) -> PrintJob | None:
    if not isinstance(table, Mapping):
        return None
    try:
        recipe = dict(table["recipe"])
        recipe["records"] = tuple(recipe.get("records", ()))
        rest = {name: value for name, value in table.items() if name not in ("recipe", "order")}
        return PrintJob(recipe=Recipe(**recipe), order=Order(**table["order"]), **rest)
    except (KeyError, TypeError, ValueError):
        return None
