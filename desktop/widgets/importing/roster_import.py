"""What the pages of an import ask about its plan and its judgement; the work itself is `reports.workbooks.roster_import`."""

from collections.abc import Iterable
from typing import Any

from forms.engine import Question
from reports.workbooks import Judged, Plan, Target


def questions_of(plan: Plan) -> dict[str, Question]:
    """Return what a column may answer, by dotted name: questions that people answer, of any of the plan's forms."""
    found: dict[str, Question] = {}
    for form in plan.forms:
        for dotted, question in plan.definitions[form.form_id].questions.items():
            inside = dotted.partition(".")[0] if "." in dotted else None
            if question.visible and not question.calculated and inside in (None, form.repeat):
                found.setdefault(dotted, question)
    return found


def targets_of(plan: Plan, dotted: str) -> list[Target]:
    """Return the questions named *dotted* in each of the plan's forms."""
    return [
        Target(form.form_id, dotted)
        for form in plan.forms
        if dotted in plan.definitions[form.form_id].questions
    ]


def problems_at(judged: Judged) -> dict[tuple[int, int | None], list[Any]]:
    """Return the problems by (row from 1, column from 0): refusals, and what is still to do of good rows."""
    found: dict[tuple[int, int | None], list[Any]] = {}
    lists: Iterable[Iterable[Any]] = (
        *(row.cells for row in judged.refused),
        *(record.to_do for record in judged.good),
        *(record.to_do for record in judged.updates),
    )
    for cells in lists:
        for cell in cells:
            found.setdefault((cell.row, cell.column), []).append(cell)
    return found
