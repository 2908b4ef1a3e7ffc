"""Which values of a record no other complete record of the office may have (marks `unique` and `uniqueWhen`).

The condition is an expression of the form, so the engine evaluates it; this module only knows where it lies.
"""

from forms.engine import FormSession
from forms.engine.judging import truth


def unique_values(session: FormSession) -> dict[str, str]:
    """Return the values to claim, by question name; only questions outside repeats, only where the condition holds."""
    root = session._live.root
    found: dict[str, str] = {}
    for cell in root.scope.cells:
        marks = cell.question.marks
        value = root.typed[cell.slot]
        if marks.get("unique") != "yes" or not isinstance(value, str) or not root.open[cell.gate]:
            continue
        if cell.unique_when is None or truth(cell.unique_when, root):
            found[cell.name] = value
    return found
