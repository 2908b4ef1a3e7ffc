"""The papers of organisation, funds and projects: every print of the domain book, in 万元 that add up."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from forms.definitions import builtin
from forms.definitions.keeping import compiled
from reports import papers
from tests.fakes.cooperation_records import COOPERATION

SHIPPED = papers.layouts()
DAY = date(2026, 11, 22)
CODES = {
    "FUND-R1", "FUND-R2", "PROJ-R1", "PROJ-R2", "PROJ-R3", "PROJ-R4", "ORG-R1", "ORG-R2", "ORG-R3", "ORG-R4",
}  # fmt: skip
NAMES = sorted(name for name, layout in SHIPPED.items() if layout.code in CODES)
LONG = (
    "关于共建甘洛县农产品精深加工产业园区（一期）并引进浙江龙头企业、配套建设冷链物流与检验检测中心的合作框架协议及补充条款"
    * 2
)


def test_every_print_of_the_domain_book_is_shipped() -> None:
    """FUND-R1 to ORG-R4 have a layout each; 绩效 has one a stage, ORG-R1, -R2 and -R4 one a ledger."""
    assert {SHIPPED[name].code for name in NAMES} == CODES
    assert len(NAMES) == 16


_TEXTS = {  # the longest text of each ledger's paper, at the question or in the entry it stands in
    "plan": {"plan_task": [{"task": LONG, "task_status": "todo"}]},
    "meeting": {"title": LONG, "decision": [{"decision_text": LONG, "status": "todo"}]},
    "work_log": {"task": LONG, "task_status": "todo"}, "pairing": {"document_id": LONG}, "visit": {"outcome": LONG},
    "unit_pairing": {"donor_org_id": LONG}, "fund_plan": {"payer_name": LONG}, "agreement": {"title": LONG},
    "project": {"name": LONG},
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_longest_text_prints_whole(name: str, tmp_path: Any, office: Any, read: Any) -> None:
    """A title of 120 characters is neither cut nor stops the print, and without a record there is still a paper."""
    layout = SHIPPED[name]
    definition = compiled(builtin()[layout.form_id]).definition
    facts = {"definition": definition, "office_info": office, "as_of": DAY}

    empty = papers.roster(layout, [], tmp_path / "空.pdf", **facts)
    long = _TEXTS.get(layout.form_id, {"project_name": LONG})
    whole = papers.roster(layout, [long], tmp_path / "长.pdf", **facts)

    assert layout.title in "".join(read(empty))
    assert not Counter(LONG) - Counter("".join(read(whole)))


def test_the_total_is_made_of_cents_not_of_rounded_figures(tmp_path: Any, office: Any, read: Any) -> None:
    """Three times 33,333.33 yuan print 3.33 each and 10.00 together."""
    definition = compiled(builtin()["fund_plan"]).definition
    rows = [{"planned_amount": "33333.33", "year": 2026}] * 3

    text = read(
        papers.roster(
            SHIPPED["fund-ledger"],
            rows,
            tmp_path / "账.pdf",
            definition=definition,
            office_info=office,
            as_of=DAY,
        )
    )

    assert "".join(text).count("3.33") == 3
    assert "10.00" in "".join(text)


def test_the_samples_of_all_these_ledgers_have_a_paper() -> None:
    """Each ledger prints at least on its own card, and most in a list of their own."""
    listed = {SHIPPED[name].form_id for name in NAMES}

    assert {
        "fund_plan",
        "fund_report",
        "project",
        "agreement",
        "meeting",
        "visit",
        "plan",
        "work_log",
    } <= listed
    assert listed <= set(COOPERATION) | {"pairing", "unit_pairing"}
