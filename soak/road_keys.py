"""Renewed keys as a third small world: one office below, one above, a thief with every key that was given up.

Both renew their keys, are killed between two writes, come back from backups, are revoked and enrolled anew, while papers,
batches and words are lost, doubled and late. A key is a number, and so is a sealed batch; who may sign what is all there
is to see. Each rule of `road_key_things` can be broken by name, and the tests prove that each is noticed.
"""

import copy
import random

from soak.road_key_ends import KeyEnds
from soak.road_key_things import Letter, Paper, Thing, Word
from soak.road_things import BrokenError


class Keys(KeyEnds):
    """*broken* names a rule that does not hold."""

    def step(self) -> None:
        """Let one thing happen."""
        self.steps += 1
        happenings = (
            (0.22, self._seal), (0.44, self._contact), (0.66, self._arrive), (0.72, self._ask), (0.80, self._renew_below),
            (0.86, self._renew_above), (0.94, self._steal), (0.96, self._revoke), (0.98, self._copy), (1.0, self._restore),
        )  # fmt: skip
        dice = self._chance.random()
        next(act for limit, act in happenings if dice < limit)()

    # ── the road and the thief ──────────────────────────────────────────────────────────────────────────────

    def _arrive(self) -> None:
        if not self.road:
            return
        at = self._chance.randrange(len(self.road))
        thing = self.road[at]
        if self._chance.random() > 0.2:
            self.road.pop(at)
        if self._chance.random() >= 0.15:
            self._meet(thing)

    def _meet(self, thing: Thing) -> None:
        if isinstance(thing, Letter):
            self._receive(thing)
        elif isinstance(thing, Word):
            self._hear_word(thing)
        elif isinstance(thing, Paper):
            self._hear_paper(thing)
        else:
            self._passes(thing.signer, under_way=thing.knew)

    def _steal(self) -> None:
        """Let the thief, who has every key that was given up, try one of the things a key is good for."""
        below, above = self.below, self.above
        kind = self._chance.choice(("ask", "seal", "last", "renew", "forge", "replay", "speak"))
        old = self._chance.choice(list(above.taken)) if above.taken else 0
        if kind == "forge":
            self.road.append(Paper(above.theirs, self._new(), {}, self._new(), above.enrolled))
        elif kind == "replay" and below.papers:
            self.road.append(self._chance.choice(below.papers))
        elif kind == "speak" and below.letters and below.theirs_before == 0 and above.papers:
            one = self._chance.choice(below.letters)
            signer = self._chance.choice(above.papers).old
            if signer != below.theirs:
                self.road.append(Word(signer, below.key, one.epoch, one.number, one.digest, forged=True))
        elif kind == "renew" and old and old != above.theirs:
            self.road.append(Paper(old, self._new(), {}, old, above.enrolled))
        elif kind == "ask" and old and above.theirs_before == 0 and old != above.theirs:
            self._passes(old, stolen=True)
        elif kind in ("seal", "last") and old and old != above.theirs:
            self._steal_batch(kind, above.taken[old])

    def _steal_batch(self, kind: str, paper: Paper) -> None:
        """Seal one under the key given up: after its last, or in the place of its last while that is on its way."""
        epoch = self._chance.choice(list(paper.last)) if paper.last else self.below.epoch
        number, _digest = paper.last.get(epoch, (0, 0))
        if kind == "seal":
            number += 1
        if (epoch, number) not in self.above.ledger and number:
            self.road.append(Letter(epoch, number, self._new(), paper.old, self.above.key, 0))

    def _revoke(self) -> None:
        if self.above.revoked:
            self._enrol()
            self._try_again()
        else:
            self.above.revoked = True

    def _copy(self) -> None:
        self._copies = [copy.deepcopy(self.below), copy.deepcopy(self.above)]

    def _restore(self) -> None:
        """Bring one of both back from its copy; where it lost its own keys, it is enrolled anew."""
        which = self._chance.randrange(2)
        kept = self._copies[which]
        if kept is None:
            return
        if which:
            self._lost |= self.above.key != kept.key or self.above.enrolled != kept.enrolled
            self.above = copy.deepcopy(kept)
            self.below.confirmed.clear()  # a new epoch above, and words of before count no more: the other worlds play it
            self.road = [thing for thing in self.road if not isinstance(thing, Word)]
        else:
            self._lost |= self.below.key != kept.key or self.below.enrolled != kept.enrolled
            self.below = copy.deepcopy(kept)
            self.below.epoch = self._new()

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────

    def settle(self) -> None:
        """Let nothing more be lost; whoever is not known is enrolled once; then look whether all is there and told."""
        self._chance = random.Random(0)
        if self.above.revoked:
            self._enrol()
        for _turn in range(16):
            self._contact()
            things, self.road = self.road, []
            for thing in things:
                self._meet(thing)
            if self._aside and self._lost:
                self._enrol()
            self._try_again()
        self._look()

    def _look(self) -> None:
        below, above = self.below, self.above
        if self._alarmed:
            return  # two batches of one number: both stop, and people talk
        if above.theirs != below.key:
            raise BrokenError("the office above does not know the key in use")
        if below.theirs != above.key:
            raise BrokenError("the office below does not know the key of the office above")
        for letter in below.letters:
            at = letter.epoch, letter.number
            if letter.digest in below.gone:
                continue  # it goes again in another batch
            if above.ledger.get(at) != letter.digest:
                raise BrokenError("a batch is not above")
            if at not in below.confirmed:
                raise BrokenError("the office below does not know that its batch is above")
