"""How near a place is to an office: a clerk of 甘洛 who types ``gls`` means 甘洛 in 四川, not 桂林市.

Near are the places of the office's own prefecture, of its province, and of the regions it is paired with, in this order.
"""

Home = tuple[str, ...]
"""How the codes of near places begin, the nearest first; empty where nobody's home is known."""


def home_of(office_code: str, partners: str = "") -> Home:
    """Return what is near the office *office_code*, paired with *partners* (codes between blanks)."""
    own = [office_code[:length] for length in (6, 4, 2) if len(office_code) >= length]
    return tuple(dict.fromkeys((*own, *map(_stem, partners.split()))))


def distance(code: str, home: Home) -> int:
    """Return 0 for the office's own place, more the farther *code* is; as many as *home* has when it is not near."""
    return next((at for at, beginning in enumerate(home) if code.startswith(beginning)), len(home))


def _stem(code: str) -> str:
    """Return how the codes within a province or prefecture begin: ``33`` for ``330000``."""
    return code.removesuffix("00").removesuffix("00")
