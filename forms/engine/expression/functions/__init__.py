"""The functions an expression may call; everything else is refused when a form is loaded."""

from forms.engine.expression.functions import choices, dates, geography, numbers, special, texts
from forms.engine.expression.functions.table import Function, Special

PLAIN: dict[str, Function] = {
    **texts.PLAIN,
    **numbers.PLAIN,
    **dates.PLAIN,
    **choices.PLAIN,
    **geography.PLAIN,
}
SPECIAL: dict[str, Special] = special.SPECIAL
NAMES = frozenset(PLAIN) | frozenset(SPECIAL) | {"current", "instance"}
