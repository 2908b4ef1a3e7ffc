"""The user guide as sections that can be searched and shown one at a time. Knows no Qt.

The guide is the same file people read beside the program (docs/guide), so that what F1 shows and what is printed
cannot differ. A section is a heading with what follows it, up to the next heading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop import words
from resources import path

_HEADING = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)
_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[*`|#\[]")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading (*level* 2 or 3), its Markdown, and its words without markup, for searching."""

    title: str
    level: int
    markdown: str
    plain: str


def folder() -> Path:
    """Return where the guide and its pictures lie, in a checkout and in the frozen program."""
    return path().parent / "docs"


def sections(language: str) -> list[Section]:
    """Return the guide in *language*, section by section; Chinese for a language that has none."""
    name = "guide.md" if language == words.ENGLISH else "guide.zh_CN.md"
    text = (folder() / name).read_text(encoding="utf-8")
    marks = list(_HEADING.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [
        Section(
            mark[2],
            len(mark[1]),
            text[mark.start() : end].strip(),
            _MARKUP.sub(" ", text[mark.start() : end]),
        )
        for mark, end in zip(marks, ends, strict=True)
    ]


def found(among: Sequence[Section], asked: str) -> list[Section]:
    """Return the sections that hold every word of *asked*; those with it in their heading first."""
    wanted = asked.casefold().split()
    hits = [one for one in among if all(word in one.plain.casefold() for word in wanted)]
    return sorted(hits, key=lambda one: not all(word in one.title.casefold() for word in wanted))


def anchor(title: str) -> str:
    """Return what a link in the guide calls the heading *title* (as forges of code write it)."""
    kept = re.sub(r"[^\w\- ]", "", title.casefold())
    return kept.replace(" ", "-")
