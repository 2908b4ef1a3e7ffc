"""The road as a small pure world: counties and a province that edit, seal, lose, repeat, restore, decide.

No files, no keys, no clock: only the rules of docs/protocol.md, each of which can be broken by name. A world is its seed.
`tests/sync/protocol/test_road_world.py` proves that every broken rule is noticed; `python -m soak road` plays ten million steps.
"""

import copy
import random

from soak.road_things import Ack, Batch, BrokenError, County, Entry, Kept, Ledger, Province, Version


class World:
    """Three counties, one province, and a road that loses, repeats and reorders; *broken* names a rule that does not hold."""

    def __init__(self, seed: int, broken: str = "") -> None:
        self._chance = random.Random(seed)
        self._broken = broken
        self._names = 0
        self.counties = [County(self._new()) for _number in range(3)]
        self.province = Province(self._new())
        for county in self.counties:
            county.above = self.province.epoch
        self.road: list[tuple[int, Batch] | tuple[int, Ack]] = []
        self._copies: dict[int, County] = {}
        self._copy: Province | None = None
        self._sealed: dict[tuple[int, int, int], int] = {}
        self._imported: dict[tuple[int, int], int] = {}  # (epoch above, digest) → times
        self.steps = 0

    def _new(self) -> int:
        self._names += 1
        return self._names

    def _holds(self, rule: str) -> bool:
        return rule != self._broken

    def step(self) -> None:
        """Let one thing happen."""
        self.steps += 1
        dice = self._chance.random()
        number = self._chance.randrange(len(self.counties))
        if dice < 0.25:
            self._edit(number)
        elif dice < 0.40:
            self._seal(number)
        elif dice < 0.55:
            self._contact(number)
        elif dice < 0.85:
            self._arrive()
        elif dice < 0.95:
            self._decide()
        elif dice < 0.975:
            self._copy_or_restore_county(number)
        elif dice < 0.98:
            self._copied_computer(number)
        else:
            self._copy_or_restore_province()

    def _edit(self, number: int) -> None:
        county = self.counties[number]
        if not county.records or (len(county.records) < 6 and self._chance.random() < 0.3):
            record, version = self._new(), Version(1, self._new(), 0)
            county.records[record] = Kept([version])
            return
        record = self._chance.choice(list(county.records))
        kept = county.records[record]
        if kept.state in ("sent", "received"):
            if self._holds("sent_is_locked"):
                return
            name = self._new()  # the same number gets another content
            kept.versions[-1] = Version(kept.last.rev, name, kept.last.parent)
            return
        version = Version(kept.last.rev + 1, self._new(), kept.last.name)
        kept.versions.append(version)
        kept.state = "draft"

    def _seal(self, number: int) -> None:
        county = self.counties[number]
        ready = {
            record: kept for record, kept in county.records.items() if kept.state in ("draft", "approved")
        }
        if not ready:
            return
        mine = [batch.key[2] for batch in county.batches if batch.key[1] == county.epoch]
        key = (number, county.epoch, max(mine, default=0) + 1)
        content = {
            record: [version for version in kept.versions if version.rev > kept.delivered]
            for record, kept in ready.items()
        }
        batch = Batch(key, self._new(), copy.deepcopy(content), (county.generation, county.above))
        if self._sealed.setdefault(key, batch.digest) != batch.digest:
            raise BrokenError("a batch's number was used twice")
        county.batches.append(batch)
        for kept in ready.values():
            kept.state = "sent"

    def _contact(self, number: int) -> None:
        county = self.counties[number]
        if self._holds("idle_hears_epoch") and self._chance.random() < 0.5:
            self._compare(county)
        for batch in county.batches:
            if batch.confirmed != county.above and not (
                self._broken == "new_epoch_reoffers" and batch.confirmed >= 0
            ):
                self.road.append((number, batch))
                if not self._holds("only_acks_deliver"):
                    batch.confirmed = county.above
        for key, entry in self.province.entries.items():
            if key[0] == number and self._chance.random() < 0.3:
                self._say(key, entry)

    def _arrive(self) -> None:
        if not self.road:
            return
        at = self._chance.randrange(len(self.road))
        number, thing = self.road[at]
        if self._chance.random() > 0.2:  # else it arrives again later
            self.road.pop(at)
        if self._chance.random() < 0.15:
            return  # lost
        if isinstance(thing, Batch):
            self._receive(thing)
        else:
            self._apply(self.counties[number], thing)

    # ── the office above ────────────────────────────────────────────────────────────────────────────────────

    def _hear_of(self, generation: int, epoch: int) -> None:
        """Rise over an epoch of ours that a device knows and we do not: it was begun after the copy we come from."""
        if epoch != self.province.epoch and self._holds("told_epoch_is_passed"):
            self.province.generation = max(self.province.generation, generation + 1)

    def _receive(self, batch: Batch) -> None:
        self._hear_of(*batch.above)
        before = self.province.entries.get(batch.key)
        if before is not None and before.digest != batch.digest and self._holds("equivocation_set_aside"):
            return
        if before is not None and before.digest == batch.digest and self._holds("import_once"):
            self._say(batch.key, before)
            return
        times = self._imported.get((self.province.epoch, batch.digest), 0) + 1
        self._imported[self.province.epoch, batch.digest] = times
        if before is not None and before.digest == batch.digest and times > 1:
            raise BrokenError("a batch was imported twice")
        if before is not None and before.digest != batch.digest:
            raise BrokenError("a batch took the place of another")
        verdicts = {
            record: (versions[-1].rev, versions[-1].name, self._enter(record, versions))
            for record, versions in batch.records.items()
        }
        entry = Entry(batch.digest, verdicts)
        self.province.entries[batch.key] = entry
        self._say(batch.key, entry)

    def _enter(self, record: int, versions: list[Version]) -> str:
        """Take in the versions of one record; return the verdict."""
        known = self.province.ledger.get(record)
        if known is None:
            line = {version.rev: version for version in versions}
            self.province.ledger[record] = Ledger(line)
            return "new"
        head, last = known.head, versions[-1]
        if last.name == head.name:
            return "same"
        unknown = [
            one for one in versions if one.rev not in known.line or known.line[one.rev].name != one.name
        ]
        above = [one for one in versions if one.rev > head.rev]
        follows = all(
            one.rev not in known.line
            and (one.rev - 1 not in known.line or known.line[one.rev - 1].name == one.parent)
            for one in unknown
        )
        if follows:
            known.line.update({one.rev: one for one in unknown})
            if last.rev < head.rev and not self._holds("older_stays_older"):
                known.line = {rev: one for rev, one in known.line.items() if rev <= last.rev}
            if known.head.rev < head.rev:
                raise BrokenError("the ledger was set back")
            return "new" if above else "older"
        names = {one.name for one in versions}
        branch = versions[0].parent in known.decided or bool(names & known.decided)
        if above and branch and self._holds("decided_branch_goes_on"):
            known.beside.update({one.name: one for one in unknown if one not in above})
            known.line.update({one.rev: one for one in above})
            return "new"
        if branch and above and versions[0].parent in known.decided:
            raise BrokenError("a version after a decision was a fork again")
        if not self._holds("fork_keeps_both"):
            known.line = {rev: one for rev, one in known.line.items() if rev < versions[0].rev}
            known.line.update({one.rev: one for one in versions})
            if head.name not in {one.name for one in known.line.values()} | set(known.beside):
                raise BrokenError("a version was overwritten")
        known.beside.update({one.name: one for one in unknown})
        return "fork"

    def _say(self, key: tuple[int, int, int], entry: Entry) -> None:
        """Put the next acknowledgement of a batch on the road."""
        self.province.seq += 1
        told = {
            record: (*verdict, self.province.ledger[record].head.rev if verdict[2] in ("lost", "won") else 0)
            for record, verdict in entry.verdicts.items()
        }
        self.road.append((key[0], Ack(key, entry.digest, *self._present(), self.province.seq, told)))

    def _decide(self) -> None:
        if not self.province.entries:
            return
        key = self._chance.choice(list(self.province.entries))
        entry = self.province.entries[key]
        if not entry.verdicts:
            return
        record = self._chance.choice(list(entry.verdicts))
        rev, name, word = entry.verdicts[record]
        ledger = self.province.ledger.get(record)
        if ledger is None:
            return
        if word == "fork" and name in ledger.beside and name not in ledger.decided:
            ledger.decided.add(name)
            entry.verdicts[record] = (rev, name, self._chance.choice(("lost", "won")))
        elif word in ("new", "same", "accepted", "returned"):
            if ledger.head.name != name:
                if self._holds("decision_bound"):
                    return
                raise BrokenError("a decision fell on a version nobody looked at")
            entry.verdicts[record] = (rev, name, self._chance.choice(("accepted", "returned")))
        self._say(key, entry)

    # ── the office below ────────────────────────────────────────────────────────────────────────────────────

    def _present(self) -> tuple[int, int]:
        """Return epoch and generation of the province as its papers name them."""
        return self.province.epoch, self.province.generation

    def _compare(self, county: County) -> None:
        """One contact: the county says which epoch it knows, the province answers with its own."""
        self._hear_of(county.generation, county.above)
        self._follow(county, *self._present())

    def _follow(self, county: County, epoch: int, generation: int) -> bool:
        """Follow the office above; False for words of an epoch that is not newer than the one known."""
        if epoch == county.above:
            county.generation = max(county.generation, generation)
            return True
        if generation <= county.generation and self._holds("older_epoch_is_silent"):
            lived = self.province.past.get(county.above, 0)
            if epoch == self.province.epoch and lived >= county.generation:
                raise BrokenError("a restored office above was not heard")
            return False
        if generation < county.generation:
            raise BrokenError("words of an older epoch counted")
        county.above, county.generation = epoch, generation
        for batch in county.batches:
            batch.ack = 0
        return True

    def _apply(self, county: County, ack: Ack) -> None:
        batch = next((one for one in county.batches if one.key == ack.key), None)
        if batch is None or (batch.digest != ack.digest and self._holds("ack_names_digest")):
            return
        if batch.digest != ack.digest:
            raise BrokenError("words about another file counted")
        if not self._follow(county, ack.epoch, ack.generation):
            return
        if ack.seq <= batch.ack:
            if self._holds("highest_ack_counts"):
                return
            if ack.seq < batch.ack:
                raise BrokenError("a late word took back a later one")
        batch.ack, batch.confirmed = max(batch.ack, ack.seq), ack.epoch
        for record, (rev, name, word, above) in ack.verdicts.items():
            kept = county.records.get(record)
            if kept is not None:
                self._told(kept, rev, name, word, above)

    def _told(self, kept: Kept, rev: int, name: int, word: str, above: int) -> None:
        mine = {version.name for version in kept.versions}
        if name in mine:
            kept.delivered = max(kept.delivered, rev)
        current = kept.last.name == name
        if not current:
            if self._holds("verdict_names_version"):
                return
            if kept.state in ("draft", "sent") and word in ("accepted", "returned"):
                raise BrokenError("a verdict fell on a later version")
            return
        if kept.state in ("sent", "received", "accepted", "returned"):
            kept.state = {"lost": "returned", "won": "approved"}.get(
                word, word if word in ("accepted", "returned") else "received"
            )
        if word in ("lost", "won"):
            target = max(above, kept.last.rev) + 1 if word == "won" else above
            while kept.last.rev < target:
                version = Version(kept.last.rev + 1, self._new(), kept.last.name)
                kept.versions.append(version)

    # ── copies and restores ─────────────────────────────────────────────────────────────────────────────────

    def _copy_or_restore_county(self, number: int) -> None:
        if number not in self._copies or self._chance.random() < 0.6:
            self._copies[number] = copy.deepcopy(self.counties[number])
            return
        self.counties[number] = copy.deepcopy(self._copies[number])
        if self._holds("county_restore_renews"):
            self.counties[number].epoch = self._new()

    def _copied_computer(self, number: int) -> None:
        """A copy of the computer, with the same name and epoch, seals a batch of its own under a number that is taken."""
        batches = self.counties[number].batches
        if batches:
            record, version = self._new(), Version(1, self._new(), 0)
            other = Batch(self._chance.choice(batches).key, self._new(), {record: [version]})
            self.road.append((number, other))

    def _copy_or_restore_province(self) -> None:
        if self._copy is None or self._chance.random() < 0.6:
            self._copy = copy.deepcopy(self.province)
            return
        self.province = copy.deepcopy(self._copy)
        if self._holds("province_restore_renews"):
            self.province.past[self.province.epoch] = self.province.generation
            self.province.epoch = self._new()
        if self._holds("restore_counts_on"):
            self.province.generation += 1

    # ── the end: the weather clears ─────────────────────────────────────────────────────────────────────────

    def settle(self) -> None:
        """Let nothing more be lost or restored until both sides are quiet; then look whether everything is where it must be.

        Half way every fork is decided, and whoever lost corrects his version.
        """
        for turn in range(8):
            if self._holds("idle_hears_epoch"):
                for county in self.counties:
                    self._compare(county)
            for number, county in enumerate(self.counties):
                self._seal(number)
                for batch in county.batches:
                    self._offer(county, batch)
            if turn == 3:
                self._decide_all()
            self._hear_all()
            if turn == 3:
                for number in range(len(self.counties)):
                    self._correct(number)
        self._look()

    def _offer(self, county: County, batch: Batch) -> None:
        """Bring a batch up that is not confirmed."""
        offered = batch.confirmed != county.above
        if self._broken == "new_epoch_reoffers":
            offered = batch.confirmed < 0
        if offered:
            self._receive(batch)
            if not self._holds("only_acks_deliver"):
                batch.confirmed = county.above

    def _hear_all(self) -> None:
        """Bring every acknowledgement of the province's present epoch down, in order."""
        told = [(number, thing) for number, thing in self.road if isinstance(thing, Ack)]
        self.road.clear()
        for number, ack in sorted(told, key=lambda one: one[1].seq):
            if ack.epoch == self.province.epoch:
                self._apply(self.counties[number], ack)

    def _decide_all(self) -> None:
        """Decide every fork, one way or the other."""
        for key, entry in self.province.entries.items():
            for record, (rev, name, word) in entry.verdicts.items():
                ledger = self.province.ledger[record]
                if word == "fork" and name in ledger.beside and name not in ledger.decided:
                    ledger.decided.add(name)
                    entry.verdicts[record] = (rev, name, self._chance.choice(("lost", "won")))
            self._say(key, entry)

    def _correct(self, number: int) -> None:
        """Correct every record of a county that was returned."""
        for kept in self.counties[number].records.values():
            if kept.state == "returned":
                version = Version(kept.last.rev + 1, self._new(), kept.last.name)
                kept.versions.append(version)
                kept.state = "draft"

    def _look(self) -> None:
        for county in self.counties:
            if any(self._alarmed(batch) for batch in county.batches):
                continue  # two computers under one name: both stop, and people talk
            for record, kept in county.records.items():
                there = self.province.ledger.get(record)
                for version in kept.versions[-1:]:
                    names = {one.name for one in there.line.values()} | set(there.beside) if there else set()
                    if version.name not in names:
                        raise BrokenError("a version that was sent is not above")

    def _alarmed(self, batch: Batch) -> bool:
        entry = self.province.entries.get(batch.key)
        return entry is not None and entry.digest != batch.digest
