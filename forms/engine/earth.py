"""Points, lines and areas on the Earth, as ODK writes them: ``latitude longitude [altitude [accuracy]]``, ``;`` between.

Read from typed text (degrees, full-width forms, a comma between the two numbers), and measured as JavaRosa does:
distances along great circles of a sphere with the radius of the equator, areas on the same sphere. Measures go
through binary fractions; nothing else here does.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from math import asin, cos, pi, radians, sin, sqrt

from forms.engine.coordinates import read_point

RADIUS = 6_378_100.0  # metres, the equator's; JavaRosa's constant
MAX_POINTS = 5_000  # of one line or area
Point = tuple[float, float]  # latitude, longitude in degrees

_NUMBER = r"[+-]?\d{1,9}(?:\.\d{1,15})?"
_POINT = re.compile(rf"({_NUMBER})[ ,]+({_NUMBER})(?: ({_NUMBER}))?(?: ({_NUMBER}))?", re.ASCII)


def tidy_point(text: str) -> str | None:
    """Return one point as ODK writes it, its digits as they were typed; None when it is none."""
    narrow = unicodedata.normalize("NFKC", text).replace("°", "").replace("、", " ")
    match = _POINT.fullmatch(" ".join(narrow.split()))
    if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        return read_point(text, turn=False)
    return " ".join(part for part in match.groups() if part is not None)


def tidy_line(text: str) -> str | None:
    """Return at least two points between semicolons; None when it is no line."""
    return _tidy(text, 2)


def tidy_area(text: str) -> str | None:
    """Return an area: at least three points and the first once more at the end; None when it is none."""
    found = _tidy(text, 4)
    if found is None or points(found)[0] != points(found)[-1]:
        return None
    return found


def _tidy(text: str, least: int) -> str | None:
    pieces = [piece for piece in re.split("[;;]", text) if piece.strip()]
    if not least <= len(pieces) <= MAX_POINTS:
        return None
    found = [tidy_point(piece) for piece in pieces]
    return None if None in found else "; ".join(piece for piece in found if piece)


def points(text: str) -> list[Point]:
    """Return the points of a point, line or area; what cannot be read is left out."""
    found = []
    for piece in text.split(";"):
        match = _POINT.fullmatch(" ".join(piece.split()))
        if match is not None:
            found.append((float(match[1]), float(match[2])))
    return found


def distance(path: Sequence[Point]) -> float:
    """Return the length of a path in metres."""
    return sum(_between(a, b) for a, b in pairwise(path))


def _between(a: Point, b: Point) -> float:
    north, east = radians(b[0] - a[0]), radians(b[1] - a[1])
    half = sin(north / 2) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(east / 2) ** 2
    return 2 * RADIUS * asin(min(1.0, sqrt(half)))


def area(corners: Sequence[Point]) -> float:
    """Return the area inside *corners* in square metres (closed by itself), 0 for fewer than three."""
    if len(corners) < 3:
        return 0.0
    total = 0.0
    for (lat, lng), (next_lat, next_lng) in zip(corners, [*corners[1:], corners[0]], strict=True):
        turn = (radians(next_lng - lng) + pi) % (2 * pi) - pi  # the short way round, over the date line too
        total += turn * (2 + sin(radians(lat)) + sin(radians(next_lat)))
    return abs(total * RADIUS * RADIUS / 2)


def inside(point: Point, corners: Sequence[Point]) -> bool:
    """Return whether a point lies inside an area (even-odd rule, on degrees as a flat map has them)."""
    (y, x), within = point, False
    for (y1, x1), (y2, x2) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within


def crosses_itself(corners: Sequence[Point]) -> bool:
    """Return whether a line or area crosses or touches itself elsewhere than where one side ends and the next begins."""
    sides = [(a, b) for a, b in pairwise(corners) if a != b]
    closed = bool(sides) and sides[0][0] == sides[-1][1]
    for number, (a, b) in enumerate(sides):
        for other in range(number + 1, len(sides)):
            c, d = sides[other]
            joined = other == number + 1 or (closed and number == 0 and other == len(sides) - 1)
            if _turns_back(a, b, c, d) if joined else _meet(a, b, c, d):
                return True
    return False


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _within(a: Point, b: Point, c: Point) -> bool:
    """Return whether *c*, which is in line with *a* and *b*, stands between them."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    one, two, three, four = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if one * two < 0 and three * four < 0:
        return True
    ends = ((one, a, b, c), (two, a, b, d), (three, c, d, a), (four, c, d, b))
    return any(turn == 0 and _within(first, second, end) for turn, first, second, end in ends)


def _turns_back(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Return whether two sides with one corner in common lie on each other."""
    ahead = (b[0] - a[0]) * (d[0] - c[0]) + (b[1] - a[1]) * (d[1] - c[1])
    return ahead < 0 and _turn(a, b, c) == 0 and _turn(a, b, d) == 0
