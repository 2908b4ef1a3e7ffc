"""One sound record of each ledger of aid, publication, returns and teams (H3, I1–I3, J1, J3, K1), and what they read.

The people are invented. `Z-1` stands for a notice of aid, `Z-2` for one of donations, by the name of the row a look-up offers.
"""

from typing import Any

LEDGERS: dict[str, list[dict[str, str]]] = {
    "ledger_disclosure": [
        {"name": "Z-1", "label": "救急难对象公示（2026 年第 3 批）", "kind": "aid_list", "notice_from": "2026-09-21", "notice_to": "2026-09-30"},
        {"name": "Z-2", "label": "捐赠收支公示", "kind": "donation", "notice_from": "2026-09-21", "notice_to": "2026-09-30"},
    ],
    "ledger_emergency_case": [
        {"name": "X-1", "label": "吉克阿妞 · 意外事故", "full_name": "吉克阿妞", "id_no": "513435198202020322", "cause": "accident",
         "approval": "approved", "applied_on": "2026-03-02", "approved_on": "2026-03-10", "approved_amount": "6000", "source": "reserve"},
    ],
    "ledger_donor": [
        {"name": "D-1", "label": "宁波市奉化区慈善总会", "published_name": "宁波市奉化区慈善总会", "publicity": "name_and_amount"},
        {"name": "D-2", "label": "王爱国", "published_name": "爱心人士", "publicity": "amount_only"},
    ],
    "ledger_money_donation": [
        {"name": "M-1", "label": "宁波市奉化区慈善总会 · 50000元", "donor_id": "D-1", "donor_name": "宁波市奉化区慈善总会",
         "published_name": "宁波市奉化区慈善总会", "received_on": "2026-06-01", "amount_cny": "50000"},
        {"name": "M-2", "label": "王爱国 · 2000元", "donor_id": "D-2", "donor_name": "王爱国", "published_name": "爱心人士",
         "received_on": "2026-06-02", "amount_cny": "2000"},
        {"name": "M-3", "label": "宁波市奉化区慈善总会 · 1000元", "donor_id": "D-1", "donor_name": "宁波市奉化区慈善总会",
         "published_name": "宁波市奉化区慈善总会", "received_on": "2025-06-01", "amount_cny": "1000"},
    ],
    "ledger_goods_donation": [
        {"name": "G-1", "label": "校服", "donor_id": "D-1", "donor_name": "宁波市奉化区慈善总会", "published_name": "宁波市奉化区慈善总会",
         "received_on": "2026-07-01", "total_amount": "8000.50"},
    ],
    "ledger_project": [
        {"name": "project", "label": "51343520260001 2026年团结村帮扶车间", "name_of": "2026年团结村帮扶车间", "place_detail": "海棠镇团结村",
         "content": "新建车间 600 平方米", "implementer_name": "甘洛县农业农村局", "budget_total": "3000000", "plan_start": "2026-06-01",
         "plan_end": "2026-11-30"},
    ],
    "ledger_distribution": [],
    "ledger_donation_use": [],
}  # fmt: skip  # a table: one line a record reads better

RECORDS: dict[str, dict[str, Any]] = {
    "disclosure": {
        "kind": "aid_list", "title": "救急难对象公示（2026 年第 3 批）",
        "body": "经调查核实，拟对海棠镇团结村一户给予临时救助，现予公示。", "formed_on": "2026-09-18",
        "channel": ["county_site", "town_board"], "notice_from": "2026-09-21", "notice_to": "2026-09-30",
        "hotline": "12317；0834-7811234", "privacy_checked": "yes", "reviewer": "李四", "approver": "王五",
        "result": "none",
    },
    "emergency_case": {
        "full_name": "阿尔木果", "id_no": "513435199104081227", "phone": "13800138000", "village": "海棠镇团结村",
        "cause": "disaster", "occurred_on": "2026-09-12", "applied_on": "2026-09-14", "loss_amount": "20000",
        "surveyor": "张三", "surveyor_2": "李四", "surveyed_on": "2026-09-16", "survey_text": "山洪冲毁住房两间",
        "disclosure_id": "Z-1", "approval": "approved", "approver": "王五", "approved_on": "2026-10-01",
        "source": "temporary", "approved_amount": "5000", "paid_on": "2026-10-02", "signature_no": "救急难 2026-17",
    },
    "honour_roll": {
        "kind": "social", "year": "2026", "term": "3", "basis_metric": "donation", "donor_id": "D-1",
        "deeds": "连续三年资助甘洛县乡村学校", "consent": "agreed", "consented_on": "2026-10-10",
        "consent_no": "同意书 2026-07", "award_doc_no": "甘委〔2026〕31号", "published_on": "2026-10-17",
    },
    "publicity": {
        "kind": "news", "title": "山海牵手三十年", "media": "四川日报", "media_level": "province",
        "published_on": "2026-10-17", "url": "https://example.com/2026/10/17", "author": "赵六", "fee": "300",
    },
    "report_submission": {
        "report_code": "industry", "period_kind": "quarter", "period": "2026-Q3", "status": "SUBMITTED",
        "submitted_on": "2026-10-09", "filler": "张三", "reviewer": "李四", "head": "王五",
        "sealed_org": "甘洛县东西部协作办公室", "filled_on": "2026-10-08", "+figure": 1,
        "figure[1].item": "引进企业数", "figure[1].unit": "家", "figure[1].value": "2",
    },
    "assessment_process": {
        "stage": "cross", "year": "2025", "team": "省际交叉检查第二组", "held_on": "2026-01-20",
        "issue_text": "两个帮扶车间台账与实际在岗人数不一致", "issue_class": "data", "measure": "逐车间核对在岗名单",
        "owner": "县农业农村局", "due_on": "2026-03-20", "fixed_on": "2026-03-10", "fix_text": "已核对并更正台账",
        "+sample_refs": 1, "sample_refs[1].sample_kind": "village", "sample_refs[1].sample_name": "海棠镇团结村",
    },
    "front_team": {
        "name": "奉化—甘洛前方工作组", "send_region": "330213", "base_region": "513435",
        "base_place": "甘洛县人民政府办公室", "dept_name": "甘洛县农业农村局", "leader_name": "王五", "+member": 2,
        "member[1].full_name": "赵六", "member[1].duty": "组长，负责产业合作", "member[1].start_on": "2025-05-12",
        "member[1].phone": "13800138000", "member[2].full_name": "钱七", "member[2].duty": "劳务协作",
        "member[2].is_full_time": "no", "member[2].start_on": "2025-05-12", "member[2].phone": "13900139000",
        "+study": 1, "study[1].studied_on": "2026-07-01", "study[1].content": "东西部协作政策",
        "study[1].person_times": "12",
    },
}  # fmt: skip

# The questions of domain book §2 (columns "identifier"), as the forms name them; the other ends of "→" are look-ups.
FIELDS: dict[str, str] = {
    "emergency_case": """person_id household_id cause occurred_on applied_on loss_amount self_paid surveyor surveyor_2 surveyed_on
        survey_text fast_aid fast_amount fast_on disclosure_id approval approved_amount approved_on source paid_on
        signature_file_id days need_id""",
    "disclosure": """kind ref_ids.ref_kind title body fund_source fund_scale fund_use using_unit allocation_principle
        allocation_result project_title place content term responsible money procurement target outcome channel notice_from
        notice_to notice_days hotline privacy_checked approver published_on file_id objections.objected_on objections.objector
        objections.objection objections.checked objections.reply result""",
    "honour_roll": """kind donor_id org_id year term basis_metric basis_value consent_file_id consented_on award_doc_no
        certificate_no published_on withdrawn_on""",
    "publicity": "kind title media media_level published_on url author leader closed_on outcome",
    "report_submission": """report_code period as_of due_on submitted_on is_overdue status filler reviewer head sealed_org_id
        filled_on snapshot_file caliber_note""",
    "assessment_process": """stage team held_on sample_refs.sample_name issue_text issue_class owner due_on fixed_on evidence grade
        reported_to reported_on""",
    "front_team": """name send_region base_region member.person_id member.duty member.start_on member.end_on member.phone
        full_time_count dept_org_id leader_name study.studied_on study.content study.person_times file_id""",
}
