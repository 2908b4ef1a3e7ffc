"""Personal data is erased when its time is over: by two people, everywhere in the file, with a chain that still holds."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from forms.problems import Problem
from records.ledger import Office
from records.model.retention import due_on
from tests.conftest import PASSPHRASE

LEADER = "王局长"


@pytest.fixture
def held(any_office, worker, clock):
    """Return an office with two workers of five years ago, one of them corrected once, and today's third."""
    office = any_office
    first = office.records.save("employment", worker(1), token="t1")
    office.records.save(
        "employment",
        worker(1, phone="13900139000"),
        token="t2",
        record_id=first.record_id,
        base=1,
        reason="阿苏木呷换号",
    )
    second = office.records.save("employment", worker(2, full_name="吉克阿依"), token="t3")
    clock.forward(seconds=int(5.1 * 366 * 86_400))
    third = office.records.save("employment", worker(3, full_name="沙马拉子"), token="t4")
    return office, first.record_id, second.record_id, third.record_id


def everything(office: Office) -> str:
    """Return every value of every table, as one text."""
    found = []
    with office.snapshot() as connection:
        if connection.dialect.name == "sqlite":
            names = (
                connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
                .scalars()
                .all()
            )
        else:
            names = (
                connection.exec_driver_sql(
                    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                )
                .scalars()
                .all()
            )
        for name in names:
            found += [str(tuple(row)) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"').all()]
    return "\n".join(found)


def confirm(office, sign_in, number):
    """Erase as the reviewer."""
    reviewer = sign_in(office)
    return reviewer, reviewer.retention.confirm(number)


def test_what_is_over_is_listed_and_nothing_else(held):
    """The two of five years ago are due since their day, under the rule for people; today's is not."""
    office, first, second, _third = held
    due = office.retention.due()
    assert {each.record_id for each in due} == {first, second}
    assert {each.rule for each in due} == {"person"}


def test_erased_by_two_everywhere_and_the_chain_holds(held, sign_in):
    """Name, number and phone are found in no table; the third person stays; verify passes; the log has the proof."""
    office, first, second, third = held
    leader = sign_in(office)
    asked = leader.retention.ask([first, second], "保存期满")
    with pytest.raises(Problem, match="RECORDS-205"):
        leader.retention.confirm(asked.number)
    leader.people.add(_leader())
    other = sign_in(leader, LEADER)

    proof = other.retention.confirm(asked.number)

    told = everything(other)
    for gone in ("阿苏木呷", "吉克阿依", "13900139000", "换号", "51322119900307001"):
        assert gone not in told, gone
    assert "沙马拉子" in told
    assert (proof.records, proof.versions, proof.persons) == (2, 3, 2)
    assert other.audit.verify().ok
    assert any(entry.verb == "erased" and proof.checksum in entry.detail for entry in other.audit.entries())
    assert [len(other.records.search(word)) for word in ("吉克阿依", "沙马拉子")] == [0, 1]
    assert other.records.get(third).head.title
    assert other.records.get(first).answers == {}
    assert other.retention.due() == []
    assert other.registers.find_person("沙马") != []
    assert other.registers.find_person("吉克") == []


def _leader():
    from records.ledger import NewUser, Role

    return NewUser(LEADER, Role.LEADER, PASSPHRASE)


def test_nobody_empties_a_version_past_the_erasing(held):
    """The database refuses it; and a line of `erased_record` without its line of the log does not pass `verify`."""
    office, _first, second, _third = held
    empty = text("UPDATE revision SET answers = '{}', reason = '' WHERE record_id = :id").bindparams(
        id=second
    )
    with pytest.raises(DBAPIError, match="append-only"), office.transaction() as connection:
        connection.execute(empty)
    with office.transaction() as connection:
        connection.execute(
            text(
                "INSERT INTO erased_record (office_code, record_id, erasure_no, revisions, content_hash, at) "
                "SELECT office_code, record_id, 9, revision, content_hash, updated_at FROM record WHERE record_id = :id"
            ).bindparams(id=second)
        )
        connection.execute(empty)
    assert [problem.place for problem in office.audit.verify().problems] == [second]


def test_what_a_law_asks_to_keep_is_only_stored(held, sign_in):
    """A frozen record is neither worked with nor erased, until it is let go."""
    office, first, second, _third = held
    leader = sign_in(office)
    leader.retention.freeze(first, "审计未结束")
    assert leader.retention.frozen() == {first: "审计未结束"}
    assert {each.record_id for each in leader.retention.due()} == {second}
    with pytest.raises(Problem, match="RECORDS-200"):
        leader.records.save("employment", {}, token="x", record_id=first, base=2)
    assert leader.records.void([first], "不用了")[0].problem.code == "RECORDS-200"
    with pytest.raises(Problem, match="RECORDS-200"):
        leader.retention.ask([first], "保存期满")
    leader.retention.thaw(first)
    assert len(leader.retention.due()) == 2


def test_a_person_still_named_elsewhere_stays_in_the_register(held, sign_in, worker):
    """The register forgets whom no record names any more."""
    office, first, _second, _third = held
    office.records.save("employment", worker(1, post="质检员"), token="t9")
    leader = sign_in(office)
    leader.settings.set("one_person", True)
    proof = leader.retention.confirm(leader.retention.ask([first], "本人要求").number)
    assert proof.persons == 0
    assert leader.registers.find_person("阿苏") != []


def test_requests_are_dropped_or_done_once(held, sign_in):
    """What was taken back or done cannot be confirmed again; a clerk asks for nothing; nothing is no request."""
    office, first, _second, _third = held
    with pytest.raises(Problem, match="RECORDS-024"):
        office.retention.ask([first], "保存期满")
    leader = sign_in(office)
    with pytest.raises(Problem, match="RECORDS-054"):
        leader.retention.ask([first], " ")
    with pytest.raises(Problem, match="RECORDS-201"):
        leader.retention.ask([], "保存期满")
    asked = leader.retention.ask([first], "保存期满")
    leader.retention.drop(asked.number)
    assert leader.retention.requests()[0].outcome == "dropped"
    for number, code in ((asked.number, "RECORDS-203"), (77, "RECORDS-202")):
        with pytest.raises(Problem, match=code):
            leader.retention.confirm(number)


def test_files_of_the_erased_go_and_those_of_others_stay(office, worker, sign_in):
    """A scan two records have stays with the second; the first one's own is gone from the file."""
    one, two = (office.records.save("employment", worker(n), token=f"t{n}").record_id for n in (1, 2))
    office.attachments.attach(one, "自己的.txt", "只属于第一人".encode() * 30_000)
    for record_id in (one, two):
        office.attachments.attach(record_id, "共同的.txt", "两人共有".encode() * 100)
    leader = sign_in(office)
    leader.settings.set("one_person", True)
    proof = leader.retention.confirm(leader.retention.ask([one], "本人要求").number)
    assert proof.files == 1
    assert leader.audit.verify().ok
    assert [each.here for each in leader.attachments.of(two)] == [True]
    assert leader.attachments.sizes()[0] == 1


def test_years_are_the_office_s_but_never_under_the_law(office, sign_in):
    """A shorter time for people is taken; vouchers stay thirty years."""
    leader = sign_in(office)
    leader.retention.set_years("person", 3)
    leader.retention.set_years("receipt", 1)
    assert {rule.key: years for rule, years in leader.retention.rules()} == {
        "person": 3,
        "void": 1,
        "receipt": 30,
        "import": 1,
    }


def test_a_leap_day_is_due_on_the_28th():
    """Five years after a 29 February."""
    from datetime import date

    assert due_on(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert due_on(date(2024, 2, 29), 4) == date(2028, 2, 29)
