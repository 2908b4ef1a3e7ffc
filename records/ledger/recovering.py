"""The way back in when a passphrase is forgotten: the code on paper opens the keyring, and a new passphrase is set.

Both the making of a code and its use stand in the audit log; the code itself stands nowhere but on the paper.
"""

from pathlib import Path

from forms.clock import Clock
from records.ledger.office import Office
from records.model.ids import Ids
from records.store.keyring import Kdf, Keyring


def recover(
    folder: Path, code: str, name: str, passphrase: str, *, clock: Clock, ids: Ids, kdf: Kdf | None = None
) -> Office:
    """Give *name* a new passphrase by the recovery *code*, and open the office as them.

    Raises Problem RECORDS-182 (wrong code), -183 (none was made), -022 (no such person), -020, -025 (weak passphrase).
    """
    keyring = Keyring.read(folder)
    keyring.open_by_recovery(code)
    keyring.change(name, passphrase)
    keyring.write()
    office = Office.open(folder, name, passphrase, clock, ids, kdf=kdf)
    office.audit.note("recovered", name)
    return office
