"""The county's own record goes to a clerk's computer and comes back: never to be changed on two, once in the province."""

import pytest

from forms.engine import Kind
from forms.problems import Problem
from records.ledger import NewUser, Office, Role
from sync import enrolment, handover, inbox, outbox
from sync.distribution.files_packing import piece_for
from sync.whereabouts import where
from tests.fakes.county_computers import (
    PASSPHRASE,
    County,
    alone,
    approve,
    corrected,
    draft,
    enrol,
    entered,
    state,
)
from tests.fakes.pictures_of_papers import pdf, photograph
from tests.fakes.visits import publish, shown


@pytest.fixture
def both(county: County) -> County:
    """Both clerks have heard of each other and of the county's computer."""
    for below in (county.li, county.wang):
        county.give(below)
        county.contact(below)
    return county


def lent(county: County, record_id: str, to: Office | None = None) -> None:
    """The county's computer hands a record over to Wang's (or *to*), who makes contact."""
    below = to or county.wang
    (outcome,) = handover.give(county.main, [record_id], below.info.device_id, "请王会计补齐")
    assert outcome.problem is None, outcome.problem.sentence()
    county.contact(below)


def locked(office: Office, record_id: str) -> str:
    """Return the code an office refuses a change of a record with."""
    with pytest.raises(Problem) as refused:
        corrected(office, record_id, post="组长")
    return refused.value.code


def test_a_draft_is_lent_finished_and_reviewed_at_home(both: County, make_office):
    """Locked at the county at once; Wang completes and approves; it comes back by itself, to be reviewed and sent from there."""
    province = alone(
        make_office(
            "510000", "四川省协作办公室", "province", people=[NewUser("审核", Role.REVIEWER, PASSPHRASE)]
        )
    )
    enrol(both.main, province, both.files)
    record_id = draft(both.main, 1)
    lent(both, record_id)
    at_home = locked(both.main, record_id), both.main.records.get(record_id).head.holder
    corrected(both.wang, record_id, post="质检员")
    scan = both.wang.attachments.attach(record_id, "签字页.pdf", pdf())
    approve(both.wang, record_id)
    waiting, sealed = outbox.waiting(both.wang), outbox.seal(both.wang)
    both.contact(both.wang)
    back = state(both.main, record_id), both.main.records.get(record_id).head.held
    after = locked(both.wang, record_id)
    (approved,) = both.main.records.approve([record_id])
    batch = outbox.seal(both.main)
    assert batch is not None
    inbox.receive(province, batch.file)
    both.contact(both.li)

    assert at_home == ("RECORDS-065", "王会计的电脑")
    assert (waiting, sealed) == (0, None)
    assert (back, after, approved.problem) == (("complete", "here"), "RECORDS-065", None)
    assert province.records.get(record_id).answers["post"] == "质检员"
    assert [one.content_hash for one in both.wang.records.history(record_id)] == [
        one.content_hash for one in province.records.history(record_id)
    ]
    assert shown(both.main, record_id) == {scan.shown: pdf()}
    assert len(province.records.list("employment").rows) == 1
    assert both.li.records.get(record_id).answers["post"] == "质检员"
    assert handover.outstanding(both.wang) == 0
    for office in (both.main, both.wang, province):
        assert office.audit.verify().ok


def test_a_clerk_hands_it_back_as_it_is(both: County):
    """Nothing was changed: it is the county's again, in the state it was lent in; lent once more, it goes to Li."""
    record_id = draft(both.main, 1)
    lent(both, record_id)
    home = both.main.info.device_id
    (outcome,) = handover.give(both.wang, [record_id], home, "不归我管")
    both.contact(both.wang)
    corrected(both.main, record_id, post="质检员")
    lent(both, record_id, both.li)
    corrected(both.li, record_id, post="组长")

    assert outcome.problem is None
    assert state(both.main, record_id) == "draft"
    assert locked(both.main, record_id) == "RECORDS-065"
    both.contact(both.wang)
    assert locked(both.wang, record_id) == "RECORDS-065"
    assert both.wang.records.get(record_id).head.holder == "李会计的电脑"


def test_a_clerks_own_record_goes_to_the_county_s_computer(both: County):
    """Li's draft is finished by the county itself: under Li's office and name, sent on once it is approved there."""
    record_id = draft(both.li, 1)
    handover.give(both.li, [record_id], both.main.info.device_id, "李会计休产假")
    both.contact(both.li)
    corrected(both.main, record_id, post="质检员")
    approve(both.main, record_id)
    ready = outbox.waiting(both.main)
    both.contact(both.li)

    assert ready == 1
    assert both.main.records.get(record_id).head.office_code == "51343501"
    assert locked(both.li, record_id) == "RECORDS-065"
    assert both.li.records.get(record_id).answers["post"] == "质检员"


def test_lost_and_repeated_papers_of_a_return_change_nothing(both: County, tmp_path):
    """The paper of the return comes by stick and by line, and once more after the county has gone on."""
    record_id = draft(both.main, 1)
    lent(both, record_id)
    corrected(both.wang, record_id, post="质检员")
    handover.give(both.wang, [record_id], both.main.info.device_id, "已补齐")
    paper = handover.offer(both.wang, tmp_path)
    assert paper is not None
    first = handover.receive(both.main, paper[0])
    corrected(both.main, record_id, post="组长")
    again = handover.receive(both.main, paper[0])
    both.contact(both.wang)

    assert (first.taken, again.again) == (1, 1)
    assert both.main.records.get(record_id).answers["post"] == "组长"
    assert handover.outstanding(both.wang) == 0


def test_a_lost_computer_gives_the_lent_back(both: County):
    """Wang's computer is gone: the county revokes it and takes its own draft back, as it was lent."""
    record_id, approved = draft(both.main, 1), entered(both.main, 2)
    lent(both, record_id)
    (refused,) = handover.give(both.main, [approved], both.wang.info.device_id, "调岗")
    enrolment.revoke(both.main, both.wang.info.device_id, "电脑遗失")

    taken = handover.take_over(both.main, both.wang.info.device_id, both.main.info.device_id, "电脑遗失")

    assert refused.problem is not None
    assert refused.problem.code == "RECORDS-052"
    assert [one.problem for one in taken] == [None]
    corrected(both.main, record_id, post="质检员")


def test_the_line_under_the_title_says_who_has_it(both: County):
    """At the county the lent record is nowhere but at Wang's, with the words it was lent with."""
    record_id = draft(both.main, 1)
    lent(both, record_id)
    found = where(both.main, record_id)
    assert found is not None
    assert (found.now.what, found.now.values, found.now.why) == (
        "handed",
        {"name": "王会计的电脑"},
        "请王会计补齐",
    )


def test_a_lent_draft_brings_its_photograph(both: County, tmp_path):
    """What nobody below was ever given: the draft's photograph and its signed paper follow it to Wang's computer."""
    main = both.main
    publish(main, both.li, both.wang, folder=tmp_path)
    photo = main.attachments.add("合影.jpg", photograph(), Kind.IMAGE).name
    head = main.records.save("visit", {"who": "卓玛", "photo": photo}, token=main.ids.token())
    main.attachments.attach(head.record_id, "签字页.pdf", pdf())
    lent(both, head.record_id)

    assert shown(both.wang, head.record_id) == {"合影.jpg": photograph(), "签字页.pdf": pdf()}
    asked = (("513435", head.record_id), [photo.rpartition(".")[0][-32:]])
    assert piece_for(main, both.li.info.device_id, *asked) is None
