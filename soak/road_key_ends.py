"""Both ends in the world of renewed keys: how they renew, tell, learn, seal and take in (docs/decisions/0038)."""

import random

from soak.road_key_things import Letter, Office, Paper, Request, Thing, Word
from soak.road_things import BrokenError


class KeyEnds:
    """One office below, one above; *broken* names a rule that does not hold."""

    def __init__(self, seed: int, broken: str = "") -> None:
        self._chance = random.Random(seed)
        self._broken = broken
        self._names = 0
        self.below, self.above = Office(self._new(), self._new()), Office(self._new(), self._new())
        self.road: list[Thing] = []
        self._copies: list[Office | None] = [None, None]
        self._aside: list[Letter] = []
        self._alarmed = False
        self._lost = False  # somebody came back from a backup without a key in use: people may have to meet
        self.steps = 0
        self._enrol()

    def _new(self) -> int:
        self._names += 1
        return self._names

    def _holds(self, rule: str) -> bool:
        return rule != self._broken

    # ── whoever renews ──────────────────────────────────────────────────────────────────────────────────────

    def _renew(self, office: Office) -> None:
        """Make the next key, write the paper, let the key take over; the program may be killed between any two."""
        self._settle(office)
        killed = self._chance.choice((0, 0, 0, 1, 2)) if office is self.below else 0
        key = self._new()  # never one that waits: a backup may have brought it from another life
        if self._holds("next_key_is_kept_first"):
            office.waiting = key
        if killed == 1:
            return
        last = {letter.epoch: (letter.number, letter.digest) for letter in office.letters}
        paper = Paper(office.key, key, last, office.key, office.enrolled)
        if self._holds("paper_before_use"):
            office.papers.append(paper)
        else:
            self._take_over(office, key)
            if killed == 2:
                return
            office.papers.append(paper)
        if killed == 2:
            if not self._holds("next_key_is_kept_first"):
                self._enrol_lost(paper)
            return
        self._take_over(office, key)

    def _enrol_lost(self, paper: Paper) -> None:
        """A paper was written about a key that died with the program."""
        raise BrokenError(f"a paper names key {paper.new}, which nobody has")

    def _take_over(self, office: Office, key: int) -> None:
        mine = office is self.below
        if self._holds("old_letters_still_open" if mine else "old_batches_still_open"):
            office.identities.add(key)
        else:
            office.identities = {key}
        office.key, office.waiting = key, 0

    def _settle(self, office: Office) -> None:
        """Before a signature: a key whose paper is written takes over."""
        written = any(paper.new == office.waiting for paper in office.papers)
        if office.waiting and written and self._holds("settled_before_signing"):
            self._take_over(office, office.waiting)

    def _renew_below(self) -> None:
        self._renew(self.below)

    def _renew_above(self) -> None:
        self._renew(self.above)

    # ── below ───────────────────────────────────────────────────────────────────────────────────────────────

    def _seal(self) -> None:
        below = self.below
        self._settle(below)
        number = 1 + sum(letter.epoch == below.epoch for letter in below.letters)
        if number <= 12:
            below.letters.append(
                Letter(below.epoch, number, self._new(), below.key, below.theirs, self._new())
            )

    def _ask(self) -> None:
        """A request goes out and is under way for a while."""
        self._settle(self.below)
        self.road.append(Request(self.below.key, self.below.key == self.above.theirs))

    def _contact(self) -> None:
        """One contact: tell and learn keys as needed, bring up what is not confirmed, fetch what was said."""
        below, above = self.below, self.above
        self._settle(below)
        self._settle(above)
        self._tell()
        if above.revoked or self._chance.random() < 0.2:
            return  # the line was cut when the papers were up
        if not self._passes(below.key):
            self._meet_if_lost()
            return
        if self._holds("their_papers_are_learned"):
            self._learn()
        if below.theirs != above.key:
            self._meet_if_lost()
            return  # its words count for nothing here
        below.theirs_before = 0
        open_yet = (one for one in below.letters if one.digest not in below.gone)
        self.road += [one for one in open_yet if (one.epoch, one.number) not in below.confirmed]
        self.road += [word for word in self._words() if self._chance.random() < 0.5]

    def _tell(self) -> None:
        """Tell the papers, and once more from the last to the first: what led there counts once its end is known."""
        below = self.below
        if not self._holds("papers_are_told"):
            return
        told = below.told if not self._holds("told_again_when_unknown") else []
        for paper in (*below.papers, *reversed(below.papers)):
            if paper not in told:
                self._hear_paper(paper)
        below.told = list(below.papers)

    def _meet_if_lost(self) -> None:
        """After a restore without the keys in use nothing helps but to enrol anew; else nobody has to."""
        if self._lost:
            self._enrol()
            self._try_again()

    def _learn(self) -> None:
        """Follow the papers by which the key of the office above gave way."""
        for paper in self.above.papers:
            if paper.old == self.below.theirs and self.below.theirs != self.above.key:
                self.below.theirs_before, self.below.theirs = paper.old, paper.new

    def _words(self) -> list[Word]:
        """Return what the office above says now; what it said with a key of before it says anew."""
        above = self.above
        if self._holds("said_anew"):
            above.words = {
                at: word if word.signer == above.key else self._said(word) for at, word in above.words.items()
            }
        return list(above.words.values())

    def _said(self, word: Word) -> Word:
        """Say a word again: signed and sealed with the keys of today."""
        return Word(self.above.key, self.above.theirs, word.epoch, word.number, word.digest)

    def _hear_word(self, word: Word) -> None:
        below = self.below
        if word.signer == below.theirs:
            below.theirs_before = 0
        elif word.signer != below.theirs_before:
            if self._holds("their_old_key_is_silent") or not word.forged:
                return
            raise BrokenError("words under a key that was given up counted")
        if word.to not in below.identities:
            return
        mine = {(one.epoch, one.number): one.digest for one in below.letters}
        if mine.get((word.epoch, word.number)) == word.digest:
            below.confirmed.add((word.epoch, word.number))

    # ── above ───────────────────────────────────────────────────────────────────────────────────────────────

    def _passes(self, key: int, *, stolen: bool = False, under_way: bool = False) -> bool:
        """Tell whether a request signed with *key* passes the gate; the first use of a new key closes the old one's time."""
        above = self.above
        if above.revoked:
            return False
        if key == above.theirs:
            above.theirs_before = 0
            return True
        if key == above.theirs_before and self._holds("old_key_asks_until_new_is_seen"):
            return True
        if under_way and key == above.theirs_before:
            raise BrokenError("what was under way when the key was renewed was refused")
        if stolen and not self._holds("old_key_asks_no_more"):
            raise BrokenError("a key that was given up still asked")
        return False

    def _hear_paper(self, paper: Paper) -> None:
        above = self.above
        leads_here = paper.new == above.theirs or paper.new in above.taken
        if not self._may_be_heard(paper, leads_here) or above.taken.get(paper.old) == paper:
            return
        if paper.old in above.taken:
            self._second_successor(paper)
        elif leads_here and self._holds("history_stays"):  # proved by a key in force, or one before it
            above.taken[paper.old] = paper
            above.spent.add(paper.name)
        elif paper.old == above.theirs and self._is_present(paper):
            above.taken[paper.old] = paper
            above.spent.add(paper.name)
            above.theirs_before, above.theirs = paper.old, paper.new

    def _may_be_heard(self, paper: Paper, leads_here: bool) -> bool:
        """Ask who signed the paper, whether it was here before, whether its device stands."""
        gates = (
            (
                paper.signer == paper.old,
                "paper_is_signed_by_the_old_key",
                "a forged paper put a key into force",
            ),
            (
                leads_here or paper.name not in self.above.spent,
                "paper_counts_once",
                "a paper of before put an old key into force",
            ),
            (not self.above.revoked, "revoked_renews_nothing", "a revoked device renewed its keys"),
        )
        for stands, rule, told in gates:
            if not stands:
                if self._holds(rule):
                    return False
                raise BrokenError(told)
        return True

    def _second_successor(self, paper: Paper) -> None:
        if not self._holds("one_key_one_successor"):
            raise BrokenError("a key had two successors")
        if self.above.theirs == paper.old and paper.enrolled == self.above.enrolled:
            raise BrokenError("a key in force could not be renewed")
        self._lost |= paper in self.below.papers  # the alarm: a thief was first, after a restore

    def _is_present(self, paper: Paper) -> bool:
        """Tell whether a paper is of the present enrolment."""
        if paper.enrolled == self.above.enrolled:
            return True
        if self._holds("paper_is_of_this_enrolment"):
            return False
        raise BrokenError("a paper of a life that is over put a key into force")

    def _receive(self, letter: Letter) -> None:
        above, key = self.above, letter.signer
        if not letter.record and key not in above.taken:
            return  # a thief before the renewal is heard: nothing tells him from the owner
        if above.revoked or not self._may_enter(letter):
            if letter.record and letter not in self._aside:
                self._aside.append(letter)
            return
        if key == above.theirs:
            above.theirs_before = 0
        at = letter.epoch, letter.number
        if letter.to not in above.identities:
            self._cannot_open(letter)
            return
        if at not in above.ledger:
            if not letter.record:
                if letter.number >= above.taken[key].last.get(letter.epoch, (0, 0))[0]:
                    raise BrokenError("a batch under a key that was given up entered")
                self._alarmed = (
                    True  # in the place of one that is still on its way: seen as soon as that one comes
                )
            above.ledger[at] = letter.digest
        if above.ledger[at] == letter.digest:
            above.words.setdefault(at, Word(above.key, above.theirs, *at, letter.digest))
            self.road.append(above.words[at])

    def _cannot_open(self, letter: Letter) -> None:
        """The office above came back without the key this is sealed to: the record goes again in a new batch."""
        below = self.below
        if letter.to in {paper.old for paper in self.above.papers}:
            raise BrokenError("a batch sealed to a key of before could not be opened")
        if letter in below.letters and letter.digest not in below.gone and self._holds("unopened_goes_again"):
            below.gone.add(letter.digest)
            number = 1 + sum(one.epoch == below.epoch for one in below.letters)
            self._settle(below)
            again = Letter(below.epoch, number, self._new(), below.key, below.theirs, letter.record)
            below.letters.append(again)

    def _may_enter(self, letter: Letter) -> bool:
        """Ask whether this key may have sealed this batch."""
        if letter.signer == self.above.theirs:
            return True
        paper = self.above.taken.get(letter.signer)
        if paper is None or not self._holds("sealed_before_still_enters"):
            return False
        number, digest = paper.last.get(letter.epoch, (0, 0))
        if letter.number < number or not self._holds("sealed_after_stays_outside"):
            return True
        same = letter.digest == digest or not self._holds("last_one_is_named_by_its_hash")
        return letter.number == number and same

    def _enrol(self) -> None:
        """Two people compare a number on the telephone: both know each other's present key, old papers are over."""
        below, above = self.below, self.above
        self._settle(below)
        self._settle(above)
        above.revoked, above.theirs, above.theirs_before = False, below.key, 0
        below.enrolled = above.enrolled = self._new()
        kept: dict[int, Paper] = {}
        key = below.key
        while self._holds("history_stays") and (paper := _ending_in(above.taken, key)) is not None:
            kept[paper.old] = paper
            key = paper.old
        if self._holds("enrolled_anew_begins_anew"):
            above.taken = kept
        below.theirs, below.theirs_before = above.key, 0
        if self._holds("enrolled_anew_hears_all_again"):
            above.words = {at: self._said(word) for at, word in above.words.items()}

    def _try_again(self) -> None:
        waiting, self._aside = self._aside, []
        for letter in waiting:
            self._receive(letter)


def _ending_in(taken: dict[int, Paper], key: int) -> Paper | None:
    """Return the paper by which *key* came into force."""
    return next((paper for paper in taken.values() if paper.new == key), None)
