"""What the second world of the road is made of: the rules at the gates, and what travels through them."""

from dataclasses import dataclass, field

GATE_RULES = (
    "sealing_is_atomic",  # killed while sealing, a record waits or is in exactly one batch
    "orphans_are_removed",  # a file whose rows were never committed never leaves the office
    "signature_is_checked",  # who has no device key enters nothing
    "scope_is_checked",  # an office sends its own records only
    "receiver_is_checked",  # a batch for another office stays outside
    "hash_is_checked",  # changed bytes stay outside
    "chain_is_followed",  # a batch that does not follow its neighbour stays outside
    "ack_signature_is_checked",  # who has no office key acknowledges nothing
    "ack_for_this_device",  # words to another device change nothing here
    "import_is_atomic",  # killed while importing, a batch is in whole or not at all
    "ack_after_commit",  # what was not committed is not acknowledged
    "poison_is_one_record",  # a record that cannot enter holds nobody else up
    "aside_is_tried_again",  # what waited for its form enters when the form comes
    "aside_is_told",  # and the office below hears of it
    "decision_is_told",  # a decision becomes an acknowledgement
    "ack_repeats_whole",  # each acknowledgement says all, so that a lost one does not matter
    "revoked_stays_outside",  # a revoked device enters nothing
    "standing_by_ledger_order",  # when it was sealed does not count, when it arrives does
    "revoked_is_kept",  # its batches are set aside, not dropped
    "files_follow_records",  # what a record names is sent, too
    "lacking_is_told",  # an acknowledgement names the files that are missing
    "lacking_goes_again",  # a file that counted as delivered goes again when it is missed
    "file_has_its_hash",  # a content is kept only under its own name
    "older_forms_stay_out",  # a package of forms never goes back
    "forms_of_left_epoch_stay_out",  # nor comes from a life that is over
    "clearing_waits_for_watermark",  # a sealed file is kept until a backup above holds its batch
    "watermark_is_of_the_backup",  # the watermark says what is in the backup, not what came since
    "watermark_is_of_this_epoch",  # a new life above begins with none
    "gone_files_go_again",  # records whose sealed file is gone travel in a new batch
)


@dataclass
class Item:
    """A record below: its state, the file it names (0: none), the form it needs, and the batch it went in last."""

    state: str = "ready"
    file: int = 0
    form: int = 1
    key: tuple[int, int, int] | None = None


@dataclass
class Sealed:
    """A sealed batch: its identity, hash, the one before, who signed, for whom; *there*: its file lies in the outbox."""

    key: tuple[int, int, int]
    digest: int
    previous: int
    signer: int
    receiver: int
    items: dict[int, tuple[int, int]]  # record → (file it names, form it needs)
    at: int
    whole: bool = True
    there: bool = True
    confirmed: int = 0
    place: int = 0
    ack: int = 0
    offered: bool = False  # its records go again: the file was gone


@dataclass
class Below:
    """An office below."""

    epoch: int
    above: int = 1
    items: dict[int, Item] = field(default_factory=dict)
    sealed: list[Sealed] = field(default_factory=list)
    orphans: list[Sealed] = field(default_factory=list)
    delivered: set[int] = field(default_factory=set)  # files
    watermark: int = 0
    forms: tuple[int, int] = (0, 0)  # epoch and number of the last package taken
    cloned: bool = False


@dataclass
class Came:
    """A batch that was taken in: its hash, its place in the ledger, verdicts by record, those not told yet."""

    digest: int
    place: int
    verdicts: dict[int, str]
    untold: set[int] = field(default_factory=set)


@dataclass
class Above:
    """The office above; what a backup of it holds is a copy of this."""

    epoch: int = 1
    said: int = 0
    ledger: dict[tuple[int, int, int], Came] = field(default_factory=dict)
    held: set[int] = field(default_factory=set)
    wanted: dict[int, int] = field(default_factory=dict)  # record → file it names
    files: set[int] = field(default_factory=set)
    forms: int = 1
    backed: int = 0
    words: dict[tuple[int, int, int], "Words"] = field(default_factory=dict)  # the newest of each batch


@dataclass(frozen=True)
class Words:
    """An acknowledgement on its way."""

    signer: int
    to: int
    epoch: int
    number: int
    key: tuple[int, int, int]
    digest: int
    place: int
    verdicts: dict[int, str]
    lacking: frozenset[int]
    watermark: int


@dataclass(frozen=True)
class File:
    """An attached file on its way: what it is called, and what is in it."""

    name: int
    content: int


@dataclass(frozen=True)
class Forms:
    """A package of forms on its way down."""

    epoch: int
    number: int
