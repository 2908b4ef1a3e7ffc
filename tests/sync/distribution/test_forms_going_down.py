"""Forms go down from the office above, signed, by the line and on a stick; what waited for them comes in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from forms.compile import enclosed_media
from forms.problems import Problem
from sync import distribution, inbox, keyring, outbox
from sync.inbox import retrying
from sync.outbox.patience import Patience
from sync.protocol import forms_package
from sync.protocol.envelope import Envelope, pack
from sync.server import app
from tests.fakes.form_author import FormAuthor
from tests.fakes.memory_link import MemoryLink, Running
from tests.fakes.pictures_of_papers import photograph
from tests.sync.conftest import Road

PATIENT = Patience(sleep=lambda _seconds: None, jitter=lambda: 0.5)
NEXT = "2099010101"


class StoppedError(Exception):
    """Somebody pressed 取消."""


@pytest.fixture
def workshop(tmp_path: Path):
    """The next version of the employment form, with one more question."""
    author = FormAuthor.of_shipped("employment", tmp_path / "就业.xlsx").version(NEXT)
    return author.add("post", type="text", name="workshop", label="车间").compiled()


def test_the_next_contact_brings_the_new_form(road: Road, workshop):
    """The province publishes; the county's next sending brings the form, its workbook too, and the one after nothing."""
    road.province.forms.publish(workshop)

    with Running(app(road.province)) as running:
        first = outbox.send(road.county, MemoryLink(running), patience=PATIENT)
        line = MemoryLink(running)
        second = outbox.send(road.county, line, patience=PATIENT)

    assert (first.forms, first.problems) == (["employment"], [])
    assert second.forms == []
    assert line.carried < 8_000  # the package does not come again
    assert road.county.forms.definition("employment").version == NEXT
    assert road.county.forms.sheets("employment").as_json() == workshop.source
    assert "take_forms" in {entry.verb for entry in road.county.audit.entries()}


def test_the_files_beside_a_workbook_go_down_with_it(file_road: Road, tmp_path: Path):
    """The list of workshops and the picture of a label, files of the province, are there when the county fills the form."""
    road = file_road
    author = FormAuthor.of_shipped("employment", tmp_path / "就业.xlsx").version(NEXT)
    author.add("post", type="select_one_from_file workshops.csv", name="workshop", label="车间")
    author.set("workshop", "media::image::中文 (zh)", "workshop.png")
    (tmp_path / "workshops.csv").write_text("name,label\n1,裁剪\n2,缝纫\n", encoding="utf-8")
    (tmp_path / "workshop.png").write_bytes(photograph(60, 40, kind="PNG"))
    road.province.forms.publish(author.compiled())
    distribution.pack(road.province, road.files / "表.forms")

    distribution.take(road.county, road.files / "表.forms")

    session = road.county.session("employment")
    assert [(one.code, str(one.label)) for one in session.choices("workshop")] == [
        ("1", "裁剪"),
        ("2", "缝纫"),
    ]
    enclosed = enclosed_media(road.county.forms.xform("employment"))
    assert enclosed == {"workshop.png": photograph(60, 40, kind="PNG")}


def test_on_a_stick_and_never_back(file_road: Road, workshop):
    """A package as a file is taken once; an older one is refused and changes nothing."""
    road = file_road
    old = distribution.pack(road.province, road.files / "一.forms")
    road.province.forms.publish(workshop)
    new = distribution.pack(road.province, road.files / "二.forms")

    taken = distribution.take(road.county, road.files / "二.forms")
    again = distribution.take(road.county, road.files / "二.forms")
    with pytest.raises(Problem) as refused:
        distribution.take(road.county, road.files / "一.forms")

    assert new.number == old.number + 1
    assert distribution.package(road.province).data == new.data
    assert (taken.forms, again.forms) == (["employment"], [])
    assert refused.value.code == "SYNC-070"
    assert road.county.forms.definition("employment").version == NEXT


def test_only_the_office_above_says_which_forms_are_used(file_road: Road, workshop):
    """A package signed by any other key is refused, and so is every changed byte."""
    road = file_road
    road.province.forms.publish(workshop)
    stick = road.files / "表.forms"
    packed = distribution.pack(road.province, stick)
    own = distribution.pack(road.county, road.files / "own.forms")

    with pytest.raises(Problem) as other_key:
        distribution.take_bytes(road.county, own.data)
    found = set()
    for at in range(0, len(packed.data), 997):
        changed = bytearray(packed.data)
        changed[at] ^= 1
        with pytest.raises(Problem) as refused:
            distribution.take_bytes(road.county, bytes(changed))
        found.add(refused.value.code)

    assert other_key.value.code == "SYNC-011"
    assert found <= {"SYNC-001", "SYNC-002", "SYNC-004", "SYNC-011", "SYNC-014"}
    assert road.county.forms.definition("employment").version != NEXT


def test_a_signed_package_must_be_what_it_says(file_road: Road, workshop):
    """A hash, version or size that does not fit the forms inside is refused, even with the right signature."""
    road = file_road
    signer = keyring.signer(road.province)
    good = forms_package.FormLine("employment", NEXT, workshop.definition.digest, workshop.xform, "")
    fields = {"office": "510000", "epoch": "e", "number": 1, "issued_at": "2026-11-22", "signer": signer}
    wrong_hash = forms_package.FormLine("employment", NEXT, "0" * 64, workshop.xform, "")
    wrong_version = forms_package.FormLine("employment", "新", workshop.definition.digest, workshop.xform, "")
    bad_sheets = forms_package.FormLine(
        "employment", NEXT, workshop.definition.digest, workshop.xform, '{"x":[]}'
    )

    codes = []
    for lines in ([wrong_hash], [wrong_version], [bad_sheets], [good, good]):
        with pytest.raises(Problem) as refused:
            distribution.take_bytes(road.county, forms_package.write(lines=lines, **fields))
        codes.append(refused.value.code)
    taken = distribution.take_bytes(road.county, forms_package.write(lines=[good], **fields))

    assert codes == ["SYNC-071"] * 4
    assert taken.forms == ["employment"]


def test_a_bomb_stops_at_what_was_declared(file_road: Road):
    """A payload that unpacks to more than the signed document says is not unpacked further."""
    import hashlib

    import msgspec
    import zstandard

    from sync.protocol import strict_json
    from sync.protocol.manifest import FormVersion
    from sync.protocol.sealing import Sealed

    signer = keyring.signer(file_road.province)
    packed = zstandard.ZstdCompressor().compress(b" " * 50_000_000)
    payload = Sealed("forms.jsonl.zst", len(packed), 10, 1, hashlib.sha256(packed).hexdigest())
    package = forms_package.Package(
        forms_package.FORMAT, forms_package.SUITE, "510000", "e", 1, "x", [FormVersion("a", "1", "0" * 64)], payload
    )  # fmt: skip
    document = strict_json.encode(msgspec.structs.replace(package))
    data = pack(forms_package.FORMS, Envelope(document, signer.sign(document, "forms"), packed))

    with pytest.raises(Problem) as refused:
        distribution.take_bytes(file_road.county, data)

    assert refused.value.code == "SYNC-016"


def test_what_waited_for_its_form_comes_in_by_itself(road: Road, workshop):
    """A county ahead of its province: its records wait in quarantine, and enter when the form is published there."""
    road.county.forms.publish(workshop)
    ids = road.approve(2, workshop="总装车间")
    outbox.seal(road.county)
    with Running(app(road.province)) as running:
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)
        waited = [one.code for one in inbox.quarantine(road.province)]
        told = road.states(ids)
        road.province.forms.publish(workshop)
        entered = inbox.retry(road.province)
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)
        received = road.states(ids)
        inbox.accept(road.province, "1")
        outbox.send(road.county, MemoryLink(running), patience=PATIENT)

    assert waited == ["SYNC-021"] * 2
    assert told == ["returned"] * 2
    assert entered == 2
    assert received == ["received"] * 2
    assert road.states(ids) == ["accepted"] * 2
    assert road.province.records.get(ids[0]).answers["workshop"] == "总装车间"
    assert inbox.retry(road.province) == 0
    assert road.province.audit.verify().ok


def test_a_newer_program_keeps_its_newer_form(file_road: Road, workshop):
    """A county whose form has a higher version number keeps it; the package's other forms are taken."""
    file_road.county.forms.publish(workshop)

    taken = distribution.take_bytes(file_road.county, distribution.package(file_road.province).data)

    assert taken.older == ["employment"]
    assert file_road.county.forms.definition("employment").version == NEXT


def test_a_retry_stopped_midway_leaves_all_of_them_waiting(
    road: Road, workshop, monkeypatch: pytest.MonkeyPatch
):
    """Stopped after two of seven, and again when all were judged: none is lost, none has entered; tried to the end all do."""
    monkeypatch.setattr(
        retrying, "_AT_ONCE", 2
    )  # records judged between two looks at whether somebody stopped it
    road.county.forms.publish(workshop)
    ids = road.approve(7, workshop="总装车间")
    batch = outbox.seal(road.county)
    assert batch is not None
    inbox.receive(road.province, batch.file)
    road.province.forms.publish(workshop)
    aside = inbox.quarantine(road.province)

    def stop_at(judged: int) -> Callable[[int, int], None]:
        def progress(done: int, _of: int) -> None:
            if done >= judged:
                raise StoppedError

        return progress

    for judged in (2, 7):
        with pytest.raises(StoppedError):
            inbox.retry(road.province, stop_at(judged))
        assert inbox.quarantine(road.province) == aside
        assert not any(road.province.records.counts("employment").values())
    entered = inbox.retry(road.province)
    outbox.apply(road.county, inbox.acknowledge(road.province, "1", road.files / "1.ack"))

    assert entered == len(aside) == 7
    assert inbox.quarantine(road.province) == []
    assert road.states(ids) == ["received"] * 7
    assert road.province.audit.verify().ok
