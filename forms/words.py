"""Marks words for the catalogues.

Lower rooms never translate: they mark a Chinese sentence with `N_` and hand it up; the door that shows it
(window, console, paper) translates it then. So a language can be switched while the program runs.
"""

from collections.abc import Callable

Translate = Callable[[str], str]


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for it, known to Babel)
    """Return *text* unchanged; Babel's extractor finds it here and puts it in the catalogue."""
    return text
