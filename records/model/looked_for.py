"""What is looked for in the audit log: a person, a verb, words in object or detail, days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LookedFor:
    """Empty parts ask for nothing; *words* are part of the object or of the detail, days are of the writer's clock."""

    who: str = ""
    verb: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None
