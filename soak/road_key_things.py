"""What the world of renewed keys is made of: its rules, and what travels."""

from dataclasses import dataclass, field

KEY_RULES = (
    "next_key_is_kept_first",  # the next key is durable before a paper names it
    "paper_before_use",  # the paper is durable before the next key signs
    "settled_before_signing",  # after a kill, the key whose paper is written takes over before anything is signed
    "old_letters_still_open",  # below: what was sealed to the old key can be read
    "old_batches_still_open",  # above: so can batches
    "papers_are_told",  # the office above hears of a new key
    "told_again_when_unknown",  # also when it was told before, and came back from a backup of before
    "their_papers_are_learned",  # the office below learns the new key of the office above
    "said_anew",  # what the office above said with its old key it says again with the new one
    "their_old_key_is_silent",  # words under a key given up count for nothing
    "old_key_asks_until_new_is_seen",  # what was under way passes
    "old_key_asks_no_more",  # and then nothing does
    "paper_is_signed_by_the_old_key",  # nobody else renews a key
    "paper_counts_once",  # a paper again, even years later, puts nothing into force
    "one_key_one_successor",  # a second paper about a key is an alarm
    "revoked_renews_nothing",  # who was revoked stays outside
    "sealed_before_still_enters",  # the month's queue under the old key goes in
    "sealed_after_stays_outside",  # what the paper does not know of does not
    "last_one_is_named_by_its_hash",  # nor in the place of the last one
    "enrolled_anew_begins_anew",  # a device enrolled anew can renew its key again
    "paper_is_of_this_enrolment",  # a paper of a life that is over puts nothing into force
    "enrolled_anew_hears_all_again",  # what it was told under keys it lost it is told again
    "history_stays",  # what led to the key a device is enrolled with still lets its old queue in
    "unopened_goes_again",  # a batch the office above cannot open (it lost that key) goes again, sealed to the present one
)


@dataclass(frozen=True)
class Paper:
    """*old* gives way to *new*; *last*: what was sealed under it, by epoch; *signer* really signed it."""

    old: int
    new: int
    last: dict[int, tuple[int, int]]
    signer: int
    enrolled: int  # the enrolment it was written under

    @property
    def name(self) -> tuple[int, int]:
        """What makes it this paper and no other."""
        return self.old, self.new


@dataclass(frozen=True)
class Letter:
    """A sealed batch of one *record*, which is 0 when the thief made it."""

    epoch: int
    number: int
    digest: int
    signer: int
    to: int
    record: int


@dataclass(frozen=True)
class Word:
    """An acknowledgement, sealed *to* a key of the device."""

    signer: int
    to: int
    epoch: int
    number: int
    digest: int
    forged: bool = False


@dataclass(frozen=True)
class Request:
    """A request under way; *knew*: the office above knew the key when it was sent."""

    signer: int
    knew: bool


@dataclass
class Office:
    """One end: its epoch, its keys and papers, what it knows of the other end, what it sealed or took in."""

    epoch: int
    key: int
    waiting: int = 0
    papers: list[Paper] = field(default_factory=list)
    told: list[Paper] = field(default_factory=list)
    identities: set[int] = field(default_factory=set)
    theirs: int = 0
    theirs_before: int = 0
    letters: list[Letter] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)  # batches whose record goes again in another
    confirmed: set[tuple[int, int]] = field(default_factory=set)
    enrolled: int = 0
    taken: dict[int, Paper] = field(default_factory=dict)
    spent: set[tuple[int, int]] = field(default_factory=set)
    ledger: dict[tuple[int, int], int] = field(default_factory=dict)
    words: dict[tuple[int, int], Word] = field(default_factory=dict)
    revoked: bool = False

    def __post_init__(self) -> None:
        self.identities.add(self.key)


Thing = Letter | Paper | Request | Word
