"""Draws a roster: the rows of one table, page by page, under headings that repeat."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from reports.papers.answers_in_words import is_date
from reports.papers.job import Job
from reports.papers.layout import Layout
from reports.papers.roster_counts import counted
from reports.papers.roster_rows import Row, RowKind, table
from reports.papers.roster_table import Measured, Plate, Ruler, geometry
from reports.papers.sheet import Sheet, sheet


def draw_roster(layout: Layout, rows: Iterable[Mapping[str, Any]], job: Job) -> None:
    """Draw the records into the job's file. Raises the Problems of `reports.papers.roster`."""
    drawn = 0
    with sheet(job.file, title=layout.title, author=job.office.name, day=job.as_of) as paper:
        for part, records in enumerate(_parts(layout, rows)):
            first: Mapping[str, Any] = records[0] if isinstance(records, list) and records else {}
            own = _as_of_record(job, first) if layout.each else job
            plate = Plate(
                layout=layout,
                place=geometry(layout),
                title=layout.title,
                head=tuple(tuple(own.filled(words, first) for words in line) for line in layout.head),
                pages=f"pages{part}",
                album=job.album,
            )
            lines = (
                counted(layout, records, job.words)
                if layout.by
                else table(layout, records, job.words, job.as_of)
            )
            for _page in _draw(paper, plate, lines):
                drawn += 1
                job.told(drawn)


def _as_of_record(job: Job, record: Mapping[str, Any]) -> Job:
    """Return *job* as of the day the record speaks of, where it says one: a return stands as of its own day, not of its printing."""
    day = str(record.get("as_of", ""))
    return replace(job, as_of=date.fromisoformat(day)) if is_date(day) else job


def _parts(layout: Layout, rows: Iterable[Mapping[str, Any]]) -> Iterator[Iterable[Mapping[str, Any]]]:
    """Yield the records of each roster in the file: each record alone where the layout says *each*, else all."""
    if not layout.each:
        yield rows
        return
    empty = True
    for record in rows:
        empty = False
        yield [record]
    if empty:
        yield []


def _draw(paper: Sheet, plate: Plate, rows: Iterable[Row]) -> Iterator[int]:
    """Draw the rows page by page and yield each page's number once it is drawn."""
    ruler = Ruler(plate.layout, plate.place)
    number = 0
    for page in _pages(ruler, rows):
        number += 1
        plate.draw(paper, page, number)
        yield number
    paper.keep_pages(plate.pages, number)


def _pages(ruler: Ruler, rows: Iterable[Row]) -> Iterator[list[Measured]]:
    """Yield the rows of each page; a sum never stands alone on a page without the last row it sums."""
    page: list[Measured] = []
    used = 0.0
    most = ruler.layout.rows or 10_000
    for row in rows:
        measured = ruler.measure(row)
        if not page:
            measured = ruler.measure(row.alone())
        if page and (used + measured.height > ruler.place.room or len(page) >= most):
            kept = page[-1:] if row.kind is RowKind.SUM and len(page) > 1 else []
            yield page[: len(page) - len(kept)]
            page, used = kept, sum(one.height for one in kept)
            measured = measured if page else ruler.measure(row.alone())
        page.append(measured)
        used += measured.height
    if page:
        yield page
