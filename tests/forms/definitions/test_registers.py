"""The registers A1–A4 and the pairings B1–B2: their rules, each with a right and a wrong answer."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from forms.definitions import builtin
from forms.definitions.keeping import compiled
from forms.engine import Context, FormDefinition, FormSession
from forms.problems import Severity
from forms.reference import Reference
from resources import path
from tests.fakes.register_records import GOOD, HEAD, SON, checked

FORMS = ("region", "organization", "person", "household", "pairing", "unit_pairing")
SETTINGS = {"office_code": "513435", "partner_province": "330000"}
UNITS = [
    {"name": "u1", "label": "宁波市奉化区教育局", "side": "east"},
    {"name": "u2", "label": "甘洛县教育局", "side": "west"},
]
Filled = Callable[..., FormSession]


@pytest.fixture(scope="module")
def definitions() -> dict[str, FormDefinition]:
    """The six forms."""
    return {form_id: compiled(builtin()[form_id]).definition for form_id in FORMS}


@pytest.fixture
def filled(definitions: dict[str, FormDefinition]) -> Filled:
    """Fill a sound record with some answers changed; *ledgers* are rows of other ledgers."""
    divisions = Reference.load().instances()

    def fill(form_id: str, changes: dict[str, Any] | None = None, **ledgers: Any) -> FormSession:
        office = [{"key": key, "value": value} for key, value in SETTINGS.items()]
        others = {
            "ledger_organization": UNITS,
            "ledger_pairing": [],
            "ledger_household__member": [],
            **ledgers,
        }
        now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        session = FormSession(
            definitions[form_id],
            Context(date(2026, 11, 22), now, instances={**divisions, "office": office, **others}),
        )
        for where, value in {**GOOD[form_id], **(changes or {})}.items():
            if where.startswith("+"):
                while session.count(where[1:]) < value:
                    session.add(where[1:])
            else:
                session.answer(where, value)
        return session

    return fill


@pytest.mark.parametrize("form_id", FORMS)
def test_a_sound_record_can_be_completed(form_id, filled):
    """What a clerk enters rightly meets no objection and has a title."""
    session = filled(form_id)

    assert [(one.place, one.sentence()) for one in session.problems()] == []
    assert session.title()


def test_every_rule_of_the_registry_stands_at_a_question(definitions):
    """All 49 numbers of the entry checks for members and households are used, and none that does not exist."""
    with path("reference", "registry_rules.csv").open(encoding="utf-8", newline="") as source:
        numbers = {row["form"] + row["no"] for row in csv.DictReader(source) if row["form"] in ("成员", "户")}
    questions = definitions["household"].questions.values()

    used = [rule for question in questions for rule in question.marks.get("rule", "").split()]

    assert len(numbers) == 49
    assert set(used) == numbers


_SPOUSE_OF_ONE_SEX = checked("513435198202021210")
WRONG = [
    ("成员01", {"member[3].id_no": "513435201003031230"}, "member[3].id_no", "hard"),
    ("成员02", {"member[3].id_no": HEAD}, "member[3].id_no", "hard"),
    ("成员03", {"member[3].relation": "29"}, "member[3].relation", "hard"),
    ("成员04", {"member[3].education_code": "81"}, "member[3].school_status", "hard"),
    ("成员04", {"member[3].school_status": None}, "member[3].school_status", "hard"),
    ("成员05", {"member[3].relation": "01"}, "member[3].relation", "hard"),
    ("成员06", {"member[3].relation": "02"}, "member[3].relation", "hard"),
    ("成员07", {"member[1].relation": "21"}, "head_name", "hard"),
    ("成员08", {"member[1].political_code": "05"}, "member[1].political_code", "hard"),
    ("成员09", {"member[1].education_code": "99"}, "member[1].education_code", "hard"),
    ("成员10", {"member[3].school_status": "26"}, "member[3].school_status", "hard"),
    ("成员11", {"member[1].health": None}, "member[1].health", "hard"),
    ("成员12", {"member[1].labour_skill": "6"}, "member[1].labour_skill", "hard"),
    ("成员12", {"member[1].labour_skill": "4"}, "member[1].labour_skill", "hard"),
    ("成员13", {"member[1].work_months": None}, "member[1].work_months", "hard"),
    ("成员13", {"member[1].work_region": None}, "member[1].work_months", "hard"),
    ("成员14", {"member[1].serious_illness": "no"}, "member[1].serious_illness", "soft"),
    ("成员15", {"contact_phone": "1380013800"}, "contact_phone", "hard"),
    ("成员15", {"contact_phone": None}, "contact_phone", "hard"),
    ("成员16", {"member[1].pension_insurance": None}, "member[1].pension_insurance", "hard"),
    ("成员17", {"member[1].employee_medical": "yes"}, "member[1].employee_medical", "hard"),
    ("成员17", {"member[1].rural_medical": "no"}, "member[1].employee_medical", "hard"),
    ("成员18", {"member[1].rural_medical": None}, "member[1].rural_medical", "hard"),
    ("成员19", {"member[1].employee_medical": None}, "member[1].employee_medical", "hard"),
    ("成员20", {"member[1].speaks_mandarin": None}, "member[1].speaks_mandarin", "hard"),
    ("成员21", {"member[1].welfare_kind": None}, "member[1].welfare_kind", "hard"),
    ("成员22", {"member[1].serious_illness": None}, "member[1].serious_illness", "hard"),
    ("成员23", {"member[1].commercial_medical": None}, "member[1].commercial_medical", "hard"),
    ("成员24", {"member[1].is_abroad": None}, "member[1].is_abroad", "hard"),
    ("成员25", {"member[1].medical_aid": None}, "member[1].medical_aid", "hard"),
    ("成员26", {"member[1].other_health_aid": None}, "member[1].other_health_aid", "hard"),
    ("成员27", {"member[2].welfare_kind": None}, "member[2].welfare_kind", "hard"),
    ("成员28", {"member[2].id_no": _SPOUSE_OF_ONE_SEX}, "member[2].relation", "soft"),
    ("户01", {"in_cooperative": None}, "in_cooperative", "hard"),
    ("户02", {"production_power": None}, "production_power", "hard"),
    ("户03", {"home_power": None}, "home_power", "hard"),
    ("户04", {"broadcast_tv": None}, "broadcast_tv", "hard"),
    ("户05", {"dangerous_house": "yes"}, "dangerous_house", "soft"),
    ("户06", {"sanitary_toilet": None}, "sanitary_toilet", "hard"),
    ("户07", {"safe_water": "no"}, "safe_water", "soft"),
    ("户08", {"led_by_enterprise": None}, "led_by_enterprise", "hard"),
    ("户09", {"led_by_leader": None}, "led_by_leader", "hard"),
    *(
        ("户10", {f"{name}_area": None}, f"{name}_area", "hard")
        for name in ("arable", "irrigated", "forest", "fruit", "pasture", "returned")
    ),
    ("户17", {"road_distance": None}, "road_distance", "hard"),
    ("户17", {"road_distance": "5.5"}, "road_distance", "soft"),
    ("户18", {"income_per_capita": None}, "income_per_capita", "hard"),
    ("户18", {"income_per_capita": "3999"}, "income_per_capita", "soft"),
    ("户19", {"wage_income": "299"}, "wage_income", "soft"),
    ("户19", {"wage_income": "300001"}, "wage_income", "soft"),
    ("户20", {"returned_area": "3"}, "returned_area", "hard"),
    ("户21", {"main_fuel": None}, "main_fuel", "hard"),
    ("户22", {"business_cost": None}, "business_cost", "hard"),
    ("户22", {"business_cost": "0"}, "business_cost", "soft"),
    ("户23", {"returned_area": "0"}, "eco_compensation", "soft"),
    ("户24", {"dibao_money": "199"}, "dibao_money", "soft"),
    ("户25", {"family_planning_money": "99"}, "family_planning_money", "soft"),
    ("户26", {"pension_money": "87"}, "pension_money", "soft"),
    ("户27", {"wubao_money": "199"}, "wubao_money", "soft"),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong[0]} {wrong[2]}")
def test_a_household_against_a_rule_of_the_registry(wrong, filled, definitions):
    """What the registry's check refuses or doubts is told at the question that bears the rule's number."""
    rule, changes, place, severity = wrong
    found = [one for one in filled("household", changes).problems() if one.place == place]

    question = definitions["household"].questions[
        place.replace("[", "").translate(str.maketrans("", "", "123]"))
    ]
    assert [str(one.severity) for one in found[:1]] == [str(Severity[severity.upper()])]
    assert rule in question.marks["rule"].split()


def test_every_rule_has_a_wrong_case():
    """None of the 49 rules is without an example."""
    assert len({rule for rule, *_others in WRONG}) == 49


OTHERS = [
    ("region", {"code": "51343"}, "code"),
    ("region", {"code": "513499"}, "code"),
    ("region", {"code": "513435100", "parent_code": "513434", "name": "新市坝镇"}, "parent_code"),
    ("region", {"valid_to": "1979"}, "valid_to"),
    ("region", {"county_class": ["lifted", "other"]}, "county_class"),
    ("region", {"+year_class": 1}, "year_class[1].class_year"),
    ("organization", {"uscc": "5344000050030000X8"}, "uscc"),
    ("organization", {"uscc": None}, "uscc"),
    ("organization", {"uscc": None, "org_type": "village"}, "uscc_missing"),
    ("organization", {"region_code": "330000"}, "region_code"),
    ("organization", {"bank_account": "6222"}, "bank_name"),
    ("organization", {"bank_account": "6222", "bank_name": "农行"}, "bank_account"),
    ("organization", {"contact_phone": "12345"}, "contact_phone"),
    ("person", {"full_name": "张3"}, "full_name"),
    ("person", {"education_code": None}, "school_status"),
    ("person", {"school_status": "03"}, "school_status"),
    ("person", {"cadre_rank": "132"}, "political_code"),
    ("person", {"sex": "2"}, "sex"),
    ("person", {"birth_date": "1981-01-01"}, "birth_date"),
    ("household", {"household_size": "4"}, "household_size"),
    ("household", {"irrigated_area": "4"}, "irrigated_area"),
    ("household", {"member[2].member_no": "513435000101"}, "member[2].member_no"),
    ("household", {"member[1].health": ["healthy", "chronic"]}, "member[1].health"),
    ("household", {"member[1].health": ["disabled"]}, "member[1].disability_kind"),
    ("pairing", {"recipient_region": "330000"}, "recipient_region"),
    ("pairing", {"valid_from": "2021-02-01"}, "valid_from"),
    ("pairing", {"status": "changed"}, "valid_to"),
    ("pairing", {"valid_to": "2021-03-01", "status": "ended"}, "valid_to"),
    ("pairing", {"valid_to": "2022-03-01"}, "status"),
    ("unit_pairing", {"recipient_org_id": "u1"}, "recipient_org_id"),
    ("unit_pairing", {"recipient_org_id": None}, "recipient_org_id"),
    ("unit_pairing", {"recipient_village": "51343510020"}, "recipient_village"),
    ("unit_pairing", {"donor_org_id": "u2", "recipient_org_id": "u1"}, "donor_org_id"),
    ("unit_pairing", {"donor_org_id": "u9"}, "donor_org_id"),
    ("unit_pairing", {"kind": "enterprise_village"}, "agreement_id"),
    ("unit_pairing", {"signed_on": "2026-02-01"}, "signed_on"),
    ("unit_pairing", {"status": "ended"}, "valid_to"),
    ("unit_pairing", {"benefit_people": "2"}, "benefit_people"),
]


@pytest.mark.parametrize(("form_id", "changes", "place"), OTHERS)
def test_a_wrong_answer_is_told_at_its_question(form_id, changes, place, filled):
    """Each further rule of the registers has an answer it objects to, at that question."""
    assert place in [one.place for one in filled(form_id, changes).problems()]


def test_a_member_of_another_household_is_refused(filled):
    """One person belongs to one household of the office."""
    others = [{"parent": "another", "index": "1", "id_no": SON}]

    session = filled("household", ledger_household__member=others)

    assert [one.place for one in session.problems()] == ["member[3].id_no"]


def test_what_the_code_says_is_filled_in(filled):
    """A division's name, level and parent follow from its code; an organisation's side from its place."""
    county, village = filled("region"), filled("region", {"code": "513435100201", "name": "团结村"})
    unit = filled("organization", {"name": "某某(集团)公司 "})

    assert [county.state(name).value for name in ("name", "level", "parent_code")] == [
        "四川省凉山彝族自治州甘洛县", "3", "513400",
    ]  # fmt: skip
    assert [village.state(name).value for name in ("level", "parent_code")] == ["5", "513435100"]
    assert [unit.state(name).value for name in ("name", "side")] == ["某某（集团）公司", "east"]


def test_a_pairing_keeps_the_names_of_its_document(filled):
    """The names follow from the regions and may be written as the document has them."""
    plain, old = filled("pairing"), filled("pairing", {"recipient_name": "甘孜藏区"})

    assert plain.title() == "浙江省 → 四川省"
    assert old.title() == "浙江省 → 甘孜藏区"


def test_a_pairing_follows_one_that_has_ended(filled):
    """A change is told when the pairing before it has no last day."""
    before = {"name": "p1", "label": "浙江省 → 广元市", "valid_to": "2013-06-13"}
    ended = filled("pairing", {"previous_id": "p1"}, ledger_pairing=[before])
    still = filled("pairing", {"previous_id": "p1"}, ledger_pairing=[{**before, "valid_to": ""}])

    assert ended.problems() == []
    assert [one.place for one in still.problems()] == ["previous_id"]


@pytest.mark.parametrize(
    ("form_id", "reference", "filled_in", "row"),
    [
        ("pairing", "document_ref", {"document_id": "国办发〔1996〕26号 通知", "document_on": date(1996, 7, 6)},
         {"label": "国办发〔1996〕26号 通知", "issued_on": "1996-07-06"}),
        ("unit_pairing", "agreement_id", {"agreement_name": "校校结对协议"}, {"label": "校校结对协议"}),
    ],
)  # fmt: skip
def test_what_is_registered_is_looked_up_and_fills_the_words(
    form_id: str, reference: str, filled_in: dict[str, Any], row: dict[str, str], filled: Filled
) -> None:
    """A document or an agreement of its register is chosen; its number and title stand in the pairing, typed or not."""
    table = f"ledger_{reference.removesuffix('_ref').removesuffix('_id')}"

    session = filled(form_id, {reference: "x1"}, **{table: [{"name": "x1", **row}]})

    assert {name: session.state(name).value for name in filled_in} == filled_in


@pytest.mark.parametrize(("rule", "share"), [("3_7", 30), ("city", 0), ("open", None)])
def test_the_rule_of_sharing_fills_the_provinces_part(rule: str, share: int | None, filled: Filled) -> None:
    """3:7 is thirty percent, a city that bears all leaves the province nothing, what is not settled stays blank."""
    assert filled("pairing", {"share_rule": rule}).state("province_pct").value == share


def test_the_rules_of_all_levels_add_up(filled: Filled) -> None:
    """浙江—四川: 300 × 32 + 300 × 7 + 2000 × 1 = 13,700 万元."""
    levels = (("county", "300", "32"), ("city", "300", "7"), ("province", "2000", "1"))
    rules = {"+fund_rule": 3}
    for number, (level, standard, count) in enumerate(levels, start=1):
        rules |= {
            f"fund_rule[{number}].rule_level": level,
            f"fund_rule[{number}].rule_standard": standard,
            f"fund_rule[{number}].rule_count": count,
        }

    assert filled("pairing", rules).state("rule_total").value == 137_000_000
