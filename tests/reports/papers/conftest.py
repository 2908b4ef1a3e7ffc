"""Reads papers back the way people do: as text, and as pictures."""

import subprocess
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from forms.compile import compile_xlsform
from forms.definitions import builtin
from records.model.office import OfficeInfo

DAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def office() -> OfficeInfo:
    """A county office."""
    return OfficeInfo("513221", "汶川县东西部协作办公室", "county", "device", "epoch", date(2026, 1, 1))


@pytest.fixture(scope="session")
def read():
    """Return a paper's text by line, as Poppler's pdftotext sees it."""

    def lines(file: Path, page: int | None = None) -> list[str]:
        pages = [] if page is None else ["-f", str(page), "-l", str(page)]
        done = subprocess.run(
            ["pdftotext", "-layout", *pages, str(file), "-"], capture_output=True, check=True, text=True
        )
        assert done.stderr == ""
        return [line.strip() for line in done.stdout.replace("\f", "\n").splitlines() if line.strip()]

    return lines


@pytest.fixture(scope="session")
def pages_of():
    """Return how many pages a paper has, and their size in points."""

    def info(file: Path) -> tuple[int, str]:
        out = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True, text=True).stdout
        facts = dict(line.split(":", 1) for line in out.splitlines())
        return int(facts["Pages"]), facts["Page size"].strip()

    return info


@pytest.fixture(scope="session")
def darkness():
    """Return the share of dark pixels of a page (0 … 1) inside a box given in shares of its width and height."""

    def share(file: Path, box: tuple[float, float, float, float], page: int = 1) -> float:
        image = subprocess.run(
            ["pdftoppm", "-gray", "-r", "72", "-f", str(page), "-l", str(page), str(file)],
            capture_output=True,
            check=True,
        ).stdout
        magic, size, _most, pixels = image.split(b"\n", 3)
        assert magic == b"P5"
        width, height = (int(number) for number in size.split())
        left, top, right, bottom = (
            int(part * side) for part, side in zip(box, (width, height) * 2, strict=True)
        )
        inside = b"".join(pixels[row * width + left : row * width + right] for row in range(top, bottom))
        return sum(1 for value in inside if value < 128) / len(inside)

    return share


@pytest.fixture(scope="session")
def definitions():
    """Return a shipped form by its id, compiled."""
    return cache(lambda form_id: compile_xlsform(builtin()[form_id]).definition)
