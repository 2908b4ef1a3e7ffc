"""A form ready to be filled.

How it behaves (compiled expressions, dependencies) is in `forms.engine.program`; a definition carries its
program, but nobody outside the engine looks at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.engine.context import LAST_SAVED
from forms.engine.program import Program
from forms.engine.questions import Group, Question, Repeat
from forms.engine.texts import Text


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form ready to be filled; made by `forms.compile.load_xform`."""

    form_id: str
    version: str
    digest: str
    title: Text
    languages: tuple[str, ...]
    root: Group
    questions: Mapping[str, Question]
    repeats: Mapping[str, Repeat]
    settings: Mapping[str, str]
    attachments: Mapping[
        str, str
    ]  # tables the form reads from files: name of the instance → name of the file
    program: Program = field(repr=False, compare=False)

    @property
    def reads_last_saved(self) -> bool:
        """Whether the form reads the record saved last (``${last-saved#name}``), as the table `LAST_SAVED`."""
        return LAST_SAVED in self.program.external
