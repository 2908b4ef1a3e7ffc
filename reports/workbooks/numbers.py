"""Amounts and counts as rosters write them: 3200元, 0.4万, "3,000", ￥10,000.00, 5.00005万元, full-width digits.

Everything is exact (Decimal). Only what has one meaning is taken; 面议, 3000-4000, 约5000, 3千多 are refused.
"""

import re
import unicodedata
from decimal import Decimal

from reports.workbooks.sheet import Cell, plain_number

_UNITS = {
    "": 1, "元": 1, "块": 1, "元整": 1, "圆": 1, "圆整": 1, "人民币": 1,
    "千": 1_000, "千元": 1_000, "百元": 100, "万": 10_000, "万元": 10_000, "万元整": 10_000,
    "百万": 1_000_000, "百万元": 1_000_000, "千万": 10_000_000, "千万元": 10_000_000,
    "亿": 100_000_000, "亿元": 100_000_000,
}  # fmt: skip
_WRITTEN = re.compile(
    r"^(?:人民币|RMB|CNY)?[¥￥]?([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[+-]?\.\d+)([^\d.,+-]*)$",
    re.IGNORECASE,
)
_PER = re.compile(r"(?:/|每)(?:月|年|天|日|人|个月|小时)$")
_COUNTED = re.compile(
    r"^(?:人|人次|个|名|天|日|学时|课时|小时|节|岁|周岁|月|个月|年|件|套|台|盒|册|本|床|袋|箱|吨|公斤|斤|次|只|辆|双|米|户|%|％)$"
)


def number(cell: Cell, unit: str = "", *, counted: bool = False) -> Decimal | None:
    """Return the exact number a cell means, None when that is not certain.

    *unit* is the heading's (金额（万元）) and counts only where the cell names none. *counted*: units of counting
    (56学时, 20人) may follow the digits; for money they may not.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        text = plain_number(float(cell)) if isinstance(cell, float) else str(cell)
        return Decimal(text) * _UNITS.get(unit, 1) if text else None
    if not isinstance(cell, str):
        return None
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", cell)).replace("，", ",")
    found = _WRITTEN.match(text)
    if not found:
        return None
    digits, after = Decimal(found[1].replace(",", "")), _PER.sub("", found[2])
    factor = _UNITS.get(after or unit)
    if factor is not None:
        return digits * factor
    return digits if counted and _COUNTED.match(after) else None


def plain(value: Decimal) -> str:
    """Return a Decimal as answers hold it: no exponent, no zeros that say nothing."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
