"""One sound record of each register and pairing (A1–A4, B1–B2), as a clerk would type it; all people are invented.

`u1` and `u2` stand for organisations, by the name of the row a look-up offers.
"""

from typing import Any

HEAD, WIFE, SON = "513435198001011235", "51343519820202122X", "513435201003031238"


def checked(number: str) -> str:
    """Return an invented ID number with the right check digit (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(one) * weight for one, weight in zip(number[:17], weights, strict=True))
    return number[:17] + "10X98765432"[total % 11]


HEAD, WIFE, SON = checked(HEAD), checked(WIFE), checked(SON)
_LIFE = {
    "ethnic_code": "07", "political_code": "13", "health": ["healthy"], "labour_skill": "1", "is_abroad": "no",
    "speaks_mandarin": "yes", "welfare_kind": "none", "rural_medical": "yes", "employee_medical": "no",
    "pension_insurance": "yes", "serious_illness": "yes", "commercial_medical": "no", "medical_aid": "no",
    "other_health_aid": "no",
}  # fmt: skip
GOOD: dict[str, dict[str, Any]] = {
    "region": {"code": "513435", "valid_from": "1980", "county_class": ["lifted"], "assessment_group": "2"},
    "organization": {
        "name": "宁波市奉化区慈善总会", "uscc": "5344000050030000X7", "org_type": "social", "region_code": "330213",
        "contact_name": "王五", "contact_phone": "13800138000",
    },
    "person": {
        "id_type": "10", "id_no": HEAD, "full_name": "阿尔木果", "ethnic_code": "07", "education_code": "71",
        "hukou_region": "513435", "consent_status": "duty",
    },
    "household": {
        "household_no": "5134350001", "household_type": "lifted", "village": "团结村", "household_size": "3",
        "contact_phone": "13800138000", "dangerous_house": "no", "safe_water": "yes", "production_power": "yes",
        "home_power": "yes", "broadcast_tv": "yes", "sanitary_toilet": "yes", "main_fuel": "gas",
        "road_distance": "1.5", "arable_area": "3", "irrigated_area": "1", "forest_area": "2", "fruit_area": "0",
        "pasture_area": "0", "returned_area": "2", "income_per_capita": "12000", "wage_income": "30000",
        "business_income": "5000", "business_cost": "1000", "eco_compensation": "500", "dibao_money": "0",
        "in_cooperative": "no", "led_by_enterprise": "yes", "led_by_leader": "no", "+member": 3,
        **{f"member[{n}].{key}": value for n in (1, 2, 3) for key, value in _LIFE.items()},
        **{f"member[{n}].member_no": f"51343500010{n}" for n in (1, 2, 3)},
        "member[1].id_no": HEAD, "member[1].full_name": "阿尔木果", "member[1].relation": "01",
        "member[1].education_code": "71", "member[1].work_region": "330213", "member[1].work_months": "9",
        "member[2].id_no": WIFE, "member[2].full_name": "吉克阿妞", "member[2].relation": "02",
        "member[2].education_code": "81",
        "member[3].id_no": SON, "member[3].full_name": "阿尔小木", "member[3].relation": "03",
        "member[3].school_status": "10", "member[3].labour_skill": "5",
    },
    "pairing": {
        "pairing_no": "P2021-06", "level": "province", "donor_region": "330000", "recipient_region": "510000",
        "scheme": "east_west", "document_id": "东西部协作结对关系调整（2021）", "document_on": "2021-03-01",
        "valid_from": "2021-04-01", "status": "active",
    },
    "unit_pairing": {
        "kind": "school", "donor_org_id": "u1", "recipient_org_id": "u2", "signed_on": "2026-01-05",
        "valid_from": "2026-01-10", "modes": ["education"], "benefit_households": "3", "benefit_people": "9",
        "status": "active",
    },
}  # fmt: skip
