"""Records refer to each other: forms read the ledgers of their office by what an equality asks for."""

from collections.abc import Callable
from pathlib import Path

import pytest

from forms.problems import Problem
from records.ledger import NewUser, Office, Role, lookups
from tests.fakes.store_forms import store_forms


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, make_office: Callable[..., Office], tmp_path: Path) -> Office:
    """A store of one person, in the encrypted file and in PostgreSQL."""
    database = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    people = [NewUser("张会计", Role.REVIEWER, "春天的茶马古道 2026")]
    office = make_office(database=database, people=people, publish=False)
    office.forms.publish(*store_forms(tmp_path))
    return office


def batch(store: Office, item: str = "大米", **other: object) -> str:
    """Enter a batch and return its record's id."""
    answers = {"item": item, "qty": 100, **other}
    head = store.records.save("depot", answers, token=f"{item}{other}{store.ids.record_id()}")
    assert store.records.complete([head.record_id])[0].problem is None
    return head.record_id


def issue(store: Office, batch_id: str, qty: int, receiver: str = "王乡长") -> str:
    """Enter that somebody took goods and return the record's id."""
    answers = {"receiver": receiver, "line": [{"batch": batch_id, "qty": qty}]}
    return store.records.save("issue", answers, token=store.ids.record_id()).record_id


def test_a_form_reads_the_other_record_as_text(store):
    """Every kind of answer of the referred record comes as the engine's own text, money in yuan."""
    rice = batch(store, price="4.50", expires_on="2027-03-01", marks=["cold", "frail"], made_code="A01")

    row = store.context().tables.where("ledger_depot", "name", rice)[0]

    assert row["label"] == row["item"] == "大米"
    assert (row["qty"], row["price"], row["expires_on"]) == ("100", "4.5", "2027-03-01")
    assert (row["marks"], row["state"]) == ("cold frail", "complete")
    assert row["no"] == row["batch_no"] == "513221-2026-A00001"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("item", "大米"), ("qty", "100"), ("price", "4.5"), ("expires_on", "2027-03-01"), ("made_code", "A01"),
        ("marks", "cold frail"), ("label", "大米"), ("no", "513221-2026-A00001"), ("state", "complete"),
    ],
)  # fmt: skip
def test_rows_are_found_by_any_column(store, column, value):
    """An equality on a column of any kind finds the one batch that has the value, and no other."""
    rice = batch(store, price="4.50", expires_on="2027-03-01", marks=["cold", "frail"], made_code="A01")
    salt = store.records.save("depot", {"item": "盐", "qty": 7}, token="salt").record_id
    tables = store.context().tables

    assert [row["name"] for row in tables.where("ledger_depot", column, value)] == [rice]
    assert [row["name"] for row in tables.where("ledger_depot", "price", "")] == [salt]
    assert tables.where("ledger_depot", column, "没有") == []


def test_what_others_took_is_counted_without_oneself(store):
    """The rest of a batch leaves out the record being edited, in the window, at the save and at completing."""
    rice = batch(store)
    issue(store, rice, 60)
    mine = issue(store, rice, 30, "李村长")
    session = store.session("issue", store.records.get(mine).answers, record_id=mine)

    again = store.records.save(
        "issue", {"receiver": "李村长", "line": [{"batch": rice, "qty": 40}]}, token="again", record_id=mine, base=1
    )  # fmt: skip
    done = store.records.complete([mine])[0]

    assert session.state("line[1].left").value == 40
    assert store.records.get(again.record_id).answers["line"][0]["left"] == 40
    assert done.problem is None


def test_more_than_is_left_is_refused(store):
    """A second hand-out of more than the first left cannot be completed."""
    rice = batch(store)
    issue(store, rice, 60)
    greedy = issue(store, rice, 41)

    outcome = store.records.complete([greedy])[0]

    assert [problem.place for problem in outcome.problems] == ["line[1].qty"]


def test_a_void_record_can_no_longer_be_referred_to(store):
    """What was voided is in no ledger; a draft that names it is told so at that question."""
    rice = batch(store)
    mine = issue(store, rice, 1)
    store.records.void([rice], "录入有误")

    outcome = store.records.complete([mine])[0]

    assert ("FORMS-024", "line[1].batch") in [(one.code, one.place) for one in outcome.problems]


def test_a_new_record_is_seen_at_once(store):
    """A form being filled finds the record somebody has just saved, and its new words after a change."""
    session = store.session("issue")
    session.answer("whole_of", "0190b0c0-0000-7000-8000-000000000000")
    unknown = session.state("whole_of").problems
    rice = store.records.save("depot", {"item": "大米", "qty": 5}, token="a").record_id

    session.answer("whole_of", rice)
    first = session.state("whole_item").value
    store.records.save("depot", {"item": "面粉", "qty": 5}, token="b", record_id=rice, base=1)
    session.answer("whole_of", None)
    session.answer("whole_of", rice)

    assert [problem.code for problem in unknown] == ["FORMS-024"]
    assert (first, session.state("whole_item").value) == ("大米", "面粉")


def test_a_ledger_is_never_read_whole_without_limit(store, monkeypatch):
    """A formula that would read more rows than the limit is stopped with words, not waited for."""
    monkeypatch.setattr(lookups, "MOST", 30)
    store.records.save_many("depot", ((f"t{n}", {"item": "盐", "qty": 1}) for n in range(31)))
    tables = store.context().tables

    with pytest.raises(Problem) as refused:
        tables.where("ledger_depot", "item", "盐")

    assert refused.value.code == "FORMS-025"
    assert store.session("issue").choices("whole_of") == []


def test_ten_thousand_lines_of_one_plan_are_added_up(store):
    """As many lines as a long repeat has are read by one equality, whole and in order."""
    store.records.save_many("depot", ((f"t{n}", {"item": "盐", "qty": n}) for n in range(10_000)))

    rows = store.context().tables.where("ledger_depot", "item", "盐")

    assert sum(int(row["qty"]) for row in rows) == 49_995_000
    assert [rows[0]["qty"], rows[-1]["qty"]] == ["0", "9999"]


def test_a_record_is_named_by_title_number_or_key(store):
    """A cell's text finds its record by title, number or key; two of one title are told apart by the number."""
    rice = batch(store, made_code="A01")
    lookups = store.lookups

    by_title, by_no, by_key = (lookups.exact("depot", text) for text in ("大米", "513221-2026-A00001", "A01"))
    batch(store)

    assert by_title == by_no == by_key == [rice]
    assert len(lookups.exact("depot", "大米")) == 2
    assert lookups.exact("depot", "513221-2026-A00001") == [rice]
    assert lookups.exact("depot", "不在") == lookups.exact("nothing", "大米") == []
    assert lookups.titles([rice, "unknown"]) == {rice: "大米"}


def test_people_read_titles_where_answers_hold_ids(store):
    """Lists, rosters and exports show the batch's title, also inside repeats; an id nobody knows stays."""
    rice = batch(store)
    answers = {
        "receiver": "王乡长",
        "whole_of": rice,
        "line": [{"batch": rice, "qty": 1}, {"batch": "elsewhere"}],
    }
    store.records.save("issue", answers, token="words")

    shown = next(iter(store.records.each("issue"))).answers
    kept = next(iter(store.records.each("issue", ids=True))).answers
    paper = store.lookups.in_words(store.forms.definition("issue"), kept)

    assert shown["whole_of"] == paper["whole_of"] == "大米"
    assert [row["batch"] for row in shown["line"]] == ["大米", "elsewhere"]
    assert kept["whole_of"] == rice
    assert store.records.list("issue").rows[0].columns["whole_of"] == "大米"
