"""Invented funds, projects, pairings, meetings and agreements for the pictures of papers (`make_paper_pictures.py`)."""

from typing import Any

_NAMES = (
    "2026年映秀镇中滩堡村羌绣帮扶车间", "2026年绵虒镇甜樱桃基地及配套冷链设施建设项目（一期工程）", "2026年县人民医院远程会诊能力提升",
    "2026年乡村振兴干部人才培训",
)  # fmt: skip
_TYPES = ("industry", "industry", "health", "training")
_UNITS = ("汶川县农业农村和科技局", "绵虒镇人民政府", "汶川县人民医院", "汶川县东西部协作办公室")
_PAYERS = (("广东省财政厅", "province"), ("佛山市财政局", "city"), ("佛山市顺德区财政局", "county"))


def fund_plans() -> list[dict[str, Any]]:
    """Return plans of three payers over four years with what arrived, was allocated and paid."""
    rows = []
    for n in range(12):
        payer, level = _PAYERS[n % 3]
        planned = 3_000_000 + 1_250_000 * (n % 3) + 400_000 * (n // 3)
        arrived, paid = planned if n < 9 else planned // 2, (planned * (n < 9)) // 4 * 3
        rate = "—" if not arrived else f"{paid / arrived * 100:.2f}"
        rows.append(
            {
                "year": 2023 + n // 3, "payer_name": payer, "payer_level": level, "payee_region": "513221",
                "planned_amount": str(planned), "arrived_total": str(arrived), "allocated_total": str(arrived),
                "paid_total": str(paid), "spend_rate": rate, "rest": str(arrived - paid),
            }
        )  # fmt: skip
    return rows


def projects() -> list[dict[str, Any]]:
    """Return projects, the first with what is in its file."""
    return [
        {
            "project_no": f"5132212026{n + 1:04d}", "name": _NAMES[n % 4], "year": 2026, "project_type": _TYPES[n % 4],
            "nature": "new", "pairing_id": "佛山市顺德区 → 汶川县", "place_region": "513221",
            "place_detail": ("映秀镇中滩堡村", "绵虒镇", "威州镇", "威州镇")[n % 4], "villages": "中滩堡村、黄家村",
            "scale_value": "800", "scale_unit": "平方米", "content": "建设标准厂房及配套水电，购置绣架和缝纫设备六十台（套）",
            "selection_id": f"{_NAMES[n % 4]} · {_UNITS[n % 4]}", "approval_no": f"汶协办〔2026〕{n + 1}号",
            "budget_total": str(1_200_000 + 350_000 * n), "allocated_total": "1200000", "paid_total": str(250_000 * (n % 5)),
            "progress_now": str(20 * (n % 5)), "implementer_id": _UNITS[n % 4], "implementer_name": _UNITS[n % 4],
            "dept_org_id": "汶川县农业农村和科技局", "principal": "王建国", "contact_name": "马兰花", "plan_start": "2026-04-01",
            "plan_end": "2026-11-30", "actual_start": "2026-04-12", "status": ("building", "finished", "accepted", "pool")[n % 4],
            "benefit_people": "420", "benefit_assisted": "180", "linkage": ["work", "shares"],
            "budget_by_source": [
                {"budget_source": "county", "source_amount": "900000"}, {"budget_source": "local", "source_amount": "300000"},
            ],
            "archive_items": [
                {"archive_kind": kind, "item_title": title, "item_no": number, "item_on": "2026-03-01", "pages": pages}
                for kind, title, number, pages in (
                    ("application", "项目申报书", "", "12"), ("approval", "关于同意建设羌绣帮扶车间的批复", "汶协办〔2026〕1号", "3"),
                    ("contract", "施工合同", "HT-2026-018", "26"), ("photo", "施工前、中、后照片", "", "9"),
                )
            ],
            "archive_missing": "招标 监理 支付 验收 审计 移交 公示",
        }
        for n in range(14)
    ]  # fmt: skip


def _reports() -> list[dict[str, Any]]:
    amounts = {"province": 600_000, "city": 450_000, "county": 900_000, "enterprise": 0, "other": 50_000}
    rows = []
    for n in range(8):
        row: dict[str, Any] = {"project_name": _NAMES[n % 4], "month": "2026-10-01"}
        sums = {}
        for what, part in (("planned", 100), ("arrived", 90), ("paid", 20 + 10 * (n % 5))):
            row |= {f"{what}_{source}": str(amount * part // 100) for source, amount in amounts.items()}
            sums[what] = sum(amount * part // 100 for amount in amounts.values())
            row[what] = str(sums[what])
        rows.append(row | {"spend_rate": f"{sums['paid'] / sums['arrived'] * 100:.2f}"})
    return rows


def _progress() -> list[dict[str, Any]]:
    return [
        {
            "project_no": f"5132212026{n + 1:04d}", "project_name": _NAMES[n % 4], "reported_on": "2026-11-15",
            "budget_total": "1200000", "invested_period": "123456.78", "invested_total": str(300_000 + 90_000 * n),
            "progress_pct": str(25 + 9 * (n % 8)), "time_pct": "78.4", "late_flag": "yes" if n % 8 < 4 else "no",
            "text": "主体完工，正在安装设备", "problem": ("无", "雨季影响进度，村内道路运输受限，需协调增派车辆")[n % 2],
        }
        for n in range(9)
    ]  # fmt: skip


def _performance() -> list[dict[str, Any]]:
    said = (
        ("output", "quantity", "建成厂房", "800", "平方米", "800", "20", "20", ""),
        ("output", "quality", "验收合格率", "100", "%", "100", "15", "15", ""),
        ("output", "timeliness", "按期完工率", "100", "%", "75", "15", "11", "雨季停工，已增派人手"),
        ("benefit", "economic", "绣娘月均增收", "1200", "元", "1350", "20", "20", ""),
        ("benefit", "social", "吸纳脱贫劳动力", "60", "人", "63", "20", "20", ""),
        ("satisfaction", "satisfaction", "群众满意度", "95", "%", "98", "10", "10", ""),
    )
    keys = (
        "level1",
        "level2",
        "level3",
        "target_value",
        "unit",
        "actual_value",
        "weight",
        "score",
        "deviation",
    )
    return [
        {
            "project_no": "51322120260001", "project_name": _NAMES[0], "year": 2026, "weight_total": "100", "score_total": "96",
            "sample_size": "50", "satisfaction_pct": "98", "grade": "excellent",
            "indicator": [dict(zip(keys, one, strict=True)) for one in said],
        }
    ]  # fmt: skip


def rows() -> dict[str, list[dict[str, Any]]]:
    """Return the samples by form."""
    towns = ("汶川县", "理县", "茂县", "松潘县")
    return {
        "fund_plan": fund_plans(), "project": projects(), "fund_report": _reports(), "project_progress": _progress(),
        "project_performance": _performance(),
        "pairing": [
            {"donor_name": "广东省佛山市", "recipient_name": f"四川省阿坝藏族羌族自治州{town}", "scheme": "east_west",
             "document_id": "粤办发〔2016〕32号", "valid_from": "2021-04-01", "status": "active"}
            for town in towns
        ],
        "unit_pairing": [
            {"kind": kind, "donor_org_id": donor, "recipient_org_id": helped, "modes": modes, "valid_from": "2026-01-10",
             "status": "active"}
            for kind, donor, helped, modes in (
                ("school", "顺德区容桂小学", "汶川县第一小学", ["education"]), ("hospital", "佛山市中医院", "汶川县人民医院", ["medical"]),
                ("enterprise_village", "广东某某家电集团有限公司", "映秀镇中滩堡村", ["industry"]),
            )
        ],
        "meeting": [
            {"held_on": f"2026-0{n + 3}-12", "kind": ("summit", "joint", "consultation")[n % 3], "title": "顺德—汶川2026年党政联席会议",
             "place": ("成都", "汶川", "佛山")[n % 3], "leaders": "王某（县委书记）、李某（区长）", "attendee_count": 32 - n,
             "agenda": "商定年度项目与资金，研究劳务协作", "minutes_no": f"汶协会〔2026〕{n + 1}号", "decisions": 3, "decisions_open": n % 3,
             "decision": [
                 {"decision_text": "建设帮扶车间三处，年内吸纳脱贫劳动力一百人", "owner_name": _UNITS[0], "due_on": "2026-12-20",
                  "status": "doing"},
                 {"decision_text": "开行务工专列两趟", "owner_name": "汶川县人力资源和社会保障局", "due_on": "2026-03-01", "status": "done"},
             ]}
            for n in range(5)
        ],
        "visit": [
            {"direction": ("east_west", "west_east")[n % 2], "start_on": f"2026-0{n + 2}-11", "end_on": f"2026-0{n + 2}-13",
             "leader_name": ("欧阳某", "王某")[n % 2], "leader_post": ("区长", "县委书记")[n % 2], "leader_level": "county",
             "is_principal": "yes", "person_times": 12 + n, "dest_region": ("513221", "440606")[n % 2],
             "outcome": "召开联席会议，看望挂职干部和务工人员，签订劳务协作协议"}
            for n in range(6)
        ],
        "agreement": [
            {"agreement_no": f"XY-2026-{n + 1:03d}", "title": ("2026年顺德—汶川东西部协作协议书", "共建农产品加工产业园区框架协议")[n % 2],
             "party_names": "佛山市顺德区人民政府、汶川县人民政府", "kind": ("annual", "enterprise")[n % 2], "signed_on": "2026-03-10",
             "valid_to": "2026-12-31", "agreed_amount": str(32_440_000 - 900_000 * n), "filed_with": "阿坝州乡村振兴局",
             "filed_on": "2026-03-20", "filing_doc_no": f"汶协办〔2026〕{n + 5}号", "filing_status": ("recorded", "filed")[n % 2]}
            for n in range(6)
        ],
        "plan": [
            {"title": "2026年东西部协作工作计划",
             "plan_task": [
                 {"task": task, "lead_name": lead, "join_orgs": "县财政局、各乡镇", "due_on": "2026-12-20", "task_status": state}
                 for task, lead, state in (
                     ("建设帮扶车间三处", _UNITS[0], "doing"), ("组织劳务输转三百人", "汶川县人力资源和社会保障局", "done"),
                     ("选派专业技术人才二十名", "汶川县委组织部", "late"),
                 )
             ]}
        ],
        "work_log": [
            {"logged_on": "2026-11-02", "author_name": "马兰花", "task": "督促羌绣车间招工，核对脱贫劳动力名单", "lead_name": "映秀镇人民政府",
             "join_orgs": "县人社局", "due_on": "2026-11-30", "task_status": "doing"}
        ],
    }  # fmt: skip
