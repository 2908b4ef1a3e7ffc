"""The version of this program, said in one place: `--version`, update notices and their comparison ask here."""

from typing import Final

VERSION: Final = "0.4.0"


def parts(version: str) -> tuple[int, ...]:
    """Return *version* (``0.10.2``) so that a later one is greater; ValueError when it is no version."""
    return tuple(int(part) for part in version.split("."))


def is_newer(version: str, than: str = VERSION) -> bool:
    """Tell whether *version* is later than the one that runs (1.2 and 1.2.0 are the same)."""
    left, right = parts(version), parts(than)
    length = max(len(left), len(right))
    return left + (0,) * (length - len(left)) > right + (0,) * (length - len(right))
