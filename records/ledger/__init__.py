"""The verbs. One verb is one transaction and one audit line.

Importing this package brings in no database library: `Office.open` does.
"""

from records.ledger.office import Office
from records.model.heads import Outcome, Page, Record, RecordHead, Revision
from records.model.office import NewUser, OfficeInfo, User
from records.model.receipts import Receipt, ReceiptState
from records.model.states import Role, State, Verdict

__all__ = [
    "NewUser",
    "Office",
    "OfficeInfo",
    "Outcome",
    "Page",
    "Receipt",
    "ReceiptState",
    "Record",
    "RecordHead",
    "Revision",
    "Role",
    "State",
    "User",
    "Verdict",
]
