"""Takes the pairings of 1996, 2013, 2016 and 2021 into the ledger `pairing` (`resources/reference/pairings.csv`).

They enter as complete records under their own numbers; a second time takes in nothing, and what an office changed
stays changed. Old regions stand under the code of today with the name the document has.
"""

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from resources import path

if TYPE_CHECKING:
    from records.ledger.office import Office

_FORM = "pairing"


def rows() -> Iterator[dict[str, Any]]:
    """Yield the shipped pairings as answers of the form."""
    with path("reference", "pairings.csv").open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source):
            yield {name: text for name, text in row.items() if text and name != "previous"}


def take_in(office: "Office") -> int:
    """Take in the pairings that are not here yet, complete; return how many. Raises Problem RECORDS-080, RECORDS-024."""
    known = {row["pairing_no"] for row in office.context().tables["ledger_pairing"]}
    wanted = [
        (f"shipped-pairing-{one['pairing_no']}", one) for one in rows() if one["pairing_no"] not in known
    ]
    heads = office.records.save_many(_FORM, wanted) if wanted else []
    outcomes = office.records.complete([head.record_id for head in heads])
    refused = [outcome.problem for outcome in outcomes if outcome.problem is not None]
    if refused:
        raise refused[0]
    return len(heads)
