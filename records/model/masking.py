"""How personal data is shown when nobody asked to see all of it (domain book §5.5, masking_rules.csv).

On screen an ID number keeps its first six and last four characters, a phone its first three and last four, an
account only its last four. A name is shown whole on screens and inner papers; published, only the surname.
"""

from collections.abc import Callable
from enum import StrEnum


class Masked(StrEnum):
    """The kinds of personal value that have a rule."""

    ID = "id"
    PHONE = "phone"
    ACCOUNT = "account"
    NAME = "name"
    ADDRESS = "address"
    HIDDEN = "hidden"


def _kept(value: str, head: int, tail: int, most: int) -> str:
    """Keep *head* and *tail* characters; a value too short for both hides more, never less."""
    if len(value) <= head + tail:
        head, tail = 0, min(tail, len(value) // 3)
    stars = min(max(len(value) - head - tail, 1), most)
    return value[:head] + "*" * stars + (value[-tail:] if tail else "")


def _address(value: str) -> str:
    """Show an address down to the village, not the door."""
    for end in ("村", "社区", "镇", "乡", "街道"):
        place = value.rfind(end)
        if place >= 0:
            return value[: place + len(end)] + "***"
    return _kept(value, 6, 0, 3)


_RULES: dict[Masked, Callable[[str], str]] = {
    Masked.ID: lambda value: _kept(value, 6, 4, 8),
    Masked.PHONE: lambda value: _kept(value, 3, 4, 4),
    Masked.ACCOUNT: lambda value: "**** **** **** " + value[-4:] if len(value) >= 12 else "****",
    Masked.NAME: lambda value: value[:1] + "*" if len(value) > 1 else "*",
    Masked.ADDRESS: _address,
    Masked.HIDDEN: lambda _value: "***",
}


def mask(kind: Masked | str, value: str) -> str:
    """Return *value* as it may be shown unasked; an empty value stays empty.

    *kind* is a `Masked`, or the name of a domain check of a question (`resident_id`, `mobile`, `bank_card` …).
    """
    if not value:
        return value
    return _RULES[_BY_CHECK.get(str(kind)) or Masked(kind)](value)


_BY_CHECK: dict[str, Masked] = {
    "resident_id": Masked.ID,
    "mobile": Masked.PHONE,
    "phone": Masked.PHONE,
    "bank_card": Masked.ACCOUNT,
    "person_name": Masked.NAME,
}


def kind_of(marks: dict[str, str]) -> Masked | None:
    """Return the rule a question's marks ask for on screen, or None when it may be shown whole.

    P3 (身份证号、账户、健康、特定身份) is always masked, a P2 phone too; a P2 name is not (§5.5 row P2-姓名).
    """
    level = marks.get("sensitive", "P0")
    checks = marks.get("check", "").split()
    search = marks.get("search", "")
    if level == "P3":
        if "bank_card" in checks:
            return Masked.ACCOUNT
        if "resident_id" in checks or search == "id":
            return Masked.ID
        return Masked.HIDDEN
    if level == "P2" and (search == "phone" or "mobile" in checks or "phone" in checks):
        return Masked.PHONE
    return None
