"""Sealing and carrying: each record in exactly one place, sealed bytes for ever, sticks proved."""

from pathlib import Path

import pytest

from forms.problems import Problem
from sync import inbox, outbox, stick
from tests.sync.conftest import Road


def test_nothing_approved_nothing_sealed(file_road: Road):
    """An empty outbox seals nothing."""
    assert outbox.seal(file_road.county) is None
    assert outbox.waiting(file_road.county) == 0


def test_batches_are_numbered_and_chained(file_road: Road):
    """Each batch names the one before by its hash; a bound on records makes several."""
    file_road.approve(5)
    sealed = [outbox.seal(file_road.county, most=2) for _ in range(3)]

    assert [one.records for one in sealed if one is not None] == [2, 2, 1]
    assert [one.number for one in outbox.batches(file_road.county)] == [3, 2, 1]
    assert outbox.waiting(file_road.county) == 0
    for one in sealed:
        assert one is not None
        inbox.receive(file_road.province, one.file)
    assert [one.missing for one in inbox.batches(file_road.province)] == [(), (), ()]


def test_sealed_bytes_never_change(file_road: Road):
    """Correcting a record after sealing makes a new batch; the old file stays as it was."""
    (record_id,) = file_road.approve(1)
    first = outbox.seal(file_road.county)
    assert first is not None
    before = first.file.read_bytes()
    inbox.receive(file_road.province, first.file)
    inbox.send_back(file_road.province, "1", [record_id], "请核实。")
    outbox.apply(file_road.county, inbox.acknowledge(file_road.province, "1", file_road.files / "a.ack"))
    file_road.correct(record_id, post="质检员")
    second = outbox.seal(file_road.county)

    assert second is not None
    assert second.file != first.file
    assert first.file.read_bytes() == before


def test_a_sealing_that_fails_leaves_the_records_waiting(file_road: Road):
    """The outbox cannot be written: the records are still approved, no batch is listed, the next try works."""
    ids = file_road.approve(2)
    folder = file_road.county.folder / "outbox"
    for file in folder.glob("*"):
        file.unlink()
    if folder.exists():
        folder.rmdir()
    folder.write_text("in the way")

    with pytest.raises(OSError, match="outbox"):
        outbox.seal(file_road.county)

    assert file_road.states(ids) == ["approved", "approved"]
    assert outbox.batches(file_road.county) == []
    folder.unlink()
    assert outbox.seal(file_road.county) is not None


def test_a_file_left_by_a_crash_is_removed(file_road: Road):
    """A batch file without its row (killed before the commit) is gone after the next sealing."""
    file_road.approve(1)
    folder = file_road.county.folder / "outbox"
    folder.mkdir(exist_ok=True)
    orphan = folder / "513435-000001-aaaaaaaaaaaa.batch"
    orphan.write_bytes(b"half")

    sealed = outbox.seal(file_road.county)

    assert sealed is not None
    assert not orphan.exists()
    assert sealed.file.exists()


def test_records_of_a_batch_show_what_was_said(file_road: Road):
    """The clerk sees each record of a batch with its verdict and words."""
    ids = file_road.approve(2)
    sealed = outbox.seal(file_road.county)
    assert sealed is not None
    inbox.receive(file_road.province, sealed.file)
    inbox.send_back(file_road.province, "1", ids[:1], "请核实单位。", "employer_name")
    outbox.apply(file_road.county, inbox.acknowledge(file_road.province, "1", file_road.files / "a.ack"))

    shown = {one.record_id: one for one in outbox.records(file_road.county, 1)}

    assert (shown[ids[0]].verdict, shown[ids[0]].question, shown[ids[0]].words) == (
        "returned",
        "employer_name",
        "请核实单位。",
    )
    assert shown[ids[1]].verdict == "new"
    assert shown[ids[0]].title


def test_a_stick_gets_the_file_whole_or_not_at_all(tmp_path: Path):
    """What is on the stick is what was sealed, under a plain name, with no remains."""
    carried = stick.carry(b"sealed", tmp_path / "usb", "a.batch")

    assert carried.read_bytes() == b"sealed"
    assert [one.name for one in (tmp_path / "usb").iterdir()] == ["a.batch"]
    assert stick.carry(b"sealed", tmp_path / "usb", "a.batch") == carried


def test_a_stick_that_cannot_be_written_says_so(tmp_path: Path):
    """A stick that is no folder, full or protected gives a sentence; nothing counts as carried."""
    (tmp_path / "usb").write_text("a file, no folder")

    with pytest.raises(Problem) as caught:
        stick.carry(b"sealed", tmp_path / "usb", "a.batch")

    assert caught.value.code == "SYNC-058"


def test_a_full_stick_leaves_the_batch_sealed_here(file_road: Road):
    """The stick refuses: the batch is sealed and in the outbox all the same, and not marked as carried."""
    file_road.approve(1)
    (file_road.files / "usb").write_text("no folder")

    with pytest.raises(Problem) as caught:
        outbox.seal(file_road.county, file_road.files / "usb")

    assert caught.value.code == "SYNC-058"
    (batch,) = outbox.batches(file_road.county)
    assert (batch.stage, batch.carried_to) == ("sealed", "")
    assert outbox.carry(file_road.county, batch, file_road.files / "other").exists()
    assert outbox.batches(file_road.county)[0].stage == "carrying"


def test_nothing_personal_lies_open_in_the_folders(file_road: Road):
    """Neither outbox nor inbox nor stick hold a name, an ID number or a phone that can be read."""
    file_road.approve(3)
    sealed = outbox.seal(file_road.county, file_road.files)
    assert sealed is not None
    inbox.receive(file_road.province, sealed.file)
    inbox.acknowledge(file_road.province, "1", file_road.files / "a.ack")

    everywhere = [file_road.county.folder, file_road.province.folder, file_road.files]
    for file in (one for folder in everywhere for one in folder.rglob("*") if one.is_file()):
        content = file.read_bytes()
        assert "木果".encode() not in content, file
        assert b"51343519" not in content, file


def unheard(_done: int, _total: int) -> None:
    """Nobody watches."""


def test_a_months_queue_goes_on_two_sticks_in_order(file_road: Road):
    """The first stick refuses after two of three batches; the second takes the third, and all of them enter."""
    road = file_road
    sealed = []
    for number in range(3):
        road.approve(1, start=number)
        sealed.append(outbox.seal(road.county))
    first, second = road.files / "first", road.files / "second"
    assert sealed[2] is not None
    (first / f"{sealed[2].file.name}.part").mkdir(parents=True)  # nothing can be written under this name

    full = outbox.carry_waiting(road.county, first, unheard)
    rest = outbox.carry_waiting(road.county, second, unheard)

    assert (len(full.files), full.left, full.problem and full.problem.code) == (2, 1, "SYNC-058")
    assert (len(rest.files), rest.left) == (1, 0)
    assert outbox.carry_waiting(road.county, second, unheard).files == ()
    for file in (*full.files, *rest.files):
        inbox.receive(road.province, file)
    assert [one.number for one in inbox.batches(road.province)] == [3, 2, 1]
