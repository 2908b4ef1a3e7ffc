"""The forms every new office begins with, read once for the life of the program."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms.compile import CompiledForm


@cache
def built_in() -> "tuple[CompiledForm, ...]":
    """Return the shipped forms, compiled (half a second at the first call; see `forms.definitions.keeping`)."""
    from forms.definitions import builtin
    from forms.definitions.keeping import compiled

    return tuple(compiled(source) for source in builtin().values())
