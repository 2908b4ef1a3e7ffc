"""Rows of industry, aid, notices and returns for the pictures of papers, made of the sound records of their tests."""

from typing import Any

from tests.fakes import industry_records, public_records

# What the ledgers work out of the samples of industry, aid and notices; several answers to a question are several rows.
WORKED_OUT: dict[str, dict[str, Any]] = {
    "enterprise": {
        "enterprise_name": ["奉化海棠食品有限公司", "余杭制衣有限公司", "顺德美家电器甘洛有限公司"], "year": [2026, 2025, 2024],
        "mode": ["new", "processing", "share"], "agreed_amount": ["5000000", "12000000", "800000"],
        "arrived_amount": ["3000000", "12600000", "0"], "jobs": [80, 210, 0], "jobs_assisted": [25, 96, 0],
        "status": ["building", "producing", "signed"],
    },
    "industrial_park": {"entered_count": 12, "arrived_amount": "21370000"},
    "workshop": {"name": ["团结村彝绣车间", "阿嘎村花椒车间", "安置点缝纫车间"], "state": ["running", "resumed", "stopped"]},
    "consumption": {"product": ["黑苦荞茶", "花椒", "高山乌洋芋"], "channel": ["east", "online", "counter"]},
    "disclosure": {
        "kind": "project_before", "title": "2026年团结村帮扶车间项目实施前公示", "project_title": "2026年团结村帮扶车间",
        "place": "海棠镇团结村", "content": "新建车间 600 平方米，购置缝纫设备 40 台。", "term": "2026-06-01 至 2026-11-30",
        "responsible": "甘洛县农业农村局", "money": "300 万元，奉化区财政援助资金", "procurement": "公开招标",
        "target": "吸纳就业 60 人，其中脱贫劳动力 30 人", "notice_days": 10, "published_on": "2026-09-21",
        "fund_source": "奉化区财政援助资金", "fund_scale": "300 万元", "fund_use": "建设帮扶车间",
        "using_unit": "甘洛县农业农村局", "allocation_principle": "按项目批复", "allocation_result": "一次下达",
    },
    "emergency_case": {"days": 14},
    "honour_roll": {
        "standing": "yes", "subject_name": ["宁波市奉化区慈善总会", "余杭制衣有限公司"], "basis_value": ["58000.5", "210"],
        "basis_metric": ["donation", "jobs"], "basis_unit": ["元", "人"],
    },
    "report_submission": {
        "report_code": ["cooperation", "labour", "industry", "labour"],
        "timeliness": ["on_time", "late", "unreported", "on_time"],
    },
    "assessment_process": {"has_issue": "yes", "stage": ["cross", "self"], "fixed_on": ["2026-03-10", ""]},
}  # fmt: skip


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return rows of the ledgers of industry, aid, notices and returns, made of the samples of their tests."""
    samples = industry_records.RECORDS | public_records.RECORDS
    made = {}
    for form_id, more in WORKED_OUT.items():
        flat = {name: value for name, value in samples[form_id].items() if name.isidentifier()}
        count = max(len(value) if isinstance(value, list) else 1 for value in more.values())
        made[form_id] = [
            flat
            | {
                name: value[n % len(value)] if isinstance(value, list) else value
                for name, value in more.items()
            }
            for n in range(count)
        ]
    return made
