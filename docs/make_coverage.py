"""Writes docs/coverage.md: what serves each of the 142 things the five documents ask for, and the test that shows it.

The rows are the documents' (docs/systems_in_seeds.csv, with the sentence each comes from); the ledgers that serve a row stand
in its last column, the questions and tests that show its sentence in docs/coverage_shown.csv. Forms, papers, verbs and tests are looked up in the program as it is, so the page cannot claim more.
"""

import csv
import re
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs.coverage_items import Item, Shown, read  # noqa: E402  (the path must be set first)
from forms.definitions import builtin  # noqa: E402  (the path must be set first)
from forms.definitions.keeping import compiled  # noqa: E402  (the path must be set first)
from reports import papers  # noqa: E402  (the path must be set first)
from reports.indicators import indicators, schemes  # noqa: E402  (the path must be set first)

TABLE = ROOT / "docs" / "systems_in_seeds.csv"
PAGE = ROOT / "docs" / "coverage.md"
SEEDS = {
    "000": "国办发〔1996〕26号",
    "001": "国开办发〔2009〕24号",
    "002": "浙江—四川（甘孜）报道",
    "003": "粤办发〔2016〕32号",
    "004": "“十三五”脱贫攻坚规划第九章",
}
FORMS = {
    "A1": "region", "A2": "organization", "A3": "person", "A4": "household",
    "B1": "pairing", "B2": "unit_pairing", "B3": "agreement", "B4": "meeting", "B5": "visit", "B6": "plan", "B7": "document", "B8": "work_log",
    "C1": "fund_plan", "C2": "fund_arrival", "C3": "fund_allocation", "C4": "fund_payment", "C5": "fund_report", "C6": "project",
    "C7": "project_selection", "C8": "project_progress", "C9": "project_performance", "C10": "project_acceptance", "C11": "fund_pool",
    "C12": "land_quota",
    "D1": "enterprise", "D2": "investment_arrival", "D3": "industrial_park", "D4": "workshop", "D5": "consumption", "D6": "policy",
    "D7": "tourism_route", "D8": "benefit_link",
    "E1": "job_seeker", "E2": "job_post", "E3": "labour_transfer", "E4": "employment", "E5": "employment", "E6": "labour_subsidy",
    "E7": "vocational_student", "E8": "settlement",
    "T1": "training_base", "T2": "training_class", "T3": "training_class", "T4": "cadre_secondment", "T5": "prof_exchange",
    "G1": "donor", "G2": "donation_agreement", "G3": "money_donation", "G4": "goods_donation", "G5": "stock_batch", "G6": "distribution",
    "G7": "receipt_book", "G8": "receipt", "G9": "donation_use", "G10": "volunteer_service",
    "H1": "need", "H2": "need_match", "H3": "emergency_case",
    "I1": "disclosure", "I2": "honour_roll", "I3": "publicity",
    "J1": "report_submission", "J3": "assessment_process", "K1": "front_team",
}  # fmt: skip
# What no form serves: what does instead.
OTHERS = {
    "J2": "`xiezuo indicators`，“考核”页",
    "L1": "`xiezuo verify`，操作日志",
    "L2": "`xiezuo attachments`，记录的附件",
}
# Besides their ledger: what else serves them.
ALSO = {
    "I1": "`xiezuo publish`，“发布”页",
    "I2": "`xiezuo publish`，“发布”页",
    "B1": "`xiezuo codes pairings`",
    "G8": "`xiezuo receipts`",
    "G7": "`xiezuo receipts books`",
}
ROW_TEST = "tests/forms/definitions/test_what_the_documents_ask.py"
_CODE = re.compile(r"([A-LT]\d+)(?:–[A-LT](\d+))?")


def rows() -> list[dict[str, str]]:
    """Return the rows of the documents."""
    with TABLE.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def ledgers(row: dict[str, str]) -> list[str]:
    """Return the ledgers a row names: ``G1–G8`` are eight, 全部 is every one."""
    if "全部" in row["ledgers"]:
        return ["全部"]
    found = []
    for first, last in _CODE.findall(row["ledgers"]):
        letter, number = first[0], int(first[1:])
        found += [f"{letter}{each}" for each in range(number, int(last or number) + 1)]
    return found


@cache
def titles() -> dict[str, str]:
    """Return the forms' titles by id."""
    return {
        form.definition.form_id: form.definition.title.in_("zh") for form in map(compiled, builtin().values())
    }


@cache
def prints(form_id: str) -> str:
    """Return the papers of a form: the codes of its layouts; every form has its own card."""
    codes = sorted(
        {layout.code for layout in papers.layouts().values() if layout.form_id == form_id and layout.code}
    )
    return "、".join(codes) or "登记表"


@cache
def _tests() -> dict[str, str]:
    """Return the file of each test function; one of a name that stands in several files is left out."""
    found: dict[str, str] = {}
    twice = set()
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        if "house" in file.parts:
            continue
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE):
            twice |= {name} & set(found)
            found[name] = str(file.relative_to(ROOT))
    return {name: file for name, file in found.items() if name not in twice}


def told(item: Item) -> str:
    """Return an item as a reader knows it: the question and its choices as the form calls them, a paper, an indicator."""
    if item.kind == "paper":
        return f"打印 {item.name}"
    if item.kind == "indicator":
        return f"指标 {item.name} {indicators()[item.name].label.in_('zh')}"
    if item.kind == "scheme":
        return schemes()[item.name].label.in_("zh")
    question = compiled(builtin()[item.form_id]).definition.questions[item.name]
    label = question.label.in_("zh")
    words = {one.code: one.label.in_("zh") for one in question.choices.choices} if item.choices else {}
    said = "、".join(words[code] for code in item.choices)
    return f"{titles()[item.form_id]}·{label}" + (f"（{said}）" if said else "")


def tests_of(shown: Shown) -> list[str]:
    """Return links to what shows a row: its own case, and the tests that play the sentence. An unknown name is a KeyError."""
    number = f"{shown.seed}-{shown.clause}-{shown.system}"
    found = [f"[{number}](../{ROW_TEST})"]
    for item in shown.items:
        if item.kind == "test":
            found.append(f"[{item.name.removeprefix('test_').replace('_', ' ')}](../{_tests()[item.name]})")
    return found


def serves(code: str) -> tuple[str, str]:
    """Return what serves a ledger's code: in words, and its papers and verbs."""
    if code == "全部":
        return f"全部 {len(titles())} 本台账", "每本都有登记表、Excel、批次"
    if code in OTHERS:
        return code, OTHERS[code]
    form_id = FORMS[code]
    more = [prints(form_id), *([ALSO[code]] if code in ALSO else [])]
    return f"{code} {titles()[form_id]}", "；".join(more)


def page() -> str:
    """Return the page as Markdown."""
    found = rows()
    lines = [
        "# 五份文件的每一项 · What each of the documents asks for",
        "",
        f"五份文件写明的 {len(found)} 项，各由哪本台账、哪种打印或命令承担，由哪个测试证明。本页由 `docs/make_coverage.py` 生成。 ",
        f"The {len(found)} things the five documents name, what serves each, and the test that shows it; made by `docs/make_coverage.py`.",
    ]
    for seed, name in SEEDS.items():
        lines += [
            "",
            f"## {name}",
            "",
            "| 条 | 事项 | 台账 | 记在哪一项 | 打印、命令、页面 | 测试 |",
            "|---|---|---|---|---|---|",
        ]
        for row, shown in zip(found, read(), strict=True):
            if row["seed"] != seed:
                continue
            if (row["clause"], row["system"]) != (shown.clause, shown.system):
                raise ValueError(f"coverage_shown.csv: {shown.system} stands where {row['system']} should")
            served = [serves(code) for code in ledgers(row)]
            cells = [
                row["clause"],
                row["system"],
                "、".join(dict.fromkeys(name for name, _papers in served)),
                "；".join(told(item) for item in shown.items if item.kind != "test"),
                "；".join(dict.fromkeys(papers for _name, papers in served)),
                "、".join(tests_of(shown)),
            ]
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
