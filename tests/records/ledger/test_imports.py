"""Imports as a whole: begun, gone on with, undone in one; rows put aside; headings remembered."""

import pytest

from forms.problems import Problem
from records.ledger import Office, saving
from records.model.states import State
from records.store import record_rows
from tests.records.conftest import id_number

DIGEST = "a" * 64


def bring_in(office: Office, worker, rows: range, digest: str = DIGEST):
    """Save invented workers as the rows of an import."""
    batch = office.imports.begin(digest, "三江镇.xlsx", ["employment"])
    lines = [(batch.token("employment", row), worker(row)) for row in rows]
    return batch, [head.record_id for head in office.records.save_many("employment", lines)]


def test_the_same_file_goes_on_with_the_same_import(any_office: Office, worker):
    """Rows put right later belong to the import of their file, and rows of before do not enter twice."""
    first, ids = bring_in(any_office, worker, range(1, 4))
    again, more = bring_in(any_office, worker, range(1, 6))

    assert first.import_id == again.import_id
    assert more[:3] == ids
    assert [(batch.import_id, batch.records) for batch in any_office.imports.all()] == [(first.import_id, 5)]
    assert {made.record_id for made in any_office.imports.made(first.import_id)} == set(more)


def test_an_undo_voids_what_nobody_touched_and_names_the_rest(any_office: Office, worker):
    """Untouched drafts are void with the reason; a draft worked on and a completed one stay, and are named."""
    batch, ids = bring_in(any_office, worker, range(1, 5))
    any_office.records.save("employment", worker(1, post="班长"), token="b" * 32, record_id=ids[0], base=1)
    any_office.records.complete([ids[1]])

    undone = any_office.undo_import(batch.import_id, "发错了文件")

    assert sorted(undone.voided) == sorted(ids[2:])
    assert {record.head.record_id for record in undone.stayed} == set(ids[:2])
    assert any_office.records.get(ids[2]).head.state is State.VOID
    assert any_office.records.history(ids[2])[-1].reason == "发错了文件"
    told = any_office.imports.get(batch.import_id)
    assert (told.undone_by, told.undone_reason) == (any_office.user.name, "发错了文件")
    assert any_office.audit.verify().ok


def test_a_record_the_import_changed_gets_its_earlier_answers_back(any_office: Office, worker):
    """The undo of an update is a further revision with the answers of before; history keeps all three."""
    head = any_office.records.save("employment", worker(1, post="普工"), token="c" * 32)
    batch = any_office.imports.begin(DIGEST, "三江镇.xlsx", ["employment"])
    token = batch.token("employment", 5, update=True)
    any_office.records.save(
        "employment", worker(1, post="班长"), token=token, record_id=head.record_id, base=1
    )

    undone = any_office.undo_import(batch.import_id, "改错了")

    assert undone.restored == [head.record_id]
    assert any_office.records.get(head.record_id).answers["post"] == "普工"
    assert [version.answers["post"] for version in any_office.records.history(head.record_id)] == [
        "普工",
        "班长",
        "普工",
    ]


def test_after_an_undo_the_file_begins_a_new_import(any_office: Office, worker):
    """The same file may come in again: its rows become new records, the void ones stay void."""
    batch, ids = bring_in(any_office, worker, range(1, 3))
    any_office.undo_import(batch.import_id, "重来")

    again, fresh = bring_in(any_office, worker, range(1, 3))

    assert again.import_id != batch.import_id
    assert set(fresh).isdisjoint(ids)


@pytest.mark.parametrize(("reason", "code"), [("", "RECORDS-054"), ("重来", "RECORDS-141")])
def test_an_undo_needs_a_reason_and_happens_once(any_office: Office, worker, reason, code):
    """Without a reason nothing is undone; what was undone is not undone again."""
    batch, _ids = bring_in(any_office, worker, range(1, 2))
    if reason:
        any_office.undo_import(batch.import_id, "发错了")

    with pytest.raises(Problem) as caught:
        any_office.undo_import(batch.import_id, reason)

    assert caught.value.code == code


def test_rows_put_aside_wait_in_the_office(any_office: Office):
    """What was put aside comes back as it was, is replaced under its name, and goes when it is done."""
    kept = any_office.imports.keep("employment", "三江镇.xlsx", 3, b"\x00rows")
    any_office.imports.keep("employment", "三江镇.xlsx", 1, b"fewer", kept_id=kept.kept_id)

    assert [(one.kept_id, one.waiting) for one in any_office.imports.kept()] == [(kept.kept_id, 1)]
    assert any_office.imports.kept_content(kept.kept_id) == b"fewer"
    any_office.imports.drop_kept(kept.kept_id)
    assert any_office.imports.kept() == []
    with pytest.raises(Problem) as caught:
        any_office.imports.kept_content(kept.kept_id)
    assert caught.value.code == "RECORDS-142"


def test_headings_are_remembered_for_each_source(any_office: Office):
    """The township's own understanding wins; a new township gets the latest one; other headings get none."""
    imports = any_office.imports
    imports.remember(["employment"], "f1", "三江镇", {"columns": 1})
    imports.remember(["employment"], "f1", "绵虒镇", {"columns": 2})

    assert imports.recall(["employment"], "f1", "三江镇") == {"columns": 1}
    assert imports.recall(["employment"], "f1", "克枯乡") == {"columns": 2}
    assert imports.recall(["employment"], "f2", "三江镇") is None
    assert imports.recall(["training_class"], "f1", "三江镇") is None


def test_a_long_import_is_found_whole(any_office: Office, worker, monkeypatch):
    """What records are found by enters together a few times; at the end each record and each person is there once."""
    monkeypatch.setattr(record_rows, "TOGETHER", 150)
    monkeypatch.setattr(saving, "CHUNK", 100)

    bring_in(any_office, worker, range(1, 331))

    for row in (1, 149, 150, 151, 299, 300, 301, 330):
        number = id_number(row)
        assert len(any_office.records.list("employment", search=number).rows) == 1
        assert [one["id_no"] for one in any_office.registers.find_person(number)] == [number]


def test_an_import_asks_which_of_its_words_a_ledger_has(any_office: Office, worker):
    """Records and rows of a repeat are asked alike; an empty ledger has none of them."""
    words = {id_number(1), id_number(2), "13800138000"}
    ask = any_office.imports.present

    assert ask("ledger_household__member", "id_no", words) == set()
    member = {"relation": "01", "id_type": "10", "id_no": id_number(2), "full_name": "阿依"}
    any_office.records.save("household", {"household_no": "1", "member": [member]}, token="h" * 32)
    any_office.records.save("employment", worker(1), token="w" * 32)

    assert ask("ledger_household__member", "id_no", words) == {id_number(2)}
    assert id_number(1) in (ask("ledger_employment", "id_no", words) or ())
    assert ask("ledger_household__member", "parent", words) is None
