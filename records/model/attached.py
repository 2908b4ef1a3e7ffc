"""A file of a record, as the ledger tells it."""

from dataclasses import dataclass

from records.model.files import shown_name

FOLLOWS, NOT_ABOVE = "follows", "not above"


@dataclass(frozen=True, slots=True)
class Attached:
    """One file. *path* is the question whose answer names it, '' when it is attached to the record as a whole.

    *sha256* is '' when the content is not in this office (it has not travelled yet, or the name came from elsewhere);
    *coming* then says of a record from above whether it `FOLLOWS` the record or the office above lacks it, too (`NOT_ABOVE`);
    *size* is in bytes, *width* and *height* in pixels (0 for what is no picture); *thumbnail* is a small JPEG or b''.
    """

    name: str
    path: str = ""
    sha256: str = ""
    size: int = 0
    media_type: str = ""
    width: int = 0
    height: int = 0
    thumbnail: bytes = b""
    added_by: str = ""
    coming: str = ""

    @property
    def shown(self) -> str:
        """The name as people read it."""
        return shown_name(self.name)

    @property
    def here(self) -> bool:
        """Whether the content can be opened."""
        return bool(self.sha256)
