"""A record's way through the office, on both databases: saved, completed, approved, sent back, voided."""

import json

import pytest

from forms.problems import Problem
from records.ledger import NewUser, Office, Role, State
from records.model.revisions import canonical
from tests.records.conftest import id_number


def test_a_saved_record_is_there_with_its_calculations(any_office: Office, worker):
    """What the clerk saved comes back, with age and class of work place worked out, as revision 1 of a draft."""
    head = any_office.records.save("employment", worker(), token="t1")

    record = any_office.records.get(head.record_id)

    assert (record.head.state, record.head.revision, record.head.updated_by) == (State.DRAFT, 1, "张会计")
    assert record.answers["full_name"] == "阿苏木呷"
    assert record.answers["age"] == 36
    assert record.head.columns["employer_name"] == "顺德美家电子厂"
    assert record.head.title.startswith("阿苏木呷")


def test_the_same_save_again_gives_the_first_result(any_office: Office, worker):
    """A save whose answer was lost is done once, even when the record went on since."""
    first = any_office.records.save("employment", worker(), token="t1")
    again = any_office.records.save("employment", worker(full_name="别人"), token="t1")
    any_office.records.save(
        "employment", worker(post="质检员"), token="t2", record_id=first.record_id, base=1
    )
    late = any_office.records.save("employment", worker(), token="t1")

    assert again == first
    assert (late.record_id, late.revision) == (first.record_id, 1)
    assert sum(any_office.records.counts("employment").values()) == 1


def test_the_second_of_two_clerks_is_told_who_was_faster(any_office: Office, worker):
    """Saving over a newer revision is refused with who and when, and the newer one stays."""
    head = any_office.records.save("employment", worker(), token="t1")
    any_office.records.save("employment", worker(post="质检员"), token="t2", record_id=head.record_id, base=1)

    with pytest.raises(Problem) as refused:
        any_office.records.save(
            "employment", worker(post="电工"), token="t3", record_id=head.record_id, base=1
        )

    assert refused.value.code == "RECORDS-051"
    assert "张会计" in refused.value.what()
    assert "2026-11-22 09:00" in refused.value.what()
    assert any_office.records.get(head.record_id).answers["post"] == "质检员"


def test_a_token_of_another_record_is_refused(any_office: Office, worker):
    """One token never writes into two records."""
    any_office.records.save("employment", worker(), token="t1")
    other = any_office.records.save("employment", worker(3), token="t2")

    with pytest.raises(Problem) as refused:
        any_office.records.save("employment", worker(3), token="t1", record_id=other.record_id, base=1)

    assert refused.value.code == "RECORDS-060"


def test_every_version_stays_chained_by_hashes(any_office: Office, worker):
    """The history holds each version with who, when and why; each names the hash of the one before."""
    head = any_office.records.save("employment", worker(), token="t1")
    any_office.records.save(
        "employment", worker(post="质检员"), token="t2", record_id=head.record_id, base=1, reason="岗位写错"
    )

    first, second = any_office.records.history(head.record_id)

    assert (first.number, second.number) == (1, 2)
    assert second.parent_hash == first.content_hash
    assert second.reason == "岗位写错"
    assert first.answers["post"] == "装配工"
    assert canonical(second.answers) == canonical(json.loads(canonical(second.answers)))
    assert any_office.audit.verify().ok


def test_completing_runs_the_form_s_checks(any_office: Office, worker):
    """A draft with something missing stays a draft and says at which question; a whole one becomes complete."""
    bad = any_office.records.save("employment", worker(post=None), token="t1")
    good = any_office.records.save("employment", worker(3), token="t2")

    refused, done = any_office.records.complete([bad.record_id, good.record_id])

    assert refused.problem is not None
    assert refused.problem.place == "post"
    assert any_office.records.get(bad.record_id).head.state is State.DRAFT
    assert (done.problem, done.head.state) == (None, State.COMPLETE)


def test_an_odd_value_needs_an_explanation(any_office: Office, worker):
    """A soft check refuses completing until the clerk has explained it; the explanation is kept with the record."""
    odd = worker(monthly_wage="35000")
    head = any_office.records.save("employment", odd, token="t1")
    refused = any_office.records.complete([head.record_id])[0]

    explained = odd | {"_explained": {"monthly_wage": "高级技师，已看工资单"}}
    any_office.records.save("employment", explained, token="t2", record_id=head.record_id, base=1)
    done = any_office.records.complete([head.record_id])[0]

    assert (refused.problem.code, refused.problem.place) == ("RECORDS-056", "monthly_wage")
    assert done.problem is None
    assert any_office.records.get(head.record_id).answers["_explained"] == {
        "monthly_wage": "高级技师，已看工资单"
    }


def test_one_person_is_on_post_once(any_office: Office, worker):
    """Two complete records cannot both have the same person on post; after a void the other one can."""
    first = any_office.records.save("employment", worker(), token="t1")
    second = any_office.records.save("employment", worker(employer_name="佛山鞋厂"), token="t2")
    any_office.records.complete([first.record_id])

    refused = any_office.records.complete([second.record_id])[0]
    any_office.records.void([first.record_id], "重复登记")
    done = any_office.records.complete([second.record_id])[0]

    assert (refused.problem.code, refused.problem.place) == ("RECORDS-055", "id_no")
    assert "阿苏木呷" in refused.problem.what()
    assert done.problem is None


def test_approving_is_another_person_s_act(make_office, sign_in, worker):
    """A clerk may not approve; a reviewer approves the clerk's records and not their own (统计法 art. 24)."""
    office = make_office()
    mine = office.records.save("employment", worker(), token="t1")
    office.records.complete([mine.record_id])
    with pytest.raises(Problem) as clerk:
        office.records.approve([mine.record_id])
    reviewer = sign_in(office)
    own = reviewer.records.save("employment", worker(3), token="t2")
    reviewer.records.complete([own.record_id])

    approved, refused = reviewer.records.approve([mine.record_id, own.record_id])

    assert clerk.value.code == "RECORDS-024"
    assert (approved.problem, approved.head.state) == (None, State.APPROVED)
    assert refused.problem.code == "RECORDS-053"


def test_a_one_person_office_approves_itself_and_says_so(make_office, worker, passphrase):
    """In an office of one, the person approves their own record, and the audit log says it was alone."""
    office = make_office(people=[NewUser("王站长", Role.CLERK, passphrase)])
    head = office.records.save("employment", worker(), token="t1")
    office.records.complete([head.record_id])

    outcome = office.records.approve([head.record_id])[0]

    assert (outcome.problem, outcome.head.state) == (None, State.APPROVED)
    assert [(line.verb, line.detail) for line in office.audit.entries(limit=1)] == [("approve", "alone")]


def test_a_returned_record_is_corrected_by_saving(make_office, sign_in, worker):
    """Sent back with words at a question, the record is the clerk's again; saving makes it a draft."""
    office = make_office()
    head = office.records.save("employment", worker(), token="t1")
    office.records.complete([head.record_id])
    reviewer = sign_in(office)
    returned = reviewer.records.send_back([head.record_id], "工资与花名册不符", "monthly_wage")[0].head
    clerk = sign_in(reviewer, name="张会计")

    saved = clerk.records.save(
        "employment",
        worker(monthly_wage="4800"),
        token="t2",
        record_id=head.record_id,
        base=returned.revision,
    )

    assert returned.state is State.RETURNED
    assert (returned.verdict_reason, returned.verdict_question) == ("工资与花名册不符", "monthly_wage")
    assert saved.state is State.DRAFT


def test_nothing_is_voided_or_returned_without_a_reason(any_office: Office, worker):
    """A void needs words; with them the record stays, as a last revision that says why."""
    head = any_office.records.save("employment", worker(), token="t1")
    with pytest.raises(Problem) as refused:
        any_office.records.void([head.record_id], "  ")

    outcome = any_office.records.void([head.record_id], "重复登记")[0]

    assert refused.value.code == "RECORDS-054"
    assert outcome.head.state is State.VOID
    last = any_office.records.history(head.record_id)[-1]
    assert (last.number, last.state, last.reason) == (2, State.VOID, "重复登记")
    with pytest.raises(Problem) as locked:
        any_office.records.save("employment", worker(), token="t9", record_id=head.record_id, base=2)
    assert locked.value.code == "RECORDS-052"


def test_bulk_saving_is_all_or_nothing(any_office: Office, worker):
    """A bulk with one row that cannot be stored leaves nothing behind; without it every row is a revision."""
    rows = [(f"b{n}", worker(n)) for n in range(1, 40)]

    with pytest.raises(Problem) as refused:
        any_office.records.save_many("employment", [*rows, ("bad", worker(note="坏\x00字"))])
    empty = sum(any_office.records.counts("employment").values())
    heads = any_office.records.save_many("employment", rows)
    again = any_office.records.save_many("employment", rows)

    assert refused.value.code == "RECORDS-040"
    assert empty == 0
    assert len({head.record_id for head in heads}) == 39
    assert [head.record_id for head in again] == [head.record_id for head in heads]
    assert any_office.audit.verify().revisions == 39


def test_the_typed_tables_hold_fen_dates_and_codes(any_office: Office, worker):
    """Money lies in the typed table as integer 分, dates as dates, several choices as JSON; so SQL can count."""
    followup = [
        {
            "visited_on": "2026-06-01",
            "method": "phone",
            "visitor": "张会计",
            "on_post": "yes",
            "wage": "4600.5",
        }
    ]
    head = any_office.records.save("employment", worker(followup=followup), token="t1")
    any_office.records.save(
        "employment", worker(followup=followup * 2), token="t2", record_id=head.record_id, base=1
    )

    with any_office.snapshot() as connection:
        main = connection.exec_driver_sql(
            "SELECT monthly_wage, start_month, insurance, id_no FROM f_employment"
        ).all()
        visits = connection.exec_driver_sql(
            "SELECT wage, visitor FROM f_employment__followup ORDER BY row"
        ).all()

    assert [(int(row[0]), str(row[1]), row[2], row[3]) for row in main] == [
        (450000, "2026-03-01", '["none"]', id_number(1))
    ]
    assert [(row[0], row[1]) for row in visits] == [(460050, "张会计")] * 2
