"""Draws certificates: a page for each record or entry, with its names and dates in the sentences of a layout."""

from collections.abc import Iterable

from forms.problems import Problem
from reports.papers.job import Answers, Job
from reports.papers.layout import Certificate, Line
from reports.papers.roster_rows import entries
from reports.papers.sheet import PAPERS, Sheet, points, sheet
from reports.text import Align, Style, fit

_HANDS = {"sans": Style.SANS, "bold": Style.BOLD, "serif": Style.SERIF}
_LEADING = 1.75
_EDGE = 12.0  # millimetres from the paper's edge to the border
_INNER = 38.0  # to the words


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

    def draw(self, record: Answers, entry: Answers, row: int) -> None:
        layout, job = self._layout, self._job
        self._begin()
        y = self._title()
        if layout.photograph:
            box = (self._width - self._side - points(25), y - points(35), points(25), points(35))
            job.album.draw(self._sheet, str(entry.get(layout.photograph) or ""), box, row)
        for line in layout.lines:
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
        room = self._width - 2 * self._side
        title = fit(layout.title, Style.SERIF, room, size=size, smallest=14)
        y = self._height - points(46 * self._shrink)
        pen.put(self._width / 2, y, title.lines[0], title.size, Align.CENTRE)
        if layout.second:
            second = fit(layout.second, Style.SERIF, room, size=size * 0.6, smallest=9)
            y -= points(15 * self._shrink)
            pen.put(self._width / 2, y, second.lines[0], second.size, Align.CENTRE)
        return y - points(12 * self._shrink)

    def _paragraph(self, line: Line, text: str, y: float) -> float:
        """Write a paragraph below *y*; return its foot. Raises REPORTS-003 through `fit` for what has no room."""
        room = self._width - 2 * self._side
        left = y - self._side * 1.9  # above the signatures
        size = line.size * self._shrink
        most = max(1, min(max(line.most, 8), int(left / (size * _LEADING))))
        words = fit(text, _HANDS[line.hand], room, size=size, smallest=line.smallest, most=most, even=False)
        x = {Align.LEFT: self._side, Align.CENTRE: self._width / 2, Align.RIGHT: self._width - self._side}
        for one in words.lines:
            y -= words.size * _LEADING
            self._sheet.pen.put(x[line.align], y, one, words.size, line.align)
        return y

    def _foot(self, texts: list[str]) -> None:
        base = self._side * 0.95 + (len(texts) - 1) * 9 * points(1) * self._shrink
        for text in texts:
            words = fit(text, Style.SERIF, self._width / 2, size=16 * self._shrink, smallest=8)
            middle = self._width - self._side - points(42 * self._shrink)
            self._sheet.pen.put(middle, base, words.lines[0], words.size, Align.CENTRE)
            base -= points(9 * self._shrink)
