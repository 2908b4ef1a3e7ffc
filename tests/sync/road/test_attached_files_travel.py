"""Photographs and papers follow their records: once, whole, by line and by stick, and what is missing is asked for."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import pyrage
import pytest

from forms.problems import Problem
from records.store.tables_files import attachment
from sync import inbox, outbox
from sync.outbox.patience import Patience
from sync.protocol import files as papers
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.fakes.pictures_of_papers import pdf, photograph
from tests.fakes.visits import approved_visit, contents, publish, shown
from tests.sync.conftest import Road

HASTY = Patience(tries=2, first=0.0, sleep=lambda _seconds: None)


def test_files_follow_their_record_over_the_line(road: Road, tmp_path: Path):
    """One contact brings record, photograph and signed paper; the province's form shows them, and all is delivered."""
    publish(road.county, road.province, folder=tmp_path)
    record_id = approved_visit(road.county, "卓玛", photograph(colour="red"), signed=pdf())
    outbox.seal(road.county)

    with Running(app(road.province)) as running:
        sent = outbox.send(road.county, MemoryLink(running), patience=HASTY)

    assert (sent.batches, sent.files) == (1, 2)
    assert shown(road.province, record_id) == {"合影.jpg": photograph(colour="red"), "签字页.pdf": pdf()}
    assert [one.stage for one in outbox.files.all_files(road.county)] == ["delivered"]
    assert road.province.audit.verify().ok


def test_files_go_by_stick_and_missing_ones_are_named(file_road: Road, tmp_path: Path):
    """The batch comes without its files: the acknowledgement names what is missing until the second stick brings it."""
    road = file_road
    publish(road.county, road.province, folder=tmp_path)
    record_id = approved_visit(road.county, "卓玛", photograph(colour="red"))
    batch = outbox.seal(road.county, road.files)
    assert batch is not None
    (files,) = road.files.glob("*.files")
    received = inbox.receive(road.province, road.files / batch.file.name)

    before = inbox.records(road.province, received.batch_key)[0]
    outbox.apply(road.county, inbox.acknowledge(road.province, "1", road.files / "1.ack"))
    still = [one.stage for one in outbox.files.all_files(road.county)]
    brought = inbox.receive_files(road.province, files)
    after = inbox.records(road.province, received.batch_key)[0]
    outbox.apply(road.county, inbox.acknowledge(road.province, "1", road.files / "2.ack"))

    assert (before.lacking, still) == (1, ["carrying"])
    assert (brought.contents, brought.kept, after.lacking) == (1, 1, 0)
    assert [one.stage for one in outbox.files.all_files(road.county)] == ["delivered"]
    assert shown(road.province, record_id) == {"合影.jpg": photograph(colour="red")}
    assert inbox.receive_files(road.province, files).kept == 0


def test_files_may_be_read_before_their_batch(file_road: Road, tmp_path: Path):
    """Whoever empties a stick need not know the order."""
    road = file_road
    publish(road.county, road.province, folder=tmp_path)
    record_id = approved_visit(road.county, "卓玛", photograph(colour="red"), signed=pdf())
    batch = outbox.seal(road.county, road.files)
    assert batch is not None

    for file in road.files.glob("*.files"):
        inbox.receive_files(road.province, file)
    received = inbox.receive(road.province, road.files / batch.file.name)

    assert inbox.records(road.province, received.batch_key)[0].lacking == 0
    assert set(shown(road.province, record_id)) == {"合影.jpg", "签字页.pdf"}
    assert all(shown(road.province, record_id).values())


def test_the_same_content_never_travels_twice(file_road: Road, tmp_path: Path):
    """Two records with the same photograph, in two batches: it was sealed once."""
    road = file_road
    publish(road.county, road.province, folder=tmp_path)
    for who in ("卓玛", "格桑"):
        approved_visit(road.county, who, photograph(colour="red"))
        outbox.seal(road.county, road.files)

    assert [one.contents for one in outbox.files.all_files(road.county)] == [1]


def test_a_restored_office_above_gets_its_files_again(file_road: Road, tmp_path: Path):
    """What was delivered and is missed later goes back on the road in the file that holds it."""
    road = file_road
    publish(road.county, road.province, folder=tmp_path)
    approved_visit(road.county, "卓玛", photograph(colour="red"))
    batch = outbox.seal(road.county, road.files)
    assert batch is not None
    (files,) = road.files.glob("*.files")
    inbox.receive_files(road.province, files)
    inbox.receive(road.province, road.files / batch.file.name)
    outbox.apply(road.county, inbox.acknowledge(road.province, "1", road.files / "1.ack"))
    above = outbox.files.all_files(road.county)
    with road.county.transaction() as connection:
        from sync.enrolment import office_above

        found = office_above(road.county)
        assert found is not None
        (named,) = connection.scalars(attachment.select().with_only_columns(attachment.c.sha256))
        outbox.files.offer(road.county, connection, found, [named[:32]])

    assert [one.stage for one in above] == ["delivered"]
    assert [one.stage for one in outbox.files.undelivered(road.county)] == ["sealed"]


def test_damaged_and_foreign_files_leave_nothing(file_road: Road, tmp_path: Path):
    """Cut anywhere, changed anywhere, from a stranger or a revoked device: refused with a code, nothing kept."""
    road = file_road
    publish(road.county, road.province, folder=tmp_path)
    approved_visit(road.county, "卓玛", photograph(colour="red"))
    outbox.seal(road.county, road.files)
    (files,) = road.files.glob("*.files")
    data = files.read_bytes()
    bad = tmp_path / "bad.files"
    for length in range(0, len(data), 211):
        bad.write_bytes(data[:length])
        with pytest.raises(Problem) as cut:
            inbox.receive_files(road.province, bad)
        assert cut.value.code in {"SYNC-001", "SYNC-002"}
    for position in range(0, len(data), 97):
        changed = bytearray(data)
        changed[position] ^= 1 << position % 8
        bad.write_bytes(changed)
        with pytest.raises(Problem):
            inbox.receive_files(road.province, bad)
    from sync import enrolment

    enrolment.revoke(road.province, road.county.info.device_id, "电脑遗失")
    with pytest.raises(Problem) as revoked:
        inbox.receive_files(road.province, files)

    assert revoked.value.code == "SYNC-012"
    assert contents(road.province) == 0


def test_a_line_cut_among_the_files_is_gone_on_with(file_road: Road, tmp_path: Path):
    """The line breaks while a file goes up; the next contact goes on at that byte."""
    road = file_road
    publish(road.county, road.province, folder=tmp_path)
    record_id = approved_visit(road.county, "卓玛", photograph(colour="red"), signed=pdf() + bytes(1 << 20))
    batch = outbox.seal(road.county)
    assert batch is not None
    (waiting,) = outbox.files.all_files(road.county)
    with Running(app(road.province)) as running:
        broken = MemoryLink(running, cut=batch.file.stat().st_size + waiting.size // 2)
        outbox.send(road.county, broken, patience=Patience(tries=3, first=0.0, sleep=lambda _seconds: None))

    assert broken.carried < batch.file.stat().st_size + waiting.size * 2
    assert all(shown(road.province, record_id).values())


def test_public_tools_open_the_files(file_road: Road, tmp_path: Path):
    """Tar and age show the photograph under its hash."""
    road = file_road
    publish(road.county, road.province, folder=tmp_path)
    approved_visit(road.county, "卓玛", photograph(colour="red"))
    outbox.seal(road.county, road.files)
    (files,) = road.files.glob("*.files")
    listed = subprocess.run(["tar", "-tf", files], capture_output=True, text=True, check=True).stdout.split()
    with tarfile.open(files) as outside:
        sealed = outside.extractfile("files.tar.age")
        assert sealed is not None
        identity = pyrage.x25519.Identity.from_str(road.province.secrets.age_identity.decode())
        plain = pyrage.decrypt(sealed.read(), [identity])
    with tarfile.open(fileobj=BytesIO(plain)) as inside:
        (member,) = inside.getmembers()
        found = inside.extractfile(member)
        assert found is not None
        assert found.read() == photograph(colour="red")

    assert listed == ["files.json", "files.json.minisig", "files.tar.age"]
    assert member.name.endswith(".jpg")
    assert papers.named_in(f'{{"photo":"x-{member.name[:32]}.jpg"}}') == {member.name[:32]}
