"""A share of the soak: offices killed, cut off from power, failed and bitten, and nothing acknowledged lost."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from soak.figures import Figure, of_nights
from soak.journal import Call, Disk
from soak.watched_calls import possible

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not possible(), reason="needs Linux and a C compiler")


def _soak(*arguments: str) -> tuple[int, list[dict[str, object]], str]:
    ended = subprocess.run(
        [sys.executable, "-m", "soak", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return ended.returncode, [json.loads(line) for line in ended.stdout.splitlines()], ended.stderr


@pytest.mark.parametrize(
    ("part", "share", "least"),
    [("kills", "0.002", 20), ("errors", "0.002", 20), ("cuts", "0.0003", 300), ("flips", "0.03", 300), ("clocks", "1", 18)],
)  # fmt: skip
def test_nothing_is_lost(part: str, share: str, least: int):
    """Under each disturbance every acknowledged piece of work is there afterwards, once, with a whole chain."""
    status, figures, told = _soak(part, "--share", share)

    assert [(figure["bad"], figure["done"]) for figure in figures] == [(0, least)], told
    assert status == 0


def test_a_program_without_fsync_is_found_out():
    """With every fsync left out the same cuts find losses: the soak can fail."""
    status, (figure,), _told = _soak("cuts", "--share", "0.0003", "--forget-syncs")

    assert status == 1
    assert figure["bad"]


def _left(calls: list[Call], folder: Path) -> set[str]:
    disk = Disk(folder)
    for call in calls:
        disk.do(call)
    cuts = (disk.cut(random.Random(seed)) for seed in range(60))
    return {
        json.dumps(
            {Path(name).name: content.decode() for name, content in cut.files().items()}, sort_keys=True
        )
        for cut in cuts
    }


def test_the_disk_of_the_model_keeps_what_was_synced_and_no_more(tmp_path: Path):
    """A write may be missing until its file is synced, a name until its folder is; then both stay."""
    beside, file = str(tmp_path / "n"), str(tmp_path / "f")
    (tmp_path / "f").write_text("old")
    made = [
        Call("C", beside),
        Call("W", beside, 0, b"new"),
        Call("S", beside),
        Call("R", beside, 0, file.encode()),
    ]

    unsynced = _left([Call("W", file, 0, b"new")], tmp_path)
    renamed = _left(made, tmp_path)
    settled = _left([*made, Call("S", str(tmp_path))], tmp_path)

    assert unsynced == {'{"f": "old"}', '{"f": "new"}'}
    assert renamed == {'{"f": "old"}', '{"f": "old", "n": "new"}', '{"f": "new"}'}
    assert settled == {'{"f": "new"}'}


def test_what_two_nights_found_of_one_disturbance_is_one_line_of_the_page() -> None:
    """Points, what went wrong, seconds and the numbers in the words are added up; other disturbances stay apart."""
    first = Figure("one bit flipped at rest", 100, 60, 0, "50 in office.db, 10 in keyring.json", 7.0)
    second = Figure("one bit flipped at rest", 100, 40, 1, "30 in office.db, 10 in keyring.json", 5.0)
    other = Figure("power cut", 10, 10, 0, "3 different states opened", 1.0)

    whole, apart = of_nights([first, other, second])

    assert (whole.done, whole.bad, whole.seconds) == (100, 1, 12.0)
    assert whole.more == "80 in office.db, 20 in keyring.json"
    assert apart == other
