"""One sound record of each ledger of organisation (B3–B8), of funds and of projects (C1–C12); all people are invented.

`u1`, `u2` stand for organisations, a form's own id (`pairing`, `project` …) for the record of that form.
"""

from typing import Any

SCAN, PICTURE = "扫描件.pdf", "现场.png"
_PHONE = "13800138000"
_TASK_DUE = "2026-12-20"
COOPERATION: dict[str, dict[str, Any]] = {
    "document": {
        "direction": "in", "title": "关于下达2026年东西部协作资金的通知", "doc_no": "浙财农〔2026〕12号", "issuer": "浙江省财政厅",
        "issued_on": "2026-02-20", "secrecy": "public", "urgency": "normal",
    },
    "agreement": {
        "agreement_no": "XY-2026-001", "title": "2026年奉化—甘洛东西部协作协议书", "kind": "annual", "pairing_id": "pairing",
        "year": "2026", "+party_ids": 2, "party_ids[1].party_role": "a", "party_ids[1].org_id": "u1",
        "party_ids[2].party_role": "b", "party_ids[2].org_id": "u2", "signed_on": "2026-03-10", "signed_at": "成都",
        "valid_from": "2026-03-10", "valid_to": "2026-12-31", "agreed_amount": "32440000", "signatories": "张三、李四",
        "sealed": "yes", "file_id": SCAN, "+agreement_target": 1, "agreement_target[1].indicator": "转移就业人数",
        "agreement_target[1].target_value": "300", "agreement_target[1].target_unit": "人",
        "filing_status": "filed", "filed_with": "凉山州乡村振兴局", "filed_on": "2026-03-20",
        "filing_doc_no": "甘协办〔2026〕5号",
    },
    "meeting": {
        "title": "奉化—甘洛2026年联席会议", "kind": "joint", "held_status": "held", "held_on": "2026-05-12", "place": "甘洛县",
        "pairing_id": "pairing", "chair": "张三（县长）", "leaders": "张三（县长）、李四（区长）", "attendee_count": "32",
        "agenda": "商定年度项目", "minutes_file_id": SCAN, "minutes_no": "甘协会〔2026〕2号", "+decision": 1,
        "decision[1].decision_text": "建设帮扶车间三处", "decision[1].owner_org_id": "u2",
        "decision[1].due_on": _TASK_DUE, "decision[1].status": "doing",
    },
    "visit": {
        "direction": "east_west", "pairing_id": "pairing", "start_on": "2026-05-11", "end_on": "2026-05-13",
        "leader_name": "李四", "leader_post": "区长", "leader_level": "county", "is_principal": "yes", "person_times": "12",
        "dest_region": "513435", "outcome": "召开联席会议，看望挂职干部",
    },
    "plan": {
        "title": "2026年东西部协作工作计划", "kind": "annual", "year": "2026", "pairing_id": "pairing", "author_org_id": "u1",
        "issued_on": "2026-03-01", "doc_no": "奉协办〔2026〕3号", "+plan_task": 1, "plan_task[1].task": "建设帮扶车间三处",
        "plan_task[1].lead_org_id": "u2", "plan_task[1].join_orgs": "县就业局", "plan_task[1].due_on": _TASK_DUE,
        "plan_task[1].task_status": "doing", "progress": "doing",
    },
    "fund_plan": {
        "year": "2026", "pairing_id": "pairing", "payer_level": "county", "payer_org_id": "u1", "payee_region": "513435",
        "unit_standard": "1000", "county_count": "1", "planned_amount": "10000000", "document_id": "document",
    },
    "fund_arrival": {
        "fund_plan_id": "fund_plan", "arrived_on": "2026-04-01", "amount": "8000000", "fund_kind": "county",
        "payer_org_id": "u1", "by_treasury": "no", "account": "甘洛县财政局乡村振兴专户", "bank_ref": "20260401000017",
        "file_id": SCAN,
    },
    "project_selection": {
        "project_title": "2026年团结村帮扶车间", "pairing_id": "pairing", "applicant_id": "u2", "applied_on": "2026-01-10",
        "requested_amount": "3000000", "matches": ["industry", "labour"], "is_village": "yes",
        "village_vote_on": "2026-01-05", "opinions": "乡镇同意；县农业农村局同意；领导小组同意",
        "agreed_meeting_id": "meeting", "result": "pool", "is_approved": "yes", "approval_no": "甘协办〔2026〕9号", "approved_on": "2026-05-20",
    },
    "project": {
        "project_no": "51343520260001", "name": "2026年团结村帮扶车间", "year": "2026", "project_type": "industry",
        "nature": "new", "pairing_id": "pairing", "place_region": "513435", "place_detail": "团结村",
        "content": "建设标准厂房 800 平方米", "scale_value": "800", "scale_unit": "平方米", "budget_total": "3000000",
        "selection_id": "project_selection", "+budget_by_source": 2, "budget_by_source[1].budget_source": "county",
        "budget_by_source[1].source_amount": "2000000", "budget_by_source[2].budget_source": "local",
        "budget_by_source[2].source_amount": "1000000", "implementer_id": "u2", "principal": "赵六",
        "contact_name": "钱七", "contact_phone": _PHONE, "dept_org_id": "u2", "plan_start": "2026-06-01",
        "plan_end": "2026-12-31", "status": "building", "actual_start": "2026-06-10", "benefit_people": "420",
        "benefit_assisted": "180", "linkage": ["work", "shares"], "pilot_nature": "model", "+archive_items": 1,
        "archive_items[1].archive_kind": "application", "archive_items[1].item_title": "项目申报书",
        "archive_items[1].pages": "12", "archive_items[1].file_id": SCAN,
    },
    "fund_allocation": {
        "doc_no": "甘财农〔2026〕31号", "allocated_on": "2026-11-10", "project_id": "project", "org_id": "u2",
        "fund_arrival_id": "fund_arrival", "amount": "2000000", "use_class": "industry", "to_grassroots": "yes",
        "is_livelihood": "yes", "to_assisted": "yes",
    },
    "fund_payment": {
        "fund_allocation_id": "fund_allocation", "paid_on": "2026-11-18", "amount": "600000",
        "contract_amount": "1900000", "payee_name": "甘洛建工有限公司", "method": "treasury", "voucher_no": "记-0031",
        "purpose": "车间基础工程款", "file_id": SCAN,
    },
    "fund_report": {
        "project_id": "project", "month": "2026-11-01", "planned_province": "0", "planned_city": "0",
        "planned_county": "2000000", "planned_enterprise": "0", "planned_other": "0", "arrived_province": "0",
        "arrived_city": "0", "arrived_county": "2000000", "arrived_enterprise": "0", "arrived_other": "0",
        "paid_province": "0", "paid_city": "0", "paid_county": "600000", "paid_enterprise": "0", "paid_other": "0",
        "expected": "500000", "unassigned": "0",
    },
    "project_progress": {
        "project_id": "project", "reported_on": "2026-11-15", "reporter": "钱七", "progress_pct": "76.9",
        "invested_period": "600000", "text": "主体完工", "problem": "无", "file_id": PICTURE,
    },
    "project_performance": {
        "project_id": "project", "year": "2026", "stage": "self", "+indicator": 2, "indicator[1].level1": "output",
        "indicator[1].level2": "quantity", "indicator[1].level3": "建成厂房", "indicator[1].target_value": "800",
        "indicator[1].unit": "平方米", "indicator[1].actual_value": "800", "indicator[1].weight": "60",
        "indicator[1].score": "60", "indicator[2].level1": "satisfaction", "indicator[2].level2": "satisfaction",
        "indicator[2].level3": "群众满意度", "indicator[2].target_value": "95", "indicator[2].unit": "%",
        "indicator[2].actual_value": "98", "indicator[2].weight": "40", "indicator[2].score": "38", "sample_size": "50",
        "satisfaction_pct": "98",
    },
    "project_acceptance": {
        "project_id": "project", "accepted_on": "2026-11-20", "accepter_id": "u2", "conclusion": "passed",
        "audited_amount": "2950000", "has_asset": "yes", "+asset": 1, "asset[1].asset_name": "标准厂房",
        "asset[1].asset_kind": "business", "asset[1].qty": "800", "asset[1].qty_unit": "平方米",
        "asset[1].original_value": "2950000", "asset[1].owner_org_id": "u2", "asset[1].keeper_name": "孙八",
        "asset[1].income_share": "租金的六成分给脱贫户", "asset[1].asset_state": "used",
    },
    "fund_pool": {
        "name": "团结村互助资金", "kind": "mutual", "founder_id": "u2", "founded_on": "2026-03-01", "size": "500000",
        "manager_id": "u2", "+entry": 2, "entry[1].entry_on": "2026-03-02", "entry[1].direction": "in",
        "entry[1].party": "甘洛县教育局", "entry[1].amount": "500000", "entry[2].entry_on": "2026-04-01",
        "entry[2].direction": "out", "entry[2].party": "5134350001", "entry[2].amount": "20000", "entry[2].term": "12",
        "entry[2].rate": "3.5", "households": "1", "overdue": "0",
    },
    "land_quota": {
        "year": "2026", "pairing_id": "pairing", "from_region": "513435", "to_region": "330213", "area_mu": "120.5",
        "unit_price": "300000", "amount": "36150000", "arrived_amount": "20000000",
    },
    "work_log": {
        "logged_on": "2026-11-02", "author_name": "王五", "text": "到团结村看车间", "place": "团结村", "+links": 1,
        "links[1].link_kind": "project", "links[1].project_id": "project", "task": "督促车间招工", "lead_name": "县就业局",
        "due_on": _TASK_DUE, "task_status": "todo",
    },
}  # fmt: skip

# The names of domain book 2.2, by which layouts, indicators and batches speak of the questions.
FIELDS: dict[str, str] = {
    "document": """direction title doc_no issuer issued_on secrecy urgency owner_org_id due_on done_on file_id""",
    "agreement": """agreement_no title kind signed_on signed_at valid_from valid_to year agreed_amount signatories
        sealed file_id filed_with filed_on filing_doc_no filing_status implementation_report_id
        party_ids.org_id agreement_target.target_value""",
    "meeting": """kind title held_on place pairing_id chair leaders attendee_count agenda minutes_file_id minutes_no
        decision.decision_text decision.owner_org_id decision.due_on decision.status""",
    "visit": """direction start_on end_on leader_name leader_post leader_level is_principal person_times dest_region
        outcome file_id""",
    "plan": """title kind year author_org_id issued_on doc_no progress plan_task.task""",
    "fund_plan": """year pairing_id payer_level payer_org_id payee_region unit_standard county_count planned_amount
        share_ratio document_id""",
    "fund_arrival": """fund_plan_id arrived_on amount payer_org_id account bank_ref fund_kind file_id is_red corrects_id""",
    "project_selection": """applicant_id applied_on requested_amount is_urgent matches village_vote_on opinions
        agreed_meeting_id result approval_no approved_on""",
    "project": """project_no name year project_type nature place_region villages content scale_value scale_unit
        budget_total implementer_id principal contact_name contact_phone dept_org_id plan_start plan_end
        actual_start actual_end benefit_people benefit_assisted linkage pilot_nature selection_id status
        archive_items.file_id budget_by_source.source_amount""",
    "fund_allocation": """doc_no allocated_on project_id org_id amount fund_arrival_id use_class to_grassroots is_livelihood
        to_assisted disclosure_id""",
    "fund_payment": """fund_allocation_id paid_on amount payee_name method voucher_no purpose file_id""",
    "fund_report": """month project_id planned arrived paid spend_rate expected unassigned status planned_province
        arrived_other paid_enterprise""",
    "project_progress": """reported_on reporter progress_pct invested_period invested_total text problem file_id late_flag""",
    "project_performance": """indicator.level1 indicator.level2 indicator.level3 indicator.target_value indicator.unit
        indicator.actual_value indicator.weight indicator.score indicator.deviation sample_size
        satisfaction_pct grade""",
    "project_acceptance": """accepted_on accepter_id conclusion audited_amount asset.asset_name asset.asset_kind asset.qty
        asset.original_value asset.owner_org_id asset.keeper_name asset.income_share asset.asset_state""",
    "fund_pool": """name kind founder_id founded_on size manager_id entry.entry_on entry.direction entry.party
        entry.amount entry.term entry.rate households balance overdue compensated""",
    "land_quota": """year from_region to_region area_mu unit_price amount arrived_amount""",
    "work_log": """logged_on author_id text place companions inspection_kind links.project_id""",
}
