"""Coordinates as people write them: degrees, 度分秒, with or without 北纬 and 东经, either way round.

``30.67 104.06`` · ``北纬30°40′12″ 东经104°3′36″`` · ``N30.67, E104.06`` · ``104.06,30.67`` as maps made in China copy it
(a first number over 90 can be no latitude, so it is the longitude: certain, no guess).
"""

import re
import unicodedata
from decimal import Decimal

_SIDES = {
    "北纬": "N", "南纬": "S", "东经": "E", "西经": "W", "纬度": "N", "经度": "E",
    "lat": "N", "latitude": "N", "lng": "E", "lon": "E", "longitude": "E",
}  # fmt: skip
_WORDS = re.compile("|".join(sorted(_SIDES, key=len, reverse=True)), re.IGNORECASE)
_SIGNS = str.maketrans({
    "度": "°", "º": "°", "˚": "°", "分": "′", "'": "′", "’": "′", "秒": "″", '"': "″", "”": "″", "、": " ", ":": " ",
    "=": " ", "(": " ", ")": " ", ";": " ",
})  # fmt: skip
_ONE = re.compile(
    r"([NSEW])?[ ]*([+-]?\d{1,3}(?:\.\d{1,15})?)"
    r"(?:[ ]*°(?:[ ]*(\d{1,2}(?:\.\d{1,12})?)[ ]*′(?:[ ]*(\d{1,2}(?:\.\d{1,10})?)[ ]*″?)?)?)?"
    r"(?(1)|(?:[ ]?([NSEW])(?!\d)|(?<=[°′″])([NSEW]))?)",  # a letter behind, when none stood before and it belongs to no other
    re.ASCII,
)
_REST = re.compile(
    r"(?:[ ,]+([+-]?\d{1,9}(?:\.\d{1,15})?))?(?:[ ,]+([+-]?\d{1,9}(?:\.\d{1,15})?))?[ ,]*", re.ASCII
)
_PLACES = Decimal("0.0000001")  # seven decimals: one centimetre


def read_point(text: str, *, turn: bool = True) -> str | None:
    """Return ``latitude longitude [altitude [accuracy]]`` in decimal degrees; None when it is no point.

    *turn*: a first number over 90 is the longitude (a person sees what was understood; an import never turns).
    Digits typed as decimal degrees stay as they were typed; 度分秒 are worked out to seven decimals.
    """
    narrow = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    narrow = " ".join(_WORDS.sub(lambda found: f" {_SIDES[found[0].lower()]}", narrow).upper().split())
    narrow = narrow.replace("′′", "″")
    first = _ONE.match(narrow)
    if first is None:
        return None
    second = _ONE.match(narrow, _after(narrow, first.end()))
    if second is None or (second.start() == first.end() and first[0][-1].isdigit()):
        return None  # nothing between the two numbers
    rest = _REST.fullmatch(narrow, second.end())
    if rest is None:
        return None
    pair = _ordered(_read(first), _read(second), turn=turn)
    return " ".join([*pair, *(part for part in rest.groups() if part)]) if pair else None


def _after(text: str, at: int) -> int:
    while at < len(text) and text[at] in " ,":
        at += 1
    return at


def _read(found: re.Match[str]) -> tuple[str, str] | None:
    """Return (side or '', decimal degrees as text); None for minutes over 60."""
    before, degrees, minutes, seconds, *behind = found.groups()
    side = before or behind[0] or behind[1] or ""
    if minutes is not None:
        if Decimal(minutes) >= 60 or Decimal(seconds or 0) >= 60 or "." in degrees:
            return None
        whole = abs(Decimal(degrees)) + Decimal(minutes) / 60 + Decimal(seconds or 0) / 3600
        degrees = ("-" if degrees.startswith("-") else "") + format(whole.quantize(_PLACES).normalize(), "f")
    if side in ("S", "W"):
        degrees = degrees.removeprefix("-") if degrees.startswith("-") else f"-{degrees.removeprefix('+')}"
    return side, degrees


def _ordered(
    first: tuple[str, str] | None, second: tuple[str, str] | None, *, turn: bool
) -> tuple[str, str] | None:
    """Return latitude before longitude; None when they are out of bounds or both of one side."""
    if first is None or second is None:
        return None
    east = [one[0] in ("E", "W") for one in (first, second)]
    north = [one[0] in ("N", "S") for one in (first, second)]
    if all(east) or all(north):
        return None
    turned = east[0] or north[1] or (turn and abs(Decimal(first[1])) > 90 and not north[0])
    latitude, longitude = (second[1], first[1]) if turned else (first[1], second[1])
    if abs(Decimal(latitude)) > 90 or abs(Decimal(longitude)) > 180:
        return None
    return latitude, longitude


def in_words(point: str, north: str, south: str, east: str, west: str) -> str:
    """Return *point* in 度分秒; *north* … *west* are sentences with ``{0}`` for the angle."""
    latitude, longitude = (Decimal(part) for part in point.split(" ")[:2])
    said = (north if latitude >= 0 else south).format(_angle(latitude))
    return f"{said}  {(east if longitude >= 0 else west).format(_angle(longitude))}"


def _angle(degrees: Decimal) -> str:
    seconds = (abs(degrees) * 3600).quantize(Decimal("0.1"))
    minutes, rest = divmod(seconds, 60)
    whole, minute = divmod(int(minutes), 60)
    return f"{whole}°{minute:02d}′{rest:04.1f}″"
