"""How the records of gifts, funds, projects, industry, aid and publication differ: see `changes`."""

from datetime import date, timedelta

from records.samples.changes import HOME, MEN, VILLAGES, WOMEN, day, id_number, person, short, uscc, within
from records.samples.made import Answers, Made


def gift(n: int, made: Made) -> Answers:
    """Return what differs of the gift records."""
    return {
        "donor_id": made.at("givers", n),
        "received_on": day(n, "2026-01-10", 9, 290),
        "amount": str(2_000 + 3_700 * (n % 13)),
        "bank_ref": f"2026{n:010d}",
    }


def giver(n: int, _made: Made) -> Answers:
    """Return what differs of the giver records."""
    kinds = ("ENT_PRIV", "SOCIAL", "PERSON", "ENT_SOE", "SOCIAL", "PERSON")
    names = (
        "奉化某某实业有限公司",
        "奉化区某某商会",
        "爱心人士王某",
        "宁波某某集团",
        "奉化区某某基金会",
        "爱心人士李某",
    )
    kind = kinds[n % 6]
    consent = n % 4 != 3
    return {
        "donor_type": kind,
        "name": f"{names[n % 6]}{n // 6 + 1}",
        "publicity": "name_and_amount" if consent else "amount_only",
        "name_consent": "yes" if consent else None,
        "phone": f"1391{n:07d}",
        **({} if kind == "PERSON" else {"id_type": "60", "id_no": uscc(500 + n), "contact_name": "某联系人"}),
    }


def goods(n: int, made: Made) -> Answers:
    """Return what differs of the goods records."""
    items = (
        ("棉被", "床", "01", "180"),
        ("课外读物", "册", "05", "26"),
        ("校服", "套", "01", "95"),
        ("书包", "个", "05", "60"),
    )
    name, unit, category, price = items[n % 4]
    return {
        "donor_id": made.at("givers", n),
        "received_on": day(n, "2026-02-01", 17, 250),
        "purposes": ["winter" if n % 4 == 0 else "schooling"],
        "line[1].item_name": name,
        "line[1].unit": unit,
        "line[1].category": category,
        "line[1].qty": "200",
        "line[1].valuation": "invoice",
        "line[1].unit_price": price,
        "line[1].condition": "new" if category == "01" else None,
    }


def stock(n: int, made: Made) -> Answers:
    """Return what differs of the stock records."""
    return {
        "donation_id": made.at("year_goods", n),
        "goods_line_id": "1",
        "stored_on": "2026-10-20",
        "qty_in": "200",
    }


def handed(n: int, made: Made) -> Answers:
    """Return what differs of the handed records."""
    answers: Answers = {
        "batch_no": f"2026-冬-{20 + n}",
        "line[1].stock_batch": made.at("year_stock", n),
        "+line": 4,
    }
    for row in range(1, 5):
        answers |= within(
            "line",
            row,
            {
                "stock_batch": made.at("year_stock", n),
                "beneficiary_name": person(40 + 4 * n + row)["full_name"],
                "id_no": person(40 + 4 * n + row)["id_no"],
                "qty": "5",
            },
        )
    return answers


def project(n: int, made: Made) -> Answers:
    """Return what differs of the project records."""
    kinds = ("industry", "infrastructure", "education", "health", "labour", "rural", "tourism", "training")
    words = (
        "花椒加工厂",
        "饮水管网",
        "小学运动场",
        "卫生室",
        "就业服务站",
        "示范村道路",
        "古镇步道",
        "实训中心",
    )
    states = ("building", "accepted", "finished", "building", "tender", "building", "approved", "finished")
    ended = states[n % 8] in ("accepted", "finished")
    return {
        "project_no": f"513435202601{n:02d}",
        "name": f"2026年{VILLAGES[n % 4]}{words[n % 8]}",
        "project_type": kinds[n % 8],
        "place_detail": VILLAGES[n % 4],
        "content": f"建设{words[n % 8]}一处",
        "status": states[n % 8],
        "actual_start": "2026-06-10" if states[n % 8] not in ("tender", "approved") else None,
        "actual_end": "2026-11-10" if ended else None,
        "linkage": ["work"],
        "benefit_people": str(300 + 40 * n),
        "benefit_assisted": str(120 + 20 * n),
        "selection_id": made.at("year_selection", n),
        "budget_total": "900000",
        **(
            {"?status": "验收资料正在整理", "?archive_missing": "档案正在整理"}
            if states[n % 8] == "accepted"
            else {}
        ),
        "budget_by_source[1].source_amount": "800000",
        "budget_by_source[2].source_amount": "100000",
    }


def selection(n: int, _made: Made) -> Answers:
    """Return what differs of the selection records."""
    return {
        "project_title": f"2026年第{n + 2}批项目",
        "requested_amount": "900000",
        "approval_no": f"甘协办〔2026〕{20 + n}号",
    }


def allocation(n: int, made: Made) -> Answers:
    """Return what differs of the allocation records."""
    classes = ("industry", "infrastructure", "education", "health", "labour", "rural", "other", "training")
    return {
        "doc_no": f"甘财农〔2026〕{50 + n}号",
        "project_id": made.at("year_project", n),
        "amount": "600000",
        "use_class": classes[n % 8],
        "is_livelihood": "yes" if n % 4 else "no",
        "to_assisted": "yes" if n % 3 else "no",
        "allocated_on": f"2026-11-{3 + n:02d}",
    }


def payment(n: int, made: Made) -> Answers:
    """Return what differs of the payment records."""
    return {
        "fund_allocation_id": made.at("year_allocation", n),
        "paid_on": f"2026-11-{12 + n // 8 * 6:02d}",
        "amount": "180000",
        "contract_amount": "580000",
        "voucher_no": f"记-{100 + n:04d}",
        "purpose": "工程进度款",
    }


def progress(n: int, made: Made) -> Answers:
    """Return what differs of the progress records."""
    return {
        "project_id": made.at("year_project", n % 8),
        "reported_on": f"2026-{8 + n // 8:02d}-20",
        "progress_pct": str(25 + 25 * (n // 8)),
        "invested_period": "150000",
        "text": "按计划推进",
    }


def enterprise(n: int, _made: Made) -> Answers:
    """Return what differs of the enterprise records."""
    return {
        "enterprise_name": f"奉化某某{('食品', '纺织', '电子')[n % 3]}有限公司{n + 1}",
        "uscc": uscc(800 + n),
        "signed_on": day(n, "2026-02-10", 31, 240),
        "class": ("processing", "labour", "manufacture")[n % 3],
        "agreed_amount": str(3_000_000 + 1_500_000 * n),
        "started_on": None if n % 2 else "2026-09-01",
        "tax_relief": "no",
        "relief_from": None,
        "+policy_ids": 0,
        "status": "signed" if n % 2 else "building",
        "park_id": None if n % 2 else "K-1",
    }


def investment(n: int, made: Made) -> Answers:
    """Return what differs of the investment records."""
    quarter = (("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30"), ("2026-07-01", "2026-09-30"))[
        n // 4 % 3
    ]
    return {
        "enterprise_id": made.at("year_enterprise", n % 4),
        "period_start": quarter[0],
        "period_end": quarter[1],
        "arrived_amount": "800000",
        "evidence_no": f"2026-{n:04d}",
        "jobs": str(30 + n),
        "jobs_rural": str(22 + n),
        "jobs_assisted": str(10 + n),
        "benefit_households": str(8 + n),
        "benefit_people": str(10 + n),
    }


def notice(n: int, made: Made) -> Answers:
    """Return what differs of the notice records."""
    start = date.fromisoformat(day(n, "2026-03-02", 29, 260))
    project = made.at("year_project", n)
    common: Answers = {
        "formed_on": (start - timedelta(days=3)).isoformat(),
        "notice_from": start.isoformat(),
        "notice_to": (start + timedelta(days=9)).isoformat(),
        "published_on": start.isoformat(),
    }
    if n % 2:
        return common | {
            "kind": "project_before",
            "title": f"项目实施前公示（第 {n + 1} 批）",
            "body": "现将拟实施项目公示如下，如有异议请在公示期内反映。",
            "project_id": project,
            "term": "2026年6月至12月",
            "responsible": "项目业主负责人",
            "procurement": "公开招标",
            "target": "年内完工",
            "money": "80万元",
        }
    return common | {
        "kind": "fund_allocation",
        "title": f"东西部协作资金分配公示（第 {n + 1} 批）",
        "body": "现将资金分配结果公示如下。",
        "fund_allocation_id": made.at("year_allocation", n),
        "fund_source": "宁波市奉化区财政援助资金",
        "fund_scale": "60万元",
        "fund_use": "用于基础设施和产业",
        "using_unit": "甘洛县农业农村局",
        "allocation_principle": "向脱贫村倾斜",
        "allocation_result": "安排到村",
    }


def need(n: int, _made: Made) -> Answers:
    """Return what differs of the need records."""
    words = ("课外读物", "过冬棉被", "电子琴", "饮水设备")
    return {
        "logged_on": day(n, "2026-02-05", 19, 280),
        "verified_on": day(n, "2026-02-12", 19, 280),
        "description": f"{words[n % 4]}不足",
        "public_text": f"一所乡镇小学需要{words[n % 4]}",
        "qty": str(20 + 10 * n),
        "status": "open",
    }


def linked(n: int, made: Made) -> Answers:
    """Return what differs of the linked records."""
    return {
        **short(200 + n),
        "enterprise_id": made.at("year_enterprise", n % 4),
        "category": "assisted" if n % 3 else "monitored",
        "mode": ("work", "dividend", "order")[n % 3],
        "amount": str(500 + 60 * n),
        "village": VILLAGES[n % 4],
    }


def cadre(n: int, _made: Made) -> Answers:
    """Return what differs of the cadre records."""
    one = person(1300 + n)
    return {
        **{name: one[name] for name in ("id_no", "full_name", "phone")},
        "start_on": "2026-03-01",
        "end_on": "2027-02-28",
    }


def seeker(n: int, _made: Made) -> Answers:
    """Return what differs of the seeker records."""
    return {
        **person(1400 + n),
        "category": ("assisted", "monitored", "other")[n % 3],
        "desired_wage": str(3500 + 100 * n),
        "logged_on": day(n, "2026-03-01", 7, 230),
    }


def student(n: int, _made: Made) -> Answers:
    """Return what differs of the student records."""
    born = date(2009, 1, 4) + timedelta(days=17 * n)
    return {
        "id_no": id_number(HOME, born, woman=n % 2 == 0),
        "full_name": (WOMEN if n % 2 == 0 else MEN)[n % 10],
        "phone": f"1370{n:07d}",
        "category": "assisted" if n % 2 else "other",
    }


def reported(n: int, _made: Made) -> Answers:
    """Return what differs of the reported records."""
    month = n + 1
    last = (date(2026, month + 1, 1) - timedelta(days=1)).isoformat()
    return {
        "report_code": "labour",
        "period_kind": "month",
        "period": f"2026-{month:02d}",
        "submitted_on": f"2026-{month + 1:02d}-{3 + n % 4:02d}",
        "filled_on": f"2026-{month + 1:02d}-02",
        "as_of": last,
        "figure[1].item": "转移就业人数",
        "figure[1].unit": "人",
        "figure[1].value": str(120 + 14 * n),
    }


def aid(n: int, _made: Made) -> Answers:
    """Return what differs of the aid records."""
    return {
        **short(150 + n),
        "phone": f"1360{n:07d}",
        "village": VILLAGES[n % 4],
        "approved_amount": str(3000 + 500 * n),
        "signature_no": f"救急难 2026-{30 + n}",
    }
