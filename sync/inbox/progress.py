"""How far an import is: a window moves a bar by it, the console a line; raising from it stops the work, and nothing stays."""

from collections.abc import Callable

Progress = Callable[[int, int], None]  # records done, of how many


def unheard(_done: int, _total: int) -> None:
    """Tell nobody."""
