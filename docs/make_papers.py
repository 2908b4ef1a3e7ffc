"""Writes docs/papers.md: the 43 prints of the domain book, and by which layout each is printed or for what it waits.

The layouts say their codes themselves, so a new layout fills its line by itself: ``python docs/make_papers.py``.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from reports import papers  # noqa: E402  (the path must be set first)

# Code, name, ledgers: domain book §5.9, in its order.
PRINTS = (
    ("LAB-R1", "转移就业台账（花名册）", "E4"), ("LAB-R2", "有就业意愿未就业人员名册", "E1"),
    ("LAB-R3", "就业去向分类统计表", "E4"), ("LAB-R4", "稳岗回访登记表", "E5"), ("LAB-R5", "交通补贴公示名单", "E6"),
    ("LAB-R6", "交通补贴发放表", "E6"), ("LAB-R7", "岗位信息汇总表", "E2"), ("LAB-R8", "招聘会统计表", "E3"),
    ("LAB-R9", "东部职校学生名册", "E7"), ("TAL-R1", "挂职干部名册", "T4"), ("TAL-R2", "专业技术人才交流名册", "T5"),
    ("TAL-R3", "培训班汇总表", "T2"), ("TAL-R4", "学员签到表", "T3"), ("TAL-R5", "学员花名册与结业表", "T3"),
    ("DON-R1", "捐赠登记册（资金）", "G3"), ("DON-R2", "捐赠登记册（物资）", "G4"), ("DON-R3", "捐赠登记凭证（内部）", "G8"),
    ("DON-R4", "物资入库单、出库单", "G5"), ("DON-R5", "发放签领名册", "G6"), ("DON-R6", "捐赠使用与结存报告", "G9"),
    ("DON-R7", "票据领用、使用、结存台账", "G7"), ("FUND-R1", "财政援助资金台账", "C1–C4"),
    ("FUND-R2", "资金月报（锁定）", "C5"), ("PROJ-R1", "项目库一览表", "C6"), ("PROJ-R2", "项目进度表", "C8"),
    ("PROJ-R3", "项目档案卡", "C6"), ("PROJ-R4", "绩效目标申报表、自评表、评价表", "C9"), ("PROJ-R5", "项目公示", "I1"),
    ("IND-R1", "引进企业台账", "D1 D2"), ("IND-R2", "园区、车间统计表", "D3 D4"), ("IND-R3", "消费帮扶统计表", "D5"),
    ("ORG-R1", "结对关系表", "B1 B2"), ("ORG-R2", "联席会议、互访一览表", "B4 B5"), ("ORG-R3", "协议备案登记表", "B3"),
    ("ORG-R4", "任务分解与督办表", "B6 B8"), ("ORG-R5", "报送情况统计表", "J1"), ("SOC-R1", "需求—援助对接表", "H1 H2"),
    ("SOC-R2", "救急难申请审批表", "H3"), ("SOC-R3", "光荣榜公告", "I2"), ("ASS-R1", "考核指标统计表", "J2"),
    ("ASS-R2", "自评报告与整改台账", "J3"), ("ASS-R3", "东西部协作情况月/季/年报", "J1"),
    ("SUM-R1", "跨年累计成果表", "全部"),
)  # fmt: skip
VERBS = {
    "DON-R3": "`xiezuo print receipt`",
    "ASS-R1": "`xiezuo indicators --out FILE.pdf` (A4横)",
    "ASS-R3": "`xiezuo indicators --paper ASS-R3 --out FILE.pdf`",
    "SUM-R1": "`xiezuo indicators --year 2013..2016 --out FILE.pdf` (A4)",
}


def served(code: str) -> str:
    """Return what prints it: layouts with their paper, or a verb; '' for nothing yet."""
    found = [
        f"`{layout.name}` ({layout.paper}{'横' if layout.landscape else ''})"
        for layout in papers.layouts().values()
        if layout.code == code
    ]
    return "、".join([*found, *([VERBS[code]] if code in VERBS else [])])


def page() -> str:
    """Return the page as Markdown."""
    lines = [
        "# 纸 · Papers",
        "",
        "The 43 prints of the domain book (§5.9): which layout prints each, or for which ledger it waits.",
        "How a layout is written: [rosters.md](rosters.md). Pictures of all: [pictures.md](pictures.md).",
        "",
        "| 码 | 名称 | 台账 | 由谁打印 · printed by |",
        "|---|---|---|---|",
    ]
    done = 0
    for code, name, ledger in PRINTS:
        by = served(code)
        done += bool(by)
        lines.append(f"| {code} | {name} | {ledger} | {by or f'等台账 {ledger} · waits for its ledger'} |")
    lines += ["", f"{done} of {len(PRINTS)} print today.", "", "## Beside them", ""]
    lines += [
        "Every form has two papers without a layout: `FORM-card` (登记表, one record: `xiezuo print card RECORD FILE.pdf`)",
        "and `FORM-blank` (空白表, to be filled by hand: `xiezuo print blank FORM FILE.pdf`).",
        "",
        "| 版式 · layout | 名称 | 纸 · paper |",
        "|---|---|---|",
    ]
    known = {code for code, _name, _ledger in PRINTS}
    for layout in papers.layouts().values():
        if layout.code not in known:
            lying = "横" if layout.landscape else ""
            lines.append(f"| `{layout.name}` | {layout.title} | {layout.paper}{lying} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    (ROOT / "docs" / "papers.md").write_text(page(), encoding="utf-8")
