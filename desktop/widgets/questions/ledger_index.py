"""The records of another ledger as choices: found by whoever serves the ledger, never listed whole.

A fragment of the name, pinyin or its initials, an ID number, a credit code or a number finds them, as in the lists.
"""

from collections.abc import Sequence

from desktop.widgets.questions.choice_index import ChoiceIndex, Entry
from forms.engine import LEDGER, FormSession, Question


class LedgerIndex(ChoiceIndex):
    """Answers what a choice field asks, from the ledger that *question* refers to."""

    def __init__(self, question: Question, session: FormSession) -> None:
        super().__init__(())
        self._name = LEDGER + question.ledger
        self._question = question
        self._tables = session.context.tables

    def by_code(self, code: str) -> Entry | None:
        """Return the record with this id."""
        rows = self._tables.where(self._name, "name", code)
        return _entry(code, rows[0].get("label", ""), rows[0].get("no", "")) if rows else None

    def find(self, typed: str, limit: int = 60) -> list[Entry]:
        """Return what is found by *typed*; without words the records changed last."""
        served = self._tables.served
        if served is None or not self._tables.serves(self._name):
            rows = self._tables.get(self._name, [])
            found = [row for row in rows if typed.strip().lower() in row.get("label", "").lower()]
        else:
            found = served.find(self._name, typed, limit)
        return [_entry(row["name"], row.get("label", ""), row.get("about", "")) for row in found[:limit]]

    def only(self, typed: str, found: Sequence[Entry]) -> Entry | None:
        """Return nothing: a record of somebody else must not be taken because it alone happens to fit so far.

        Only its whole name, once in the ledger, or its whole number says it.
        """
        text = typed.strip()
        named = self._tables.named(self._name, text) if len(text) > 1 else []
        fitting = [entry for entry in found if entry.code == named[0]] if len(named) == 1 else []
        return fitting[0] if fitting else None


def _entry(code: str, label: str, about: str) -> Entry:
    return Entry(code, label, "", label.lower(), about, "")
