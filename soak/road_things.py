"""What the world of the road is made of: the rules that may be broken, and what counties and the province keep."""

from dataclasses import dataclass, field

RULES = (
    "ack_names_digest",  # an acknowledgement counts only for the very file it names
    "older_epoch_is_silent",  # words of an epoch that is not the newest one known do not count
    "restore_counts_on",  # a restored office above has a higher generation
    "told_epoch_is_passed",  # an office above that hears of an epoch it does not know raises its generation over it
    "highest_ack_counts",  # a late acknowledgement with a lower number changes nothing
    "verdict_names_version",  # a verdict touches the version it speaks of, no later one
    "new_epoch_reoffers",  # what only an older epoch confirmed is offered again
    "county_restore_renews",  # a restored county has a new epoch
    "province_restore_renews",  # a restored province has a new epoch
    "import_once",  # the same batch again is the same answer
    "equivocation_set_aside",  # the same number with other content replaces nothing
    "fork_keeps_both",  # a version that does not follow never takes the place of another
    "older_stays_older",  # a late stick does not set the ledger back
    "decision_bound",  # a decision holds for the version that was looked at
    "only_acks_deliver",  # a file that was sent is not delivered
    "sent_is_locked",  # what was sealed is not changed under its number
    "idle_hears_epoch",  # a contact tells the epoch although there is nothing to send
    "decided_branch_goes_on",  # after a decision the next version is no fork
)


class BrokenError(AssertionError):
    """A promise of the road was broken; the message says which."""


@dataclass
class Version:
    """One version: its number, its name (unique in the world) and its parent's."""

    rev: int
    name: int
    parent: int


@dataclass
class Kept:
    """A record in its county."""

    versions: list[Version]
    state: str = "draft"
    delivered: int = 0

    @property
    def last(self) -> Version:
        """The newest version."""
        return self.versions[-1]


@dataclass
class Batch:
    """A sealed batch: what it is called, its content, and under which epoch above it was confirmed."""

    key: tuple[int, int, int]
    digest: int
    records: dict[int, list[Version]]
    above: tuple[int, int] = (0, 0)  # generation and epoch of the office above, as known when it was sealed
    confirmed: int = -1
    ack: int = 0


@dataclass
class County:
    """What a county knows."""

    epoch: int
    above: int = 0
    generation: int = 1
    records: dict[int, Kept] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)


@dataclass
class Entry:
    """A received batch: verdicts by record as (number, name, word)."""

    digest: int
    verdicts: dict[int, tuple[int, int, str]]


@dataclass
class Ledger:
    """A record in the province: its line, what lies beside it, which branches were decided on."""

    line: dict[int, Version] = field(default_factory=dict)
    beside: dict[int, Version] = field(default_factory=dict)
    decided: set[int] = field(default_factory=set)

    @property
    def head(self) -> Version:
        """The newest version of the line."""
        return self.line[max(self.line)]


@dataclass
class Province:
    """What the province knows."""

    epoch: int = 0
    generation: int = 1
    past: dict[int, int] = field(
        default_factory=dict
    )  # epoch → generation its file has lived through: for who watches
    seq: int = 0
    entries: dict[tuple[int, int, int], Entry] = field(default_factory=dict)
    ledger: dict[int, Ledger] = field(default_factory=dict)


@dataclass(frozen=True)
class Ack:
    """An acknowledgement on its way."""

    key: tuple[int, int, int]
    digest: int
    epoch: int
    generation: int
    seq: int
    verdicts: dict[int, tuple[int, int, str, int]]
