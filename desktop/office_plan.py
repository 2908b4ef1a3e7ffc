"""What the assistant of the first start has gathered, before anything is written."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(slots=True)
class Person:
    """Somebody to be added to the office."""

    name: str
    role: str
    passphrase: str = field(repr=False)


@dataclass(slots=True)
class Plan:
    """What the assistant has gathered."""

    code: str = ""
    name: str = ""
    level: str = "county"
    partner: str = ""
    people: list[Person] = field(default_factory=list)
    one_person: bool = False
    folder: Path = field(default_factory=Path)
    samples: bool = False
    hidden: list[str] = field(default_factory=list)  # keys of families of ledgers the office does not keep
