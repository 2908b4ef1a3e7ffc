"""The office above in the world of the gates: what it asks of a batch, and what it says, keeps, tries again, backs up."""

import copy
import random
from typing import Any

from soak.road_gate_things import Above, Below, Came, Sealed, Words
from soak.road_things import BrokenError

PROVINCE, ELSEWHERE, NOBODY = -1, -2, -3
STATES = {"new": "received", "aside": "returned"}
NEVER = 9  # a form nobody publishes: its records never enter


class OfficeAbove:
    """One office above two others; *broken* names a rule that does not hold."""

    def __init__(self, seed: int, broken: str = "") -> None:
        self._chance = random.Random(seed)
        self._broken = broken
        self._names = 0
        self.steps = 0
        self.below = [Below(self._new()) for _number in range(2)]
        self.above = Above()
        self._backup = copy.deepcopy(self.above)
        self._older = self._backup
        self._copies: dict[int, Below] = {}
        self._revoked: dict[int, int] = {}  # office below → step of its revocation
        self._aside: dict[int, Sealed] = {}
        self._refused: set[int] = set()
        self._owner: dict[int, int] = {}
        self._left: dict[tuple[int, int, int], int] = {}  # what left an office under a number
        self.road: list[tuple[int, Any]] = []

    def _new(self) -> int:
        self._names += 1
        return self._names

    def _holds(self, rule: str) -> bool:
        return rule != self._broken

    # ── above ───────────────────────────────────────────────────────────────────────────────────────────────

    def _receive(self, batch: Sealed, *, crash: bool = True) -> None:
        sender = batch.key[0]
        if not self._may_enter(batch, sender):
            return
        before = self.above.ledger.get(batch.key)
        if before is not None:
            if before.digest == batch.digest:
                self._say(batch.key, before)
            return
        items = batch.items
        if crash and self._chance.random() < 0.2:
            if not self._holds("ack_after_commit"):
                self._put_words(batch.key, Came(batch.digest, self._place(), dict.fromkeys(items, "new")))
            if self._holds("import_is_atomic"):
                return
            items = dict(list(items.items())[: len(items) // 2])
        self._import(batch, sender, items)

    def _import(self, batch: Sealed, sender: int, items: dict[int, tuple[int, int]]) -> None:
        came = Came(batch.digest, self._place(), {})
        for record, (file, form) in items.items():
            verdict = self._judge(sender, record, form)
            if verdict is None:
                return
            came.verdicts[record] = verdict
            if verdict == "new":
                self.above.held.add(record)
            if file:
                self.above.wanted[record] = file
        self.above.ledger[batch.key] = came
        self._say(batch.key, came)

    def _may_enter(self, batch: Sealed, sender: int) -> bool:
        """Ask at every gate, in the order of opening; each broken one is found out by who watches."""
        before = self.above.ledger.get((*batch.key[:2], batch.key[2] - 1))
        gates = (
            (batch.signer == sender, "signature_is_checked", "a forged batch entered"),
            (batch.receiver == PROVINCE, "receiver_is_checked", "a batch for another office entered"),
            (batch.whole, "hash_is_checked", "changed bytes entered"),
            (
                before is None or before.digest == batch.previous,
                "chain_is_followed",
                "a batch of a copied computer entered",
            ),
        )
        for stands, rule, told in gates:
            if not stands:
                if self._holds(rule):
                    return False
                raise BrokenError(told)
        if sender in self._revoked and batch.key not in self.above.ledger:
            early = batch.at < self._revoked[sender] and not self._holds("standing_by_ledger_order")
            if early or not self._holds("revoked_stays_outside"):
                raise BrokenError("a revoked device entered")
            self._refused.add(batch.digest)
            if self._holds("revoked_is_kept"):
                self._aside[batch.digest] = batch
            return False
        if batch.digest not in {one.digest for one in self.below[sender].sealed}:
            self.below[sender].cloned = True
        return True

    def _judge(self, sender: int, record: int, form: int) -> str | None:
        """Return the verdict on one record; None when the whole batch is refused for it (which must not be)."""
        if self._owner.get(record, sender) != sender:
            if self._holds("scope_is_checked"):
                return "aside"
            raise BrokenError("a record of another office entered")
        if form > self.above.forms:
            return "aside" if self._holds("poison_is_one_record") else None
        return "new"

    def _place(self) -> int:
        return max((came.place for came in self.above.ledger.values()), default=0) + 1

    def _say(self, key: tuple[int, int, int], came: Came) -> None:
        self._put_words(key, came)
        came.untold.clear()

    def _put_words(self, key: tuple[int, int, int], came: Came) -> None:
        self.above.said += 1
        told = came.verdicts
        if not self._holds("ack_repeats_whole") and came.untold:
            told = {record: came.verdicts[record] for record in came.untold}
        lacking = {self.above.wanted[record] for record in came.verdicts if record in self.above.wanted}
        lacking = lacking - self.above.files if self._holds("lacking_is_told") else set()
        backed = self.above.backed if self._holds("watermark_is_of_the_backup") else self._place() - 1
        words = Words(
            PROVINCE, key[0], self.above.epoch, self.above.said, key, came.digest, came.place, dict(told), frozenset(lacking), backed,
        )  # fmt: skip
        self.above.words[key] = words
        self.road.append((key[0], words))

    def _decide(self, _number: int) -> None:
        if self.above.ledger:
            key = self._chance.choice(list(self.above.ledger))
            came = self.above.ledger[key]
            new = [record for record, verdict in came.verdicts.items() if verdict == "new"]
            if new:
                record = self._chance.choice(new)
                came.verdicts[record] = self._chance.choice(("accepted", "returned"))
                came.untold.add(record)
                if self._holds("decision_is_told"):
                    self._say(key, came)

    def _publish(self, _number: int) -> None:
        """Publish a form: what waited for it enters."""
        self.above.forms = min(3, self.above.forms + 1)
        if not self._holds("aside_is_tried_again"):
            return
        needs = {
            record: form
            for one in self.below
            for batch in one.sealed
            for record, (_f, form) in batch.items.items()
        }
        for key, came in self.above.ledger.items():
            let_in = [
                record for record, verdict in came.verdicts.items()
                if verdict == "aside" and self._owner.get(record) == key[0] and needs.get(record, 9) <= self.above.forms
            ]  # fmt: skip
            for record in let_in:
                came.verdicts[record] = "new"
                self.above.held.add(record)
            if let_in and self._holds("aside_is_told"):
                self._say(key, came)

    def _stand(self, number: int) -> None:
        if number in self._revoked:
            self._enrol_again(number)
        else:
            self._revoked[number] = self.steps

    def _enrol_again(self, number: int) -> None:
        """Take a device in anew: what was set aside is received again."""
        self._revoked.pop(number, None)
        for digest in [digest for digest, batch in self._aside.items() if batch.key[0] == number]:
            self._refused.discard(digest)
            self._receive(self._aside.pop(digest))

    def _back_up(self, _number: int) -> None:
        self.above.backed = self._place() - 1
        self._older, self._backup = self._backup, copy.deepcopy(self.above)

    def _restore(self, _number: int) -> None:
        epoch = self.above.epoch + 1
        if self._chance.random() < 0.3:  # the newest backup is gone, too
            self._backup = self._older
        self.above = copy.deepcopy(self._backup)
        self.above.epoch = epoch
