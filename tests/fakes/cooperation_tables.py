"""What the other ledgers hold when a record of cooperation is typed: pairings, a project, its money, its settings."""

from datetime import date

Rows = list[dict[str, str]]
TODAY = date(2026, 11, 22)
PROJECT = {
    "name": "project", "label": "团结村帮扶车间", "project_no": "51343520260001", "name_of": "团结村帮扶车间",
    "plan_start": "2026-06-01", "plan_end": "2026-12-31", "budget_total": "3000000", "implementer_id": "u2",
    "content": "厂房", "approval_no": "甘协办〔2026〕9号",
}  # fmt: skip
PLAN = {
    "name": "fund_plan", "label": "2026", "plan_no": "P1", "year": "2026", "pairing_id": "pairing",
    "planned_amount": "10000000", "payer_org_id": "u1",
}  # fmt: skip
ARRIVAL = {
    "name": "fund_arrival", "label": "到账", "fund_plan_id": "fund_plan", "pairing_id": "pairing", "amount": "8000000",
    "fund_kind": "county", "is_red": "no", "corrects_id": "",
}  # fmt: skip
ALLOCATION = {
    "name": "fund_allocation", "label": "下达", "project_id": "project", "project_name": "团结村帮扶车间",
    "allocated_on": "2026-11-10", "amount": "2000000", "fund_arrival_id": "fund_arrival", "pairing_id": "pairing",
    "fund_kind": "county", "is_red": "no", "corrects_id": "",
}  # fmt: skip
PAYMENT = {
    "name": "y1", "label": "支付", "fund_allocation_id": "fund_allocation", "project_id": "project",
    "paid_on": "2026-11-18", "amount": "600000", "fund_kind": "county", "is_red": "no", "corrects_id": "",
}  # fmt: skip
SETTINGS = {
    "base_amount": "",
    "county_minimum": "",
    "minimum_from": "",
    "county_count": "",
    "rule_total": "0",
}
TABLES: dict[str, Rows] = {
    "ledger_organization": [
        {"name": "u1", "label": "宁波市奉化区教育局"}, {"name": "u2", "label": "甘洛县教育局"},
    ],
    "ledger_pairing": [
        {**SETTINGS, "name": "pairing", "label": "奉化 → 甘洛", "pairing_no": "P1", "province_pct": "",
         "county_minimum": "1000", "minimum_from": "2016", "base_amount": "9000000"},
        {**SETTINGS, "name": "gz", "label": "广州 → 毕节", "pairing_no": "P2", "province_pct": "30"},
        {**SETTINGS, "name": "sz", "label": "深圳 → 百色", "pairing_no": "P3", "province_pct": "0"},
        {**SETTINGS, "name": "zj", "label": "浙江 → 四川", "pairing_no": "P4", "province_pct": "",
         "rule_total": "137000000"},
    ],
    "ledger_pairing__fund_rule": [
        {"parent": "zj", "index": "1", "rule_level": "county", "rule_standard": "300", "rule_count": "32"},
        {"parent": "zj", "index": "2", "rule_level": "city", "rule_standard": "300", "rule_count": "7"},
        {"parent": "zj", "index": "3", "rule_level": "province", "rule_standard": "2000", "rule_count": "1"},
    ],
    "ledger_document": [{"name": "document", "label": "浙财农〔2026〕12号"}],
    "ledger_meeting": [{"name": "meeting", "label": "联席会议"}],
    "ledger_project_selection": [
        {"name": "project_selection", "label": "车间", "approval_no": "甘协办〔2026〕9号"},
        {"name": "unapproved", "label": "未批", "approval_no": ""},
    ],
    "ledger_project": [PROJECT],
    "ledger_fund_plan": [PLAN],
    "ledger_fund_arrival": [ARRIVAL],
    "ledger_fund_allocation": [ALLOCATION],
    "ledger_fund_payment": [],
}  # fmt: skip
EMPTY = (
    "ledger_fund_report", "ledger_project_progress", "ledger_project_acceptance", "ledger_disclosure",
    "ledger_person", "ledger_household", "ledger_agreement",
)  # fmt: skip
