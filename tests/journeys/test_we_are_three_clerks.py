"""«We are three clerks at three computers of one county: one ledger, and a record goes from me to a colleague.»"""

from collections.abc import Callable
from pathlib import Path

from records.ledger import NewUser, Office, Role
from sync import distribution, handover, inbox, outbox
from tests.fakes import county_computers as computers
from tests.fakes.county_computers import HASTY, PASSPHRASE, approve, corrected, entered, serving, state


def test_one_ledger_on_three_computers(make_office: Callable[..., Office], tmp_path: Path):
    """Each enters and sends over HTTP; Wang sees Li's and is warned; Li's goes to Wang by stick, and is once in the province."""
    county = computers.county_of(make_office, tmp_path)
    main, li, wang, stick = county.main, county.li, county.wang, county.files
    people = [NewUser("省审核员", Role.REVIEWER, PASSPHRASE)]
    province = computers.alone(make_office("510000", "四川省协作办公室", "province", people=people))
    computers.enrol(main, province, stick)
    for below in (li, wang):
        county.give(below)

    mine, his, theirs = entered(li, 1), entered(wang, 2), entered(main, 3)
    with serving(main) as address:
        for below in (li, wang, li):  # Li hears of Wang's with her second contact
            outbox.seal(below)
            with outbox.http_link(below, address) as link:
                outbox.send(below, link, patience=HASTY, wait=20)
    seen = {one.record_id for one in wang.records.list("employment").rows}
    (same,) = wang.records.find_same("employment", wang.records.get(mine).answers)

    assert seen == {mine, his, theirs}
    assert {one.record_id for one in li.records.list("employment").rows} == seen
    assert same.origin == "李会计的电脑"

    county.decides(li)
    county.decides(wang)
    county.contact(li)
    handover.give(li, [mine], wang.info.device_id, "李会计休产假")
    paper = handover.offer(li, stick)
    assert paper is not None
    handover.receive(main, paper[0])
    for file in distribution.pack_records(main, wang.info.device_id, stick):
        distribution.take_records(wang, file)
    wang.records.reopen([mine], "岗位写错")
    corrected(wang, mine, post="质检员")
    approve(wang, mine)
    batch = outbox.seal(wang, stick)
    assert batch is not None
    inbox.receive(main, stick / batch.file.name)
    county.decides(wang)
    while (sealed := outbox.seal(main, stick)) is not None:
        inbox.receive(province, stick / sealed.file.name)
    county.contact(li)

    assert state(main, mine) == "accepted"
    there = [one for one in province.records.list("employment").rows if one.record_id == mine]
    assert [(one.office_code, str(one.state)) for one in there] == [("51343501", "received")]
    assert province.records.get(mine).answers["post"] == "质检员"
    assert len(province.records.list("employment").rows) == 3
    assert outbox.waiting(main) == 0
    assert (li.records.get(mine).head.held, wang.records.get(mine).head.held) == ("away", "here")
    assert all(office.audit.verify().ok for office in (li, wang, main, province))
