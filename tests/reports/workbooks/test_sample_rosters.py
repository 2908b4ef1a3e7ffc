"""The three rosters a county really keeps: every bad row is caught with its reason, every good row enters right.

The key beside each sample says for every sheet row what is wrong with it (null: nothing) and the right values.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from forms.definitions import builtin

SAMPLES = Path(__file__).parents[2] / "samples"

REASONS = {
    "duplicate_person": "REPORTS-128",
    "wage_not_a_number": "REPORTS-123",
    "date_in_future": "FORMS-004",  # the form's own constraint, in the form's own words
    "name_missing": "REPORTS-127",
    "id_ruined_by_excel": "REPORTS-121",
    "id_check_digit": "FORMS-107",
    "id_length": "FORMS-102",
    "id_impossible_date": "FORMS-105",
    "amount_is_not_quantity_times_price": "REPORTS-130",
}
COLUMNS = {
    "duplicate_person": "E", "wage_not_a_number": "O", "date_in_future": "N", "name_missing": "B", "id_ruined_by_excel": "E",
    "id_check_digit": "E", "id_length": "E", "id_impossible_date": "F", "amount_is_not_quantity_times_price": "K",
}  # fmt: skip


def key_of(name):
    """Return the key of a sample by sheet row."""
    return {
        line["row"]: line for line in json.loads((SAMPLES / f"{name}.key.json").read_text(encoding="utf-8"))
    }


SHEETS = [
    ("labour-roster-township", ("employment",)),
    ("trainee-roster-class", ("training_class",)),
    ("donation-ledger-2023", ("money_donation", "goods_donation")),
]


@pytest.fixture(scope="module", params=SHEETS, ids=[name for name, _forms in SHEETS])
def judged_sample(request, desk):
    """Return the key and the judgement of one sample."""
    name, form_ids = request.param
    return key_of(name), desk.judge(SAMPLES / f"{name}.xlsx", *form_ids)


def test_every_row_with_a_problem_is_caught_with_the_right_reason(judged_sample):
    """Each bad row is refused, at the right cell, for that reason and no other."""
    key, judged = judged_sample

    found = {
        row.number: [(problem.code, problem.place.rpartition("!")[2]) for problem in row.problems]
        for row in judged.refused
    }

    assert found == {
        number: [(REASONS[line["problem"]], f"{COLUMNS[line['problem']]}{number}")]
        for number, line in key.items()
        if line["problem"] is not None
    }


def test_every_other_row_enters(judged_sample):
    """No row without a problem stays outside, and no total, signature or note is taken for a row."""
    key, judged = judged_sample

    entered = sorted(number for record in judged.good for number in record.row_numbers)

    assert entered == [number for number, line in key.items() if line["problem"] is None]


def by_row(judged):
    """Return what each entered row became: the record's answers, or its row of the repeat."""
    rows = {}
    for record in judged.good:
        for place, number in enumerate(record.row_numbers):
            repeat = next(
                (
                    value
                    for value in record.answers.values()
                    if isinstance(value, list) and value and isinstance(value[0], dict)
                ),
                None,
            )
            rows[number] = (record, repeat[place] if repeat is not None else record.answers)
    return rows


def test_every_entered_row_has_the_right_values(judged_sample):
    """Name, ID number, wage, date and amount are those of the key, to the last digit and 分."""
    key, judged = judged_sample

    wrong = [
        (number, name, key[number][name])
        for number, (record, row) in by_row(judged).items()
        for name, matches in MATCHES.items()
        if name in key[number] and not matches(record, row, key[number][name])
    ]

    assert wrong == []


MATCHES = {
    "name": lambda _record, row, value: row["full_name"] == value,
    "id": lambda _record, row, value: row["id_no"] == value,
    "wage": lambda _record, row, value: row["monthly_wage"] == str(value),
    "date": lambda record, row, value: (row.get("start_month") or record.answers["received_on"]) == value,
    "amount": lambda record, row, value: (
        Decimal(row["amount"] if "amount" in row else record.answers["amount"]) == Decimal(str(value))
    ),
}


def test_what_is_no_data_is_named_with_its_reason(desk):
    """The township roster's blanks, its total and its place to sign are told, not swallowed."""
    judged = desk.judge(SAMPLES / "labour-roster-township.xlsx", "employment")

    assert [(row.number, str(row.why), row.words) for row in judged.ignored] == [
        (29, "空行", ""),
        (58, "空行", ""),
        (67, "合计行", "合计"),
        (68, "签字盖章行", "制表人："),
    ]


def test_three_columns_make_one_work_place_and_one_makes_the_home(desk):
    """广东省 佛山市 顺德区 becomes 440606; 东莞市, which has no counties, is 441900; 怒江州 is 533300."""
    rows = by_row(desk.judge(SAMPLES / "labour-roster-township.xlsx", "employment"))

    assert rows[6][1]["work_region"] == "440606"
    assert rows[7][1]["work_region"] == "441900"
    assert rows[5][1]["hukou_region"] == "533300"


def test_a_class_roster_becomes_one_class_with_its_trainees(desk):
    """The lines above the headings fill the class; the rows are its trainees; the birthday comes from the ID number."""
    judged = desk.judge(SAMPLES / "trainee-roster-class.xlsx", "training_class")

    assert len(judged.good) == 1
    answers = judged.good[0].answers
    assert answers["title"] == "2023年第3期小学数学骨干教师班"
    assert (answers["start_on"], answers["end_on"]) == ("2023-05-08", "2023-05-26")
    assert answers["place_region"] == "330213"
    assert (answers["year"], answers["term"], answers["actual"]) == (2023, 3, 38)
    first = answers["trainee"][0]
    assert (first["birth_date"], first["got_hours"], first["checked_in_on"]) == (
        "1969-03-25",
        "56",
        "2023-05-08",
    )


def test_a_mixed_ledger_is_routed_row_by_row(desk):
    """资金 goes to money, 实物 and 物资 to goods with one line; a purpose that begins with 定向 is designated."""
    judged = desk.judge(SAMPLES / "donation-ledger-2023.xlsx", "money_donation", "goods_donation")
    rows = {record.number: record for record in judged.good}

    assert rows[3].form_id == "goods_donation"
    assert rows[15].form_id == "goods_donation"
    assert rows[4].form_id == "money_donation"
    assert rows[6].answers["is_designated"] == "yes"
    assert rows[6].answers["designated_to"] == "某某村小学"


def test_all_forms_offered_at_once_lead_to_the_same_reading(desk):
    """The sheet itself tells which ledger it belongs to."""
    every = sorted(builtin())

    for name, form_ids in SHEETS:
        assert {form.form_id for form in desk.plan(SAMPLES / f"{name}.xlsx", *every).forms} == set(form_ids)
