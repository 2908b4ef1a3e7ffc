"""Makes ``townships.csv`` from the registry package china-division: ``python -m resources.reference.townships``.

The package is fetched with npm's own client, so no address stands here. Each township must lie in a county the division
tables know; what does not is told. Pinyin is worked out once and shipped, because pypinyin takes 0.3 s to import. The
620,000 villages are not shipped: an office takes those of its own county as a code pack.
"""

import csv
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from resources import path

PACKAGE = "china-division@2.7.0"  # the state of 2023
_COLUMNS = ("code", "name", "pinyin", "initials")


def fetched(folder: Path) -> list[dict[str, str]]:
    """Return the rows of the package's streets table: ``code`` of 9 digits, ``name``, ``areaCode``."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is needed to fetch the package")
    subprocess.run([npm, "pack", PACKAGE], cwd=folder, check=True, capture_output=True)
    archive = next(folder.glob("*.tgz"))
    with tarfile.open(archive) as packed:
        member = packed.extractfile("package/dist/streets.csv")
        if member is None:
            raise SystemExit("the package has no streets table")
        return list(csv.DictReader(io.TextIOWrapper(member, encoding="utf-8")))


def known_counties() -> set[str]:
    """Return every division code of any year."""
    with path("reference", "divisions.csv").open(encoding="utf-8", newline="") as source:
        return {row["code"] for row in csv.DictReader(source)}


def prepared(rows: Iterable[dict[str, str]]) -> list[tuple[str, str, str, str]]:
    """Return code, name, pinyin and initials of each township, by code."""
    return sorted(
        (
            row["code"],
            row["name"],
            "".join(lazy_pinyin(row["name"])),
            "".join(lazy_pinyin(row["name"], style=Style.FIRST_LETTER)),
        )
        for row in rows
    )


def main() -> None:
    """Fetch, compare with the divisions, write."""
    with tempfile.TemporaryDirectory() as folder:
        rows = fetched(Path(folder))
    counties = known_counties()
    strange = sorted({row["code"][:6] for row in rows} - counties)
    with path("reference", "townships.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(prepared(rows))
    sys.stdout.write(
        f"{len(rows)} townships; in no county of the tables: {len(strange)} {' '.join(strange[:20])}\n"
    )


if __name__ == "__main__":
    main()
