"""The gates of the road as a second small world: who may enter, what a crash leaves, what is told, kept and cleared.

`road_world` plays versions, forks and epochs; here a record is one thing that arrives or not, so that forgers, revoked
devices, crashes, quarantine, attached files, forms and cleared outboxes fit into one picture. Epochs above are plain
numbers here. Each rule of `road_gate_things` can be broken by name, and the tests prove that each is noticed.
"""

import copy
from typing import Any

from soak.road_gate_things import Below, File, Forms, Item, Sealed, Words
from soak.road_gates_above import ELSEWHERE, NEVER, NOBODY, PROVINCE, STATES, OfficeAbove
from soak.road_things import BrokenError


class Gates(OfficeAbove):
    """Two offices below, one above, and a road with forgers; *broken* names a rule that does not hold."""

    def step(self) -> None:
        """Let one thing happen."""
        self.steps += 1
        number = self._chance.randrange(len(self.below))
        happenings = (
            (0.18, self._enter_record), (0.32, self._seal), (0.46, self._carry), (0.72, self._arrive),
            (0.79, self._decide), (0.83, self._forge), (0.85, self._publish), (0.87, self._stand),
            (0.91, self._back_up), (0.955, self._clear), (0.97, self._lose_computer), (1.0, self._restore),
        )  # fmt: skip
        dice = self._chance.random()
        next(act for limit, act in happenings if dice < limit)(number)

    # ── below ───────────────────────────────────────────────────────────────────────────────────────────────

    def _enter_record(self, number: int) -> None:
        if len(self.below[number].items) < 8:
            record = self._new()
            self._owner[record] = number
            file = self._new() if self._chance.random() < 0.4 else 0
            self.below[number].items[record] = Item(
                file=file, form=self._chance.choice((1, 1, 1, 2, 3, NEVER))
            )

    def _seal(self, number: int, *, crash: bool = True) -> None:
        office = self.below[number]
        ready = {record: item for record, item in office.items.items() if item.state == "ready"}
        if not ready:
            return
        if self._holds("orphans_are_removed"):
            office.orphans.clear()
        mine = [one for one in office.sealed if one.key[1] == office.epoch]
        key = (number, office.epoch, len(mine) + 1)
        held = {record: (item.file, item.form) for record, item in ready.items()}
        previous = mine[-1].digest if mine else 0
        batch = Sealed(key, self._new(), previous, number, PROVINCE, held, self.steps)
        if crash and self._chance.random() < 0.15:
            office.orphans.append(batch)
            if not self._holds("sealing_is_atomic"):
                for item in ready.values():
                    item.state, item.key = "sent", key
            return
        office.sealed.append(batch)
        for item in ready.values():
            item.state, item.key = "sent", key

    def _carry(self, number: int) -> None:
        """Put on the road what the office above has not confirmed, and the files records name."""
        office = self.below[number]
        self._follow(office, self.above.epoch)
        orphans = [] if self._holds("orphans_are_removed") else office.orphans
        for batch in (*office.sealed, *orphans):
            if batch.there and batch.confirmed != office.above:
                if self._left.setdefault(batch.key, batch.digest) != batch.digest:
                    raise BrokenError("two batches left under one number")
                self.road.append((number, batch))
        for item in office.items.values():
            if (
                item.file
                and item.key
                and item.file not in office.delivered
                and self._holds("files_follow_records")
            ):
                self.road.append((number, File(item.file, item.file)))
        for key, words in self.above.words.items():  # what is newer than what was heard is fetched
            heard = max((one.ack for one in office.sealed if one.key == key), default=0)
            if key[0] == number and words.number > heard:
                self.road.append((number, words))
        self._offer_gone(office)
        if self._chance.random() < 0.3:
            self.road.append((number, Forms(self.above.epoch, self.above.forms)))

    def _offer_gone(self, office: Below) -> None:
        for batch in office.sealed:
            if batch.there or batch.offered or batch.confirmed == office.above:
                continue
            batch.offered = True
            for item in office.items.values():
                if item.key == batch.key and item.state != "returned" and self._holds("gone_files_go_again"):
                    item.state = "ready"

    def _follow(self, office: Below, epoch: int) -> bool:
        if epoch > office.above:
            office.above = epoch
            if self._holds("watermark_is_of_this_epoch"):
                office.watermark = 0
            for batch in office.sealed:
                batch.ack = 0
                batch.offered = False
        return epoch == office.above

    def _hear(self, number: int, said: Words) -> None:
        office = self.below[number]
        if said.signer != PROVINCE:
            if self._holds("ack_signature_is_checked"):
                return
            raise BrokenError("a forged acknowledgement counted")
        if said.to != number:
            if self._holds("ack_for_this_device"):
                return
            raise BrokenError("words to another device counted")
        if not self._follow(office, said.epoch):
            return
        office.watermark = max(office.watermark, said.watermark)
        batch = next((one for one in office.sealed if one.key == said.key), None)
        if batch is None or batch.digest != said.digest or said.number <= batch.ack:
            return
        batch.ack, batch.confirmed, batch.place = said.number, said.epoch, said.place
        for record, verdict in said.verdicts.items():
            item = office.items.get(record)
            if item is not None and item.key == said.key and item.state != "ready":
                item.state = STATES.get(verdict, verdict)
        named = {item.file for item in office.items.values() if item.key == said.key and item.file}
        office.delivered |= named - said.lacking
        if self._holds("lacking_goes_again"):
            office.delivered -= said.lacking

    def _take_forms(self, number: int, package: Forms) -> None:
        office = self.below[number]
        if package.epoch < office.above:
            if self._holds("forms_of_left_epoch_stay_out"):
                return
            raise BrokenError("forms of a life that is over were taken")
        epoch, last = office.forms
        if package.epoch == epoch and package.number < last:
            if self._holds("older_forms_stay_out"):
                return
            raise BrokenError("forms went back")
        office.forms = (package.epoch, package.number)

    def _clear(self, number: int) -> None:
        office = self.below[number]
        for batch in office.sealed:
            passed = batch.place <= office.watermark or not self._holds("clearing_waits_for_watermark")
            if batch.there and batch.confirmed == office.above and passed:
                kept = self._backup.ledger.get(batch.key)
                if office.above == self.above.epoch and (kept is None or kept.digest != batch.digest):
                    raise BrokenError("a sealed file was cleared that no backup holds")
                batch.there = False

    def _lose_computer(self, number: int) -> None:
        """Copy the office below, or come back from the copy: a new epoch, and an empty outbox."""
        if number not in self._copies or self._chance.random() < 0.6:
            self._copies[number] = copy.deepcopy(self.below[number])
            return
        office = copy.deepcopy(self._copies[number])
        office.epoch = self._new()
        office.orphans.clear()
        for batch in office.sealed:
            batch.there = False
        for record in self.below[number].items.keys() - office.items.keys():
            del self._owner[record]  # what was entered after the copy is gone with the computer
        self.below[number] = office

    # ── the road ────────────────────────────────────────────────────────────────────────────────────────────

    def _forge(self, number: int) -> None:
        """Let somebody who may not put something on the road."""
        known = self.below[number].sealed
        self.road.append((number, File(self._new(), self._new())))
        if not known:
            return
        made = copy.deepcopy(self._chance.choice(known))
        made.digest, made.key = self._new(), (number, made.key[1], known[-1].key[2] + 1)
        kind = self._chance.choice(("signer", "scope", "receiver", "bytes", "clone", "words", "strayed"))
        if kind in ("words", "strayed"):
            signer, to = (NOBODY, number) if kind == "words" else (PROVINCE, 1 - number)
            said = dict.fromkeys(made.items, "accepted")
            epoch, last = self.below[number].above, known[-1]
            self.road.append(
                (number, Words(signer, to, epoch, 10**6, last.key, last.digest, 1, said, frozenset(), 0))
            )
            return
        if kind == "scope":
            made.items = {record: (0, 1) for record, owner in self._owner.items() if owner != number}
            made.key = (number, self._new(), 1)
            made.previous = 0
        changes: dict[str, dict[str, object]] = {
            "signer": {"signer": NOBODY},
            "receiver": {"receiver": ELSEWHERE},
            "bytes": {"whole": False},
        }
        for name, value in changes.get(kind, {}).items():
            setattr(made, name, value)
        if kind == "clone":
            made.previous = self._new()
        self.road.append((number, made))

    def _arrive(self, _number: int) -> None:
        if not self.road:
            return
        at = self._chance.randrange(len(self.road))
        number, thing = self.road[at]
        if self._chance.random() > 0.2:
            self.road.pop(at)
        if self._chance.random() >= 0.15:
            self._meet(number, thing)

    def _meet(self, number: int, thing: Any, *, crash: bool = True) -> None:
        if isinstance(thing, Sealed):
            self._receive(thing, crash=crash)
        elif isinstance(thing, Words):
            self._hear(number, thing)
        elif isinstance(thing, Forms):
            self._take_forms(number, thing)
        elif thing.name == thing.content:
            self.above.files.add(thing.name)
        elif not self._holds("file_has_its_hash"):
            raise BrokenError("a content was kept under another's name")

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────

    def settle(self) -> None:
        """Let nothing more be lost: everything is enrolled, published and sent; then look."""
        if self._refused - self._aside.keys():
            raise BrokenError("a batch of a revoked device was dropped")
        for turn in range(8):
            for number in range(len(self.below)):
                self._enrol_again(number)
                self._seal(number, crash=False)
                self._carry(number)
            if turn < 3:
                self._publish(0)
            things, self.road = self.road, []
            for number, thing in sorted(things, key=lambda one: getattr(one[1], "number", 0)):
                self._meet(number, thing, crash=False)
            for number, thing in sorted(self.road, key=lambda one: getattr(one[1], "number", 0)):
                self._meet(number, thing, crash=False)
            self.road.clear()
        self._look()

    def _look(self) -> None:
        for office in self.below:
            if office.cloned:
                continue  # two computers under one name: both stop, and people talk
            for record, item in office.items.items():
                if item.state == "returned" and not all(
                    one.there for one in office.sealed if one.key == item.key
                ):
                    continue  # its file is gone: the next word is that of the person who corrects it
                if record not in self.above.held and item.form != NEVER:
                    raise BrokenError("a record that was sent is not above")
                if item.file and item.form != NEVER and item.file not in self.above.files:
                    raise BrokenError("a file a record names is not above")
                came = self.above.ledger.get(item.key) if item.key else None
                verdict = came.verdicts.get(record) if came is not None else None
                if verdict is not None and STATES.get(verdict, verdict) != item.state:
                    raise BrokenError("the office below does not know what was decided")
