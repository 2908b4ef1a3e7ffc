"""The verb: prints records by a layout of any kind: a roster, cards, labels or certificates."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from forms.engine import FormDefinition
from records.model.office import OfficeInfo
from reports.papers.answers_in_words import Words
from reports.papers.cards import draw_cards
from reports.papers.certificates import draw_certificates
from reports.papers.job import Job, Progress
from reports.papers.labels import draw_labels
from reports.papers.layout import AnyLayout, Card, Certificate, Labels
from reports.papers.layout_reading import check
from reports.papers.photographs import Album, Photographs, none_kept
from reports.papers.rosters import draw_roster


def roster(
    layout: AnyLayout,
    rows: Iterable[Mapping[str, Any]],
    file: Path,
    *,
    office_info: OfficeInfo,
    as_of: date,
    definition: FormDefinition | None = None,
    progress: Progress | None = None,
    masked: bool = True,
    photographs: Photographs = none_kept,
) -> Path:
    """Print *rows* (answers of whole records) into *file* and return it.

    *definition* turns codes into labels and places. *masked*: ID and account numbers show their ends only (domain
    book §5.5); printing them in full is for an approved print, and the caller's to log. *progress* is told the
    number of pages drawn. *photographs* gives the bytes of a picture by the name in the answer.

    Raises Problem REPORTS-001, -002, -003 with the row and the heading for a text that cannot be printed, -014 for
    a sum of what is no number, -033 for a question the form lacks, -034 for a photograph that cannot be read, -011 when
    the file cannot be written.
    """
    if definition is not None:
        check(layout, definition)
    job = Job(
        file=file,
        office=office_info,
        as_of=as_of,
        words=Words(definition, masked=masked, home=office_info.code),
        album=Album(photographs),
        told=progress or (lambda _pages: None),
        definition=definition,
    )
    if isinstance(layout, Card):
        draw_cards(layout, rows, job)
    elif isinstance(layout, Labels):
        draw_labels(layout, rows, job)
    elif isinstance(layout, Certificate):
        draw_certificates(layout, rows, job)
    else:
        draw_roster(layout, rows, job)
    return file
