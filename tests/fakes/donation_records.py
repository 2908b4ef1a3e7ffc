"""One sound record of each donation ledger (G1–G10), as a clerk would type it; all people are invented.

`d1`, `m1`, `g1`, `b1` stand for a donor, a donation of money, one of goods and a stock batch, by the name of the row
a look-up offers.
"""

from typing import Any

GOOD: dict[str, dict[str, Any]] = {
    "donor": {
        "donor_type": "PERSON", "name": "王爱国", "publicity": "amount_only", "phone": "13800138000",
    },
    "donation_agreement": {
        "intended_on": "2026-05-01", "channel": "chamber", "donor_id": "d1", "recipient_name": "甘洛县红十字会",
        "form": ["money"], "content": "三年助学", "estimated_amount": "300000", "purpose": "助学", "handler": "张三",
        "+schedule": 1, "schedule[1].due_on": "2027-06-01", "schedule[1].due_amount": "300000",
    },
    "stock_batch": {
        "donation_id": "g1", "goods_line_id": "1", "warehouse_id": "县红十字会仓库", "stored_on": "2026-06-02",
        "qty_in": "100", "handler": "张三",
    },
    "distribution": {
        "batch_no": "2026-冬-03", "distributed_on": "2026-11-20", "region_code": "513435", "source_kind": "goods",
        "plan_file_id": "甘红〔2026〕3号", "published_on": "2026-11-10", "+line": 1, "line[1].stock_batch": "b1",
        "line[1].beneficiary_name": "阿尔木果", "line[1].id_no": "513435199104081227", "line[1].qty": "2",
        "issuer": "张三", "storekeeper": "李四", "witness": "王五",
    },
    "receipt_book": {
        "kind": "paper", "receipt_code": "51060125", "from_no": "0000000501", "to_no": "0000001000",
        "taken_on": "2026-06-01", "org_name": "甘洛县红十字会", "licence_no": "甘领003", "months": "6", "keeper": "张三",
    },
    "receipt": {
        "receipt_code": "51060124", "receipt_no": "0000000017", "check_code": "a1b2c3", "issued_on": "2026-06-03",
        "donation_id": "m1", "item_name": "捐款", "cashier": "张三", "reviewer": "李四",
    },
    "donation_use": {
        "donation_id": "m1", "used_on": "2026-09-01", "purpose": "助学", "amount": "20000", "handler": "张三",
        "approver": "李四",
    },
    "volunteer_service": {
        "title": "爱心助贫义诊", "org_name": "甘洛县红十字会", "held_on": "2026-10-17", "region_code": "513435",
        "content": "义诊", "benefit_people": "120", "+volunteer": 1, "volunteer[1].full_name": "赵六",
        "volunteer[1].hours": "6", "handler": "张三",
    },
    "money_donation": {
        "donor_id": "d1", "recipient_name": "甘洛县红十字会", "received_on": "2026-06-01", "amount": "50000",
        "method": "transfer", "bank_ref": "20260601000123", "purpose": "助学", "handler": "张三", "reviewer": "李四",
    },
    "goods_donation": {
        "donor_id": "d1", "recipient_name": "甘洛县红十字会", "received_on": "2026-06-01", "warehouse": "县仓库",
        "purposes": ["medical"], "handler": "张三", "reviewer": "李四", "+line": 1, "line[1].item_name": "校服",
        "line[1].spec": "/", "line[1].unit": "套", "line[1].qty": "10", "line[1].valuation": "none",
        "line[1].condition": "new", "line[1].inspection": "passed",
    },
}  # fmt: skip
