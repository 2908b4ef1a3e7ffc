"""Finds the header of a roster, and sorts the rows below it into data and the rest.

Rosters open with a title merged over all columns, lines such as 填报单位：…, then one or two rows of headings where groups
(基本信息) and wide columns (务工地点 over three) are merged; they end with totals and places to sign. The header is the
row with the most words the forms know; merged ranges then tell which rows above and below belong to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from forms.words import N_
from reports.workbooks import wording
from reports.workbooks.sheet import Cell, Sheet

_LOOK_AT = 40  # rows from the top: no roster has more above its header
_ENOUGH = 2  # known headings that make a header


class Why(StrEnum):
    """Why a row below the header is left out; the value is what people read."""

    BLANK = N_("空行")
    HEADER = N_("重复的表头")
    TOTAL = N_("合计行")
    SIGNATURE = N_("签字盖章行")
    NOTE = N_("说明文字")
    SECTION = N_("分段标题")
    NUMBER_ONLY = N_("只有序号的空行")
    NO_CHANGE = N_("与台账中的记录一致")


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of headings (first and last, from 0) and for each column its heading and the group above it."""

    first: int
    last: int
    headings: tuple[str, ...]
    groups: tuple[str, ...]


def find_header(sheet: Sheet, known: Callable[[str], bool]) -> Header | None:
    """Return the header of *sheet*, or None; *known* says whether a form knows a heading."""
    best, most = None, 0
    for row in range(min(_LOOK_AT, len(sheet.rows))):
        words = {sheet.shown(row, column) for column in range(sheet.width)} - {""}
        count = sum(1 for word in words if len(word) <= 60 and known(word))
        if count > most:
            best, most = row, count
    if best is None or most < _ENOUGH:
        return None
    first, last = _upward(sheet, best), _downward(sheet, best)
    headings, groups = [], []
    for column in range(sheet.width):
        path = _path(sheet, first, last, column)
        headings.append(path[-1] if path else "")
        groups.append(path[-2] if len(path) > 1 else "")
    return Header(first, last, tuple(headings), tuple(groups))


def _upward(sheet: Sheet, row: int) -> int:
    """Return the first row of the header block that ends with *row*: group headings lie above, merged."""
    while row > 0:
        above = row - 1
        tied = any(merge.top <= above and merge.bottom >= row for merge in sheet.merges)
        wide = [
            merge for merge in sheet.merges if merge.top <= above <= merge.bottom and merge.right > merge.left
        ]
        filled = sum(1 for column in range(sheet.width) if sheet.shown(above, column))
        grouped = len(wide) > 0 and filled > 1  # a title stands alone in its row
        captions = any(wording.captions_in(sheet.shown(above, column)) for column in range(sheet.width))
        if not tied and (not grouped or captions):
            return row
        row = above
    return row


def _downward(sheet: Sheet, row: int) -> int:
    """Return the last row of the header block: sub-headings lie below, under merged headings only."""
    while row + 1 < len(sheet.rows):
        below = row + 1
        tied = [merge for merge in sheet.merges if merge.top <= row and merge.bottom >= below]
        if tied and max(merge.bottom for merge in tied) >= below:
            row = below
            continue
        wide = {
            column
            for merge in sheet.merges
            if merge.top <= row <= merge.bottom and merge.right > merge.left
            for column in range(merge.left, merge.right + 1)
        }
        filled = [column for column in range(sheet.width) if sheet.shown(below, column)]
        words = all(isinstance(sheet.cell(below, column), str) for column in filled)
        if not (filled and words and set(filled) <= wide and len(filled) > 1):
            return row
        row = below
    return row


def _path(sheet: Sheet, first: int, last: int, column: int) -> list[str]:
    """Return the different headings over one column from top to bottom, merged ranges spread out."""
    path: list[str] = []
    for row in range(first, last + 1):
        source = next(
            (
                (merge.top, merge.left)
                for merge in sheet.merges
                if merge.top <= row <= merge.bottom and merge.left <= column <= merge.right
            ),
            (row, column),
        )
        word = sheet.shown(*source)
        if word and (not path or path[-1] != word):
            path.append(word)
    return path


def captions_above(sheet: Sheet, header: Header) -> tuple[str, list[tuple[int, int, str, str]]]:
    """Return the title and the captions above the header as (row, column, words, value)."""
    title, captions = "", []
    for row in range(header.first):
        for column in range(sheet.width):
            text = sheet.shown(row, column)
            if not text:
                continue
            pairs = wording.captions_in(text)
            if not pairs and not title:
                title = text
            for words, value in pairs:
                beside = sheet.shown(row, column + 1) if not value else ""
                captions.append((row, column, words, value or beside))
    return title, captions


class RowSorter:
    """Says for each row below the header, in order, why it is no data (None: it is data)."""

    def __init__(self, header: Header, number_column: int | None) -> None:
        self._headings = {wording.normal_heading(word) for word in (*header.headings, *header.groups) if word}
        self._number = number_column
        self._after_note = False

    def __call__(self, cells: list[Cell]) -> Why | None:
        """Judge one row."""
        filled = [
            index
            for index, cell in enumerate(cells)
            if cell is not None and (type(cell) is not str or not (not cell or cell.isspace()))
        ]
        if not filled:
            return Why.BLANK
        if filled == [self._number]:
            only = str(cells[filled[0]]).strip()
            if only.replace(".", "", 1).isdigit():
                return Why.NUMBER_ONLY
        first = cells[filled[0]]
        if not isinstance(first, str):
            self._after_note = False
            return None
        return self._by_words(cells, filled, first.strip())

    def _by_words(self, cells: list[Cell], filled: list[int], first: str) -> Why | None:
        alone = len(filled) == 1
        if wording.is_note(first) and len(filled) <= 2:
            self._after_note = True
            return Why.NOTE
        if alone and self._after_note:
            return Why.NOTE
        self._after_note = False
        if wording.is_total(first):
            return Why.TOTAL
        if wording.is_signature(first) and self._few_data(cells, filled):
            return Why.SIGNATURE
        if alone and wording.is_section(first):
            return Why.SECTION
        texts = [cell for index in filled if isinstance(cell := cells[index], str)]
        if len(texts) > 2 and all(wording.normal_heading(text) in self._headings for text in texts):
            return Why.HEADER
        return None

    @staticmethod
    def _few_data(cells: list[Cell], filled: list[int]) -> bool:
        """A line to sign holds only words of its kind, and at most the names written behind them."""
        signs = sum(1 for index in filled if wording.is_signature(str(cells[index])))
        return signs * 2 >= len(filled)
