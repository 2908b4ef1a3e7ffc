"""Keys are renewed: the old one names the new one, what was under way still arrives, and then the old one says nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from forms.problems import Problem
from records.ledger import Office
from sync import enrolment, inbox, keyring, outbox
from sync.outbox.patience import Patience
from sync.outbox.talking import Talk
from sync.protocol import renewal as papers
from sync.protocol.signing import Signer
from sync.server import app
from tests.fakes.memory_link import MemoryLink, Running
from tests.sync.conftest import PASSPHRASE, Road, one_person

HASTY = Patience(tries=2, first=0.0, sleep=lambda _seconds: None)


def contact(road: Road, county: Office | None = None, province: Office | None = None) -> outbox.Sent:
    """One contact over the line."""
    with Running(app(province or road.province)) as running:
        return outbox.send(county or road.county, MemoryLink(running), patience=HASTY)


def refusal(act: Callable[[], object]) -> str:
    """The code *act* is refused with."""
    with pytest.raises(Problem) as caught:
        act()
    return caught.value.code


def test_a_county_renews_its_keys_and_goes_on(road: Road):
    """更换密钥: the month's queue sealed before goes in, the next batch does, and what comes back can be read."""
    before = road.approve(2)
    outbox.seal(road.county)
    was = keyring.signer(road.county).public
    enrolment.renew(road.county)
    after = road.approve(1, start=5)
    outbox.seal(road.county)
    assert enrolment.own_keys(road.county).told is False
    sent = contact(road)

    assert (sent.batches, sent.acknowledged, sent.problems) == (2, 2, [])
    assert road.states([*before, *after]) == ["received"] * 3
    assert enrolment.own_keys(road.county).told
    (device,) = enrolment.devices(road.province)
    now = keyring.signer(road.county).public
    assert now != was
    assert enrolment.device_keys(road.province, device.device_id) == (now,)  # the old one asks nothing more
    assert [one.verb for one in road.county.audit.entries() if one.verb == "renew-keys"] == ["renew-keys"]


def test_the_old_key_asks_until_the_new_one_is_seen(file_road: Road):
    """What was under way when the paper arrived still passes; after the first use of the new key it does not."""
    road = file_road
    device, old = road.county.info.device_id, keyring.signer(road.county).public
    enrolment.renew(road.county)
    ((_key, paper),) = enrolment.own_papers(road.county)
    enrolment.take_keys_bytes(road.province, paper)
    overlap = enrolment.device_keys(road.province, device)
    contact(road)

    assert overlap == (keyring.signer(road.county).public, old)
    assert enrolment.device_keys(road.province, device) == (keyring.signer(road.county).public,)


def test_who_copied_the_old_key_gets_nothing_in(file_road: Road, tmp_path: Path):
    """A batch sealed with the old key after the renewal is set aside; two people may let it in, the thief may not ask."""
    road = file_road
    copied = road.county.secrets.signing_key
    thief_signs = Signer(copied)
    road.approve(1)
    outbox.seal(road.county)
    enrolment.renew(road.county)
    contact(road)
    theirs = road.approve(1, start=3)
    present = road.county.secrets.signing_key
    road.county.secrets.put("signing_key", copied)
    forged = outbox.seal(road.county)
    road.county.secrets.put("signing_key", present)
    assert forged is not None
    refused = refusal(lambda: inbox.receive(road.province, forged.file))
    with Running(app(road.province)) as running:
        talk = Talk(MemoryLink(running), thief_signs, road.county.info.device_id, lambda: 0, road.county.ids.token, HASTY)  # fmt: skip
        unheard = refusal(lambda: talk.ask(outbox.Request("GET", "/acknowledgements?after=0")))
    (aside,) = inbox.quarantine(road.province)
    inbox.release(road.province, aside.quarantine_id, "电话核实，确由甘洛县封装。")

    assert (refused, aside.code, unheard) == ("SYNC-096", "SYNC-096", "SYNC-056")
    assert str(road.province.records.get(theirs[0]).head.state) == "received"


def test_a_paper_is_taken_once_and_only_from_the_key_in_force(file_road: Road):
    """Again: no change. Replayed after the next renewal: no change. Another successor: an alarm. Forged: refused."""
    road = file_road
    county, province = road.county, road.province
    first = enrolment.renew(county)
    enrolment.renew(county)
    (_one, paper), (_two, second) = enrolment.own_papers(county)
    for data in (paper, second, paper, paper):
        enrolment.take_keys_bytes(province, data)
    (device,) = enrolment.device_keys(province, county.info.device_id)[:1]
    stranger = Signer(bytes(range(32)))
    fork = papers.write(first, stranger, Signer(bytes(32)))
    unknown = {"previous": stranger.public.text, "signing_public": Signer(bytes(32)).public.text}
    strange = papers.write(msgspec.structs.replace(first, **unknown), stranger, Signer(bytes(32)))
    stolen = papers.write(first, stranger, stranger)

    assert device == keyring.signer(county).public
    assert refusal(lambda: enrolment.take_keys_bytes(province, fork)) == "SYNC-011"
    assert refusal(lambda: enrolment.take_keys_bytes(province, stolen)) == "SYNC-011"
    assert refusal(lambda: enrolment.take_keys_bytes(province, strange)) == "SYNC-095"
    assert enrolment.device_keys(province, county.info.device_id)[0] == keyring.signer(county).public


def test_two_successors_of_one_key_are_an_alarm(file_road: Road, tmp_path: Path):
    """The county came back from a backup of before and renews again: the province takes neither in silence; enrolled anew, it goes on."""
    road = file_road
    backup = road.county.backup(tmp_path / "county.backup")
    enrolment.renew(road.county)
    contact(road)
    people = ("李主任", PASSPHRASE)
    again = one_person(
        Office.restore(backup, tmp_path / "restored", *people, clock=road.county.clock, ids=road.county.ids)
    )
    unknown = refusal(lambda: contact(road, again))
    enrolment.renew(again)
    other = refusal(lambda: contact(road, again))
    device = again.info.device_id
    enrolment.revoke(road.province, device, "从旧备份恢复")
    road.enrol(again)
    sent = contact(road, again)
    again.close()

    assert (unknown, other) == ("SYNC-056", "SYNC-097")
    assert [one.verb for one in road.province.audit.entries()].count("renewal-refused") == 1
    assert sent.problems == []


def test_a_revoked_device_renews_nothing(file_road: Road):
    """Revocation and renewal cross on the road: whichever comes first, the device stays outside."""
    road = file_road
    enrolment.renew(road.county)
    ((_key, paper),) = enrolment.own_papers(road.county)
    enrolment.revoke(road.province, road.county.info.device_id, "电脑丢失")

    assert refusal(lambda: enrolment.take_keys_bytes(road.province, paper)) == "SYNC-012"
    assert refusal(lambda: contact(road)) == "SYNC-056"


def test_a_restored_province_is_told_again(file_road: Road, tmp_path: Path):
    """The province forgot the county's new key with its last days: the next contact tells it, and everything arrives."""
    road = file_road
    backup = road.province.backup(tmp_path / "province.backup")
    ids = road.approve(1)
    outbox.seal(road.county)
    enrolment.renew(road.county)
    enrolment.renew(road.county)
    contact(road)
    people = ("省审核员", PASSPHRASE)
    province = one_person(
        Office.restore(
            backup, tmp_path / "restored", *people, clock=road.province.clock, ids=road.province.ids
        )
    )
    contact(road, province=province)
    here = str(province.records.get(ids[0]).head.state)
    province.close()

    assert here == "received"


def test_enrolled_anew_the_old_queue_still_goes_in(file_road: Road):
    """Revoked by mistake after a renewal and enrolled again: what was sealed under the key before is no stranger's."""
    road = file_road
    ids = road.approve(1)
    outbox.seal(road.county)
    enrolment.renew(road.county)
    ((_key, paper),) = enrolment.own_papers(road.county)
    enrolment.take_keys_bytes(road.province, paper)
    enrolment.revoke(road.province, road.county.info.device_id, "核实中")
    road.enrol()
    contact(road)

    assert road.states(ids) == ["received"]


def test_what_a_restored_province_cannot_open_goes_again(file_road: Road, tmp_path: Path):
    """It came back without its newest keys: both are enrolled anew, and the records travel sealed to the key it has."""
    road = file_road
    backup = road.province.backup(tmp_path / "province.backup")
    enrolment.renew(road.province)
    contact(road)
    ids = road.approve(1)
    outbox.seal(road.county)
    people = ("省审核员", PASSPHRASE)
    road.province.close()
    road.province = one_person(
        Office.restore(backup, tmp_path / "back", *people, clock=road.county.clock, ids=road.county.ids)
    )
    other = refusal(lambda: contact(road))
    enrolment.revoke(road.province, road.county.info.device_id, "上级密钥已换")
    road.enrol()
    told: list[str] = []
    for _contact in range(
        2
    ):  # the refusal is heard at once, or at the next contact: the importer has its own pace
        with Running(app(road.province)) as running:
            sent = outbox.send(road.county, MemoryLink(running), patience=HASTY, wait=0)
        told += [one.code for one in sent.problems]
    outbox.seal(road.county)
    last = contact(road)
    road.province.close()

    assert (other, told) == ("SYNC-042", ["SYNC-049"])
    assert (last.acknowledged, road.states(ids)) == (1, ["received"])


def test_the_province_renews_its_keys(file_road: Road):
    """Counties learn its new key from the paper the old one signed; what it had said is said anew, and the old key is over."""
    road = file_road
    first = road.approve(1)
    outbox.seal(road.county)
    with Running(app(road.province)) as running:
        outbox.send(road.county, MemoryLink(running), patience=HASTY, wait=0)
    inbox.accept(road.province, "1")
    for _time in range(2):
        enrolment.renew(road.province)
    second = road.approve(1, start=4)
    outbox.seal(road.county)
    sent = contact(road)
    above = enrolment.office_above(road.county)

    assert sent.problems == []
    assert road.states([*first, *second]) == ["accepted", "received"]
    assert above is not None
    assert (above.key, above.former) == (keyring.signer(road.province).public, None)
    assert above.recipients[0] == road.province.secrets.age_recipient


def test_words_of_before_are_said_anew(file_road: Road):
    """A county that fetches after the province's renewal what was said before it gets it signed with the new key."""
    road = file_road
    ids = road.approve(2)
    sealed = outbox.seal(road.county)
    assert sealed is not None
    inbox.receive(road.province, sealed.file)
    enrolment.renew(road.province)
    sent = contact(road)

    assert (sent.acknowledged, sent.problems) == (1, [])
    assert road.states(ids) == ["received"] * 2


def test_all_of_it_by_stick(file_road: Road):
    """No line: the papers lie beside batch and acknowledgement, and are found there."""
    road = file_road
    road.approve(1)
    outbox.seal(road.county, road.files)
    enrolment.renew(road.county)
    ids = road.approve(1, start=2)
    second = outbox.seal(road.county, road.files)
    enrolment.renew(road.province)
    assert second is not None
    assert second.carried is not None
    received = inbox.receive(road.province, second.carried)
    outbox.apply(road.county, inbox.acknowledge(road.province, received.batch_key, road.files / "2.ack"))
    late = sorted(road.files.glob("*-000001-*.batch"))[0]

    assert road.states(ids) == ["received"]
    assert enrolment.own_keys(road.county).told
    assert inbox.receive(road.province, late).counts == {"new": 1}


def test_killed_between_paper_and_keys_it_goes_on(file_road: Road, monkeypatch: pytest.MonkeyPatch):
    """The paper was written, the keys had not taken over: before the next signature they do."""
    road = file_road
    secrets = type(road.county.secrets)
    with monkeypatch.context() as broken:
        broken.setattr(secrets, "take_next", lambda _self: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            enrolment.renew(road.county)
    ids = road.approve(1)
    outbox.seal(road.county)
    contact(road)

    assert road.states(ids) == ["received"]
    assert enrolment.own_papers(road.county)[-1][0] == keyring.signer(road.county).public.key_id


def test_killed_before_the_paper_nothing_has_changed(file_road: Road, monkeypatch: pytest.MonkeyPatch):
    """The next keys were made and nothing said of them: the old ones go on, and the next renewal makes others."""
    road = file_road
    before = keyring.signer(road.county).public
    with monkeypatch.context() as broken:
        broken.setattr(papers, "write", lambda *_all: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            enrolment.renew(road.county)
    still = keyring.signer(road.county).public
    waiting = Signer(road.county.secrets.next_key or b"").public
    enrolment.renew(road.county)

    assert still == before
    assert keyring.signer(road.county).public not in (before, waiting)
    assert road.county.secrets.next_key is None


def test_keys_are_due_after_a_year(file_road: Road, monkeypatch: pytest.MonkeyPatch):
    """Asked for when they are a year old and not the day before, by who leads; an office that knows nobody needs none."""
    road = file_road
    since = enrolment.own_keys(road.county).since
    told = []
    for days in (364, 365):
        monkeypatch.setattr(road.county.clock, "today", lambda days=days: since + timedelta(days))
        told.append(enrolment.own_keys(road.county).due)

    assert told == [False, True]
