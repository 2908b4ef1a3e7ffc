"""What an import found before it wrote: enough to put records, registers and search back as they were.

A batch can be taken back until its acknowledgement was handed out (docs/decisions/0037). A new record needs nothing
noted but its name; of one that was here before its row is kept, and of the registers what an entry said. The note is
packed beside the batch and goes as soon as the office below has its answer.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from records.model.revisions import Version
from records.store.prepared import Value

_FASTEST = 1  # of zlib: the note is a tenth of what the import writes


@dataclass(slots=True)
class Before:
    """What an import found; *changed* is the number of its audit line, set by whoever imports.

    *entered*: (office, record, its versions that came, its row before or None); *holes*: versions that came behind what
    stands here; *forks*: (office, record, number, hash) kept beside; *untouched*: records whose row was left as it was;
    *registers*: (register, key, what it said before with its moment, or None); *files*: (office, record, name, row before or None).
    """

    changed: int = 0
    entered: list[tuple[str, str, list[int], dict[str, Any] | None]] = field(default_factory=list)
    holes: list[tuple[str, str, list[int]]] = field(default_factory=list)
    forks: list[tuple[str, str, int, str]] = field(default_factory=list)
    untouched: list[tuple[str, str]] = field(default_factory=list)
    registers: list[tuple[str, tuple[str, ...], tuple[str, str] | None]] = field(default_factory=list)
    files: list[tuple[str, str, str, dict[str, Any] | None]] = field(default_factory=list)

    def note(
        self, verdict: str, last: Version, revisions: Sequence[int], before: Mapping[str, Value] | None
    ) -> None:
        """Note what becomes of one record: *revisions* are those not here yet, *before* its row."""
        if verdict == "new":
            row = None if before is None else dict(before)
            self.entered.append(
                (last.office_code, last.record_id, [] if row is None else list(revisions), row)
            )
            return
        self.untouched.append((last.office_code, last.record_id))
        if verdict == "older":
            self.holes.append((last.office_code, last.record_id, list(revisions)))

    def packed(self) -> bytes:
        """Return it as it is kept."""
        content = {name: getattr(self, name) for name in self.__slots__}
        return zlib.compress(json.dumps(content, ensure_ascii=False).encode(), _FASTEST)


def unpacked(content: bytes) -> Before:
    """Return what was kept."""
    found: dict[str, Any] = json.loads(zlib.decompress(content))
    found["registers"] = [
        (register, tuple(key), tuple(said) if said else None) for register, key, said in found["registers"]
    ]
    return Before(**found)
