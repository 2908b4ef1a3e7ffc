"""What opening a record brings from the worker thread: the record, its session, its choices ready to be searched."""

from dataclasses import dataclass
from datetime import date

from desktop import form_media
from desktop.widgets.questions.choice_indexes import ChoiceIndexes, ready_for
from desktop.widgets.questions.shelf import Media
from forms.engine import FormSession
from records.ledger import Office, Record


@dataclass(frozen=True, slots=True)
class Loaded:
    """What opening a record brings from the worker thread."""

    record: Record | None
    session: FormSession
    indexes: ChoiceIndexes
    today: date
    media: Media


def load(office: Office, form_id: str, record_id: str | None, language: str) -> Loaded:
    """Read the record, start its session and make its choice lists ready to be searched; no Qt here."""
    record = office.records.get(record_id) if record_id else None
    session = (  # a record opens with the version it was filled with
        office.session(
            form_id,
            record.answers,
            digest=record.form_digest,
            record_id=record_id,
            office_code=record.head.office_code,
        )
        if record
        else office.session(form_id)
    )
    media = form_media.of_office(office, form_id)
    return Loaded(record, session, ready_for(session, language), office.clock.today(), media)


def make_ready(office: Office, form_id: str, language: str) -> None:
    """Do what the first record of a form would wait for: its choice lists, its judging; no Qt here."""
    session = office.session(form_id)
    ready_for(session, language)
    session.make_ready()
