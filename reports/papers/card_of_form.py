"""Makes the card of any form: its groups become sections, its repeats tables, so every form prints without a layout.

Filled it is the paper of one record (登记表); empty it is the sheet a field team fills by hand in a village hall (空白表),
with boxes to tick, and typed in afterwards in the same order.
"""

from collections.abc import Iterator

from forms.engine import FormDefinition, Group, Question, Repeat
from forms.engine.questions import Kind
from reports.papers.layout import Card, Section

_SILENT = frozenset({Kind.NOTE, Kind.ACKNOWLEDGE})
_EMPTY_ROWS = 4
BLANK, FILLED = "blank", "card"


def card_of(definition: FormDefinition, *, blank: bool) -> Card:
    """Return the layout of the form's own paper, *blank* to be filled by hand, else of a record."""
    title = definition.title.in_("zh")
    return Card(
        name=f"{definition.form_id}-{BLANK if blank else FILLED}",
        code="",
        form_id=definition.form_id,
        title=f"{title}（空白表）" if blank else f"{title}登记表",
        sections=tuple(_sections(definition.root, "", blank=blank)),
        fill_in=blank,
        notes="请用黑色签字笔填写，有□的在框内打“√”。" if blank else "",
        row_height=9 if blank else 8,
        head=(
            "填报单位（盖章）：{office}",
            "填报日期：　　　　年　　月　　日" if blank else "打印日期：{as_of}",
        ),
        each=not blank,
    )


def _sections(group: Group | Repeat, title: str, *, blank: bool, repeat: str = "") -> Iterator[Section]:
    """Yield the sections of a group: its own questions in order, then what is grouped inside."""
    loose: list[str] = []
    for child in group.children:
        if isinstance(child, Question):
            if _prints(child, blank=blank):
                loose.append(child.path.rpartition(".")[2])
            continue
        if loose:
            yield _section(title, loose, repeat, blank=blank)
            loose = []
        inner = child.label.in_("zh") or title
        if isinstance(child, Repeat):
            yield from _sections(child, inner, blank=blank, repeat=child.path)
        else:
            yield from _sections(child, inner, blank=blank, repeat=repeat)
    if loose:
        yield _section(title, loose, repeat, blank=blank)


def _section(title: str, questions: list[str], repeat: str, *, blank: bool) -> Section:
    rows = _EMPTY_ROWS if repeat and blank else 0
    return Section(title=title, questions=tuple(questions), repeat=repeat, rows=rows)


def _prints(question: Question, *, blank: bool) -> bool:
    """Tell whether a person would look for it on paper: no notes, nothing hidden, on an empty form nothing worked out.

    A link to another ledger is told by its title where the record must have it; one that may be left out only fills
    the questions beside it, which are on the paper.
    """
    if question.kind in _SILENT or not question.visible or (question.ledger and not question.required):
        return False
    return not (blank and (question.calculated or question.readonly))
