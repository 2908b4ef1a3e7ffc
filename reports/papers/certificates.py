"""Draws certificates: a page for each record or entry, with its names and dates in the sentences of a layout."""

from collections.abc import Iterable

from forms.problems import Problem
from reports.papers.job import Answers, Job
from reports.papers.layout import Certificate, Line
from reports.papers.roster_rows import entries
from reports.papers.seal_places import ring
from reports.papers.sheet import PAPERS, Sheet, points, sheet
from reports.text import Align, Style, fit

_HANDS = {"sans": Style.SANS, "bold": Style.BOLD, "serif": Style.SERIF}
_LEADING = 1.75
_EDGE = 12.0  # millimetres from the paper's edge to the border
_INNER = 38.0  # to the words
_UPRIGHT = 0.4  # of the room across for what stands upright, when anything does


def draw_certificates(layout: Certificate, rows: Iterable[Answers], job: Job) -> None:
    """Draw one page each; without any record one page says so, for a file without a page is none."""
    drawn = 0
    with sheet(job.file, title=layout.title, author=job.office.name, day=job.as_of) as paper:
        for record, entry, _first in entries(layout, rows):
            drawn += 1
            try:
                _Page(layout, job, paper).draw(record, entry, drawn)
            except Problem as problem:
                where = f"第 {drawn} 张·{layout.title}"
                raise Problem(problem.detail, problem.place, {**problem.values, "where": where}) from None
            job.told(drawn)
        if not drawn:
            _Page(layout, job, paper).empty()


class _Page:
    """One certificate being drawn; measures in points from the foot."""

    def __init__(self, layout: Certificate, job: Job, paper: Sheet) -> None:
        across, down = PAPERS[layout.paper]
        if layout.landscape:
            across, down = down, across
        self._layout, self._job, self._sheet = layout, job, paper
        self._width, self._height = points(across), points(down)
        self._shrink = min(1.0, across / 297 if layout.landscape else across / 210)
        self._side = points(_INNER * self._shrink)
        stands = bool(layout.second and layout.upright) or any(line.upright for line in layout.lines)
        room = self._width - 2 * self._side
        self._left = self._side + (room * (_UPRIGHT + 0.06) if stands else 0)  # where the lying words begin

    def draw(self, record: Answers, entry: Answers, row: int) -> None:
        layout, job = self._layout, self._job
        self._begin()
        if layout.seal:
            middle = self._width - self._side - points(42 * self._shrink)
            ring(self._sheet, middle, self._side * 1.05, 21 * self._shrink)
        y = self._title()
        self._upright_words(record, entry)
        if layout.photograph:
            box = (self._width - self._side - points(25), y - points(35), points(25), points(35))
            job.album.draw(self._sheet, str(entry.get(layout.photograph) or ""), box, row)
        for line in (one for one in layout.lines if not one.upright):
            y = self._paragraph(line, self._said(line.text, record, entry), y)
        self._foot([self._said(text, record, entry) for text in layout.foot])
        number = self._said(layout.number, record, entry)
        if number:
            words = fit(number, Style.SERIF, self._width / 2, size=11, smallest=7)
            self._sheet.pen.put(self._side, self._side * 0.82, words.lines[0], words.size)
        self._sheet.end_page()

    def _said(self, text: str, record: Answers, entry: Answers) -> str:
        return self._job.filled(text, record, entry, self._layout.repeat, long_dates=True)

    def empty(self) -> None:
        self._begin()
        self._title()
        words = fit("（没有可以打印的记录）", Style.SERIF, self._width / 2, size=16, smallest=10)
        self._sheet.pen.put(self._width / 2, self._height / 2, words.lines[0], words.size, Align.CENTRE)
        self._sheet.end_page()

    def _begin(self) -> None:
        self._sheet.page(self._width, self._height)
        if not self._layout.border:
            return
        canvas, edge = self._sheet.canvas, points(_EDGE * self._shrink)
        for inset, width in ((edge, 2.2), (edge + 5, 0.6)):
            canvas.setLineWidth(width)
            canvas.rect(inset, inset, self._width - 2 * inset, self._height - 2 * inset)

    def _title(self) -> float:
        """Write the title; return where the words begin."""
        layout, pen = self._layout, self._sheet.pen
        size = 40 * self._shrink
        room = self._width - self._side - self._left
        middle = self._left + room / 2
        title = fit(layout.title, Style.SERIF, room, size=size, smallest=14)
        y = self._height - points(46 * self._shrink)
        pen.put(middle, y, title.lines[0], title.size, Align.CENTRE)
        if layout.second and not layout.upright:
            second = fit(layout.second, Style.SERIF, room, size=size * 0.6, smallest=9)
            y -= points(15 * self._shrink)
            pen.put(middle, y, second.lines[0], second.size, Align.CENTRE)
        return y - points(12 * self._shrink)

    def _upright_words(self, record: Answers, entry: Answers) -> None:
        """Write the part that stands: the second title, then each upright line right of the one before.

        Raises REPORTS-003 through `fit` for what has no room.
        """
        layout = self._layout
        x, foot = self._side, self._side * 1.1
        height = self._height - points(32 * self._shrink) - foot
        end = self._left - (self._width - 2 * self._side) * 0.06
        parts = [(layout.second, 24.0, 12.0, "serif", 1)] if layout.second and layout.upright else []
        parts += [
            (one.text, one.size, one.smallest, one.hand, one.most) for one in layout.lines if one.upright
        ]
        for text, largest, smallest, hand, most in parts:
            size = largest * self._shrink
            lines = max(1, min(most, int((end - x) / (size * _LEADING))))
            said = self._said(text, record, entry)
            words = fit(
                said, _HANDS[hand], height, size=size, smallest=min(size, smallest), most=lines, even=False
            )
            width = len(words.lines) * words.size * _LEADING
            self._sheet.pen.upright((x, foot, width, height), words, _HANDS[hand], _LEADING)
            x += width

    def _paragraph(self, line: Line, text: str, y: float) -> float:
        """Write a paragraph below *y*; return its foot. Raises REPORTS-003 through `fit` for what has no room."""
        room = self._width - self._side - self._left
        left = y - self._side * 1.9  # above the signatures
        size = line.size * self._shrink
        most = max(1, min(max(line.most, 8), int(left / (size * _LEADING))))
        words = fit(text, _HANDS[line.hand], room, size=size, smallest=line.smallest, most=most, even=False)
        x = {
            Align.LEFT: self._left,
            Align.CENTRE: self._left + room / 2,
            Align.RIGHT: self._width - self._side,
        }
        for one in words.lines:
            y -= words.size * _LEADING
            self._sheet.pen.put(x[line.align], y, one, words.size, line.align)
        return y

    def _foot(self, texts: list[str]) -> None:
        base = self._side * 0.95 + (len(texts) - 1) * 9 * points(1) * self._shrink
        middle = self._width - self._side - points(42 * self._shrink)
        beside = (
            self._width - points((_EDGE + 4) * self._shrink) - middle
        )  # a long name stays inside the border
        for text in texts:
            words = fit(text, Style.SERIF, 2 * beside, size=16 * self._shrink, smallest=7)
            self._sheet.pen.put(middle, base, words.lines[0], words.size, Align.CENTRE)
            base -= points(9 * self._shrink)
