"""Fifty workers of one township entered one after the other, heads down, without a mouse; nothing is lost or doubled."""

from PySide6.QtCore import Qt

from forms.checks.resident_id import check_digit
from tests.journeys.test_window_a_day_by_keyboard import (  # noqa: F401  (the fixtures of the window)
    FIRST,
    above,
    fills,
    person,
    ready,
)

FIFTY = 50


def number(nth):
    """Return the nth invented ID number: a birthday of its own each."""
    first17 = f"5134351985{nth % 12 + 1:02}{nth % 28 + 1:02}{nth:03}"
    return first17 + check_digit(first17)


def name(nth):
    """Return the nth invented name."""
    return "阿苏海来吉克沙马"[nth % 8] + "木五花呷依洛"[nth % 6] + "甲乙丙丁戊己庚"[nth % 7]


def test_fifty_records_heads_down(person):  # noqa: F811
    """The first in full; forty-nine with what carries forward, F8 to what is left, Ctrl+Enter to the next blank one."""
    page = person.goes_to("ledger:employment")
    person.presses(Qt.Key.Key_N, ctrl=True)
    form = ready(person, page, 0)
    met = len(fills(person, form, FIRST | {"id_no": number(0), "full_name": name(0)}))
    asked = []
    for nth in range(1, FIFTY):
        person.presses(Qt.Key.Key_Return, ctrl=True)
        form = ready(person, page, nth)
        person.presses(Qt.Key.Key_F4, shift=True)
        asked.append(len(fills(person, form, FIRST | {"id_no": number(nth), "full_name": name(nth)})))
    person.presses(Qt.Key.Key_S, ctrl=True)
    office = person.desk.office
    person.waits(lambda: sum(office.records.counts("employment").values()) == FIFTY)

    kept = [
        office.records.get(head.record_id).answers
        for head in office.records.list("employment", limit=99).rows
    ]
    assert sorted((one["id_no"], one["full_name"]) for one in kept) == sorted(
        (number(n), name(n)) for n in range(FIFTY)
    )
    assert {one["hukou_region"] for one in kept} == {"513435"}
    assert max(asked) < met / 2
    assert len({one["birth_date"] for one in kept}) > FIFTY / 2  # each from its own number
