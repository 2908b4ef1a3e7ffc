"""Measures a roster's rows and draws its pages: ruled table, repeated headings, lines above and below.

A page's rows are measured first and drawn together, so that a roll can be cut where they end, and no row is
parted between two pages.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from forms.problems import Problem
from reports.papers.answers_in_words import Format
from reports.papers.layout import Column, Layout
from reports.papers.photographs import Album
from reports.papers.roster_rows import Row, RowKind
from reports.papers.seal_places import ring, upright_title
from reports.papers.sheet import PAPERS, Sheet, points
from reports.text import TOO_LONG, Align, Fitted, Style, fit, line, printable

PAD = 2.4  # points between a cell's rule and its text
LEADING = 1.2
_HEADING_SIZE = 8.5
_TITLE_SIZE = 16.0
_SMALL = 9.0
_SMALLEST_SUM = 5.0  # points: a sum has more digits than what it sums, and one line
_SUM_HEIGHT = 9.0  # millimetres at most: a row made high for photographs needs no such sum
_SECOND = 7.5  # millimetres for a title in the second script
_PALE = 0.93
_REMEMBERED = 512  # fitted texts of one column
THICK, THIN = 0.9, 0.35


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where things stand, in points: page size, table edges, and the x of every rule."""

    width: float
    height: float  # 0 for a roll
    left: float
    edges: tuple[float, ...]
    head: float  # from the top of the page to the table
    heading: float  # height of the column headings
    foot: float  # from the table to the foot of the page

    @property
    def right(self) -> float:
        """The right edge of the table."""
        return self.edges[-1]

    @property
    def room(self) -> float:
        """Height for rows on one page; without end on a roll."""
        return self.height - self.head - self.heading - self.foot if self.height else float("inf")


def geometry(layout: Layout) -> Geometry:
    """Return the geometry of a layout."""
    across, down = PAPERS[layout.paper]
    if layout.landscape and down:
        across, down = down, across
    width, left = points(across), points(layout.margin)
    inner = width - 2 * left
    fixed = [points(column.width) for column in layout.columns]
    shares = [0.0 if column.width else column.share for column in layout.columns]
    spare = inner - sum(fixed)
    if any(shares) and spare < points(8) * len([share for share in shares if share]):
        fixed = [width * 0.8 * inner / sum(fixed) for width in fixed]
        spare = inner * 0.2
    widths = [
        one + (spare * share / sum(shares) if any(shares) else 0)
        for one, share in zip(fixed, shares, strict=True)
    ]
    scale = inner / sum(widths)
    edges = [left]
    for one in widths:
        edges.append(edges[-1] + one * scale)
    return Geometry(
        width=width,
        height=points(down),
        left=left,
        edges=tuple(edges),
        head=points(16) + points(6) * len(layout.head) + (points(_SECOND) if _second_lies(layout) else 0),
        heading=points(_heading_height(layout)),
        foot=points(18) + (points(5) if layout.notes else 0),
    )


def _second_lies(layout: Layout) -> bool:
    return bool(layout.second) and not layout.upright


def _heading_height(layout: Layout) -> float:
    """Return the height of the headings in millimetres: of one or two rows, in one or two scripts."""
    tall = any(column.top for column in layout.columns)
    if any(column.second or column.top_second for column in layout.columns):
        return 24 if tall else 14
    return 11 if tall else 8.5


@dataclass(frozen=True, slots=True)
class Measured:
    """A row whose cells are fitted; *cells* None where nothing is written."""

    row: Row
    cells: tuple[Fitted | None, ...]
    height: float


@dataclass(slots=True)
class Ruler:
    """Fits the texts of a layout's cells. Raises the Problems of `reports.text` with the row and the heading."""

    layout: Layout
    place: Geometry
    _known: dict[int, dict[str, Fitted]] = field(default_factory=dict)

    def measure(self, row: Row) -> Measured:
        """Return the row with its cells fitted and the height it needs."""
        least = points(self.layout.row_height)
        if row.kind is not RowKind.ROW:
            least = min(least, points(_SUM_HEIGHT))
        if row.kind is RowKind.ACROSS:
            fitted = self._fit(row, 0, self.place.right - self.place.left)
            return Measured(row, (fitted,), least)
        if row.kind is RowKind.SUM:
            return Measured(row, tuple(self._sum_cells(row)), least)
        cells = tuple(self._cell(place, text, row) for place, text in enumerate(row.cells))
        tallest = max((cell.height(LEADING) for cell in cells if cell is not None), default=0)
        height = max(least, tallest + 2 * PAD)
        if height > self.place.room:  # a row taller than the page
            longest = max(range(len(row.cells)), key=lambda place: len(row.cells[place]))
            problem = Problem(TOO_LONG, values={"length": len(row.cells[longest])})
            raise _placed(problem, self.layout.columns[longest], row)
        return Measured(row, cells, height)

    def _cell(self, place: int, text: str, row: Row) -> Fitted | None:
        if not text or self.layout.columns[place].format is Format.PHOTOGRAPH:
            return None
        known = self._known.setdefault(place, {})
        found = known.get(text)
        if found is not None:
            return found
        column = self.layout.columns[place]
        edges = self.place.edges
        fitted = self._fit(row, place, edges[place + 1] - edges[place], column.most)
        if (
            len(known) < _REMEMBERED
        ):  # sexes, labels, places: the same few again and again; names fill it and go by
            known[text] = fitted
        return fitted

    def _sum_cells(self, row: Row) -> list[Fitted | None]:
        """Fit a line of sums; its first text has all columns up to the first sum to itself."""
        edges = self.place.edges
        until = first_sum(self.layout)
        cells: list[Fitted | None] = [self._fit(row, 0, edges[until] - edges[0])]
        for place, text in enumerate(row.cells[1:], start=1):
            cells.append(self._fit(row, place, edges[place + 1] - edges[place]) if text else None)
        return cells

    def _fit(self, row: Row, place: int, width: float, most: int = 1) -> Fitted:
        layout = self.layout
        smallest = min(layout.smallest, _SMALLEST_SUM) if row.kind is RowKind.SUM else layout.smallest
        try:
            return fit(
                row.cells[place],
                Style.SANS,
                width - 2 * PAD,
                size=layout.text_size,
                smallest=smallest,
                most=most,
            )
        except Problem as problem:
            raise _placed(problem, layout.columns[place], row) from None


def first_sum(layout: Layout) -> int:
    """Return how many columns the word 合计 may take: all before the first sum, at least one."""
    sums = [place for place, column in enumerate(layout.columns) if column.summed]
    return max(1, sums[0]) if sums else len(layout.columns)


def _placed(problem: Problem, column: Column, row: Row) -> Problem:
    where = f"第 {row.number} 行·{column.heading}" if row.number else column.heading
    place = column.questions[0] if column.questions else ""
    return Problem(problem.detail, place=place, values={**problem.values, "where": where, "row": row.number})


@dataclass(slots=True)
class Plate:
    """What is the same on every page of one roster: title, lines above, headings, lines below."""

    layout: Layout
    place: Geometry
    title: str
    head: tuple[tuple[str, ...], ...]
    pages: str  # the name under which the number of pages is promised
    album: Album = field(default_factory=Album)

    def draw(self, sheet: Sheet, rows: list[Measured], number: int) -> None:
        """Draw one page."""
        place = self.place
        body = sum(row.height for row in rows)
        height = place.height or place.head + place.heading + body + place.foot
        sheet.page(place.width, height)
        self._draw_head(sheet, height)
        top = height - place.head
        if self.layout.seal:
            ring(sheet, place.right - points(24), place.foot + points(14), 19)
        self._draw_headings(sheet, top)
        foot = self._draw_rows(sheet, rows, top - place.heading)
        self._draw_rules(sheet, rows, top)
        self._draw_foot(sheet, number, foot if not place.height else points(18))
        sheet.end_page()

    def _draw_head(self, sheet: Sheet, height: float) -> None:
        place = self.place
        title = fit(self.title, Style.BOLD, place.right - place.left, size=_TITLE_SIZE, smallest=9)
        middle = (place.left + place.right) / 2
        sheet.pen.put(middle, height - points(11.5), title.lines[0], title.size, Align.CENTRE)
        down = points(14)
        if self.layout.second and self.layout.upright:
            margin = place.left * 0.7
            upright_title(
                sheet, self.layout.second, (place.left * 0.15, points(12), margin, height - points(22))
            )
        elif self.layout.second:
            second = fit(self.layout.second, Style.BOLD, place.right - place.left, size=13, smallest=8)
            sheet.pen.put(middle, height - points(18.5), second.lines[0], second.size, Align.CENTRE)
            down += points(_SECOND)
        for at, parts in enumerate(self.head):
            base = height - down - points(6) * (at + 1) + points(2.2)
            try:
                _spread(sheet, parts, (place.left, place.right), base)
            except Problem as problem:
                raise Problem(problem.detail, values={**problem.values, "where": self.title}) from None

    def _draw_headings(self, sheet: Sheet, top: float) -> None:
        place, columns = self.place, self.layout.columns
        sheet.canvas.setFillGray(_PALE)
        sheet.canvas.rect(
            place.left, top - place.heading, place.right - place.left, place.heading, stroke=0, fill=1
        )
        sheet.canvas.setFillGray(0)
        for (left, right), column in zip(pairwise(place.edges), columns, strict=True):
            high = place.heading / 2 if column.top else place.heading
            _heading(sheet, column.heading, (left, top - place.heading, right - left, high), column.second)
        for first, after in tops(columns):
            left, right = place.edges[first], place.edges[after]
            half = place.heading / 2
            _heading(
                sheet, columns[first].top, (left, top - half, right - left, half), columns[first].top_second
            )

    def _draw_rows(self, sheet: Sheet, rows: list[Measured], top: float) -> float:
        pen, edges = sheet.pen, self.place.edges
        aligns = [column.align for column in self.layout.columns]
        pictures = {at for at, one in enumerate(self.layout.columns) if one.format is Format.PHOTOGRAPH}
        for measured in rows:
            foot = top - measured.height
            if measured.row.kind is RowKind.ROW:
                for at, cell in enumerate(measured.cells):
                    box = (edges[at] + PAD, foot, edges[at + 1] - edges[at] - 2 * PAD, measured.height)
                    if cell is not None:
                        pen.block(box, cell, aligns[at], LEADING)
                    elif at in pictures and measured.row.cells[at]:
                        inside = (box[0], box[1] + 1, box[2], box[3] - 2)
                        self.album.draw(sheet, measured.row.cells[at], inside, measured.row.number)
            else:
                self._draw_sums(sheet, measured, foot)
            top = foot
        return top

    def _draw_sums(self, sheet: Sheet, measured: Measured, foot: float) -> None:
        edges = self.place.edges
        whole = measured.row.kind is RowKind.ACROSS
        until = len(edges) - 1 if whole else first_sum(self.layout)
        for at, cell in enumerate(measured.cells):
            if cell is None:
                continue
            left, right = (edges[0], edges[until]) if at == 0 else (edges[at], edges[at + 1])
            align = Align.CENTRE if at == 0 else self.layout.columns[at].align
            sheet.pen.block((left + PAD, foot, right - left - 2 * PAD, measured.height), cell, align, LEADING)

    def _draw_rules(self, sheet: Sheet, rows: list[Measured], top: float) -> None:
        """Rule the table: thin inside, thick around; no upright rule through words that go across."""
        place, canvas = self.place, sheet.canvas
        under = top - place.heading
        level, flat, upright = under, [], []
        for first, after in tops(self.layout.columns):
            flat.append(
                (place.edges[first], top - place.heading / 2, place.edges[after], top - place.heading / 2)
            )
        inside = {edge for first, after in tops(self.layout.columns) for edge in range(first + 1, after)}
        for at, x in enumerate(place.edges[1:-1], start=1):
            upright.append((x, top - place.heading / 2 if at in inside else top, x, under))
        for measured in rows:
            below = level - measured.height
            skipped = _unruled(self.layout, measured.row)
            upright += [(x, level, x, below) for x in place.edges[1 + skipped : -1]]
            flat.append((place.left, level, place.right, level))
            level = below
        canvas.setLineWidth(THIN)
        canvas.lines(flat + _joined(upright))
        canvas.setLineWidth(THICK)
        canvas.rect(place.left, level, place.right - place.left, top - level)

    def _draw_foot(self, sheet: Sheet, number: int, foot: float) -> None:
        place, layout = self.place, self.layout
        if layout.notes:
            note = fit(layout.notes, Style.SANS, place.right - place.left, size=8, smallest=6)
            sheet.pen.put(place.left, foot - points(0.5), note.lines[0], note.size)
        blanks = [
            f"{name}：{'　　　年　　月　　日' if name.endswith('日期') else ''}" for name in layout.foot
        ]
        step = (place.right - place.left) / max(len(blanks), 1)
        for at, blank in enumerate(blanks):
            words = fit(blank, Style.SANS, step, size=_SMALL + 0.5, smallest=6)
            sheet.pen.put(place.left + at * step, foot - points(6.5), words.lines[0], words.size)
        base = foot - points(12.5)
        sheet.pen.put(place.left, base, fit(layout.code, Style.SANS, 80, size=7.5, smallest=6).lines[0], 7.5)
        sheet.number_page(self.pages, number, (place.left + place.right) / 2, base)


def tops(columns: tuple[Column, ...]) -> list[tuple[int, int]]:
    """Return (first, after) of each run of columns under one common heading."""
    found: list[tuple[int, int]] = []
    for at, column in enumerate(columns):
        if not column.top:
            continue
        if found and found[-1][1] == at and columns[at - 1].top == column.top:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _joined(rules: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Join upright rules that continue one another: one long line instead of one for each row."""
    found: dict[float, list[list[float]]] = {}
    for x, high, _x, low in rules:
        pieces = found.setdefault(x, [])
        if pieces and pieces[-1][1] == high:
            pieces[-1][1] = low
        else:
            pieces.append([high, low])
    return [(x, high, x, low) for x, pieces in found.items() for high, low in pieces]


def _unruled(layout: Layout, row: Row) -> int:
    """Return how many inner upright rules, from the left, a row leaves out."""
    if row.kind is RowKind.ROW:
        return 0
    if row.kind is RowKind.ACROSS:
        return len(layout.columns)
    return first_sum(layout) - 1


def _heading(sheet: Sheet, text: str, box: tuple[float, float, float, float], second: str = "") -> None:
    """Write a heading into its box, in a second script below when there is one."""
    x, y, width, height = box
    if second:
        words = fit(second, Style.BOLD, width - 2, size=_HEADING_SIZE, smallest=5, most=1)
        sheet.pen.block((x + 1, y + height * 0.06, width - 2, height * 0.48), words, Align.CENTRE, 1.2)
        y, height = y + height * 0.5, height * 0.46
    words = fit(text, Style.BOLD, width - 2, size=_HEADING_SIZE, smallest=6, most=2 if height > 20 else 1)
    sheet.pen.block((x + 1, y, width - 2, height), words, Align.CENTRE, 1.2)


def _spread(sheet: Sheet, parts: tuple[str, ...], across: tuple[float, float], base: float) -> None:
    """Write the parts of a line: the first at the left, the last at the right, others between."""
    left, right = across
    size = _SMALL + 0.5
    step = (right - left) / len(parts)
    natural = [line(printable(part).replace("\n", " "), Style.SANS).width * size for part in parts]
    if max(natural) <= step - 6:
        widths = [step] * len(parts)
    else:  # a long class title takes room from its short neighbours; an empty part still has its gap
        widths = [(right - left) * (each + 6) / (sum(natural) + 6 * len(parts)) for each in natural]
    for at, part in enumerate(parts):
        words = fit(part, Style.SANS, widths[at] - 6, size=size, smallest=4.5)
        if at and at == len(parts) - 1:
            sheet.pen.put(right, base, words.lines[0], words.size, Align.RIGHT)
        elif at:
            middle = left + sum(widths[:at]) + widths[at] / 2
            sheet.pen.put(middle, base, words.lines[0], words.size, Align.CENTRE)
        else:
            sheet.pen.put(left, base, words.lines[0], words.size)
