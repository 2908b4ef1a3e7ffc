"""Where the fields of a form put files and find them again: the office's store, or a drawer of a form being tried.

A protocol, so that no field knows which. What is put away is judged there: kind, size and content.
"""

from collections.abc import Callable
from typing import Protocol

from forms.engine import Kind
from records.model.attached import Attached
from records.model.files import hash_in, look_at

Media = Callable[
    [str], bytes
]  # file name of a label's picture or sound → its content, b"" when it is not there


def no_media(_name: str) -> bytes:
    """Find nothing: the form came without its pictures."""
    return b""


class Shelf(Protocol):
    """Takes files and gives them back by the name an answer holds."""

    def add(self, name: str, content: bytes, wanted: Kind | None = None) -> Attached:
        """Keep a file. Raises Problem RECORDS-100 … -107 for what is no good."""

    def look(self, name: str) -> Attached:
        """Return what is known of a file by its stored name."""

    def content(self, name: str) -> bytes:
        """Return a file whole. Raises Problem RECORDS-105."""


class TrialShelf:
    """Keeps the files of a form being tried in memory: judged as in the office, gone with the trial."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Attached, bytes]] = {}

    def add(self, name: str, content: bytes, wanted: Kind | None = None) -> Attached:
        """Keep a file until the trial ends. Raises Problem RECORDS-100 … -107."""
        found = look_at(name, content, wanted)
        told = Attached(
            found.name,
            "",
            found.sha256,
            found.size,
            found.media_type,
            found.width,
            found.height,
            found.thumbnail,
        )
        self._kept[hash_in(found.name)] = (told, content)
        return told

    def look(self, name: str) -> Attached:
        """Return what is known of *name*."""
        kept = self._kept.get(hash_in(name))
        return kept[0] if kept else Attached(name)

    def content(self, name: str) -> bytes:
        """Return the file. Raises Problem RECORDS-105 when it was never put here."""
        from forms.problems import Problem
        from records.problem_codes import NO_SUCH_FILE

        kept = self._kept.get(hash_in(name))
        if kept is None:
            raise Problem(NO_SUCH_FILE, place=name, values={"name": name})
        return kept[1]
