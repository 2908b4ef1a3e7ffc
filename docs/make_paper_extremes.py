"""Prints every shipped layout with what is hard, and draws it to be looked at: nobody, one, the longest words, all scripts.

``python docs/make_paper_extremes.py FOLDER [LAYOUT…]``. With ``--many`` also ten thousand rows of each list, with
pages and seconds; only the last page of those is drawn. The pictures are not kept here: they are for the eye of who changes a paper.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from forms.compile import compile_xlsform  # noqa: E402  (the path must be set first)
from forms.definitions import builtin  # noqa: E402  (the path must be set first)
from forms.engine import FormDefinition  # noqa: E402  (the path must be set first)
from forms.problems import Problem  # noqa: E402  (the path must be set first)
from records.model.office import OfficeInfo  # noqa: E402  (the path must be set first)
from reports import papers  # noqa: E402  (the path must be set first)
from reports.papers.layout import Layout  # noqa: E402  (the path must be set first)
from tests.fakes.longest_answers import SCRIPTS, filled  # noqa: E402  (the path must be set first)

DAY = date(2026, 11, 22)
OFFICE = OfficeInfo(
    "513221",
    "阿坝藏族羌族自治州汶川县东西部协作和对口支援工作领导小组办公室",
    "county",
    "device",
    "epoch",
    DAY,
)


def cases(definition: FormDefinition, many: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the name of each case and its records."""
    whole = filled(definition)
    yield "empty", []
    yield "one", [whole]
    yield "scripts", [filled(definition, words) for words in SCRIPTS]
    if many:  # of a paper for each record that is a file of so many papers
        rows = cycle([whole, {"note": "短"}, *(filled(definition, words) for words in SCRIPTS[:2])])
        yield "many", [next(rows) for _ in range(many)]


@cache
def _definition(form_id: str) -> FormDefinition:
    return compile_xlsform(builtin()[form_id]).definition


def _printed(name: str, folder: Path, *, many: bool) -> None:
    layout = papers.layouts()[name]
    definition = _definition(layout.form_id)
    long = isinstance(layout, Layout) and not layout.each
    for case, records in cases(definition, (10_000 if long else 100) if many else 0):
        if not records and not hasattr(layout, "columns") and not hasattr(layout, "pairs"):
            continue  # labels and certificates of nobody are no paper
        file = folder / f"{name}-{case}.pdf"
        pages: list[int] = []
        begun = time.process_time()
        try:
            papers.roster(
                layout,
                records,
                file,
                definition=definition,
                office_info=OFFICE,
                as_of=DAY,
                progress=pages.append,
            )
        except Problem as problem:
            sys.stdout.write(f"{name} {case}: {problem.code} {problem.what()}\n")
            continue
        sys.stdout.write(f"{name} {case}: {len(pages)} pages, {time.process_time() - begun:.2f} s\n")
        page = str(len(pages) if case == "many" else 1)
        drawn = [
            "pdftoppm",
            "-r",
            "70",
            "-png",
            "-singlefile",
            "-f",
            page,
            "-l",
            page,
            str(file),
            str(file.with_suffix("")),
        ]
        subprocess.run(drawn, check=True)


def main(words: list[str]) -> None:
    """Print what is asked for."""
    many = "--many" in words
    folder, *names = [word for word in words if not word.startswith("--")]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name in names or sorted(papers.layouts()):
        _printed(name, Path(folder), many=many)


if __name__ == "__main__":
    main(sys.argv[1:])
