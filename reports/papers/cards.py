"""Draws cards: the paper of one record, or an empty one to be filled by hand, on as many pages as its words need."""

from collections.abc import Iterable

from forms.problems import Problem
from reports.papers.boxes import Board, Box
from reports.papers.card_bands import PHOTOGRAPH, Band, Bands
from reports.papers.job import Answers, Job
from reports.papers.layout import Card
from reports.papers.seal_places import ring, upright_title
from reports.papers.sheet import PAPERS, Sheet, points, sheet
from reports.text import TOO_LONG, Align, Style

_HEAD, _FOOT = 30.0, 22.0
_PALE = 0.93


def draw_cards(layout: Card, rows: Iterable[Answers], job: Job) -> None:
    """Draw a card for each record, an empty one when there is none."""
    drawn = 0
    with sheet(job.file, title=layout.title, author=job.office.name, day=job.as_of) as paper:
        for number, record in enumerate(_or_empty(rows), start=1):
            try:
                drawn = _Card(layout, job, paper, f"card{number}").draw(record, drawn)
            except Problem as problem:
                where = problem.values.get("where") or f"第 {number} 张·{layout.title}"
                raise Problem(problem.detail, problem.place, {**problem.values, "where": where}) from None


def _or_empty(rows: Iterable[Answers]) -> Iterable[Answers]:
    empty = True
    for record in rows:
        empty = False
        yield record
    if empty:
        yield {}


class _Card:
    """One card being drawn; measures in millimetres from the top."""

    def __init__(self, layout: Card, job: Job, paper: Sheet, pages: str) -> None:
        across, down = PAPERS[layout.paper]
        self._roll = not down
        if layout.landscape and down:
            across, down = down, across
        self._layout, self._job, self._paper, self._pages = layout, job, paper, pages
        self._across, self._down = float(across), float(down)
        self._head = _HEAD + (8 if layout.second and not layout.upright else 0)
        self._board = Board(paper, self._down)
        self._picture: tuple[float, float] | None = None

    def draw(self, record: Answers, drawn: int) -> int:
        """Draw the pages of one record; return how many pages the file has then."""
        bands = list(Bands(self._layout, self._job, record).all())
        pages = self._paged(bands)
        for number, page in enumerate(pages, start=1):
            self._begin(record, page)
            self._bands(page, record)
            self._end(number)
            drawn += 1
            self._job.told(drawn)
        self._paper.keep_pages(self._pages, len(pages))
        return drawn

    def _paged(self, bands: list[Band]) -> list[list[Band]]:
        """Part the bands into pages: a heading goes with what follows, a table's heading begins each page anew."""
        room = float("inf") if self._roll else self._down - self._head - _FOOT - self._layout.margin * 0.4
        pages: list[list[Band]] = [[]]
        used = 0.0
        for at, band in enumerate(bands):
            if band.height + (band.again.height if band.again else 0) > room:
                longest = max((box.text for box in band.boxes), key=len)
                raise Problem(TOO_LONG, values={"where": self._layout.title, "length": len(longest)})
            need = band.height
            follows = at
            while bands[follows].heading and follows + 1 < len(bands):
                follows += 1
                need += bands[follows].height
            if pages[-1] and used + need > room:
                pages.append([])
                used = 0.0
                if band.again is not None:
                    pages[-1].append(band.again)
                    used += band.again.height
            pages[-1].append(band)
            used += band.height
        return pages

    def _begin(self, record: Answers, page: list[Band]) -> None:
        layout, margin = self._layout, self._layout.margin
        if self._roll:
            self._down = self._head + _FOOT + sum(band.height for band in page) + 6
            self._board = Board(self._paper, self._down)
        self._paper.page(points(self._across), points(self._down))
        self._paper.canvas.setLineWidth(0.5)
        inner = self._across - 2 * margin
        size = 18 if self._across > 150 else 14
        title = Box(inner, layout.title, Align.CENTRE, Style.BOLD, size=size, smallest=8, most=2)
        self._board.words(margin, 8, 12, title)
        if layout.seal:
            ring(self._paper, points(self._across - margin - 24), self._board.y(self._down - _FOOT - 6), 19)
        if layout.second and layout.upright:
            margin_box = (points(margin * 0.25), points(20), points(margin * 0.7), points(self._down - 28))
            upright_title(self._paper, layout.second, margin_box)
        elif layout.second:
            second = Box(inner, layout.second, Align.CENTRE, Style.BOLD, size=13, smallest=7, most=1)
            self._board.words(margin, 19, 8, second)
        parts = [self._job.filled(text, record) for text in layout.head]
        each = inner / max(len(parts), 1)
        for at, text in enumerate(parts):
            align = Align.RIGHT if at and at == len(parts) - 1 else Align.LEFT
            slip = -1.2 if align is Align.LEFT else 1.2
            self._board.words(
                margin + at * each + slip,
                self._head - 7.5,
                6,
                Box(each, text, align, Style.SANS, size=9, smallest=5.5),
            )

    def _bands(self, page: list[Band], record: Answers) -> None:
        margin, canvas = self._layout.margin, self._paper.canvas
        down = self._head
        narrow = [band for band in page if band.narrow]
        for band in page:
            left = margin
            for at, box in enumerate(band.boxes):
                if band.heading or (at % 2 == 0 and not band.again and len(band.boxes) > 1):
                    canvas.setFillGray(_PALE)
                    area = (
                        points(left),
                        self._board.y(down + band.height),
                        points(box.width),
                        points(band.height),
                    )
                    canvas.rect(*area, stroke=0, fill=1)
                    canvas.setFillGray(0)
                left += box.width
            self._board.row(margin, down, band.height, band.boxes)
            down += band.height
        canvas.setLineWidth(1)
        canvas.rect(
            points(margin), self._board.y(down), points(self._across - 2 * margin), points(down - self._head)
        )
        canvas.setLineWidth(0.5)
        if narrow:
            self._photograph(sum(band.height for band in narrow), record)

    def _photograph(self, height: float, record: Answers) -> None:
        """Draw the picture of the person, or the words where one is pasted."""
        left = self._across - self._layout.margin - PHOTOGRAPH[0]
        question = self._layout.photograph
        name = str(record.get(question) or "") if question != "-" else ""
        box = (
            points(left + 1),
            self._board.y(self._head + height - 1),
            points(PHOTOGRAPH[0] - 2),
            points(height - 2),
        )
        self._board.rule(left, self._head, left, self._head + height)
        self._board.rule(left, self._head + height, left + PHOTOGRAPH[0], self._head + height)
        if name:
            self._job.album.draw(self._paper, name, box)
        else:
            words = Box(PHOTOGRAPH[0], "照片", Align.CENTRE, Style.SANS, size=10)
            self._board.words(left, self._head, height, words)

    def _end(self, number: int) -> None:
        layout, margin = self._layout, self._layout.margin
        inner = self._across - 2 * margin
        top = self._down - _FOOT
        if layout.notes:
            self._board.words(
                margin - 1.2, top, 5, Box(inner, layout.notes, style=Style.SANS, size=8, smallest=5)
            )
        each = inner / max(len(layout.foot), 1)
        for at, name in enumerate(layout.foot):
            box = Box(each, f"{name}：", style=Style.SANS, size=9.5, smallest=5.5, most=1)
            self._board.words(margin + at * each - 1.2, top + 6, 6, box)
        if layout.code:
            self._board.words(margin - 1.2, top + 13, 5, Box(30, layout.code, style=Style.SANS, size=7.5))
        middle = points(self._across / 2)
        base = self._board.y(top + 17)
        self._paper.number_page(self._pages, number, middle, base)
        self._paper.end_page()
