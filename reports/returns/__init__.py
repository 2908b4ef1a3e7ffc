"""Returns upward (domain book J1): what is due, filled from the ledgers' rows, handed in and locked. No Qt and no SQL.

`expected` says which returns of which periods there are and how they stand, `filling` fills, locks and opens one again, `calendar`
knows their days. A return is a record of the ledger `report_submission`: it is approved, sealed, sent and sent back as any other.
"""

from reports.returns.expected import Expected, Tally, choose, due, tally
from reports.returns.filling import fill, hand_in, open_again

__all__ = ["Expected", "Tally", "choose", "due", "fill", "hand_in", "open_again", "tally"]
