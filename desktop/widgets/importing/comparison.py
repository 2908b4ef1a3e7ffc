"""What an update would change, as a sentence for each answer: before and after, as people read them."""

from typing import Any

from desktop import words
from desktop.words import _
from forms.engine import Text
from reports.workbooks import UpdatedRecord

_SHOWN = 6


def comparison(update: UpdatedRecord) -> str:
    """Return the title of the record and, line by line, what becomes of its answers."""
    language = words.language()
    lines = [_("更新“{title}”：").format(title=update.title)]
    for one in update.alterations[:_SHOWN]:
        after = _shown(one.after, one.words, language)
        if one.fill:
            lines.append(_("{question}：补填 {after}").format(question=one.label.in_(language), after=after))
        else:
            before = _shown(one.before, one.words, language)
            lines.append(f"{one.label.in_(language)}：{before} → {after}")
    more = len(update.alterations) - _SHOWN
    if more > 0:
        lines.append(_("……另有 {count} 项").format(count=more))
    return "　".join(lines)


def _shown(answer: Any, known: dict[str, Text], language: str) -> str:
    if answer is None or answer == "":
        return _("（空）")
    if isinstance(answer, list):
        return "、".join(_shown(one, known, language) for one in answer)
    return known[answer].in_(language) if answer in known else str(answer)
