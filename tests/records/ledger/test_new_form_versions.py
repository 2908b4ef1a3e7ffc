"""A new version of a form is weighed, published, and drafts move to it; nothing of what was entered is lost."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from forms.compile import FormProblems
from forms.problems import Problem
from records.ledger import NewUser, Office, Role
from tests.fakes.form_author import FormAuthor

NEXT = "2099010101"


@pytest.fixture
def author(tmp_path: Path) -> FormAuthor:
    """A person with the workbook of the employment form, about to make its next version."""
    return FormAuthor.of_shipped("employment", tmp_path / "就业.xlsx").version(NEXT)


@pytest.fixture(params=["sqlite", "postgres"])
def desk(request: pytest.FixtureRequest, make_office: Callable[..., Office]) -> Office:
    """A county of one person, in the encrypted file and in PostgreSQL."""
    database = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    people = [NewUser("张会计", Role.REVIEWER, "春天的茶马古道 2026")]
    return make_office(database=database, people=people)


def codes(problems) -> list[str]:
    """Return the codes of problems."""
    return [problem.code for problem in problems]


def test_a_new_question_is_a_new_column_and_old_records_keep_their_version(desk, author, worker):
    """After publishing, an old draft opens, is edited and completed by its own version; a new one has the question."""
    old = desk.records.save("employment", worker(1), token="t1")
    compiled = author.add("post", type="text", name="workshop", label="车间").compiled()
    before = desk.forms.definition("employment")

    weighed = desk.forms.weigh(compiled)
    desk.forms.publish(compiled)
    held = desk.records.get(old.record_id)
    again = desk.records.save(
        "employment", worker(1, post="质检员"), token="t2", record_id=old.record_id, base=1
    )
    new = desk.records.save("employment", worker(2, workshop="总装车间"), token="t3")

    assert codes(weighed.changes) == ["FORMS-220"]
    assert (weighed.losses, weighed.refusals, weighed.before) == ((), (), before.version)
    assert held.form_digest == before.digest
    assert again.form_version == before.version
    assert new.form_version == NEXT
    assert "workshop" not in desk.session("employment", held.answers, digest=held.form_digest).paths()
    assert desk.records.get(new.record_id).answers["workshop"] == "总装车间"
    assert [one.problem for one in desk.records.complete([old.record_id, new.record_id])] == [None, None]


def test_losing_answers_is_refused_until_confirmed(desk, author, worker):
    """A question and a choice that records use are told with the number of records, all at once; then they may go."""
    answers = worker(1, contract_no="HT-2026-1", contract_kind="fixed")
    kept = desk.records.save("employment", answers, token="t1")
    compiled = author.drop("contract_no").drop_choice("contract_kind", "fixed").compiled()

    with pytest.raises(FormProblems) as refused:
        desk.forms.publish(compiled)
    still = desk.forms.definition("employment").version
    desk.forms.publish(compiled, confirm_losses=True)

    assert codes(refused.value.problems) == ["RECORDS-083", "RECORDS-085"]
    assert [one.values["count"] for one in refused.value.problems] == [1, 1]
    assert still != NEXT
    assert desk.forms.definition("employment").version == NEXT
    assert desk.records.get(kept.record_id).answers["contract_no"] == "HT-2026-1"


def test_what_nobody_answered_may_go(desk, author, worker):
    """A question without a single answer is taken out without asking."""
    desk.records.save("employment", worker(1, contract_no=None), token="t1")

    desk.forms.publish(author.drop("contract_no").compiled())

    assert desk.forms.definition("employment").version == NEXT


def test_a_question_changes_its_type_only_to_text(desk, author, worker):
    """Text to date is refused even when confirmed; a number to text keeps every value, in the old version too."""
    old = desk.records.save("employment", worker(1, months_in_year=None, age=None), token="t1")
    with pytest.raises(Problem) as refused:
        desk.forms.publish(author.set("contract_no", "type", "date").compiled(), confirm_losses=True)
    to_text = author.set("contract_no", "type", "text").set("monthly_wage", "type", "text")
    for column in ("constraint", "bind::xz:money", "bind::xz:soft", "bind::xz:scale"):
        to_text.set("monthly_wage", column, "")

    desk.forms.publish(to_text.compiled())
    new = desk.records.save("employment", worker(2, monthly_wage="四千五"), token="t2")
    again = desk.records.save(
        "employment", worker(1, monthly_wage="4600"), token="t3", record_id=old.record_id, base=1
    )

    assert refused.value.code == "RECORDS-081"
    assert desk.records.get(new.record_id).answers["monthly_wage"] == "四千五"
    assert desk.records.get(again.record_id).answers["monthly_wage"] == "4600"


def test_a_version_number_is_used_once(desk, author):
    """The same number with other content is refused; the very same form again changes nothing."""
    author.version(desk.forms.definition("employment").version)
    with pytest.raises(Problem) as refused:
        desk.forms.publish(author.set("post", "label::中文 (zh)", "工种").compiled(), confirm_losses=True)
    same = FormAuthor.of_shipped("employment", author.file).compiled()

    desk.forms.publish(same)

    assert refused.value.code == "RECORDS-082"
    assert desk.forms.weigh(same).same


def test_the_workbook_comes_out_and_publishes_unchanged(desk, author, tmp_path):
    """The sheets of a published form are handed out; written to Excel and read again they are the same form."""
    compiled = author.add("post", type="text", name="workshop", label="车间").compiled()
    desk.forms.publish(compiled)

    out = FormAuthor(desk.forms.sheets("employment"), tmp_path / "out.xlsx").compiled()

    assert out.definition.digest == compiled.definition.digest
    assert out.source == compiled.source
    assert desk.forms.sheets("training_class").page("survey").rows


def test_drafts_move_to_the_new_version_with_a_list_of_what_changes(desk, author, worker):
    """A dry run writes nothing; then each draft gets a revision with the reason, and what it lost is told."""
    plain = desk.records.save("employment", worker(1), token="t1")
    losing = desk.records.save("employment", worker(2, contract_kind="fixed", contract_no="HT-9"), token="t2")
    done = desk.records.save("employment", worker(3), token="t3")
    desk.records.complete([done.record_id])
    compiled = (
        author.drop("contract_no")
        .drop_choice("contract_kind", "fixed")
        .add("post", type="text", name="workshop", label="车间", required="yes")
        .compiled()
    )
    desk.forms.publish(compiled, confirm_losses=True)

    looked = desk.records.migrate("employment", dry_run=True)
    untouched = desk.records.get(losing.record_id).head.revision
    moved = desk.records.migrate("employment")
    again = desk.records.migrate("employment")

    assert [one.record_id for one in looked] == [one.record_id for one in moved]
    assert [codes(one.changes) for one in looked] == [codes(one.changes) for one in moved]
    assert untouched == 1
    assert {one.record_id for one in moved} == {plain.record_id, losing.record_id}
    assert set(codes(moved[0].changes)) == {"RECORDS-089"}
    assert {"RECORDS-086", "RECORDS-087", "RECORDS-089"} <= set(codes(moved[1].changes))
    assert again == []
    held = desk.records.get(losing.record_id)
    assert (held.head.form_version, held.head.revision) == (NEXT, 2)
    assert "contract_no" not in held.answers
    history = desk.records.history(losing.record_id)
    assert history[0].answers["contract_no"] == "HT-9"
    assert NEXT in history[1].reason
    assert desk.records.get(done.record_id).head.form_version != NEXT
    assert desk.audit.verify().problems == []


def test_a_roster_inside_a_record_moves_too(desk, worker, tmp_path):
    """Rows of a repeat keep what the new version asks, and a number that became text is text."""
    answers = worker(1, followup=[{"visited_on": "2026-05-01", "wage": "4500", "next_on": "2026-08-01"}])
    held = desk.records.save("employment", answers, token="t1")
    author = FormAuthor.of_shipped("employment", tmp_path / "f.xlsx").version(NEXT).drop("next_on")
    compiled = author.compiled()
    weighed = desk.forms.weigh(compiled)
    desk.forms.publish(compiled, confirm_losses=True)

    [moved] = desk.records.migrate("employment")

    assert codes(weighed.losses) == ["RECORDS-083"]
    assert "followup.next_on" in {one.place for one in moved.changes}
    [row] = desk.records.get(held.record_id).answers["followup"]
    assert row["visited_on"] == "2026-05-01"
    assert "next_on" not in row


def test_a_form_published_before_sources_were_kept_says_so(desk, author):
    """Without its sheets a form cannot be handed out as a workbook, unless the program shipped it."""
    desk.forms.publish(replace(author.compiled(), source=""))

    with pytest.raises(Problem) as refused:
        desk.forms.sheets("employment")

    assert refused.value.code == "RECORDS-084"


def test_a_clerk_may_not_publish(make_office: Callable[..., Office], author):
    """Publishing is for those who lead."""
    with pytest.raises(Problem) as refused:
        make_office().forms.publish(author.compiled())

    assert refused.value.code == "RECORDS-024"


def test_a_text_that_becomes_a_look_up_finds_its_record(desk, author, worker):
    """A draft that names exactly one record refers to it once it is moved; other words stand as typed and are told."""
    factory = {
        "name": "奉化汽配有限公司",
        "uscc": "91330283MA2CHX6K1A",
        "org_type": "enterprise",
        "side": "east",
    }
    unit = desk.records.save("organization", factory, token="u1")
    named = desk.records.save("employment", worker(1, contract_no="奉化汽配有限公司"), token="t1")
    other = desk.records.save("employment", worker(2, contract_kind="fixed", contract_no="HT-9"), token="t2")
    author.set("contract_no", "type", "select_one_from_file ledger_organization.csv")
    for column in ("constraint", "appearance"):
        author.set("contract_no", column, "")
    desk.forms.publish(author.compiled())

    kept = desk.records.get(named.record_id).answers["contract_no"]
    moved = {one.record_id: codes(one.changes) for one in desk.records.migrate("employment")}

    assert kept == "奉化汽配有限公司"
    assert desk.records.get(named.record_id).answers["contract_no"] == unit.record_id
    assert desk.records.get(other.record_id).answers["contract_no"] == "HT-9"
    assert "RECORDS-089" in moved[other.record_id]
    assert [one.record_id for one in desk.records.list("employment").rows] == [
        other.record_id,
        named.record_id,
    ]
