"""The ledger's side of the road, on both databases: sealed, taken in, judged, answered; each step again and again."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import insert, select

from forms.problems import Problem
from records.ledger import NewUser, Office, Role, State, Verdict
from records.ledger.said import Decision
from records.model.revisions import Version, canonical
from records.store.tables import revision_fork
from records.store.tables_sync import batch_record


@dataclass(frozen=True)
class Line:
    """One line of an acknowledgement, as the room sync has it."""

    record: str
    revision: int
    content_hash: str
    verdict: str
    code: str = ""
    question: str = ""
    words: str = ""


@pytest.fixture(params=["sqlite", "postgres"])
def prefecture(request: pytest.FixtureRequest, make_office, passphrase) -> Office:
    """The office above, on the encrypted file and on PostgreSQL, with one reviewer."""
    database = request.getfixturevalue("postgres_url") if request.param == "postgres" else None
    return make_office(
        code="513200", name="阿坝州", level="prefecture", database=database,
        people=[NewUser("周科长", Role.REVIEWER, passphrase)],
    )  # fmt: skip


def travelling(office: Office, record_id: str) -> dict[str, Any]:
    """Return a record as it travels."""
    head = office.records.get(record_id).head
    return {
        "record_id": record_id,
        "office_code": head.office_code,
        "form_id": head.form_id,
        "title": head.title,
        "revisions": [
            {
                "rev": each.number, "form_digest": each.form_digest, "state": str(each.state), "by": each.by,
                "at": each.at.isoformat(timespec="milliseconds"), "reason": each.reason,
                "device_id": each.device_id, "store_epoch": each.store_epoch, "parent_hash": each.parent_hash,
                "content_hash": each.content_hash, "answers": each.answers,
            }
            for each in office.records.history(record_id)
        ],
    }  # fmt: skip


def take_in(office: Office, *rows: dict[str, Any]) -> list[str]:
    """Import rows in one transaction; return the verdicts."""
    with office.transaction() as connection:
        return [verdict.verdict for verdict in office.travel.import_records(connection, rows)]


def forged(row: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the row with its last revision changed and hashed anew, as another copy of the office would have it."""
    last = row["revisions"][-1] | changes
    version = Version(
        row["office_code"], row["record_id"], last["rev"], row["form_id"], last["form_digest"], last["state"],
        last["parent_hash"], last["by"], last["at"], last["reason"], last["device_id"], last["store_epoch"],
        canonical(last["answers"]),
    )  # fmt: skip
    last["content_hash"] = version.content_hash()
    return row | {"revisions": [*row["revisions"][:-1], last]}


def test_records_from_below_come_in_whole_and_once(prefecture: Office, make_office, worker):
    """A record comes in with its history, is found, and its revisions verify; the same again is only *same*."""
    county = make_office()
    first = county.records.save("employment", worker(), token="t1")
    county.records.save("employment", worker(post="质检员"), token="t2", record_id=first.record_id, base=1)
    other = county.records.save("employment", worker(3, full_name="尔古拉洛"), token="t3")
    rows = [travelling(county, head.record_id) for head in (first, other)]

    verdicts = take_in(prefecture, *rows)
    again = take_in(prefecture, *rows)

    assert (verdicts, again) == (["new", "new"], ["same", "same"])
    found = prefecture.records.list("employment", search="木呷").rows
    assert [(head.office_code, head.state, head.revision) for head in found] == [
        ("513221", State.RECEIVED, 2)
    ]
    assert len(prefecture.records.history(first.record_id)) == 2
    assert prefecture.audit.verify().ok


def test_a_later_revision_continues_and_an_earlier_one_is_older(prefecture: Office, make_office, worker):
    """Revision 2 alone continues revision 1; revision 1 coming again afterwards changes nothing."""
    county = make_office()
    head = county.records.save("employment", worker(), token="t1")
    one = travelling(county, head.record_id)
    county.records.save("employment", worker(post="质检员"), token="t2", record_id=head.record_id, base=1)
    both = travelling(county, head.record_id)
    two = both | {"revisions": both["revisions"][1:]}

    verdicts = take_in(prefecture, one) + take_in(prefecture, two) + take_in(prefecture, one)

    assert verdicts == ["new", "new", "older"]
    assert prefecture.records.get(head.record_id).answers["post"] == "质检员"


def test_sticks_may_come_in_the_wrong_order(prefecture: Office, make_office, worker):
    """Revision 2 before revision 1: the later one stands, the earlier one fills its place."""
    county = make_office()
    head = county.records.save("employment", worker(), token="t1")
    one = travelling(county, head.record_id)
    county.records.save("employment", worker(post="质检员"), token="t2", record_id=head.record_id, base=1)
    both = travelling(county, head.record_id)

    verdicts = take_in(prefecture, both | {"revisions": both["revisions"][1:]}) + take_in(prefecture, one)

    assert verdicts == ["new", "older"]
    assert [each.number for each in prefecture.records.history(head.record_id)] == [1, 2]
    assert prefecture.audit.verify().ok


def test_two_truths_are_both_kept(prefecture: Office, make_office, worker):
    """Another content under the same revision number is a fork: the first stands, the other is kept beside it."""
    county = make_office()
    head = county.records.save("employment", worker(), token="t1")
    row = travelling(county, head.record_id)
    twin = forged(row, answers=row["revisions"][0]["answers"] | {"post": "电工"}, store_epoch="another")
    onward = forged(
        twin | {"revisions": [twin["revisions"][0] | {"rev": 2, "parent_hash": "f" * 64}]}, reason="接着改"
    )

    verdicts = (
        take_in(prefecture, row)
        + take_in(prefecture, twin)
        + take_in(prefecture, twin)
        + take_in(prefecture, onward)
    )

    assert verdicts == ["new", "fork", "fork", "fork"]
    assert prefecture.records.get(head.record_id).answers["post"] == "装配工"
    with prefecture.snapshot() as connection:
        kept = connection.execute(select(revision_fork.c.rev, revision_fork.c.answers)).all()
    assert sorted(row[0] for row in kept) == [1, 2]
    assert all("电工" in row[1] for row in kept)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda row: row | {"form_id": "no_such_form"}, "RECORDS-091"),
        (lambda row: row["revisions"][0]["answers"].update(post="改过") or row, "RECORDS-091"),
        (lambda row: row["revisions"][0]["answers"].update(post="坏\x00") or row, "RECORDS-040"),
        (lambda row: row["revisions"][0]["answers"].update(monthly_wage=4500.5) or row, "RECORDS-043"),
        (lambda row: row | {"revisions": []}, "RECORDS-043"),
        (lambda _row: {"record_id": "x"}, "RECORDS-043"),
    ],
)
def test_one_poison_record_does_not_spoil_the_others(prefecture: Office, make_office, worker, spoil, code):
    """A record that cannot be stored is quarantined with its reason; the other one goes in."""
    county = make_office()
    good, bad = (county.records.save("employment", worker(n), token=f"t{n}") for n in (1, 3))

    with prefecture.transaction() as connection:
        rows = [spoil(travelling(county, bad.record_id)), travelling(county, good.record_id)]
        verdicts = prefecture.travel.import_records(connection, rows)

    assert [verdict.verdict for verdict in verdicts] == ["quarantined", "new"]
    assert verdicts[0].problem.code == code
    assert sum(prefecture.records.counts("employment").values()) == 1


def test_a_record_from_below_is_judged_not_edited(prefecture: Office, make_office, worker):
    """The office above accepts or returns; a decision on an old revision does not hold; editing is refused."""
    county = make_office()
    a, b = (county.records.save("employment", worker(n), token=f"t{n}") for n in (1, 3))
    take_in(prefecture, travelling(county, a.record_id), travelling(county, b.record_id))

    with prefecture.transaction() as connection:
        decisions = [
            Decision("513221", a.record_id, 1, "accepted"),
            Decision("513221", b.record_id, 1, "returned", question="phone", words="电话是空号"),
        ]
        held = prefecture.decide(connection, decisions)
        again = prefecture.decide(connection, decisions)
        stale = prefecture.decide(connection, [Decision("513221", a.record_id, 7, "returned", words="旧")])

    assert set(held.values()) == set(again.values()) == {True}
    assert set(stale.values()) == {False}
    returned = prefecture.records.get(b.record_id).head
    assert (returned.state, returned.verdict_reason, returned.verdict_question) == (
        State.RETURNED,
        "电话是空号",
        "phone",
    )
    refused = prefecture.records.complete([b.record_id])[0]
    assert refused.problem.code == "RECORDS-057"


def _sealed(office: Office, sign_in, worker) -> tuple[Office, Any]:
    """Return the county (signed in as reviewer) with one record sent in batch 1, and its head."""
    head = office.records.save("employment", worker(), token="t1")
    office.records.complete([head.record_id])
    office = sign_in(office)
    office.records.approve([head.record_id])
    last = office.records.history(head.record_id)[-1]
    with office.transaction() as connection:
        connection.execute(
            insert(batch_record).values(
                office_code="513221", store_epoch=office.info.store_epoch, batch_no=1, record_id=head.record_id,
                form_id="employment", revision=last.number, content_hash=last.content_hash,
            )
        )  # fmt: skip
        assert office.mark_sent(connection, 1) == 1
        assert office.mark_sent(connection, 1) == 0
    return office, last


def test_the_answer_from_above_reaches_the_record(make_office, sign_in, worker):
    """Received, then returned with words at a question; the same answer again changes nothing; the clerk corrects."""
    office, last = _sealed(make_office(), sign_in, worker)
    line = Line(last.record_id, last.number, last.content_hash, "new")
    returned = replace(line, verdict="returned", code="SYNC-900", question="phone", words="电话是空号")
    with pytest.raises(Problem) as locked:
        office.records.save("employment", worker(), token="t2", record_id=last.record_id, base=last.number)

    with office.transaction() as connection:
        counts = [
            office.apply_verdicts(connection, [said], "2026-11-23T10:00:00+08:00")
            for said in (line, line, returned, returned, line)
        ]

    head = office.records.get(last.record_id).head
    assert locked.value.code == "RECORDS-052"
    assert counts == [1, 0, 1, 0, 0]
    assert (head.state, head.verdict, head.verdict_question) == (State.RETURNED, Verdict.RETURNED, "phone")
    saved = office.records.save(
        "employment", worker(phone="13900001111"), token="t3", record_id=last.record_id, base=last.number
    )
    assert saved.state is State.DRAFT


def test_an_answer_never_overwrites_a_newer_edit(make_office, sign_in, worker):
    """A late answer to the old revision leaves the clerk's newer revision as it is."""
    office, last = _sealed(make_office(), sign_in, worker)
    line = Line(last.record_id, last.number, last.content_hash, "returned", words="重填")
    with office.transaction() as connection:
        office.apply_verdicts(connection, [line], "2026-11-23T10:00:00+08:00")
    office.records.save(
        "employment", worker(post="电工"), token="t3", record_id=last.record_id, base=last.number
    )

    with office.transaction() as connection:
        office.apply_verdicts(connection, [replace(line, verdict="accepted")], "2026-11-24T10:00:00+08:00")

    assert office.records.get(last.record_id).head.state is State.DRAFT
