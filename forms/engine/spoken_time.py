"""A time of day as people say it: ``下午3点半``, ``8点``, ``晚上9:05``, ``3pm``, ``0830``, ``8:30``, ``中午``."""

import re
import unicodedata
from datetime import time

_EARLY = ("凌晨", "清晨", "早上", "早晨", "上午", "am")
_LATE = ("下午", "傍晚", "晚上", "夜里", "pm")
_NOON = ("中午", "正午")
_ALONE = {"中午": time(12), "正午": time(12), "半夜": time(0), "零点": time(0)}
_SHAPE = re.compile(
    r"(\d{1,2})(?:[:点时](?:(\d{1,2})分?|(半)|([一二三1-3])刻)?(?::(\d{1,2})(?:秒)?)?)?", re.ASCII
)
_COMPACT = re.compile(r"(\d{1,2})(\d{2})", re.ASCII)
_QUARTERS = {"一": 15, "二": 30, "三": 45, "1": 15, "2": 30, "3": 45}


def read_time(text: str) -> time | None:
    """Return the time *text* means; None when it means none for certain (``25:00``, ``下午``)."""
    said = "".join(unicodedata.normalize("NFKC", text).lower().split())
    if said in _ALONE:
        return _ALONE[said]
    part = next((word for word in (*_EARLY, *_LATE, *_NOON) if said.startswith(word)), "")
    said = said.removeprefix(part)
    behind = next((word for word in ("am", "pm") if said.endswith(word)), "")
    if part and behind:
        return None
    said = said.removesuffix(behind)
    found = _COMPACT.fullmatch(said) if len(said) in (3, 4) else None
    numbers = (int(found[1]), int(found[2]), 0) if found else _numbers(said, bare=bool(part or behind))
    return _clock(numbers, part or behind) if numbers else None


def _numbers(said: str, *, bare: bool) -> tuple[int, int, int] | None:
    """Return hour, minute and second of ``8:30``, ``8点半``, ``8点``; a bare ``8`` only beside a part of the day."""
    found = _SHAPE.fullmatch(said)
    if found is None or (found[0].isdigit() and not bare):
        return None
    minute = 30 if found[3] else _QUARTERS[found[4]] if found[4] else int(found[2] or 0)
    return int(found[1]), minute, int(found[5] or 0)


def _clock(numbers: tuple[int, int, int], part: str) -> time | None:
    hour, minute, second = numbers
    if part and not hour <= 12:
        return None
    if (part in _LATE and hour < 12) or (part in _NOON and hour < 3):
        hour += 12
    elif part in _EARLY and hour == 12:
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
