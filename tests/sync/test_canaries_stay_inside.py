"""Canaries: an ID number, a name and a phone nobody else has, carried down the whole road, and then looked for."""

import logging
from pathlib import Path

import pytest

from desktop import crash, erasure_rows
from desktop.held_elsewhere import held_elsewhere
from forms.problems import Problem
from records.ledger.recovering import recover
from records.store.keyring import CHEAPEST
from sync import distribution, inbox, outbox
from tests.fakes.workers import id_number, worker
from tests.sync.conftest import PASSPHRASE, Road

_SERIAL = 4321
_NAME, _PHONE = "金丝雀阿依古丽", "13899887766"
CANARIES = (id_number(_SERIAL), _NAME, _PHONE)
_SPELLINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


def found_in(folder: Path) -> list[str]:
    """Return the files below *folder* whose name or bytes hold a canary in any usual encoding."""
    needles = {canary.encode(spelling) for canary in CANARIES for spelling in _SPELLINGS}
    return [
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file()
        and (
            any(needle in file.read_bytes() for needle in needles)
            or any(canary in file.name for canary in CANARIES)
        )
    ]


def test_the_search_finds_a_canary(tmp_path: Path):
    """The search itself can find one: in bytes of any encoding, and in a file's name."""
    for number, spelling in enumerate(_SPELLINGS):
        (tmp_path / str(number)).write_bytes(b"x" + CANARIES[number % 3].encode(spelling) + b"x")
    (tmp_path / f"{_NAME}.txt").write_text("")

    assert len(found_in(tmp_path)) == len(_SPELLINGS) + 1


def test_nothing_personal_leaves_the_encrypted_file(
    file_road: Road, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
):
    """Entered, searched, refused, sealed, carried, received, returned, backed up, crashed over, erased and told above: in no file, no log.

    Looked through are the offices with their WAL while they are open, the stick, acknowledgements, backups, keyrings,
    the sign-in counter, the crash report, the log and both standard streams.
    """
    caplog.set_level(logging.DEBUG)
    county = file_road.county
    answers = worker(_SERIAL, full_name=_NAME, phone=_PHONE)
    head = county.records.save("employment", answers, token="canary")
    with pytest.raises(Problem):
        county.records.save("employment", answers, token="again", record_id=head.record_id, base=9)
    file_road.move([head.record_id])
    assert county.records.search(_NAME)
    county.audit.unmasked(head.record_id)
    sealed = outbox.seal(county, file_road.files)
    assert sealed is not None
    inbox.receive(file_road.province, sealed.file)
    inbox.send_back(file_road.province, "1", [head.record_id], "请核实。")
    outbox.apply(county, inbox.acknowledge(file_road.province, "1", file_road.files / "a.ack"))
    county.backups.daily()
    code = county.people.make_recovery_code()
    crash.install(tmp_path / "reports", county.clock, lambda _error, _report: None)
    crash.report(_raised(ValueError(f"{_NAME} {CANARIES[0]}")))

    while_open = found_in(tmp_path)
    told = _remembered_told_and_erased(file_road, head.record_id, tmp_path)
    while_open += found_in(tmp_path)
    county.close()
    recover(
        county.folder, code, "李主任", PASSPHRASE, clock=county.clock, ids=county.ids, kdf=CHEAPEST
    ).close()
    out, err = capfd.readouterr()

    assert list((tmp_path / "reports").iterdir())
    assert while_open == []
    assert found_in(tmp_path) == []
    assert [canary for canary in CANARIES if canary in caplog.text + out + err + told] == []


def _remembered_told_and_erased(road: Road, record_id: str, folder: Path) -> str:
    """Remember a PC, send word of a program down, erase for a reason that names the person, tell it above, prove it there.

    Returns what people are shown of it; the files it leaves lie below *folder*.
    """
    county, province = road.county, road.province
    (folder / "pc.key").write_text(county.people.remember_machine())
    distribution.issue(province, "9.0.0", [folder / "pc.key"], "李工处")
    distribution.pack_notice(province, road.files / "a.update")
    distribution.take_notice(county, road.files / "a.update")
    asked = county.retention.ask([record_id], f"{_NAME}本人来电要求，身份证 {CANARIES[0]}")
    proof = county.retention.confirm(asked.number)
    [notice] = outbox.erasures.carry(county, road.files)
    heard = inbox.erasures.receive_notice(province, notice)
    above = province.retention.confirm(heard.number)
    outbox.erasures.apply(
        county, inbox.erasures.write_answer(province, heard.number, road.files / "a.erased")
    )
    shown = [*erasure_rows.read(county), *erasure_rows.read(province), *held_elsewhere(county, proof), above]
    lines = [
        f"{line.verb} {line.thing} {line.detail}"
        for one in (county, province)
        for line in one.audit.entries()
    ]
    proofs = [
        repr((row.done.checksum, row.above)) if isinstance(row, erasure_rows.ErasureRow) else repr(row)
        for row in shown
    ]
    return "\n".join(lines + proofs)


def _raised(error: Exception) -> Exception:
    """Return the error as it is after it was raised: with the place it came from."""
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value
