"""Draws labels and badges, several on a sheet, to be cut or peeled off."""

from collections.abc import Iterable

from forms.problems import Problem
from reports.papers.job import Answers, Job
from reports.papers.layout import NAME, Labels, Line
from reports.papers.roster_rows import entries
from reports.papers.sheet import PAPERS, Sheet, points, sheet
from reports.text import TOO_LONG, Fitted, Style, fit
from reports.text.styles import SHAPED

_HANDS = {"sans": Style.SANS, "bold": Style.BOLD, "serif": Style.SERIF}
_PAD = 2.5  # millimetres inside a label
_LEADING = 1.35


def draw_labels(layout: Labels, rows: Iterable[Answers], job: Job) -> None:
    """Draw a label for each record or entry, row by row, as many sheets as it takes; with none an empty sheet."""
    across, down = PAPERS[layout.paper]
    if layout.landscape:
        across, down = down, across
    on_sheet = layout.across * layout.down
    number = -1
    with sheet(job.file, title=layout.title, author=job.office.name, day=job.as_of) as paper:
        for number, (record, entry, _first) in enumerate(entries(layout, rows)):
            place = number % on_sheet
            if place == 0:
                if number:
                    paper.end_page()
                paper.page(points(across), points(down))
                job.told(number // on_sheet + 1)
            box = _box(layout, place, down)
            try:
                _label(layout, job, paper, box, (record, entry, number + 1))
            except Problem as problem:
                where = f"第 {number + 1} 张·{layout.title}"
                raise Problem(problem.detail, problem.place, {**problem.values, "where": where}) from None
        if number < 0:
            paper.page(points(across), points(down))
        paper.end_page()


def _box(layout: Labels, place: int, height: float) -> tuple[float, float, float, float]:
    """Return x, y of the lower left corner, width and height of a label, in points."""
    row, column = divmod(place, layout.across)
    x = layout.left + column * (layout.width + layout.gap[0])
    y = height - layout.top - (row + 1) * layout.height - row * layout.gap[-1]
    return points(x), points(y), points(layout.width), points(layout.height)


def _label(
    layout: Labels,
    job: Job,
    paper: Sheet,
    box: tuple[float, float, float, float],
    what: tuple[Answers, Answers, int],
) -> None:
    x, y, width, height = box
    record, entry, number = what
    if layout.frame:
        paper.pen.lift()
        paper.canvas.setLineWidth(0.25)
        paper.canvas.rect(x, y, width, height)
    left, room = x + points(_PAD), width - 2 * points(_PAD)
    if layout.photograph:
        high = height - 2 * points(_PAD)
        wide = high * 25 / 35
        picture = (left, y + points(_PAD), wide, high)
        job.album.draw(paper, str(entry.get(layout.photograph) or ""), picture, number)
        left, room = left + wide + points(_PAD), room - wide - points(_PAD)
    words: list[tuple[Line, Fitted]] = []
    for line in layout.lines:
        text = job.filled(line.text, record, entry, layout.repeat)
        if NAME.search(line.text) and text == job.filled(line.text, {}):
            continue  # nothing of what it tells is known
        fitted = _fitted(line, text, room)
        if fitted is not None:
            words.append((line, fitted))
    _stack(paper, words, (left, y, room, height))


def _fitted(line: Line, text: str, room: float) -> Fitted | None:
    if not text.strip():
        return None
    return fit(text, _HANDS[line.hand], room, size=line.size, smallest=line.smallest, most=line.most)


def _leading(fitted: Fitted) -> float:
    """Return the line pitch at size 1: Tibetan stacks and Arabic descents reach twice as far as Chinese."""
    shaped = any(run.font in SHAPED for words in fitted.lines for run in words.runs)
    return _LEADING * 1.5 if shaped else _LEADING


def _stack(paper: Sheet, words: "list[tuple[Line, Fitted]]", box: tuple[float, float, float, float]) -> None:
    """Write the lines one below the other, in the middle of the label's height."""
    x, y, width, height = box
    total = sum(fitted.height(_leading(fitted)) for _line, fitted in words)
    if total > height:
        raise Problem(TOO_LONG, values={"where": "", "length": len(words)})
    top = y + height / 2 + total / 2
    for line, fitted in words:
        high = fitted.height(_leading(fitted))
        paper.pen.block((x, top - high, width, high), fitted, line.align, _leading(fitted))
        top -= high
