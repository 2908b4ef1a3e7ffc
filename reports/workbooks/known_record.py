"""How a record the office has already is named in a refusal: by its title and where it stands.

The words of the states are those the lists of the windows show.
"""

from collections.abc import Sequence
from typing import Any

from forms.words import N_
from records.model.states import State
from reports.workbooks.told import Words

STATES: dict[str, str] = {
    State.DRAFT: N_("草稿"),
    State.COMPLETE: N_("待审"),
    State.APPROVED: N_("已审"),
    State.SENT: N_("已上报"),
    State.RECEIVED: N_("已收到"),
    State.ACCEPTED: N_("已入库"),
    State.RETURNED: N_("退回"),
    State.VOID: N_("作废"),
}
FROM_OTHERS = N_("“{title}”（{state}，来自{origin}）")
WITH_STATE, WITHOUT_STATE, UNNAMED = N_("“{title}”（{state}）"), N_("“{title}”"), N_("（没有名称）")


def named(same: Any) -> Words:
    """Return the words for what the office has: a record head, or several, of which the first is named.

    Whoever only knows *that* there is one says ``True``; then no name is given.
    """
    first = same[0] if isinstance(same, Sequence) and same else same
    title = str(getattr(first, "title", "") or "")
    state = STATES.get(str(getattr(first, "state", "")), "")
    if not title and not state:
        return Words(UNNAMED)
    title_words: object = title or Words(UNNAMED)
    if not state:
        return Words(WITHOUT_STATE, title=title_words)
    origin = str(getattr(first, "origin", "") or "")
    if origin:
        return Words(FROM_OTHERS, title=title_words, state=Words(state), origin=origin)
    return Words(WITH_STATE, title=title_words, state=Words(state))
