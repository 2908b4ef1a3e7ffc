"""Division codes as answers: they must exist, and should still be in use."""

from datetime import date

from forms.checks import problem_codes
from forms.checks.normal import tidy_id
from forms.problems import Problem
from forms.reference import Reference


def division(text: str, today: date) -> Problem | None:
    """Judge a six-digit code of GB/T 2260: unknown is hard, no longer in use today is soft."""
    code = tidy_id(text)
    reference = Reference.load()
    if reference.division(code, today):
        return None
    former = reference.division(code, None)
    if former is None:
        return Problem(problem_codes.DIVISION_UNKNOWN, values={"code": code})
    values = {"name": former.full_name, "code": code, "year": former.last_year}
    return Problem(problem_codes.DIVISION_ENDED, values=values)
