"""What the console says: words in the caller's language on stderr, one JSON document or plain lines on stdout.

Scripts read stdout, people read both; so progress and problems go to stderr and never mix with the answer.
"""

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any

from desktop.time_left import time_left
from desktop.words import _
from forms.problems import Problem


@dataclass(frozen=True, slots=True)
class About:
    """The record a problem is about, as its list names it."""

    record_id: str
    title: str


class Refused(Exception):  # noqa: N818  (an outcome, not an error: exit status 1)
    """Something was refused; *problems* say what, where and what to do. *document* is what could still be said.

    *about* names the record of each problem, in the same order, where the problems are about records.
    """

    def __init__(
        self,
        problems: Iterable[Problem],
        document: dict[str, Any] | None = None,
        about: Iterable[About | None] = (),
    ) -> None:
        self.problems = list(problems)
        self.document = document or {}
        self.about = list(about) or [None] * len(self.problems)
        super().__init__(", ".join(problem.code for problem in self.problems))


@dataclass
class Speech:
    """One run's voice: with *as_json* the answer is a single JSON document."""

    as_json: bool = False
    seconds: Callable[[], float] = monotonic  # a clock that only goes on
    _since: float | None = None  # when the work under way began

    def line(self, text: str) -> None:
        """Say one line of the answer to a person; silent with ``--json``."""
        if not self.as_json:
            print(text)

    def table(self, heads: list[str], rows: list[list[str]]) -> None:
        """Say a table, columns aligned by what the terminal shows (a Chinese character is two cells wide)."""
        if self.as_json:
            return
        widths = [max(map(_cells, column)) for column in zip(heads, *rows, strict=True)]
        for row in [heads, *rows]:
            print(
                "  ".join(
                    cell + " " * (width - _cells(cell)) for cell, width in zip(row, widths, strict=True)
                ).rstrip()
            )

    def document(self, document: Any) -> None:
        """Give the answer as JSON, when it was asked for."""
        if self.as_json:
            print(json.dumps(document, ensure_ascii=False, indent=1, default=str))

    def progress(self, done: int, total: int) -> None:
        """Show how far the work is, in place, when somebody is watching."""
        if not sys.stderr.isatty():
            return
        if self._since is None or not done:
            self._since = self.seconds()
        percent = 100 * done // total if total else 100
        left = time_left(done, total, self.seconds() - self._since)
        sys.stderr.write(f"\r{percent:3d} %  {done:,} / {total:,}  {left}\x1b[K")
        if done >= total:
            self._since = None
            sys.stderr.write("\n")
        sys.stderr.flush()

    def refuse(self, refused: Refused) -> None:
        """Say what was refused: sentences on stderr, coded problems on stdout with ``--json``."""
        last: About | None = None
        for problem, about in zip(refused.problems, refused.about, strict=True):
            if about is not None and about != last:
                sys.stderr.write(f"{about.title or '-'}  {about.record_id}\n")
            last = about
            place = f" [{problem.place}]" if problem.place else ""
            indent = "  " if about is not None else ""
            sys.stderr.write(f"{indent}{problem.code}{place} {problem.sentence(_)}\n")
        if self.as_json:
            problems = [
                {**problem.as_json(_), **(asdict(about) if about is not None else {})}
                for problem, about in zip(refused.problems, refused.about, strict=True)
            ]
            self.document({**refused.document, "problems": problems})


def _cells(text: str) -> int:
    """Return how many terminal cells *text* fills."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
