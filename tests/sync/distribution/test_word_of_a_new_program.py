"""Word of a new program goes down signed, by the line and on a stick; a file is proved against it; nothing is downloaded."""

import hashlib
import subprocess
from datetime import date
from pathlib import Path
from shutil import which

import msgspec
import pytest

from forms.problems import Problem
from resources.version import is_newer
from sync import distribution, enrolment, inbox, keyring, outbox
from sync.outbox.patience import Patience
from sync.protocol import update_notice
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import PROVINCE_PEOPLE, Road, one_person

PATIENT = Patience(sleep=lambda _seconds: None, jitter=lambda: 0.5)
PLACE = "省协作办共享盘 \\\\10.1.2.3\\软件\\协作台账，或向李工索取 U 盘"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program file as the province has it in hand."""
    file = tmp_path / "协作台账-0.9.0-安装.exe"
    file.write_bytes(b"MZ" + bytes(range(256)) * 5_000)
    return file


def issued(road: Road, program: Path, version: str = "0.9.0", **more) -> distribution.Held:
    """Issue word of *version* at the province."""
    return distribution.issue(road.province, version, [program], PLACE, "新增到期提醒。", **more)


def test_the_next_contact_brings_the_word_and_never_the_program(file_road: Road, program: Path):
    """The province issues; the county's next sending brings it once; the program's bytes are not on the line."""
    road = file_road
    with Running(app(road.province)) as running:
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)  # the forms come down before
        issued(road, program, needed_by=date(2027, 3, 1))
        line = MemoryLink(running)
        first = outbox.send(road.county, line, patience=PATIENT)
        second = outbox.send(road.county, MemoryLink(running), patience=PATIENT)

    held = distribution.held(road.county)
    assert (first.update, second.update, first.problems) == ("0.9.0", "", [])
    assert held.is_news
    assert (held.name, held.said.place, held.said.changes) == ("四川省协作办公室", PLACE, "新增到期提醒。")
    assert held.days_left(date(2027, 2, 19)) == 10
    assert line.carried < 20_000 < program.stat().st_size
    assert {"take_update"} <= {entry.verb for entry in road.county.audit.entries()}
    assert road.county.audit.verify().ok
    assert road.province.audit.verify().ok


def test_on_a_stick_the_same_and_never_back(file_road: Road, program: Path):
    """A notice as a file is taken once; an older one is refused; the newest is in force."""
    road = file_road
    old, new = road.files / "旧.update", road.files / "新.update"
    issued(road, program)
    distribution.pack_notice(road.province, old)
    issued(road, program, "1.0.0")
    distribution.pack_notice(road.province, new)

    taken = [distribution.take_notice(road.county, new).fresh for _time in range(2)]
    with pytest.raises(Problem) as refused:
        distribution.take_notice(road.county, old)

    assert taken == [True, False]
    assert refused.value.code == "SYNC-080"
    assert distribution.held(road.county).said.version == "1.0.0"


def test_a_program_file_is_proved_whatever_it_is_called(file_road: Road, program: Path, tmp_path: Path):
    """The genuine file passes under any name; one changed byte, another file, a forged signature do not."""
    road = file_road
    issued(road, program)
    distribution.pack_notice(road.province, road.files / "a.update")
    distribution.take_notice(road.county, road.files / "a.update")
    said = distribution.held(road.county).said
    renamed, changed = tmp_path / "setup (1).exe", tmp_path / "changed.exe"
    renamed.write_bytes(program.read_bytes())
    changed.write_bytes(program.read_bytes()[:-1] + b"\x00")
    other_key = keyring.signer(road.county)
    with program.open("rb") as stream:
        by_another = other_key.sign_stream(stream, "x").decode()
    forged = msgspec.structs.replace(
        said, files=[msgspec.structs.replace(said.files[0], signature=by_another)]
    )

    found = update_notice.prove(said, renamed)
    codes = []
    for notice, file in ((said, changed), (said, tmp_path / "none.exe"), (forged, program)):
        with pytest.raises(Problem) as refused:
            update_notice.prove(notice, file)
        codes.append(refused.value.code)

    assert (found.name, found.sha256) == (program.name, hashlib.sha256(program.read_bytes()).hexdigest())
    assert codes == ["SYNC-083", "SYNC-006", "SYNC-084"]


@pytest.mark.skipif(which("minisign") is None, reason="the program minisign is not installed here")
def test_minisign_itself_agrees(file_road: Road, program: Path):
    """What a notice says of a file, the program minisign says too."""
    said = issued(file_road, program).said.files[0]
    (program.parent / f"{program.name}.minisig").write_text(said.signature)

    told = subprocess.run(["minisign", "-Vm", str(program), "-P", said.key], check=False, capture_output=True)

    assert told.returncode == 0, told.stderr


def test_only_the_office_above_says_it(file_road: Road, program: Path):
    """A notice by any other key is refused, and so is every changed byte; nothing is held then."""
    road = file_road
    issued(road, program)
    data = distribution.notice_file(road.province)[1]
    distribution.issue(road.county, "9.9.9", [program], "别处", "")
    own = distribution.notice_file(road.county)[1]

    found = set()
    for at in range(0, len(data), 89):
        flipped = bytearray(data)
        flipped[at] ^= 1
        with pytest.raises(Problem) as refused:
            distribution.take_notice_bytes(road.county, bytes(flipped))
        found.add(refused.value.code)
    with pytest.raises(Problem) as other_key:
        distribution.take_notice_bytes(road.county, own)

    assert other_key.value.code == "SYNC-011"
    assert found <= {"SYNC-001", "SYNC-002", "SYNC-004", "SYNC-011"}
    assert distribution.held(road.county).own


def test_what_nobody_can_use_is_not_issued(file_road: Road, program: Path):
    """No version, no place, no file, a direction mark: each is refused with its field, and no notice is held."""
    office = file_road.province
    wrong = (
        ("1", [program], PLACE, "", "SYNC-085"),
        ("1.0.0", [], PLACE, "", "SYNC-085"),
        ("1.0.0", [program], " ", "", "SYNC-085"),
        ("1.0.0", [program], "\u202e盘", "", "RECORDS-040"),
        ("1.0.0", [program], PLACE, "新\x00", "RECORDS-040"),
        ("1.0.0", [program.with_name("没有")], PLACE, "", "SYNC-006"),
    )
    for version, files, place, changes, code in wrong:
        with pytest.raises(Problem) as refused:
            distribution.issue(office, version, files, place, changes)
        assert refused.value.code == code, (version, place)
    assert distribution.held(office) is None
    with pytest.raises(Problem, match="SYNC-082"):
        distribution.pack_notice(office, file_road.files / "x.update")


def test_it_goes_down_as_many_levels_as_there_are(
    file_road: Road, program: Path, make_office, tmp_path: Path
):
    """What the county took it passes on, signed by itself, to the field team below it."""
    county = file_road.county
    team = one_person(make_office("513435100", "新市坝镇工作队", "field", people=PROVINCE_PEOPLE))
    enrolment.new(county, "513435100", tmp_path / "i.enrol")
    enrolment.answer(team, tmp_path / "i.enrol", tmp_path / "a.enrol")
    enrolment.accept(county, tmp_path / "a.enrol")
    issued(file_road, program)
    distribution.take_notice_bytes(county, distribution.notice_file(file_road.province)[1])

    distribution.take_notice_bytes(team, distribution.notice_file(county)[1])

    held = distribution.held(team)
    assert (held.name, held.said.version) == ("甘洛县东西部协作办公室", "0.9.0")
    assert update_notice.prove(held.said, program).name == program.name


def test_a_program_too_old_for_the_batches_says_so(file_road: Road, program: Path):
    """Where the office above will ask for a newer format of batches, every contact says which version is needed."""
    issued(file_road, program, batch_format="xiezuo-batch-2", needed_by=date(2027, 3, 1))
    file_road.approve()
    outbox.seal(file_road.county)

    with Running(app(file_road.province)) as running:
        told = [outbox.send(file_road.county, MemoryLink(running), patience=PATIENT) for _time in range(2)]

    assert [[one.code for one in sent.problems] for sent in told] == [["SYNC-086"], ["SYNC-086"]]
    assert "0.9.0" in told[0].problems[0].sentence()
    assert len(inbox.batches(file_road.province)) == 1  # said, not refused: the records travel while they can


def test_versions_are_compared_as_numbers():
    """0.10 is later than 0.9, 1.0 and 1.0.0 are the same, and the version is the one of the project's papers."""
    import tomllib

    from resources.version import VERSION

    assert is_newer("0.10.0", "0.9.9")
    assert not is_newer("1.0", "1.0.0")
    assert not is_newer("0.9", "0.10")
    paper = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))
    assert paper["project"]["version"] == VERSION
