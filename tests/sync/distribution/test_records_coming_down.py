"""The clerks of one county see one ledger: what one computer sent, the others read, with its origin, never to change it."""

from pathlib import Path

import pytest

from forms.problems import Problem
from records.ledger import Office
from sync import distribution, enrolment, outbox
from tests.fakes.county_computers import County, approve, corrected, entered, state


def test_what_li_sent_wang_reads(county: County):
    """Li's record goes up with her contact and down with Wang's; Wang finds it, cannot change it, never sends it; it counts as here."""
    county.give(county.wang)
    record_id = entered(county.li, 1)
    unit = entered(county.li, 0, ledger="organization", side="east")
    county.sends(county.li)

    sent = county.contact(county.wang)

    assert (sent.came_down.fresh, sent.problems) == (2, [])
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


def test_what_a_computer_is_given(county: County):
    """Nothing before the county says so; then the registers alone: people and organisations, not who works where."""
    entered(county.li, 1)
    entered(county.li, 0, ledger="organization", side="east")
    county.sends(county.li)
    before = county.contact(county.wang).came_down.fresh
    county.give(county.wang, *distribution.REGISTERS)

    county.contact(county.wang)

    assert before == 0
    assert county.wang.records.list("employment").rows == []
    assert len(county.wang.records.list("organization").rows) == 1


def test_by_stick_in_order_and_once(county: County):
    """Packages on a stick: for this device alone, whole, in order; again without harm, and a lacking one is named."""
    county.give(county.wang)
    wang = county.wang.info.device_id
    for number in range(1, 6):
        entered(county.li, number)
    county.sends(county.li)
    pieces, after = [], ""
    while (packed := distribution.package_for(county.main, wang, after, most=2)) is not None:
        pieces.append(packed)
        after = str(packed.mark)

    refused = [refusal(county.li, pieces[0].data), refusal(county.wang, pieces[1].data)]
    changed = {
        refusal(county.wang, pieces[0].data[:at] + bytes([pieces[0].data[at] ^ 1]) + pieces[0].data[at + 1 :])
        for at in range(0, len(pieces[0].data), 499)
    }
    fresh = [distribution.take_records_bytes(county.wang, one.data).fresh for one in pieces]
    again = [distribution.take_records_bytes(county.wang, one.data).again for one in pieces]
    carried = distribution.pack_records(county.main, wang, county.files, whole=True)

    assert refused == ["SYNC-100", "SYNC-102"]
    assert changed <= {"SYNC-001", "SYNC-002", "SYNC-004", "SYNC-011", "SYNC-014", "SYNC-042"}
    assert (fresh, again) == ([2, 2, 1], [True, True, True])
    assert [distribution.take_records(county.wang, file).fresh for file in carried] == [0]
    assert len(county.wang.records.list("employment").rows) == 5
    enrolment.revoke(county.main, wang, "电脑遗失")
    with pytest.raises(Problem) as revoked:
        distribution.package_for(county.main, wang)
    assert revoked.value.code == "SYNC-012"


def refusal(office: Office, data: bytes) -> str:
    """Return the code a package is refused with."""
    with pytest.raises(Problem) as refused:
        distribution.take_records_bytes(office, data)
    return refused.value.code


def test_broken_lines_cost_one_package(county: County):
    """The line breaks anywhere: what came is kept, the rest comes with the next contact, every record once."""
    county.give(county.wang)
    for number in range(1, 4):
        entered(county.li, number)
    county.sends(county.li)
    for cut in range(0, 9000, 3000):
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
