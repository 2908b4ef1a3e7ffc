"""The clerks of one county see one ledger: what one computer sent, the others read, with its origin, never to change it."""

from pathlib import Path

import pytest

from forms.problems import Problem
from records.ledger import Office
from sync import distribution, enrolment, outbox
from tests.fakes.county_computers import County, approve, corrected, entered, state


def test_what_li_sent_wang_reads(county: County):
    """Li's record goes up with her contact and down with Wang's; Wang finds it, cannot change it, never sends it."""
    county.give(county.wang)
    record_id = entered(county.li, 1)
    county.sends(county.li)

    sent = county.contact(county.wang)

    assert (sent.came_down.fresh, sent.problems) == (1, [])
    found = county.wang.records.get(record_id)
    assert (found.head.office_code, str(found.head.state)) == ("51343501", "received")
    assert [one.record_id for one in county.wang.records.search(found.answers["full_name"])] == [record_id]
    with pytest.raises(Problem) as refused:
        corrected(county.wang, record_id, post="质检员")
    assert refused.value.code == "RECORDS-057"
    assert county.wang.records.void([record_id], "重复")[0].problem.code == "RECORDS-057"
    assert outbox.waiting(county.wang) == 0
    assert [one.content_hash for one in county.wang.records.history(record_id)] == [
        one.content_hash for one in county.li.records.history(record_id)
    ]
    assert county.wang.audit.verify().ok
    assert county.contact(county.wang).came_down.fresh == 0


def test_what_came_down_counts_as_here(county: County):
    """It is found as a duplicate with its origin, while typing and in a roster, in look-ups and a person's page, and counted once."""
    county.give(county.wang)
    record_id = entered(county.li, 1)
    unit = entered(county.li, 0, ledger="organization", side="east")
    county.sends(county.li)
    county.decides(county.li)
    county.contact(county.wang)
    wang = county.wang
    answers = wang.records.get(record_id).answers

    (same,) = wang.records.find_same("employment", answers)
    title = wang.records.get(unit).head.title
    own = wang.records.save("employment", {**answers, "post": "缝纫工"}, token=wang.ids.token()).record_id

    assert (same.record_id, same.origin) == (record_id, "李会计的电脑")
    assert wang.imports.shared("employment", [answers]) == {0}
    assert wang.lookups.exact("organization", title) == [unit]
    assert [one.record_id for one in wang.related.to(own).rows] == [record_id]
    assert [one.record_id for one in wang.records.list("employment", own_only=True).rows] == [own]
    assert {one.record_id for one in wang.records.list("employment").rows} == {own, record_id}
    assert sum(wang.records.counts("employment", own_only=True).values()) == 1
    assert wang.counting.offices() == ["51343502", "51343501"]


def test_only_what_changed_comes_and_where_it_stands(county: County):
    """A decision, a correction, a void: each comes with the next contact, and nothing else does."""
    county.give(county.wang)
    first, second = entered(county.li, 1), entered(county.li, 2)
    county.sends(county.li)
    county.contact(county.wang)
    county.decides(county.li)
    after_decision = county.contact(county.wang).came_down
    county.contact(county.li)
    county.li.records.reopen([first], "岗位写错")
    corrected(county.li, first, post="质检员")
    approve(county.li, first)
    county.li.records.void([second], "重复")
    county.sends(county.li)
    after_correction = county.contact(county.wang).came_down

    assert (after_decision.fresh, after_decision.moved) == (0, 2)
    assert (after_correction.fresh, after_correction.moved) == (2, 0)
    assert county.wang.records.get(first).answers["post"] == "质检员"
    assert (state(county.wang, first), state(county.wang, second)) == ("received", "void")


def test_registers_only(county: County):
    """A computer that is given the registers gets people and organisations, not who works where."""
    county.give(county.wang, *distribution.REGISTERS)
    entered(county.li, 1)
    entered(county.li, 0, ledger="organization", side="east")
    county.sends(county.li)

    county.contact(county.wang)

    assert county.wang.records.list("employment").rows == []
    assert len(county.wang.records.list("organization").rows) == 1


def test_nothing_is_given_before_the_county_says_so(county: County):
    """Without a word of the county nothing comes down but the names of the other computers."""
    entered(county.li, 1)
    county.sends(county.li)

    assert county.contact(county.wang).came_down.fresh == 0
    assert county.wang.records.list("employment").rows == []


def test_by_stick_in_order_and_once(county: County):
    """Packages on a stick: read in order, again without harm, and a lacking one is named."""
    county.give(county.wang)
    for number in range(1, 6):
        entered(county.li, number)
    county.sends(county.li)
    pieces = []
    after = ""
    while (
        packed := distribution.package_for(county.main, county.wang.info.device_id, after, most=2)
    ) is not None:
        pieces.append(packed)
        after = str(packed.mark)

    with pytest.raises(Problem) as gap:
        distribution.take_records_bytes(county.wang, pieces[1].data)
    fresh = [distribution.take_records_bytes(county.wang, one.data).fresh for one in pieces]
    again = [distribution.take_records_bytes(county.wang, one.data).again for one in pieces]
    carried = distribution.pack_records(county.main, county.wang.info.device_id, county.files, whole=True)

    assert gap.value.code == "SYNC-102"
    assert (fresh, again) == ([2, 2, 1], [True, True, True])
    assert [distribution.take_records(county.wang, file).fresh for file in carried] == [0]
    assert len(county.wang.records.list("employment").rows) == 5


def test_only_for_this_device_and_from_the_office_above(county: County, tmp_path: Path):
    """Another's package, a changed byte, a package of a revoked device: refused, nothing enters."""
    county.give(county.wang)
    county.give(county.li)
    entered(county.li, 1)
    county.sends(county.li)
    packed = distribution.package_for(county.main, county.wang.info.device_id)
    assert packed is not None

    with pytest.raises(Problem) as other:
        distribution.take_records_bytes(county.li, packed.data)
    found = set()
    for at in range(0, len(packed.data), 499):
        changed = bytearray(packed.data)
        changed[at] ^= 1
        with pytest.raises(Problem) as refused:
            distribution.take_records_bytes(county.wang, bytes(changed))
        found.add(refused.value.code)
    enrolment.revoke(county.main, county.wang.info.device_id, "电脑遗失")
    with pytest.raises(Problem) as revoked:
        distribution.package_for(county.main, county.wang.info.device_id)

    assert other.value.code == "SYNC-100"
    assert found <= {"SYNC-001", "SYNC-002", "SYNC-004", "SYNC-011", "SYNC-014", "SYNC-042"}
    assert revoked.value.code == "SYNC-012"
    assert county.wang.records.list("employment").rows == []


def test_broken_lines_cost_one_package(county: County):
    """The line breaks anywhere: what came is kept, the rest comes with the next contact, every record once."""
    county.give(county.wang)
    for number in range(1, 4):
        entered(county.li, number)
    county.sends(county.li)
    for cut in range(0, 9000, 1500):
        county.contact(county.wang, cut)

    county.contact(county.wang)

    assert len(county.wang.records.list("employment").rows) == 3
    assert county.wang.audit.verify().ok


def test_what_is_erased_above_is_erased_below(county: County):
    """Two people erase a record in the county: the copy loses its content, too, and the proof stays."""
    county.give(county.wang)
    record_id = entered(county.li, 1)
    county.sends(county.li)
    county.decides(county.li)
    name = county.contact(county.wang) and county.wang.records.get(record_id).answers["full_name"]
    number = county.main.retention.ask([record_id], "保存期满").number
    county.main.retention.confirm(number)

    came = county.contact(county.wang).came_down

    assert came.erased == 1
    assert county.wang.records.search(name) == []
    assert county.wang.records.get(record_id).answers == {}
    assert county.wang.audit.verify().ok


def test_a_restored_county_sends_all_anew(
    county: County,
    tmp_path: Path,
    clock,
    make_office,
):
    """After a restore the county's places begin anew: its packages of before are refused, the new ones taken."""
    county.give(county.wang)
    record_id = entered(county.li, 1)
    county.sends(county.li)
    old = distribution.package_for(county.main, county.wang.info.device_id)
    backup = county.main.backup(tmp_path / "county.backup")
    county.contact(county.wang)
    county.main = Office.restore(
        backup,
        tmp_path / "restored",
        "李会计",
        "春天的茶马古道 2026",
        clock=county.main.clock,
        ids=county.main.ids,
        kdf=county.main._kdf,
    )
    with county.main:
        sent = county.contact(county.wang)
        assert (sent.came_down.fresh, sent.problems) == (0, [])
        assert old is not None
        with pytest.raises(Problem) as over:
            distribution.take_records_bytes(county.wang, old.data)
    assert over.value.code == "SYNC-101"
    assert state(county.wang, record_id) == "received"
