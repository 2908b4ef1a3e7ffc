"""What a layout says: a roster, a card of one record, labels or certificates, as data.

``docs/rosters.md`` tells how to write one in TOML, `layout_reading` reads and checks it: a slip of the pen shows as a
Problem with its line, never as a paper with a hole in it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from reports.papers.answers_in_words import Format
from reports.text import Align

ROW_NUMBER = "#"
NAME = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
OURS = frozenset({"office", "as_of", "donor"})  # names in braces that are no questions


@dataclass(frozen=True, slots=True)
class Column:
    """One column. *width* in millimetres, or 0 to take a *share* of what is left.

    *questions*: none for a column to be filled by hand, ``("#",)`` for the row number, several joined by *join*.
    *top* is a heading over this and the neighbouring columns of the same *top*. *once*: only in the first row of a
    record that takes several (item lines of one donation). *most* lines in a cell. *total*: summed at the foot.
    *second*: the heading in the area's other script, under the Chinese one. *count*: in a table of numbers
    (`Layout.by`), which rows this column counts: ``("work_place_class", "EAST")``, nothing for all of them; *rate*: their
    share of all rows in percent.
    """

    heading: str
    questions: tuple[str, ...] = ()
    format: Format = Format.AUTO
    width: float = 0
    share: float = 1
    align: Align = Align.LEFT
    join: str = " "
    top: str = ""
    once: bool = False
    most: int = 8
    total: bool = False
    second: str = ""
    top_second: str = ""
    count: tuple[str, ...] | None = None
    rate: bool = False

    @property
    def summed(self) -> bool:
        """Whether the foot holds a sum of this column."""
        return self.total or self.count is not None


@dataclass(frozen=True, slots=True)
class Layout:
    """A roster as data; *name* is its file's name, *code* that of the domain book (LAB-R1).

    *head*: lines under the title, each of up to three parts; ``{office}``, ``{as_of}`` and question names in braces
    are filled. *foot*: who signs. *repeat*: one row for each entry of this repeat instead of one for each record.
    *each*: every record begins its own roster (a class and its trainees). *group*: the question whose values part
    the rows, with sub-totals. *skip*: (question, code): such rows are left out. *spare*: empty numbered rows at the end. *rows*: at most so many on a page (0: as fit).
    *unit*: what is counted in 合计 (人, 笔). *when*: period of the report, for lists of layouts. *only*: (question,
    codes …): no other rows. *by*: one row for each value of this question, with the numbers its columns *count*.
    *second*: the title in the area's other script (民族区域自治法 art. 21), under the Chinese one, or *upright* down the
    left margin, as Mongolian is. *seal*: a thin ring at the foot where the seal goes. *sums*: the line 合计 at the end.
    """

    name: str
    code: str
    form_id: str
    title: str
    columns: tuple[Column, ...]
    paper: str = "A4"
    landscape: bool = True
    head: tuple[tuple[str, ...], ...] = ()
    foot: tuple[str, ...] = ()
    notes: str = ""
    repeat: str = ""
    each: bool = False
    group: str = ""
    spare: int = 0
    skip: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    by: str = ""
    by_format: Format = Format.AUTO
    second: str = ""
    rows: int = 0
    row_height: float = 7.0
    text_size: float = 8.5
    smallest: float = 6.5
    unit: str = "人"
    when: str = ""
    margin: float = 12
    seal: bool = False
    upright: bool = False
    sums: bool = True

    @property
    def bilingual(self) -> bool:
        """Whether any heading stands in two scripts."""
        return bool(self.second) or any(column.second or column.top_second for column in self.columns)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a card under its own heading.

    *questions* in pairs of caption and answer; with *repeat* the questions are columns and each entry is a row;
    *rows*: at least so many, empty ones to be filled by hand. *words*: a text with braces instead of questions.
    """

    title: str = ""
    questions: tuple[str, ...] = ()
    repeat: str = ""
    rows: int = 0
    words: str = ""
    height: float = 0


@dataclass(frozen=True, slots=True)
class Card:
    """The paper of one record (登记表); with no record, an empty one to be filled by hand.

    *pairs*: captions and answers side by side. *photograph*: the question whose picture stands at the top right, ``"-"``
    for an empty place to paste one. *fill_in*: what is not answered stays open, choices print with boxes to tick.
    """

    name: str
    code: str
    form_id: str
    title: str
    sections: tuple[Section, ...]
    second: str = ""
    paper: str = "A4"
    landscape: bool = False
    pairs: int = 2
    photograph: str = ""
    head: tuple[str, ...] = ("填报单位（盖章）：{office}", "填报日期：{as_of}")
    foot: tuple[str, ...] = ("填表人", "审核人", "负责人")
    notes: str = ""
    fill_in: bool = False
    row_height: float = 8.0
    text_size: float = 10.0
    smallest: float = 6.5
    margin: float = 15
    seal: bool = False
    upright: bool = False
    when: str = ""
    each: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a label or a paragraph of a certificate: a text with braces and how it stands.

    *upright* (certificates): written downwards in the part at the page's left, each line right of the one before, as
    Mongolian is.
    """

    text: str
    size: float = 10
    smallest: float = 6
    align: Align = Align.LEFT
    hand: str = "sans"
    most: int = 1
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels or badges, several on a sheet: *across* and *down* of *width* by *height* millimetres.

    The first stands *left* and *top* from the paper's corner, the next a *gap* beside it. *frame*: a hairline around
    each to cut along. *photograph*: the question whose picture stands at its left.
    """

    name: str
    code: str
    form_id: str
    title: str
    lines: tuple[Line, ...]
    across: int
    down: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    gap: tuple[float, float] = (0, 0)
    paper: str = "A4"
    landscape: bool = False
    repeat: str = ""
    skip: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    photograph: str = ""
    frame: bool = True
    when: str = ""
    each: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """A page for each record or entry: title, paragraphs with names in them, who signs, and a ring where the seal goes.

    *upright*: `second` stands upright beside the words, not under the title.
    """

    name: str
    code: str
    form_id: str
    title: str
    lines: tuple[Line, ...]
    second: str = ""
    number: str = ""
    foot: tuple[str, ...] = ("{office}", "{as_of}")
    paper: str = "A4"
    landscape: bool = True
    repeat: str = ""
    skip: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    photograph: str = ""
    border: bool = True
    seal: bool = True
    upright: bool = False
    when: str = ""
    each: bool = False


AnyLayout = Layout | Card | Labels | Certificate


def fill(text: str, say: Callable[[str], str]) -> str:
    """Replace each ``{name}`` by what *say* says of it; never `str.format`, which would look into objects."""
    return NAME.sub(lambda match: say(match[1]), text)
