"""The verb: prints a roster from a layout and records."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from forms.engine import FormDefinition
from records.model.office import OfficeInfo
from reports.papers.answers_in_words import Words
from reports.papers.layout import Layout, check, fill
from reports.papers.roster_rows import Row, RowKind, table
from reports.papers.roster_table import Measured, Plate, Ruler, geometry
from reports.papers.sheet import Sheet, day_in_words, sheet
from reports.text import Style

Progress = Callable[[int], None]


def roster(
    layout: Layout,
    rows: Iterable[Mapping[str, Any]],
    file: Path,
    *,
    office_info: OfficeInfo,
    as_of: date,
    definition: FormDefinition | None = None,
    progress: Progress | None = None,
    masked: bool = True,
) -> Path:
    """Print *rows* (answers of whole records) into *file* and return it.

    *definition* turns codes into labels and places. *masked*: ID and account numbers show their ends only (domain
    book §5.5); printing them in full is for an approved print, and the caller's to log. *progress* is told the
    number of pages drawn.

    Raises Problem REPORTS-001, -002, -003 with the row and the heading for a text that cannot be printed, -014 for
    a sum of what is no number, -011 when the file cannot be written.
    """
    if definition is not None:
        check(layout, definition)
    words = Words(definition, masked=masked, home=office_info.code)
    told = progress or (lambda _pages: None)
    drawn = 0
    with sheet(file, title=layout.title, author=office_info.name, day=as_of) as paper:
        for part, records in enumerate(_parts(layout, rows)):
            first: Mapping[str, Any] = records[0] if isinstance(records, list) and records else {}
            plate = Plate(
                layout=layout,
                place=geometry(layout),
                title=layout.title,
                head=_head(layout, first, words, office_info, as_of),
                pages=f"pages{part}",
            )
            for _page in _draw(paper, plate, table(layout, records, words, as_of)):
                drawn += 1
                told(drawn)
    return file


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


def _head(
    layout: Layout, record: Mapping[str, Any], words: Words, office: OfficeInfo, as_of: date
) -> tuple[tuple[str, ...], ...]:
    """Fill the braces of the lines above the table. A question without an answer leaves a blank."""

    def filled(name: str) -> str:
        if name == "office":
            return office.name
        if name == "as_of":
            return day_in_words(as_of)
        return words.say(name, record.get(name))

    return tuple(tuple(fill(part, filled) for part in line) for line in layout.head)


def _draw(paper: Sheet, plate: Plate, rows: Iterable[Row]) -> Iterator[int]:
    """Draw the rows page by page and yield each page's number once it is drawn."""
    ruler = Ruler(plate.layout, plate.place)
    number = 0
    for page in _pages(ruler, rows):
        number += 1
        plate.draw(paper, page, number)
        yield number
    paper.keep_promise(plate.pages, f"{number} 页", Style.SANS, 9.0)


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
