"""Lines above the header that answer questions for the whole sheet: 培训班：…, 时间：…—…, 地点：….

A question says by its marks `caption` and `captionEnd` which words fill it; a period gives its first day to the one and
its last day to the other.
"""

import re
from collections.abc import Iterable

from forms.engine import FormDefinition
from reports.workbooks.plan import CaptionPlan, Part, Target
from reports.workbooks.wording import bare_heading

_YEAR = re.compile(r"^(\d{4})\s*[年./-]")
_YEAR_MONTH = re.compile(r"^(\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-])")
_SEPARATORS = re.compile(r"\s*(?:——|—|–|－|~|～|至|到|--)\s*")


def caption_plans(
    captions: Iterable[tuple[int, int, str, str]], definitions: Iterable[FormDefinition]
) -> list[CaptionPlan]:
    """Return a plan for each caption: the questions it fills, or none."""
    words = _words(definitions)
    return [
        CaptionPlan(row, column, said, value, tuple(words.get(bare_heading(said), ())) if value else ())
        for row, column, said, value in captions
    ]


def _words(definitions: Iterable[FormDefinition]) -> dict[str, list[tuple[Target, Part]]]:
    found: dict[str, list[tuple[Target, Part]]] = {}
    for definition in definitions:
        for path, question in definition.questions.items():
            starts = _split(question.marks.get("caption", ""))
            ends = _split(question.marks.get("captionEnd", ""))
            for word in starts:
                found.setdefault(word, []).append((Target(definition.form_id, path), Part.WHOLE))
            for word in ends:
                found.setdefault(word, []).append((Target(definition.form_id, path), Part.END))
    for targets in found.values():
        if any(part is Part.END for _target, part in targets):
            targets[:] = [(target, Part.START if part is Part.WHOLE else part) for target, part in targets]
    return found


def _split(words: str) -> list[str]:
    return [bare_heading(word) for word in words.split("|") if word.strip()]


def part_of(value: str, part: Part) -> str:
    """Return the first or last day of a period as written, completed from its other end.

    ``2023年5月8日—5月26日`` ends on ``2023年5月26日``, ``2023年5月8日—26日`` too; one day alone is both ends.
    """
    if part is Part.WHOLE:
        return value
    ends = _SEPARATORS.split(value.strip())
    if len(ends) == 1:
        ends = _hyphened(value.strip())
    first, last = ends[0].strip(), ends[-1].strip()
    if part is Part.START:
        return first
    if _YEAR.match(last):
        return last
    day_only = re.fullmatch(r"\d{1,2}日?", last)
    lead = (_YEAR_MONTH if day_only else _YEAR).match(first)
    return f"{lead[0]}{last}" if lead else last


def _hyphened(value: str) -> list[str]:
    """Split at a plain hyphen only where it cannot belong to a date: 2023.5.8-5.26, 2023年5月8日-26日."""
    if "年" in value or "." in value or "/" in value:
        return value.split("-")
    return [value]
