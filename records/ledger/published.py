"""The forms every new office begins with, compiled once for the life of the program."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms.compile import CompiledForm


@cache
def built_in() -> "tuple[CompiledForm, ...]":
    """Return the shipped forms, compiled (about a second at the first call)."""
    from forms.compile import compile_xlsform
    from forms.definitions import builtin

    return tuple(compile_xlsform(source) for source in builtin().values())
