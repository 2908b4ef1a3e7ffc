"""The county's side of the world of shared records: what goes down to whom, what is taken in, who holds a record."""

import random

from soak.road_sharing_things import Main, Package, Paper, Place, Row, Up
from soak.road_things import BrokenError


class AboveSharing:
    """What the county's computer does; `Sharing` lets it happen."""

    main: Main

    def __init__(self, chance: random.Random, broken: str) -> None:
        self._chance, self._broken = chance, broken
        self._loses_one = False
        self._owner: dict[int, int] = {}
        self._made: dict[
            int, tuple[int, int]
        ] = {}  # version → by which computer, under which number of hand-over

    def _holds(self, rule: str) -> bool:
        return rule != self._broken

    def _package(self, number: int, mark: Place | None) -> Package | None:
        """Make the next package for a computer that has reached *mark*."""
        main = self.main
        setting, all_ = main.settings.get(number, (0, False))
        anew = mark is None or (mark.epoch != main.epoch and self._holds("new_epoch_begins_anew"))
        anew = anew or (
            mark is not None and mark.setting != setting and self._holds("new_setting_sends_anew")
        )
        begin = 0 if anew or mark is None else mark.changed
        rows = {}
        for record, line in sorted(main.ledger.items(), key=lambda one: one[1].changed):
            holder = main.held.get(record, (0, self._owner[record], 0))[1]
            if line.changed > begin and all_ and holder != number:
                rows[record] = Row(record, tuple(line.chain), line.state, line.changed)
        if not self._holds("erased_goes_down"):
            rows = {record: row for record, row in rows.items() if row.state != "erased"}
        if not self._holds("state_alone_goes_down"):
            rows = {record: row for record, row in rows.items() if row.state != "draft"}
        held = {record: changed for record, (_turn, _holder, changed) in main.held.items() if changed > begin}
        places = sorted([*(row.changed for row in rows.values()), *held.values()])
        if not places and not anew:
            return None
        end = places[2] if len(places) > 3 else main.changed
        rows = {record: row for record, row in rows.items() if row.changed <= end}
        for record in [record for record, changed in held.items() if changed <= end]:
            self._say_who_holds(number, rows, record)
        place = Place(main.generation, main.epoch, setting, end)
        return Package(number, None if anew else mark, place, list(rows.values()))

    def _say_who_holds(self, number: int, rows: dict[int, Row], record: int) -> None:
        """Add who holds a record to what goes down, for the holder with the record."""
        main = self.main
        turn, holder, changed = main.held[record]
        if record in rows and not self._holds("content_beside_holder"):
            del rows[record]
        row = rows.setdefault(record, Row(record, (), "", changed, whole=False))
        row.number, row.holder = turn, holder
        if holder == number:
            paper = main.papers.get(record, ())
            here = tuple(main.ledger[record].chain) if record in main.ledger else ()
            row.given = here if len(here) >= len(paper) else paper

    def _receive(self, up: Up) -> None:
        main = self.main
        if up.computer in main.revoked:
            return
        turn, holder, _changed = main.held.get(up.record, (0, self._owner[up.record], 0))
        if up.copied:
            raise BrokenError("a copy went up")
        line = main.ledger.get(up.record)
        fresh = [name for name in up.chain if line is None or name not in line.chain]
        if not fresh:
            return
        legal = holder == up.computer or set(fresh) <= set(main.papers.get(up.record, ()))
        follows = line is None or tuple(line.chain) == up.chain[: len(line.chain)]
        if line is not None and line.state == "erased":
            return
        if not follows or (not legal and self._holds("not_holder_stays_beside")):
            main.beside |= set(fresh)
            return
        for name in fresh:
            if self._made[name][1] < turn and name not in main.papers.get(up.record, ()) and not legal:
                raise BrokenError("a version of who had given the record up entered the ledger")
        if line is None:
            line = main.ledger[up.record] = Row(up.record, [], "received", 0)
        line.chain = list(up.chain)
        line.state, line.changed = "received", main.tick()

    def _hand_over(self, paper: Paper) -> None:
        main = self.main
        if paper.giver in main.revoked:
            return
        turn, holder, _changed = main.held.get(paper.record, (0, self._owner[paper.record], 0))
        if paper.number <= turn and self._holds("old_number_says_nothing"):
            self._say_again(paper.record, turn, holder)
            return
        if paper.number < turn:
            raise BrokenError("a hand-over went back")
        if holder != paper.giver and self._holds("only_the_holder_gives"):
            if turn:
                self._say_again(paper.record, turn, holder)
            return
        if holder != paper.giver and paper.number > turn:
            raise BrokenError("a record was given up by who does not hold it")
        line = main.ledger.get(paper.record)
        to = self._receiver(paper, line)
        main.papers[paper.record] = paper.chain
        main.held[paper.record] = paper.number, to, main.tick()
        if line is not None and self._holds("handed_over_is_told_anew"):
            line.changed = main.changed

    def _say_again(self, record: int, turn: int, holder: int) -> None:
        """Tell anew who holds a record, and with it what stands in it: who did not know read nothing of it meanwhile."""
        main, line = self.main, self.main.ledger.get(record)
        main.held[record] = turn, holder, main.tick()
        if line is not None and self._holds("told_anew_with_its_content"):
            line.changed = main.changed

    def _decide(self, _number: int) -> None:
        if self.main.ledger:
            line = self.main.ledger[self._chance.choice(list(self.main.ledger))]
            if line.state != "erased":
                line.state = self._chance.choice(("accepted", "returned", "draft", "void", "erased"))
                line.changed = self.main.tick()

    def _settings(self, number: int) -> None:
        setting, all_ = self.main.settings.get(number, (0, False))
        self.main.settings[number] = setting + 1, not all_ if self._chance.random() < 0.3 else True

    def _lose(self, number: int) -> None:
        """A computer is lost: revoked, and what it held is taken over by another."""
        main = self.main
        if not self._loses_one or main.revoked:
            return
        if self._holds("only_from_a_revoked"):
            main.revoked.add(number)
        self._take_over(number)

    def _take_over(self, lost: int) -> None:
        main = self.main
        to = (lost + 1) % 3
        for record in list(main.ledger):
            turn, holder, _changed = main.held.get(record, (0, self._owner[record], 0))
            if holder == lost:
                main.held[record] = turn + 1, to, main.tick()
                main.ledger[record].changed = main.changed
                if lost not in main.revoked:
                    raise BrokenError("a record was taken from a computer in use")

    def _receiver(self, paper: Paper, line: Row | None) -> int:
        """Return who holds a record from now on: its giver, where it cannot go where it should."""
        sound = line is None or tuple(line.chain) == paper.chain[: len(line.chain)]
        if line is not None and line.state == "erased" and self._holds("erased_is_not_handed_over"):
            sound = False
        gone = paper.to in self.main.revoked and self._holds("given_back_when_it_cannot_be")
        to = paper.giver if gone or not sound else paper.to
        if to in self.main.revoked:
            raise BrokenError("a record was given to a computer that is gone")
        if to != paper.giver and line is not None and line.state == "erased":
            raise BrokenError("a record erased above was handed on")
        return to
