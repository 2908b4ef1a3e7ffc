"""What ships beside the code: fonts, icons, code tables, word catalogues.

The bottom room. It knows one thing, where the files lie, so that the program finds them the same way
from a checkout and from the frozen folder.
"""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return the path of a shipped file, e.g. ``path("fonts", "NotoSansSC-Regular.ttf")``."""
    return _HERE.joinpath(*parts)
