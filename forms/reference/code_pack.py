"""A code pack (代码包): changed and added places in one file, which updates an office without a new release.

The file is JSON: ``format``, ``edition`` (2027-01), ``title``, ``places`` and ``sha256`` over the rest in canonical form, so
that a damaged or shortened file is noticed. A place is an object with ``code`` (6, 9 or 12 digits), ``name`` and where
needed ``from``, ``to`` (years), ``former`` (old names) and ``successor`` (the code it became).
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from forms.problems import Problem
from forms.reference.problem_codes import PACK_DAMAGED, PACK_UNREADABLE

FORMAT = "xiezuo-codes-1"
MAX_BYTES = 50_000_000
_CODE = re.compile(r"[0-9]{6}(?:[0-9]{3}){0,2}")
_KNOWN = frozenset({"code", "name", "from", "to", "former", "successor"})


@dataclass(frozen=True, slots=True)
class Place:
    """One changed or added place."""

    code: str
    name: str
    valid_from: int | None = None
    valid_to: int | None = None
    former: tuple[str, ...] = ()
    successor: str = ""


@dataclass(frozen=True, slots=True)
class CodePack:
    """A pack as it was read; *sha256* names it."""

    edition: str
    title: str
    places: tuple[Place, ...]
    sha256: str


def _canonical(edition: str, title: str, places: list[dict[str, Any]]) -> bytes:
    whole = {"format": FORMAT, "edition": edition, "title": title, "places": places}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def write_pack(edition: str, title: str, places: Iterable[dict[str, Any]]) -> bytes:
    """Return the file of a pack."""
    listed = list(places)
    digest = hashlib.sha256(_canonical(edition, title, listed)).hexdigest()
    whole = {"format": FORMAT, "edition": edition, "title": title, "places": listed, "sha256": digest}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8")


def read_pack(content: bytes) -> CodePack:
    """Return the pack in a file. Raises Problem FORMS-240 (no code pack), FORMS-241 (damaged)."""
    try:
        data = json.loads(content.decode("utf-8-sig")) if len(content) <= MAX_BYTES else None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Problem(PACK_UNREADABLE, values={"reason": "JSON"}) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Problem(PACK_UNREADABLE, values={"reason": "format"})
    edition, title, places = data.get("edition"), data.get("title"), data.get("places")
    if not (isinstance(edition, str) and isinstance(title, str) and isinstance(places, list)):
        raise Problem(PACK_UNREADABLE, values={"reason": "edition, title, places"})
    digest = hashlib.sha256(_canonical(edition, title, places)).hexdigest()
    if digest != data.get("sha256"):
        raise Problem(PACK_DAMAGED)
    return CodePack(edition, title, tuple(_place(one) for one in places), digest)


def _place(one: Any) -> Place:
    """Return one place. Raises Problem FORMS-240 with the place that is wrong."""
    if not isinstance(one, dict) or not set(one) <= _KNOWN:
        raise Problem(PACK_UNREADABLE, values={"reason": str(one)[:60]})
    code, name, former = one.get("code"), one.get("name"), one.get("former", [])
    years = [one.get("from"), one.get("to")]
    sound = (
        isinstance(code, str)
        and _CODE.fullmatch(code) is not None
        and isinstance(name, str)
        and 0 < len(name) <= 50
        and isinstance(former, list)
        and all(isinstance(word, str) for word in former)
        and all(year is None or (type(year) is int and 1900 < year < 3000) for year in years)
        and isinstance(one.get("successor", ""), str)
    )
    if not sound:
        raise Problem(PACK_UNREADABLE, values={"reason": str(one)[:60]})
    return Place(str(code), str(name), years[0], years[1], tuple(former), one.get("successor", ""))
