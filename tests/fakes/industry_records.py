"""One sound record of each ledger of industry (D1–D8), as a clerk would type it, and the rows of other ledgers they read.

Enterprises and people are invented. `E-1`, `K-1`, `Y-1`, `C-1` stand for an enterprise, a park, a policy and a workshop,
by the name of the row a look-up offers.
"""

from typing import Any

USCC = "91330213MA2AEXMP0F"
OTHER_USCC = "91110000600037341L"

LEDGERS: dict[str, list[dict[str, str]]] = {
    "ledger_enterprise": [
        {"name": "E-1", "label": "奉化海棠食品有限公司 · 2026", "enterprise_name": "奉化海棠食品有限公司", "uscc": USCC,
         "agreed_amount": "5000000", "park_name": "甘洛—奉化产业园", "status": "building"},
    ],
    "ledger_investment_arrival": [
        {"name": "A-1", "label": "奉化海棠食品有限公司 · 2026-01-01至2026-03-31", "enterprise_id": "E-1", "uscc": USCC, "reverses_id": "",
         "park_name": "甘洛—奉化产业园", "period_start": "2026-01-01", "period_end": "2026-03-31", "end_day": "20543",
         "arrived_amount": "3000000", "jobs": "40", "jobs_assisted": "12"},
    ],
    "ledger_industrial_park": [{"name": "K-1", "label": "甘洛—奉化产业园"}],
    "ledger_policy": [{"name": "Y-1", "label": "关于支持东部企业落户的若干措施"}],
    "ledger_agreement": [{"name": "agreement", "label": "2026年奉化—甘洛东西部协作协议书"}],
    "ledger_workshop": [{"name": "C-1", "label": "团结村彝绣车间 · 海棠镇团结村"}],
    "ledger_benefit_link": [],
    "ledger_household": [],
    "ledger_household__member": [],
}  # fmt: skip  # a table: one line a record reads better

RECORDS: dict[str, dict[str, Any]] = {
    "policy": {
        "title": "关于支持东部企业落户的若干措施", "doc_no": "甘府发〔2026〕3号", "issuer": "甘洛县人民政府", "side": "west",
        "issued_on": "2026-02-10", "kind": "tax", "terms": "三年内减半征收地方留成部分", "delivered_count": "2",
        "delivered_amount": "120000",
    },
    "industrial_park": {
        "name": "甘洛—奉化产业园", "level": "county", "park_type": "joint", "region_code": "513435",
        "agreement_id": "agreement", "area_mu": "320.5", "infra_amount": "8000000", "jobs": "420",
        "jobs_assisted": "150", "+party_ids": 2, "party_ids[1].side": "east",
        "party_ids[1].org_name": "宁波市奉化区经济和信息化局", "party_ids[2].side": "west",
        "party_ids[2].org_name": "甘洛县经济信息和科学技术局",
    },
    "enterprise": {
        "enterprise_name": "奉化海棠食品有限公司", "uscc": USCC, "home_region": "330213", "signed_on": "2026-01-12",
        "mode": "new", "class": "processing", "agreed_amount": "5000000", "site_region": "513435",
        "site_place": "海棠镇", "park_id": "K-1", "started_on": "2026-03-01", "tax_relief": "yes",
        "relief_from": "2026-04-01", "status": "building", "+policy_ids": 1, "policy_ids[1].policy_id": "Y-1",
        "policy_ids[1].from_year": "2026", "policy_ids[1].to_year": "2029",
    },
    "investment_arrival": {
        "enterprise_id": "E-1", "period_start": "2026-07-01", "period_end": "2026-09-30",
        "arrived_amount": "1500000", "structure": "fixed", "evidence_kind": "bank", "evidence_no": "20260930-17",
        "jobs": "80", "jobs_rural": "60", "jobs_assisted": "25", "benefit_households": "20", "benefit_people": "25",
    },
    "workshop": {
        "name": "团结村彝绣车间", "region_code": "513435", "village": "海棠镇团结村", "support": "new",
        "amount": "300000", "project_id": "project", "operator_name": "甘洛县彝绣专业合作社", "jobs": "32", "jobs_assisted": "18",
        "avg_wage": "2600", "state": "running",
    },
    "consumption": {
        "sold_on": "2026-10-12", "buyer_name": "宁波市奉化区机关食堂", "channel": "east", "product": "黑苦荞茶",
        "qty": "200", "unit": "箱", "amount": "36000", "certified": "yes", "benefit_people": "45",
        "evidence_no": "发票 033002600111-10293847",
    },
    "tourism_route": {
        "kind": "route", "name": "海棠古镇—大渡河峡谷两日游", "stops": "海棠镇、乌史大桥镇", "promoted_on": "2026-04-18",
        "visitors": "1800", "income": "260000",
    },
    "benefit_link": {
        "year": "2026", "carrier_kind": "enterprise", "enterprise_id": "E-1", "full_name": "阿尔木果",
        "id_no": "513435199104081227", "category": "assisted", "village": "海棠镇团结村", "mode": "dividend",
        "amount": "800", "paid_on": "2026-10-15", "signed": "yes",
    },
}  # fmt: skip

# The questions of domain book §2 (columns "identifier"), as the forms name them; the other ends of "→" are look-ups.
FIELDS: dict[str, str] = {
    "enterprise": """jobs jobs_assisted org_id home_region year signed_on mode class partner_org_id agreed_amount site_region park_id started_on
        produced_on conditions policy_ids.policy_id joint_fund status is_partner arrived_amount""",
    "investment_arrival": """enterprise_id period_start period_end arrived_amount structure evidence_kind jobs jobs_rural
        jobs_assisted benefit_households benefit_people""",
    "industrial_park": """name level park_type party_ids.org_id agreement_id area_mu infra_amount entered_count arrived_amount
        jobs jobs_assisted""",
    "workshop": "name region_code support amount project_id operator_id jobs jobs_assisted avg_wage state",
    "consumption": "sold_on buyer_id channel product qty unit amount certified benefit_people file_id",
    "policy": "title doc_no issuer issued_on kind terms delivered_count delivered_amount",
    "tourism_route": "name stops promoted_on visitors income",
    "benefit_link": "carrier_id project_id member_id mode amount paid_on signed",
}
