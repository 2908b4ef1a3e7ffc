"""What a card says, as rows of boxes: captions and answers in pairs, tables of repeats, texts to be signed under."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from forms.engine.questions import Kind, Question
from reports.papers.boxes import PAD, Box
from reports.papers.job import Answers, Job
from reports.papers.layout import Card, Section
from reports.papers.roster_rows import covered
from reports.papers.sheet import PAPERS, points
from reports.text import Align, Style, line, printable

PHOTOGRAPH = (28.0, 38.0)  # millimetres, room for one of two inches
_TABLE_COLUMNS = 9
_TICKED = 16  # choices that still print as boxes to tick
_NUMBER = 9.0
_TICK = "□"
_EMPTY_DATE = "　　　　年　　月　　日"


@dataclass(slots=True)
class Band:
    """Boxes side by side and their height in millimetres.

    *heading*: a heading that never stands last on a page. *narrow*: leaves room for the photograph at its right.
    *again*: the heading of the table it belongs to, drawn anew on a new page.
    """

    boxes: list[Box]
    height: float
    heading: bool = False
    narrow: bool = False
    again: "Band | None" = None


@dataclass(slots=True)
class Bands:
    """Lays out the sections of a card for one record."""

    layout: Card
    job: Job
    record: Answers
    width: float = field(init=False)
    _reserved: float = field(init=False)

    def __post_init__(self) -> None:
        across, down = PAPERS[self.layout.paper]
        self.width = (down if self.layout.landscape and down else across) - 2 * self.layout.margin
        self._reserved = PHOTOGRAPH[1] if self.layout.photograph else 0.0

    def all(self) -> Iterator[Band]:
        """Yield the bands from top to bottom. Raises the Problems of `reports.text`."""
        for section in self.layout.sections:
            if section.title and not self._in_blocks(section):
                yield self._title(section.title)
            if section.words:
                yield self._words(section)
            elif section.repeat:
                yield from self._repeat(section)
            else:
                pairs = [self._pair(name, self.record, "") for name in section.questions]
                yield from self._pairs(pairs, self.layout.pairs)

    def _title(self, title: str) -> Band:
        narrow = self._reserved > 0
        width = self.width - (PHOTOGRAPH[0] if narrow else 0)
        band = Band(
            [Box(width, title, style=Style.BOLD, size=self.layout.text_size)],
            7.0,
            heading=True,
            narrow=narrow,
        )
        self._reserved = max(0.0, self._reserved - band.height)
        return band

    def _words(self, section: Section) -> Band:
        text = self.job.filled(section.words, self.record)
        box = Box(
            self.width,
            text,
            style=Style.SANS,
            size=self.layout.text_size,
            smallest=self.layout.smallest,
            most=40,
        )
        return Band([box], max(section.height, box.height() + 2))

    def _pair(self, name: str, answers: Answers, repeat: str) -> tuple[str, str]:
        """Return caption and answer; ``question|caption`` gives a caption of its own, ``|caption`` a blank."""
        name, _bar, caption = name.partition("|")
        path = f"{repeat}.{name}" if repeat else name
        question = self.job.words.question(path)
        if not caption:
            caption = question.label.in_("zh") if question else name
        text = self.job.words.say(path, answers.get(name)) if name else ""
        if not text and self.layout.fill_in and question is not None:
            text = to_be_filled(question)
        return caption, covered(name, text, answers, self.job.as_of)

    def _pairs(self, pairs: list[tuple[str, str]], across: int) -> Iterator[Band]:
        """Yield rows of *across* pairs; what is long has a row to itself."""
        waiting: list[tuple[str, str]] = []
        for pair in pairs:
            width = self._row_width() / across
            long = self._is_long(pair[1], width - self._caption(width))
            if waiting and (long or len(waiting) == across):
                yield self._row(waiting, across)
                waiting = []
            waiting.append(pair)
            if long:
                yield self._row(waiting, across)
                waiting = []
        if waiting:
            yield self._row(waiting, across)

    def _row_width(self) -> float:
        return self.width - (PHOTOGRAPH[0] if self._reserved > 0 else 0)

    def _caption(self, width: float) -> float:
        return min(26.0, width * 0.34)

    def _is_long(self, text: str, width: float) -> bool:
        """Tell whether a text needs more than two lines beside its caption."""
        if not text:
            return False
        shown = line(printable(text).replace("\n", " "), Style.SANS).width * self.layout.text_size
        return "\n" in text or shown > 1.9 * points(width - 2 * PAD)

    def _row(self, pairs: list[tuple[str, str]], across: int) -> Band:
        whole, narrow = self._row_width(), self._reserved > 0
        each = whole / across
        caption = self._caption(each)
        boxes: list[Box] = []
        for at, (name, text) in enumerate(pairs):
            last = at == len(pairs) - 1
            width = (whole - at * each if last else each) - caption
            boxes += [self._caption_box(name, caption), self._box(text, width)]
        band = Band(boxes, max(self.layout.row_height, *(box.height() for box in boxes)), narrow=narrow)
        self._reserved = max(0.0, self._reserved - band.height)
        return band

    def _repeat(self, section: Section) -> Iterator[Band]:
        entries = list(entries_of(self.record, section.repeat))
        empty: Answers = {}
        wanted = max(section.rows, 1 if self.layout.fill_in else 0)
        entries += [empty] * max(0, wanted - len(entries))
        if not entries:
            yield Band(
                [Box(self.width, "（无）", Align.CENTRE, Style.SANS, size=self.layout.text_size)],
                self.layout.row_height,
            )
        elif not self._in_blocks(section):
            yield from self._table(section, entries)
        else:
            for number, entry in enumerate(entries, start=1):
                yield self._title(f"{section.title}　{number}")
                pairs = [self._pair(name, entry, section.repeat) for name in section.questions]
                yield from self._pairs(pairs, self.layout.pairs + 1)

    def _in_blocks(self, section: Section) -> bool:
        """Tell whether a repeat has too many questions for a table: then each entry is a block under its number."""
        filled = self.layout.fill_in or section.rows or any(entries_of(self.record, section.repeat))
        return bool(section.repeat and filled) and len(section.questions) > _TABLE_COLUMNS

    def _table(self, section: Section, entries: list[Answers]) -> Iterator[Band]:
        widths = self._widths(section, entries)
        head = Band([self._caption_box("序号", _NUMBER)], self.layout.row_height, heading=True)
        head.boxes += [
            self._caption_box(self._pair(name, {}, section.repeat)[0], each)
            for name, each in zip(section.questions, widths, strict=True)
        ]
        head.height = max(head.height, *(box.height() for box in head.boxes))
        yield head
        for number, entry in enumerate(entries, start=1):
            boxes = [
                Box(
                    _NUMBER, str(number), Align.CENTRE, Style.SANS, size=self.layout.text_size - 1, smallest=5
                )
            ]
            for name, each in zip(section.questions, widths, strict=True):
                text = self._pair(name, entry, section.repeat)[1] if entry else ""
                boxes.append(self._box(text, each))
            yield Band(
                boxes, max(self.layout.row_height, *(box.height() for box in boxes if box.text)), again=head
            )

    def _widths(self, section: Section, entries: list[Answers]) -> list[float]:
        """Return the columns' widths in millimetres, by the longest text of each; an empty table's by its captions."""
        weights: list[float] = []
        for name in section.questions:
            caption = self._pair(name, {}, section.repeat)[0]
            longest = max(
                (len(self._pair(name, entry, section.repeat)[1]) for entry in entries if entry), default=0
            )
            weights.append(min(18.0, max(longest, len(caption) * 0.9, 4.5)) + 1.5)
        return [(self.width - _NUMBER) * weight / sum(weights) for weight in weights]

    def _caption_box(self, text: str, width: float) -> Box:
        size = self.layout.text_size - 0.5
        return Box(width, text, Align.CENTRE, Style.SANS, size=size, smallest=min(size, 5.5), most=8)

    def _box(self, text: str, width: float) -> Box:
        layout = self.layout
        if text.startswith(_TICK):
            text = _whole_choices(text, points(width - 2 * PAD) / layout.text_size)
        return Box(
            width, text, Align.LEFT, Style.SANS, size=layout.text_size, smallest=layout.smallest, most=30
        )


def _whole_choices(text: str, room: float) -> str:
    """Break a line of choices between them, not inside one: *room* is the width at size 1."""
    lines = [""]
    for choice in text.split("　"):
        longer = f"{lines[-1]}　{choice}" if lines[-1] else choice
        if lines[-1] and line(longer, Style.SANS).width > room:
            lines.append(choice)
        else:
            lines[-1] = longer
    return "\n".join(lines)


def to_be_filled(question: Question) -> str:
    """Return what an empty form shows at a question: boxes to tick, the words of a date, or nothing."""
    if question.choices is not None and not question.choices.external:
        labels = [choice.label.in_("zh").split("（")[0] for choice in question.choices.choices]
        return "　".join(f"{_TICK}{label}" for label in labels) if len(labels) <= _TICKED else ""
    return _EMPTY_DATE if question.kind is Kind.DATE else ""


def entries_of(record: Answers, repeat: str) -> Iterator[Answers]:
    """Yield the entries of a repeat, those of a repeat inside another (``trainee.visit``) one after the other."""
    first, _dot, rest = repeat.partition(".")
    for entry in record.get(first) or []:
        if rest:
            yield from entries_of(entry, rest)
        else:
            yield entry
