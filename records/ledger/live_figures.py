"""Figures of a record that other ledgers hold: counted when the record is read out, never taken from the day it was saved.

An enterprise saved in May knows nothing of the money that arrived in June. Questions marked ``live`` are worked out by the form
whenever records go on paper or into a workbook; what was saved and sent stays as it is, in the record's own revisions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from forms.engine import FormDefinition, FormSession
from records.ledger.lookups import LedgerTables
from records.ledger.sessions import Sessions
from records.model.heads import Record

MARK = "live"


def live_questions(definition: FormDefinition) -> list[str]:
    """Return the questions outside repeats that are counted anew."""
    return [path for path, one in definition.questions.items() if MARK in one.marks and "." not in path]


def renewed(sessions: Sessions, definition: FormDefinition, records: Iterable[Record]) -> Iterator[Record]:
    """Yield the records with their live figures as the ledgers stand now; all others pass as they are.

    Records refer by ids here: titles take their place afterwards.
    """
    wanted = live_questions(definition)
    if not wanted:
        yield from records
        return
    context = sessions.context()
    served, session = context.tables.served, None
    for record in records:
        if isinstance(served, LedgerTables):
            served.office_code, served.record_id = record.head.office_code, record.head.record_id
        if session is None:
            session = FormSession(definition, context, record.answers)
        else:
            session.reset(record.answers, new=False)
        yield replace(record, answers=_with(record.answers, session.answers(), wanted))


def _with(saved: dict[str, Any], now: dict[str, Any], wanted: list[str]) -> dict[str, Any]:
    kept = {name: value for name, value in saved.items() if name not in wanted}
    return kept | {name: now[name] for name in wanted if name in now}
