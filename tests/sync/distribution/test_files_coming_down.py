"""Attached files follow the records that come down: whole, resumed, for who may read the record, and never back up."""

import os
from pathlib import Path

import pytest

from forms.engine import Kind
from forms.problems import Problem
from records.ledger import Office
from records.model.attached import FOLLOWS, NOT_ABOVE
from sync import distribution, handover, inbox, outbox
from sync.distribution.files_packing import piece_for
from sync.server import app
from tests.fakes.county_computers import HASTY, County, approve, corrected
from tests.fakes.memory_link import FailsAfter, MemoryLink, Running
from tests.fakes.pictures_of_papers import pdf, photograph
from tests.fakes.visits import approved_visit, contents, publish, shown

RED, SIGNED = photograph(colour="red"), pdf()


@pytest.fixture
def visiting(county: County, tmp_path: Path) -> County:
    """Everybody has the form with photographs, and Wang is given all records."""
    publish(county.main, county.li, county.wang, folder=tmp_path)
    county.give(county.wang)
    return county


def states(office: Office, record_id: str) -> list[str]:
    """Return what the side panel says of each file: '' when it is here."""
    return [one.coming for one in office.attachments.of(record_id)]


def test_photograph_and_signed_paper_follow_their_record(visiting: County):
    """Wang's contact brings Li's record and its files; they are counted, never sealed by Wang, and the log holds."""
    record_id = approved_visit(visiting.li, "卓玛", RED, signed=SIGNED)
    visiting.sends(visiting.li)

    came = visiting.contact(visiting.wang).came_down

    assert (came.fresh, came.files) == (1, 2)
    assert shown(visiting.wang, record_id) == {"合影.jpg": RED, "签字页.pdf": SIGNED}
    outbox.seal(visiting.wang)
    assert outbox.files.all_files(visiting.wang) == []
    assert visiting.contact(visiting.wang).came_down.files == 0
    assert visiting.wang.audit.verify().ok
    assert visiting.wang.attachments.verify()[1] == []
    assert list((visiting.wang.folder / "down").iterdir()) == []


def test_what_the_county_lacks_is_said_and_comes_later(visiting: County):
    """The batch came by stick without its files: Wang reads that the county lacks them; they follow when it has them."""
    record_id = approved_visit(visiting.li, "卓玛", RED, signed=SIGNED)
    batch = outbox.seal(visiting.li, visiting.files)
    assert batch is not None
    inbox.receive(visiting.main, visiting.files / batch.file.name)
    first = visiting.contact(visiting.wang)
    lacking = states(visiting.wang, record_id)
    asked = distribution.lacking(visiting.wang)
    for file in visiting.files.glob("*.files"):
        inbox.receive_files(visiting.main, file)

    then = visiting.contact(visiting.wang)

    assert (first.came_down.files, first.problems) == (0, [])
    assert (lacking, asked) == ([NOT_ABOVE], {})
    assert then.came_down.files == 2
    assert shown(visiting.wang, record_id) == {"合影.jpg": RED, "签字页.pdf": SIGNED}


def test_a_broken_line_goes_on_at_the_byte_it_broke_at(visiting: County):
    """Three pieces came before the line failed: the next contact asks for the rest alone."""
    large = RED + os.urandom(5 << 20)
    record_id = approved_visit(visiting.li, "卓玛", large)
    visiting.sends(visiting.li)
    with Running(app(visiting.main)) as running:
        broken = outbox.send(visiting.wang, FailsAfter(MemoryLink(running), 3), patience=HASTY, wait=0)
        before = states(visiting.wang, record_id)
        parts = [one.stat().st_size for one in (visiting.wang.folder / "down").iterdir()]
        line = MemoryLink(running)
        outbox.send(visiting.wang, line, patience=HASTY, wait=0)

    assert [one.code for one in broken.problems] == ["SYNC-050"]
    assert (before, parts) == ([FOLLOWS], [3 << 20])
    assert shown(visiting.wang, record_id) == {"合影.jpg": large}
    assert line.carried < 3 << 20


def test_one_record_at_once_on_demand(visiting: County):
    """The clerk who opened a record need not wait for the others: only its files are fetched."""
    first = approved_visit(visiting.li, "卓玛", RED)
    second = approved_visit(visiting.li, "格桑", photograph(colour="blue"))
    visiting.sends(visiting.li)
    with Running(app(visiting.main)) as running:
        outbox.send(visiting.wang, FailsAfter(MemoryLink(running), 0), patience=HASTY, wait=0)
        came = outbox.fetch_files(visiting.wang, MemoryLink(running), second, patience=HASTY)

    assert came == 1
    assert (states(visiting.wang, first), states(visiting.wang, second)) == ([FOLLOWS], [""])


def test_files_go_only_where_their_record_may(visiting: County):
    """Li's computer is given nothing, Wang's loses it: the very question gets no file; a file for Wang is none for Li."""
    record_id = approved_visit(visiting.li, "卓玛", RED)
    visiting.sends(visiting.li)
    visiting.contact(visiting.wang)
    (name,) = [one.name for one in visiting.wang.attachments.of(record_id)]
    asked = (("51343501", record_id), [name.rpartition(".")[0][-32:]])
    wang, li = visiting.wang.info.device_id, visiting.li.info.device_id
    given = piece_for(visiting.main, wang, *asked)
    assert given is not None

    with pytest.raises(Problem) as not_lis:
        distribution.take_files_bytes(visiting.li, given.data)
    changed = set()
    for at in range(0, len(given.data), 997):
        with pytest.raises(Problem) as damaged:
            distribution.take_files_bytes(
                visiting.wang, given.data[:at] + bytes([given.data[at] ^ 1]) + given.data[at + 1 :]
            )
        changed.add(damaged.value.code)
    distribution.share(visiting.main, wang, distribution.REGISTERS)

    assert not_lis.value.code == "SYNC-100"
    assert changed <= {"SYNC-001", "SYNC-002", "SYNC-004", "SYNC-011", "SYNC-014", "SYNC-042"}
    assert piece_for(visiting.main, li, *asked) is None
    assert piece_for(visiting.main, wang, *asked) is None


def test_files_on_the_stick_beside_the_records(visiting: County):
    """A clerk without a line takes both from the stick, in whatever order the files lie there."""
    record_id = approved_visit(visiting.li, "卓玛", RED, signed=SIGNED)
    visiting.sends(visiting.li)
    carried = distribution.pack_records(visiting.main, visiting.wang.info.device_id, visiting.files)
    (records,) = [one for one in carried if one.suffix == ".down"]
    (files,) = [one for one in carried if one.suffix == ".files"]
    early = distribution.take_files(visiting.wang, files)
    distribution.take_records(visiting.wang, records)
    waiting = states(visiting.wang, record_id)
    late = distribution.take_files(visiting.wang, files)

    assert (early, waiting, late) == (0, [FOLLOWS, FOLLOWS], 2)
    assert shown(visiting.wang, record_id) == {"合影.jpg": RED, "签字页.pdf": SIGNED}


def test_a_handed_over_draft_brings_its_photograph(visiting: County):
    """Nobody above ever saw the draft: its photograph goes with the hand-over, and up in the new holder's batch it is there."""
    li, wang = visiting.li, visiting.wang
    visiting.give(li)
    for below in (li, wang):
        visiting.contact(below)
    photo = li.attachments.add("合影.jpg", RED, Kind.IMAGE).name
    record_id = li.records.save("visit", {"who": "卓玛", "photo": photo}, token=li.ids.token()).record_id
    li.attachments.attach(record_id, "签字页.pdf", SIGNED)

    handover.give(li, [record_id], wang.info.device_id, "李会计休产假")
    visiting.contact(li)
    visiting.contact(wang)
    visiting.contact(li)
    brought = shown(wang, record_id)
    corrected(wang, record_id, who="卓玛措")
    approve(wang, record_id)
    visiting.sends(wang)

    assert brought == {"合影.jpg": RED, "签字页.pdf": SIGNED}
    assert outbox.files.undelivered(li) == []
    assert [one.lacking for one in inbox.batches(visiting.main)] == [0]
    assert shown(visiting.main, record_id) == brought
    assert outbox.files.all_files(wang) == []
    assert contents(visiting.main) >= 2
