"""An office opened by what a PC's own key store kept, for a person who asked to be remembered there.

The secret is of that PC alone; the passphrase is kept nowhere. A changed passphrase, a person removed, a change of
keys, or one word of the person ends it (`office.people.forget_machines`).
"""

from pathlib import Path

from forms.clock import Clock
from records.ledger.office import Office
from records.ledger.opening import Surroundings, open_office
from records.model.ids import Ids
from records.store.keyring import STANDARD, Kdf
from records.store.local_folder import PlaceKind, kind_of_place


def open_remembered(
    folder: Path,
    name: str,
    secret: str,
    *,
    clock: Clock,
    ids: Ids,
    kdf: Kdf | None = None,
    place: PlaceKind | None = None,
) -> Office:
    """Open the office as *name*. Raises Problem RECORDS-002 when the secret opens no more, and those of opening."""
    around = Surroundings(clock, ids, kdf or STANDARD, place or kind_of_place)
    return Office(open_office(folder, name, secret, around, remembered=True), kdf or STANDARD)
