"""What was just saved is found at once, and found the same after its terms have moved into the search index."""

from time import monotonic, sleep

import pytest
from sqlalchemy import func, select

from records.ledger import Office
from records.model.search_keys import terms_of
from records.store.register_rows import hear, unheard
from records.store.search_index import FEW, Change, change, pending, settle
from records.store.settling import ENOUGH
from records.store.tables import search_term

ASKED = (
    "木",
    "呷",
    "苏木",
    "asmg",
    "smg",
    "g",
    "sumg",
    "513221199",
    "19900307",
    "8000",
    "美家",
    "sdmj",
    "脚印",
    "尔古",
    "阿苏 美家",
)


def _found(office: Office) -> list[list[str]]:
    return [sorted(head.record_id for head in office.records.search(typed)) for typed in ASKED]


def _waiting(office: Office) -> int:
    with office.snapshot() as connection:
        return pending(connection)


def _settle(office: Office) -> None:
    with office.transaction() as connection:
        while hear(connection, 2):
            pass
        while settle(connection, 2):
            pass


def _people(office: Office, worker) -> list[str]:
    names = ("阿苏木呷", "尔古拉洛", "单晓梅", "阿苏_拉%洛")
    heads = [
        office.records.save("employment", worker(n, full_name=name), token=f"t{n}")
        for n, name in enumerate(names, 1)
    ]
    return [head.record_id for head in heads]


def test_a_search_finds_the_same_before_and_after_settling(any_office: Office, worker):
    """Whether a record's terms wait or lie in the index makes no difference to any search."""
    _people(any_office, worker)
    before, waited = _found(any_office), _waiting(any_office)

    _settle(any_office)

    assert waited >= 4
    assert _waiting(any_office) == 0
    assert _found(any_office) == before
    assert [len(found) > 0 for found in before] == [typed not in ("sumg", "脚印") for typed in ASKED]
    assert any_office.registers.find_person("木呷")
    assert any_office.registers.find_organisation("美家")


@pytest.mark.parametrize("settled_between", [False, True])
def test_a_renamed_record_is_found_by_the_new_name_only(any_office: Office, worker, settled_between):
    """Edits before and after settling, twice and back again, leave exactly the terms of the last name."""
    first, *_others = _people(any_office, worker)
    for base, name in enumerate(("阿苏木加", "尔古子伍", "阿苏木呷", "吉克木加"), 1):
        if settled_between:
            _settle(any_office)
        answers = worker(1, full_name=name)
        any_office.records.save("employment", answers, token=f"e{base}", record_id=first, base=base)
    waiting = [
        [
            first in {head.record_id for head in any_office.records.search(typed)}
            for typed in ("木呷", "子伍", "吉克", "木加")
        ]
    ]

    _settle(any_office)
    after = [
        first in {head.record_id for head in any_office.records.search(typed)}
        for typed in ("木呷", "子伍", "吉克", "木加")
    ]

    assert waiting == [[False, False, True, True]]
    assert after == waiting[0]


def test_settling_that_was_cut_short_is_done_again(any_office: Office, worker):
    """A step that was undone by a power failure leaves every row waiting and every search right; the next one does it."""
    _people(any_office, worker)
    before, waited = _found(any_office), _waiting(any_office)

    def broken_off() -> None:
        with any_office.transaction() as connection:
            settle(connection, 3)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_off()

    assert (_waiting(any_office), _found(any_office)) == (waited, before)
    _settle(any_office)
    assert _found(any_office) == before


def test_a_bulk_enters_the_index_at_once(any_office: Office, worker):
    """An import of hundreds leaves nothing behind to be moved, also of records that waited before."""
    heads = [any_office.records.save("employment", worker(1, full_name="阿苏木加"), token="before")]
    rows = [(f"b{n}", worker(n % 999, full_name="阿苏木呷")) for n in range(FEW + 1)]
    any_office.records.save_many("employment", rows)

    assert _waiting(any_office) <= 3
    assert len(any_office.records.list("employment", search="木呷").rows) == FEW + 1
    assert [head.record_id for head in any_office.records.search("木加")] == [heads[0].record_id]


def test_what_gathers_is_moved_by_itself(office: Office, worker):
    """After some hundred saves the index takes over what waited, while nobody asked for it."""
    for n in range(ENOUGH):
        office.records.save("employment", worker(1, full_name="阿苏木呷"), token=f"t{n}")
    deadline = monotonic() + 30
    while _waiting(office) and monotonic() < deadline:
        sleep(0.01)

    with office.snapshot() as connection:
        terms = connection.execute(select(func.count()).select_from(search_term)).scalar_one()

    assert _waiting(office) == 0
    assert terms > ENOUGH


def test_a_person_just_written_down_is_known_at_once(any_office: Office, worker):
    """A save leaves the registers for later; whoever asks them next finds everybody, and nothing waits any more."""
    any_office.records.save("employment", worker(1, full_name="阿苏木呷"), token="t1")
    with any_office.snapshot() as connection:
        waited = unheard(connection)

    found = any_office.registers.find_person("苏木")

    with any_office.snapshot() as connection:
        assert (waited, unheard(connection)) == (True, False)
    assert [each["full_name"] for each in found] == ["阿苏木呷"]


def test_a_name_put_right_before_the_registers_heard_it_enters_as_put_right(any_office: Office, worker):
    """Of two saves of one record only the last is told to the registers."""
    first = any_office.records.save("employment", worker(1, full_name="阿苏木加"), token="t1")
    any_office.records.save(
        "employment", worker(1, full_name="阿苏木呷"), token="t2", record_id=first.record_id, base=1
    )

    assert [each["full_name"] for each in any_office.registers.find_person("阿苏")] == ["阿苏木呷"]


ODD = ('"', "\\", "\\u0041", "a\x01b", "\x7f", "{}", "[1]", "𠮷田", "ﬀ", "’", "?1", ":no", "%s")


def test_a_bulk_enters_any_text_as_it_is(any_office: Office):
    """Quotes, backslashes, control characters, rare characters: each term stands in the index, once for each record."""
    numbers = range(1, 2 * FEW)
    keys = "\n".join(f"x{word}" for word in sorted(ODD))
    with any_office.transaction() as connection:
        change(connection, [Change("odd", no, "", keys, fresh=True) for no in numbers])
        change(
            connection, [Change("odd", no, "", keys, fresh=True) for no in numbers]
        )  # it may be there already
    with any_office.snapshot() as connection:
        asked = select(search_term.c.term, search_term.c.no).where(search_term.c.form_id == "odd")
        found = [tuple(row) for row in connection.execute(asked)]

    assert len(found) == len(set(found))
    assert set(found) == {(term, no) for term in terms_of(keys) for no in numbers}
