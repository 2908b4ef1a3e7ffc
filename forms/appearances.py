"""What an appearance of XLSForm means at a desk: the one place that reads these words.

Decided for each appearance of the XLSForm documentation (`docs/forms.md` tells them all). What only a telephone has
(sensors, other apps, a printer of labels) and calendars other than ours have no meaning here: the field is the plain
one of its kind, and `unsupported` names the word, so that a form's author is told when trying the form.
"""

import re
from typing import Final

from forms.engine import Kind, Question

_COLUMNS = re.compile(r"columns-(\d{1,2})|(?:w|columns)(\d{1,2})")
BUTTONS: Final = frozenset(
    {"quick", "quickcompact", "columns", "columns-pack", "columns-flex", "likert", "horizontal", "label", "list-nolabel",
     "list", "no-buttons", "horizontal-compact", "image-map", "full", "compact"}
)  # fmt: skip
SEARCHED: Final = frozenset({"search", "autocomplete", "minimal"})
DRAWN: Final = frozenset({"draw", "signature", "annotate"})
OTHER_CALENDARS: Final = frozenset(
    {"ethiopian", "coptic", "islamic", "bikram-sambat", "myanmar", "persian", "buddhist"}
)
NOT_HERE: Final = {
    "ex": "other apps",
    "printer": "label printers",
    "image-map": "areas of a picture; shown as buttons",
    "map": "maps; shown as a list",
    "new-front": "cameras; a file is chosen",
    "bearing": "compasses; typed in degrees",
    "maps": "maps; typed",
    "placement-map": "maps; typed",
}
_KNOWN: Final = (
    BUTTONS | SEARCHED | DRAWN | {"multiline", "numbers", "url", "thousands-sep", "vertical", "no-ticks", "picker", "rating",
    "new", "no-calendar", "month-year", "year", "hide-input", "field-list", "table-list", "hidden-answer", "masked",
    "counter", "horizontal", "selfie", "distress", "bearing", "townships"}
)  # fmt: skip


def words(question: Question) -> frozenset[str]:
    """Return the words of a question's appearance, in small letters."""
    return frozenset(question.appearance.lower().split())


def has(question: Question, *wanted: str) -> bool:
    """Say whether the appearance has one of the words *wanted*."""
    return not words(question).isdisjoint(wanted)


def columns(question: Question) -> int:
    """Return in how many columns the choices stand: ``columns-3`` → 3, ``columns`` → 0 (as many as fit)."""
    for word in words(question):
        found = _COLUMNS.fullmatch(word)
        if found:
            return max(1, min(10, int(found[1] or found[2])))
    return 0


def as_buttons(question: Question) -> bool:
    """Say whether one choice is shown as buttons: asked for, or because its choices are pictures."""
    if question.kind is not Kind.SELECT_ONE or has(question, *SEARCHED):
        return False
    wanted = has(question, *(BUTTONS - {"compact", "full"})) or columns(question) > 0
    listed = question.choices.choices if question.choices is not None else ()
    return (wanted or any(choice.media for choice in listed)) and len(listed) <= 60


def in_one_row(question: Question) -> bool:
    """Say whether the choices share the width in one row: grids and scales."""
    return has(question, "likert", "label", "list-nolabel", "list")


def unsupported(question: Question) -> list[str]:
    """Return the words of the appearance that mean nothing at a desk (or other calendars), in order."""
    found = [word for word in sorted(words(question)) if word in OTHER_CALENDARS]
    return found + [name for name in sorted(words(question)) if name.partition(":")[0] in NOT_HERE]
