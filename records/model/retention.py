"""How long what is kept: the rules as data, and the day on which something is due to be erased.

PIPL (个人信息保护法) art. 19: no longer than needed; art. 47: erased when the time is over, only stored while another
law's term runs. What a receipt stands for is accounting material (会计档案管理办法: 30 years for vouchers). The years may be
changed under the office's setting `retention`, never below what a law asks for.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from forms.words import N_

SETTING: Final = "retention"
PERSONAL, SENSITIVE = frozenset({"P2", "P3"}), "sensitive"


@dataclass(frozen=True, slots=True)
class Rule:
    """*key* names it; *years* after the last change; *least* is what a law asks for; *basis* says which."""

    key: str
    words: str
    years: int
    least: int
    basis: str


RULES: Final = (
    Rule("person", N_("个人信息：最后一次修改后"), 5, 1, N_("个人信息保护法第十九、四十七条")),
    Rule("void", N_("已作废的个人信息：作废后"), 1, 0, N_("个人信息保护法第四十七条")),
    Rule("receipt", N_("开过凭证的捐赠：最后一次修改后"), 30, 30, N_("会计档案管理办法（原始凭证 30 年）")),
    Rule("import", N_("没有导入完的花名册：存下后"), 1, 0, N_("个人信息保护法第十九条")),
)
BY_KEY: Final = {rule.key: rule for rule in RULES}


def years(rule: Rule, setting: Any) -> int:
    """Return the years of *rule* by the office's *setting* ({key: years}), never fewer than the law asks for."""
    chosen = setting.get(rule.key) if isinstance(setting, Mapping) else None
    return max(rule.least, chosen) if isinstance(chosen, int) and not isinstance(chosen, bool) else rule.years


def due_on(since: date, count: int) -> date:
    """Return the day *count* years after *since*; of a 29 February the 28th where there is none."""
    year = since.year + count
    last = calendar.monthrange(year, since.month)[1] if year <= 9999 else 0
    return date(year, since.month, min(since.day, last)) if last else date.max
