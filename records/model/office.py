"""Who an office is and who works in it."""

from dataclasses import dataclass
from datetime import date

from records.model.states import Role

LEVELS = ("field", "county", "prefecture", "province")


@dataclass(frozen=True, slots=True)
class OfficeInfo:
    """The office: division code, name, level, and the identity of this copy of its file.

    *device_id* names the machine's enrolment; *store_epoch* is new whenever the file is created, restored or
    copied, so that a revived old copy can never pass for the living one. *series* is the receipt series of this
    epoch: A, B, C …
    """

    code: str
    name: str
    level: str
    device_id: str
    store_epoch: str
    created_on: date
    series: str = "A"


@dataclass(frozen=True, slots=True)
class User:
    """The person who signed in."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class NewUser:
    """A person to be added, with the passphrase they chose."""

    name: str
    role: Role
    passphrase: str

    def __repr__(self) -> str:
        """Show no passphrase, wherever this ends up."""
        return f"NewUser({self.role})"
