"""Figures of a record that other ledgers hold: counted when the record is read out, never taken from the day it was saved.

An enterprise saved in May knows nothing of the money that arrived in June. Questions marked ``live`` are worked out by the form
whenever records go on paper or into a workbook; what was saved and sent stays as it is, in the record's own revisions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from forms.engine import FormDefinition, FormSession
from records.ledger.forms_shelf import FormsShelf
from records.ledger.lookups import LedgerTables
from records.ledger.sessions import Sessions
from records.model.heads import Record

MARK = "live"


def live_questions(definition: FormDefinition) -> list[str]:
    """Return the questions outside repeats that are counted anew."""
    return [path for path, one in definition.questions.items() if MARK in one.marks and "." not in path]


def renewed(sessions: Sessions, shelf: FormsShelf, records: Iterable[Record]) -> Iterator[Record]:
    """Yield the records with their live figures as the ledgers stand now; all others pass as they are.

    Each is worked out by the form version it was filled with. Records refer by ids here: titles take their place
    afterwards.
    """
    context = sessions.context()
    served = context.tables.served
    known: dict[str, tuple[list[str], FormSession | None]] = {}
    for record in records:
        if record.form_digest not in known:
            definition = shelf.definition(record.head.form_id, record.form_digest)
            wanted = live_questions(definition)
            known[record.form_digest] = (wanted, FormSession(definition, context) if wanted else None)
        wanted, session = known[record.form_digest]
        if session is None:
            yield record
            continue
        if isinstance(served, LedgerTables):
            served.office_code, served.record_id = record.head.office_code, record.head.record_id
        session.reset(record.answers, new=False)
        yield replace(record, answers=_with(record.answers, session.answers(), wanted))


def _with(saved: dict[str, Any], now: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
    kept = {name: value for name, value in saved.items() if name not in wanted}
    return kept | {name: now[name] for name in wanted if name in now}
