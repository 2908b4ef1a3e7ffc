"""One county's computers as a small pure world: records that come down to be read, and are handed over to be changed.

Only the rules of docs/protocol.md (Records going down, Handing over), each of which can be broken by name; the road
loses, repeats, reorders, computers and the county's own are restored from copies, one is lost and its records are taken
over. `tests/sync/protocol/test_road_world.py` proves that every broken rule is noticed.
"""

import copy
import random
from collections.abc import Callable
from typing import Any

from soak.road_sharing_above import AboveSharing
from soak.road_sharing_things import NOWHERE, Computer, Main, Package, Paper, Row, Up
from soak.road_things import BrokenError


class Sharing(AboveSharing):
    """Three computers below the county's; *broken* names a rule that does not hold."""

    def __init__(self, seed: int, broken: str = "") -> None:
        super().__init__(random.Random(seed), broken)
        self._names = 0
        # A hand-over both its giver and the county have forgotten is known to nobody who could be believed: so the county's
        # database is restored in some worlds, computers are restored or lost in the others.
        self._loses_one, self._county_restores = seed % 3 == 0, seed % 3 == 1
        self.main = Main(self._new())
        self.below = [Computer(self._new()) for _number in range(3)]
        for computer in self.below:
            computer.above = self.main.epoch
        self.road: list[Any] = []
        self._owner: dict[int, int] = {}
        self._made: dict[
            int, tuple[int, int]
        ] = {}  # version → by which computer, under which number of hand-over
        self._copies: dict[int, Computer] = {}
        self._copy: Main | None = None

    def _new(self) -> int:
        self._names += 1
        return self._names

    def step(self) -> None:
        """Let one thing happen."""
        happenings: tuple[tuple[float, Callable[[int], None]], ...] = (
            (0.22, self._edit), (0.40, self._contact), (0.72, self._arrive), (0.80, self._give), (0.86, self._decide),
            (0.90, self._settings), (0.93, self._cheat), (0.965, self._copy_below), (0.98, self._lose),
            (1.01, self._copy_main),
        )  # fmt: skip
        dice = self._chance.random()
        next(act for limit, act in happenings if dice < limit)(self._chance.randrange(3))

    # ── below ───────────────────────────────────────────────────────────────────────────────────────────────

    def _may_change(self, number: int, record: int) -> bool:
        held = self.below[number].held.get(record)
        if held is not None:
            return held[1] == number or not self._holds("giver_is_locked")
        return self._owner[record] == number

    def _edit(self, number: int) -> None:
        computer = self.below[number]
        if len(self._owner) < 6:
            record = self._new()
            self._owner[record] = number
            computer.records[record] = []
        mine = [record for record in computer.records if self._may_change(number, record)]
        if number in self.main.revoked or not mine:
            return
        record = self._chance.choice(mine)
        name = self._new()
        self._made[name] = number, computer.held.get(record, (0, 0))[0]
        computer.records[record].append(name)

    def _give(self, number: int) -> None:
        computer = self.below[number]
        mine = [
            record for record, chain in computer.records.items() if chain and self._may_change(number, record)
        ]
        if not mine or number in self.main.revoked:
            return
        record = self._chance.choice(mine)
        if computer.held.get(record, (0, number))[1] != number:
            return
        to = self._chance.choice([one for one in range(3) if one != number])
        turn = computer.held.get(record, (0, 0))[0] + 1
        computer.held[record] = turn, to
        computer.papers[record] = Paper(number, record, turn, to, tuple(computer.records[record]))

    def _contact(self, number: int) -> None:
        """Offer what is this computer's to send, and papers not confirmed; ask for what comes down."""
        computer = self.below[number]
        if number in self.main.revoked:
            return
        if self.main.generation > computer.generation:
            computer.above, computer.generation = self.main.epoch, self.main.generation
        for record, chain in computer.records.items():
            copied = not self._may_change(number, record)
            if chain and (not copied or not self._holds("copies_never_go_up")):
                self.road.append(Up(number, record, tuple(chain), copied))
        for paper in computer.papers.values():
            once = paper.confirmed == NOWHERE and (
                self._holds("offered_until_confirmed") or not paper.offered
            )
            anew = paper.confirmed not in (NOWHERE, computer.above) and self._holds(
                "new_epoch_hears_hand_overs"
            )
            if once or anew:
                paper.offered = True
                self.road.append(copy.copy(paper))
        package = self._package(number, computer.mark)
        if package is not None:
            self.road.append(package)
            following = self._package(number, package.mark)  # as on a stick, several at once
            self.road += [following] if following is not None else []

    def _is_meant(self, number: int, package: Package) -> bool:
        """Tell whether a package is for this computer and from the county."""
        if package.to != number:
            if self._holds("package_for_this_computer"):
                return False
            raise BrokenError("a package for another computer was taken")
        if not package.signed:
            if self._holds("package_signature_is_checked"):
                return False
            raise BrokenError("a forged package was taken")
        return True

    def _is_next(self, computer: Computer, package: Package) -> bool:
        """Tell whether a package brings something further, and nothing before it is lacking."""
        known, mark = computer.mark, package.mark
        left = known is not None and mark.epoch != known.epoch and mark.generation <= known.generation
        if left or mark.generation < computer.generation:
            if self._holds("left_epoch_is_silent"):
                return False
            raise BrokenError("records of a life that is over were taken")
        if known is not None and mark.epoch == known.epoch and mark.order <= known.order:
            if self._holds("reached_mark_is_silent"):
                return False
            if mark.order < known.order:
                raise BrokenError("what came down went back")
        after = package.after
        reaches = (
            known is not None
            and after is not None
            and known.epoch == after.epoch
            and known.order >= after.order
        )
        return after is None or reaches or not self._holds("gap_is_refused")

    def _take(self, number: int, package: Package) -> None:
        computer = self.below[number]
        if not self._is_meant(number, package) or not self._is_next(computer, package):
            return
        computer.mark = package.mark
        for row in package.rows:
            self._enter(number, row)

    def _enter(self, number: int, row: Row) -> None:
        computer = self.below[number]
        before = computer.held.get(row.record)
        if row.number and (before is None or row.number >= before[0]):
            took = row.holder == number and before != (row.number, number)
            computer.held[row.record] = row.number, row.holder
            if took and row.given is not None:
                chain = computer.records.setdefault(row.record, [])
                if list(row.given[: len(chain)]) == chain:
                    chain[:] = row.given
            paper = computer.papers.get(row.record)
            if paper is not None and paper.number <= row.number:
                paper.confirmed = computer.mark.epoch if computer.mark else NOWHERE
        if not row.whole or self._may_change(number, row.record):
            return
        kept = computer.records.setdefault(row.record, [])
        if row.state == "erased":
            computer.gone.add(row.record)
        if row.record in computer.gone:
            kept.clear()
        elif list(row.chain[: len(kept)]) == kept:
            kept[:] = row.chain
        elif list(row.chain) != kept[: len(row.chain)]:
            computer.forked.add(row.record)
            kept[:] = row.chain
        computer.states[row.record] = row.state

    # ── the road ────────────────────────────────────────────────────────────────────────────────────────────

    def _cheat(self, number: int) -> None:
        """Somebody forges, misdirects, or gives up what another holds."""
        # A forged hand-over that a restored county believed, and forgot when it was restored once more, is such a one, too.
        kinds = ("signer", "strayed") if self._county_restores else ("signer", "strayed", "paper")
        kind = self._chance.choice(kinds)
        package = self._package(number, self.below[number].mark)
        if kind == "paper" and self.main.ledger:
            record = self._chance.choice(list(self.main.ledger))
            turn, holder, _changed = self.main.held.get(record, (0, self._owner[record], 0))
            if holder != number:
                chain = tuple(self.main.ledger[record].chain)
                self.road.append(Paper(number, record, turn + 1, number, chain))
        elif package is not None:
            package.signed = kind != "signer"
            package.to = (number + 1) % 3 if kind == "strayed" else number
            if kind == "signer":
                self.road.append(package)
            else:
                self._take(number, package)

    def _arrive(self, _number: int) -> None:
        if not self.road:
            return
        at = self._chance.randrange(len(self.road))
        thing = self.road[at]
        if self._chance.random() > 0.25:
            self.road.pop(at)
        if self._chance.random() >= 0.15:
            self._meet(thing)

    def _meet(self, thing: Any) -> None:
        if isinstance(thing, Up):
            self._receive(thing)
        elif isinstance(thing, Paper):
            self._hand_over(thing)
        else:
            self._take(thing.to, copy.deepcopy(thing))

    def _copy_below(self, number: int) -> None:
        if self._county_restores:
            self._copy_main(number)
        elif number not in self._copies or self._chance.random() < 0.6:
            self._copies[number] = copy.deepcopy(self.below[number])
        else:
            self.below[number] = copy.deepcopy(self._copies[number])
            self.below[number].epoch = self._new()
            for record in [one for one, owner in self._owner.items() if owner == number]:
                self.below[number].records.setdefault(record, [])

    def _copy_main(self, _number: int) -> None:
        if self._copy is None or self._chance.random() < 0.6:
            self._copy = copy.deepcopy(self.main)
        elif self._county_restores:
            generation = self.main.generation
            self.main = copy.deepcopy(self._copy)
            self.main.epoch, self.main.generation = self._new(), generation + 1

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────

    def settle(self) -> None:
        """Let nothing more be lost, give every computer everything, and look."""
        self.road.clear()
        for number in range(3):
            setting, all_ = self.main.settings.get(number, (0, False))
            self.main.settings[number] = setting + (not all_), True
        for _turn in range(12):
            for number in range(3):
                self._contact(number)
            for lost in self.main.revoked:
                self._take_over(lost)
            things, self.road = self.road, []
            for thing in things:
                self._meet(thing)
        self._look()

    def _lies_beside(self, number: int, name: int) -> bool:
        """Tell whether a computer's own version waits beside the county's ledger, for a person to decide."""
        return self._made[name][0] == number and name in self.main.beside

    def _look(self) -> None:
        alive = [number for number in range(3) if number not in self.main.revoked]
        for record in self._owner:
            turn, holder, _changed = self.main.held.get(record, (0, self._owner[record], 0))
            mine = [
                number
                for number in alive
                if record in self.below[number].records and self._may_change(number, record)
            ]
            if len(mine) > 1:
                raise BrokenError("two computers may change one record")
            if holder in alive and mine != [holder] and (turn or record in self.main.ledger):
                raise BrokenError("who holds a record does not know it")
            if holder not in alive and record in self.main.ledger:
                raise BrokenError("a record is held by a computer that is gone")
            line = self.main.ledger.get(record)
            if line is not None:
                self._look_at_copies(line, holder, alive)

    def _look_at_copies(self, line: Row, holder: int, alive: list[int]) -> None:
        record, chain = line.record, list(line.chain)
        held = self.below[holder].records.get(record, []) if holder in alive else chain
        if held[: len(chain)] != chain:
            return  # its holder came back with another branch: a person decides on the fork
        for number in alive:
            computer = self.below[number]
            # Erased below: a county that was restored to before does not bring it back.
            if number in (holder, self._owner[record]) or record in computer.gone:
                continue
            kept = computer.records.get(record)
            if kept is not None and line.state != "erased":
                # What it made of a record it had forgotten to have given up lies beside the county's, too.
                kept = [name for name in kept if name in chain or not self._lies_beside(number, name)]
            if kept != ([] if line.state == "erased" else chain) or computer.states.get(record) != line.state:
                raise BrokenError("a copy is not what stands in the county")
