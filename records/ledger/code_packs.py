"""`office.codes`: code packs taken into the office's file, and the places that hold after them.

Packs stay in the office's settings, oldest first; a later one wins. The divisions every form and check asks are those of
the packs from the moment one is taken, and again whenever the office is opened.
"""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from forms.problems import Problem
from forms.reference import Reference
from forms.reference.code_pack import Place, read_pack
from forms.reference.problem_codes import PACK_UNREADABLE
from forms.reference.townships import FIRST, LAST, Township, Townships, made
from records.ledger.seat import Seat

KEY = "code_packs"
_COUNTY = 6  # digits


@dataclass(frozen=True, slots=True)
class TakenPack:
    """A pack the office has: how many places it changes, and when it came."""

    edition: str
    title: str
    sha256: str
    places: int
    taken_at: str


class CodePacks:
    """Takes packs and answers from them."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._known: tuple[int, Townships] | None = None

    def take(self, file: Path) -> TakenPack:
        """Take the pack in *file*; the same pack again changes nothing.

        Raises Problem FORMS-240, FORMS-241 (no sound pack), RECORDS-024 (a clerk may not).
        """
        self._seat.must_lead()
        try:
            pack = read_pack(file.read_bytes())
        except OSError as error:
            raise Problem(PACK_UNREADABLE, values={"reason": file.name}) from error
        kept = self._kept()
        if pack.sha256 not in [one["sha256"] for one in kept]:
            whole = {**asdict(pack), "taken_at": self._seat.now()}
            self._seat.settings.set(KEY, [*kept, whole])
            self.use()
        return next(one for one in self.all() if one.sha256 == pack.sha256)

    def all(self) -> list[TakenPack]:
        """Return the packs taken, the oldest first."""
        return [
            TakenPack(one["edition"], one["title"], one["sha256"], len(one["places"]), one["taken_at"])
            for one in self._kept()
        ]

    def townships(self) -> Townships:
        """Return townships and villages as they are after the packs."""
        kept = self._kept()
        if self._known is None or self._known[0] != len(kept):
            places = (place for place in self._places() if len(place.code) > _COUNTY)
            self._known = (len(kept), Townships(_township(place) for place in places))
        return self._known[1]

    def find(self, text: str, *, within: str = "", on: date | None = None, limit: int = 20) -> list[Township]:
        """Return townships and villages that *text* means: name, old name, pinyin, initials or code."""
        return self.townships().search(text, within=within, on=on, limit=limit)

    def find_within(self, text: str, within: str) -> list[Township]:
        """Return those that *text* means among places whose code begins with *within*, as they are today."""
        return self.find(text, within=within, on=self._seat.clock.today())

    def use(self) -> None:
        """Let every form and check of this program know the divisions of the packs."""
        Reference.take_up([place for place in self._places() if len(place.code) == _COUNTY])

    def _kept(self) -> list[dict[str, Any]]:
        kept = self._seat.settings.get(KEY, [])
        return kept if isinstance(kept, list) else []

    def _places(self) -> list[Place]:
        return [
            Place(
                one["code"],
                one["name"],
                one["valid_from"],
                one["valid_to"],
                tuple(one["former"]),
                one["successor"],
            )
            for pack in self._kept()
            for one in pack["places"]
        ]


def _township(place: Place) -> Township:
    return made(
        place.code,
        place.name,
        former=place.former,
        valid_from=place.valid_from or FIRST,
        valid_to=place.valid_to or LAST,
    )
