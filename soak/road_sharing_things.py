"""What the world of shared records is made of: its rules, what the county's computer and the others keep, what travels."""

from collections.abc import Sequence
from dataclasses import dataclass, field

NOWHERE = -1

SHARING_RULES = (
    "package_for_this_computer",  # what is sealed for another computer is not taken
    "package_signature_is_checked",  # only the office above says what stands there
    "left_epoch_is_silent",  # a life of the database above that is over says nothing
    "reached_mark_is_silent",  # a package that reaches no further changes nothing
    "gap_is_refused",  # a package is taken only when none before it is lacking
    "new_epoch_begins_anew",  # places of another life are not places of this one
    "new_setting_sends_anew",  # what a computer may read since today lies before its mark
    "erased_goes_down",  # what was erased above is erased below
    "state_alone_goes_down",  # a draft again, and a copy says so
    "content_beside_holder",  # who hears who holds a record still hears what stands in it
    "handed_over_is_told_anew",  # who held a record reads it from then on
    "told_anew_with_its_content",  # who did not know that it held a record no more has not read it meanwhile
    "erased_is_not_handed_over",  # a record erased above goes to nobody any more
    "copies_never_go_up",  # what came down is sent by its own computer alone
    "giver_is_locked",  # who gave a record up changes it no more
    "only_the_holder_gives",  # a record is given up by who holds it
    "old_number_says_nothing",  # a hand-over that comes late takes nothing back
    "offered_until_confirmed",  # a hand-over is offered until the office above has said who holds the record
    "new_epoch_hears_hand_overs",  # and again to a restored office above
    "not_holder_stays_beside",  # a version of who holds the record no more lies beside the ledger's
    "given_back_when_it_cannot_be",  # no record goes to a computer that is gone
    "only_from_a_revoked",  # records are taken over from a revoked computer only
)


@dataclass(frozen=True)
class Place:
    """How far records came down."""

    generation: int
    epoch: int
    setting: int
    changed: int

    @property
    def order(self) -> tuple[int, int]:
        """What orders places of one epoch."""
        return self.setting, self.changed


@dataclass
class Row:
    """A record in the county's ledger, or as it goes down: its versions, where it stands, who holds it."""

    record: int
    chain: Sequence[int]
    state: str
    changed: int
    number: int = 0
    holder: int = NOWHERE
    given: Sequence[int] | None = None
    whole: bool = True  # else only who holds it is told


@dataclass
class Package:
    """Records on their way down, from one place to the next."""

    to: int
    after: Place | None
    mark: Place
    rows: list[Row]
    signed: bool = True


@dataclass
class Paper:
    """A record given up, on its way to the county."""

    giver: int
    record: int
    number: int
    to: int
    chain: tuple[int, ...]
    confirmed: int = NOWHERE
    offered: bool = False


@dataclass(frozen=True)
class Up:
    """A record on its way up; *copied*: not by who may change it."""

    computer: int
    record: int
    chain: tuple[int, ...]
    copied: bool


@dataclass
class Computer:
    """What a computer of the county knows: records with their versions, who holds those that were handed over."""

    epoch: int
    above: int = 0
    generation: int = 1
    mark: Place | None = None
    records: dict[int, list[int]] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    held: dict[int, tuple[int, int]] = field(default_factory=dict)
    papers: dict[int, Paper] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    forked: set[int] = field(default_factory=set)


@dataclass
class Main:
    """What the county's own computer knows."""

    epoch: int
    generation: int = 1
    changed: int = 0
    ledger: dict[int, Row] = field(default_factory=dict)
    held: dict[int, tuple[int, int, int]] = field(default_factory=dict)  # record → number, holder, changed
    papers: dict[int, tuple[int, ...]] = field(default_factory=dict)
    settings: dict[int, tuple[int, bool]] = field(default_factory=dict)
    revoked: set[int] = field(default_factory=set)
    beside: set[int] = field(default_factory=set)

    def tick(self) -> int:
        """Return the next place in the order of changes."""
        self.changed += 1
        return self.changed
