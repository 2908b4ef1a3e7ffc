"""Lists and search as the clerk uses them, on both databases."""

import pytest

from forms.problems import Problem
from records.ledger import Office, State
from records.ledger.orders import order_of
from records.store.tables import record
from tests.records.conftest import id_number


@pytest.mark.parametrize(
    "typed",
    ["木", "呷", "苏木", "阿苏木呷", "asumu", "asmg", "smg", "513221199", "19900307", id_number(1)[-4:], "13800138", "00138",
     "8000", "美家", "sdmj", "阿苏 美家", "顺德美家电子厂", id_number(1)],
)  # fmt: skip
def test_a_person_is_found_by_what_the_clerk_remembers(office: Office, worker, typed):
    """Fragments of the name (one character too), pinyin, initials, ID, phone and employer find the record alone."""
    office.records.save("employment", worker(1), token="t1")
    office.records.save(
        "employment",
        worker(
            2, full_name="尔古拉洛", employer_name="佛山鞋厂", phone="13900139999", id_no="110105194912310021"
        ),
        token="t2",
    )

    found = office.records.list("employment", search=typed).rows

    assert [head.title[:4] for head in found] == ["阿苏木呷"]
    assert [head.record_id for head in office.records.search(typed)] == [found[0].record_id]


def test_both_readings_of_a_surname_find(any_office: Office, worker):
    """单 is Shàn as a surname; who types dan finds the person, too."""
    any_office.records.save("employment", worker(1, full_name="单晓梅"), token="t1")

    found = [
        len(any_office.records.list("employment", search=typed).rows)
        for typed in ("shanxm", "sxm", "dxm", "danxiaomei")
    ]

    assert found == [0, 1, 1, 1]


def test_an_edited_record_is_no_longer_found_by_the_old_name(any_office: Office, worker):
    """The index follows the edit in the same transaction."""
    head = any_office.records.save("employment", worker(), token="t1")
    any_office.records.save(
        "employment", worker(full_name="阿苏木加"), token="t2", record_id=head.record_id, base=1
    )

    assert any_office.records.list("employment", search="木呷").rows == []
    assert len(any_office.records.list("employment", search="木加").rows) == 1


@pytest.mark.parametrize(
    "order", ["-updated", "updated", "title", "-monthly_wage", "start_month", "created", "-status"]
)
def test_pages_show_each_record_once(any_office: Office, worker, order):
    """Paging through in any order meets every record exactly once, in that order."""
    for n in range(1, 24):
        any_office.records.save("employment", worker(n, monthly_wage=str(3000 + n % 5)), token=f"t{n}")

    seen, after = [], None
    while True:
        page = any_office.records.list("employment", order=order, after=after, limit=5)
        seen += page.rows
        after = page.next
        if after is None:
            break

    assert len(seen) == len({head.record_id for head in seen}) == 23
    if order == "-monthly_wage":
        wages = [int(head.columns["monthly_wage"]) for head in seen]
        assert wages == sorted(wages, reverse=True)


def test_lists_narrow_by_state_and_search_together(any_office: Office, worker):
    """State filter, counts and search agree."""
    heads = [any_office.records.save("employment", worker(n), token=f"t{n}") for n in range(1, 4)]
    any_office.records.complete([heads[0].record_id])

    complete = any_office.records.list("employment", states=[State.COMPLETE], search="木呷").rows
    counts = any_office.records.counts("employment")

    assert [head.record_id for head in complete] == [heads[0].record_id]
    assert (counts[State.COMPLETE], counts[State.DRAFT], counts[State.SENT]) == (1, 2, 0)


@pytest.mark.parametrize("typed", ["%", "_", "' OR 1=1 --", "\\", "*", "阿苏 %", "a" * 500])
def test_signs_of_sql_are_only_letters(any_office: Office, worker, typed):
    """A search for signs of SQL finds nothing and breaks nothing."""
    any_office.records.save("employment", worker(), token="t1")

    assert any_office.records.list("employment", search=typed).rows == []


def test_a_wrong_cursor_or_order_is_a_problem(office: Office):
    """A cursor or order that is none is refused with a code, not a crash."""
    with pytest.raises(Problem) as cursor:
        office.records.list("employment", after="zzz")
    with pytest.raises(Problem) as order:
        office.records.list("employment", order="followup.wage")

    assert (cursor.value.code, order.value.code) == ("RECORDS-058", "RECORDS-059")


def test_the_same_person_is_noticed_while_typing(any_office: Office, worker, gift):
    """The same document number, or the same donation in all that is listed, is pointed out; void ones are not."""
    person = any_office.records.save("employment", worker(), token="t1")
    money = any_office.records.save("money_donation", gift, token="t2")

    same = any_office.records.find_same("employment", {"id_no": id_number(1)})
    listed = any_office.records.get(money.record_id).answers
    twice = any_office.records.find_same("money_donation", listed)
    other = any_office.records.find_same("money_donation", listed | {"amount_cny": "60000"})
    any_office.records.void([person.record_id], "重复")

    assert [head.record_id for head in same] == [person.record_id]
    assert [head.record_id for head in twice] == [money.record_id]
    assert other == []
    assert any_office.records.find_same("employment", {"id_no": id_number(1)}) == []
    assert any_office.records.find_same("money_donation", listed, besides=money.record_id) == []


def test_people_and_employers_are_registered_once(any_office: Office, worker):
    """Two records of one person leave one entry with the newest phone; employers are found by fragment."""
    any_office.records.save("employment", worker(employer_name="顺德美家电子厂(总部)"), token="t1")
    any_office.records.save(
        "employment", worker(phone="13911112222", employer_name="顺德美家电子厂（总部）"), token="t2"
    )

    person = any_office.registers.person(id_number(1))

    assert person["phone"] == "13911112222"
    assert [found["full_name"] for found in any_office.registers.find_person("木呷")] == ["阿苏木呷"]
    assert len(any_office.registers.find_organisation("美家")) == 1
    assert any_office.registers.organisation("顺德美家电子厂(总部)") is not None
    assert any_office.registers.person("110101199001011234") is None


@pytest.mark.parametrize("order", ["-monthly_wage", "start_month", "full_name", "title", "-verdict", "state"])
def test_a_long_ledger_keeps_an_index_of_the_orders_asked_for(any_office: Office, worker, monkeypatch, order):
    """Once asked for, an order has its index: pages, places and filters say the same as before it was there."""
    monkeypatch.setattr("records.ledger.positions.MANY", 5)
    for n in range(1, 13):
        any_office.records.save("employment", worker(n, monthly_wage=str(3000 + n % 5)), token=f"t{n}")
    records = any_office.records

    def seen() -> list[object]:
        page = records.list("employment", order=order, limit=5)
        after = records.list("employment", order=order, limit=5, after=page.next)
        drafts = records.list("employment", order=order, states=["draft"])
        return [
            [head.record_id for head in (*page.rows, *after.rows, *drafts.rows)],
            list(records.positions("employment", order=order)),
        ]

    before = seen()
    made = records.quicken("employment", order)

    assert made
    assert records.quicken("employment", order)
    assert seen() == before


def test_the_index_of_an_order_is_used(office: Office, worker):
    """The database walks the index and sorts nothing (asked of the database itself)."""
    office.records.save("employment", worker(), token="t")
    asked = order_of(
        office.records._shelf.writer("employment").tables, "employment", "-monthly_wage", "sqlite"
    )
    query = asked.query.where(record.c.form_id == "employment")
    query = query.order_by(*(key.desc() for key in asked.keys)).limit(200)
    with office.transaction() as connection:
        assert asked.index is not None
        asked.index.make(connection)
        said = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}")]

    assert any(asked.index.name in line for line in plan), plan
    assert not any("TEMP B-TREE" in line for line in plan), plan


@pytest.mark.parametrize(
    "limits",
    [(2, 4, 3, 0, 0), (2, 4, 3, 3, 9), (2, 4, 3, 9, 18), (4_000, 50_000, 20_000, 1_000, 30_000)],
    ids=["far too many", "few of the newest", "many of the newest", "few"],
)
def test_several_words_find_what_holds_all_of_them(office: Office, worker, monkeypatch, limits):
    """However many records a word stands in, and however far its range is read, what is found holds every word."""
    names = [a + b + c for a in "阿木呷" for b in "史里古" for c in "拉洛日"]
    for n, name in enumerate(names):
        office.records.save(
            "employment", worker(n, full_name=name, employer_name=f"{name[0]}家电子厂"), token=f"t{n}"
        )
    for name, limit in zip(("FIRST", "WIDER", "FURTHER", "NEWEST", "WALKED"), limits, strict=True):
        monkeypatch.setattr(f"records.ledger.searching.{name}", limit)
    monkeypatch.setattr("records.ledger.searching._OFTEN", 2)
    asked = [
        ("阿史", "电子"),
        ("呷", "拉"),
        ("木里", "木家"),
        ("电子厂", "家"),
        ("木", "阿家"),
        (id_number(5), "电子"),
    ]

    for words in asked:
        found = office.records.search(" ".join(words))
        holding = [
            name
            for n, name in enumerate(names)
            if all(any(w in text for text in (name, f"{name[0]}家电子厂", id_number(n))) for w in words)
        ]
        assert {head.title.split(" ")[0] for head in found} <= set(holding), words
        if limits[0] > len(names):
            assert len(found) == len(holding), words
