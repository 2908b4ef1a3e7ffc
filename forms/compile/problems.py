"""All problems of a form at once: an author wants the whole list, not the first line of it."""

from collections.abc import Callable
from typing import Any, TypeVar

from forms.engine import FormProblem
from forms.engine.expression.tokens import ExpressionError
from forms.problem_codes import (
    BROKEN_EXPRESSION,
    BROKEN_PATTERN,
    TOO_DEEP,
    UNKNOWN_FUNCTION,
    UNKNOWN_PATH,
    UNSUPPORTED_FEATURE,
    WRONG_ARGUMENTS,
)
from forms.problems import Detail, Problem
from forms.words import Translate

Made = TypeVar("Made")

_DETAILS = {
    "syntax": BROKEN_EXPRESSION,
    "function": UNKNOWN_FUNCTION,
    "path": UNKNOWN_PATH,
    "feature": UNSUPPORTED_FEATURE,
    "depth": TOO_DEEP,
    "arguments": WRONG_ARGUMENTS,
    "pattern": BROKEN_PATTERN,
}
_MOST_SHOWN = 200  # characters of an expression in a message


class FormProblems(Problem):
    """Everything that is wrong with a form, in *problems*; as a `Problem` itself it tells the first."""

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(first.detail, first.place, first.values)
        self.problems = problems

    def what(self, translate: Translate = str) -> str:
        """Say what is wrong first."""
        return self.problems[0].what(translate)

    def remedy(self, translate: Translate = str) -> str:
        """Say what to do first."""
        return self.problems[0].remedy(translate)


class Report:
    """Collects the problems of one form while it is loaded."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.problems: list[Problem] = []

    def add(self, detail: Detail, place: str, **values: Any) -> None:
        """Note a problem at *place* (a question path)."""
        self.problems.append(FormProblem(detail, place, {"form": self.form, "question": place, **values}))

    def expression(self, place: str, column: str, text: str, make: Callable[[str], Made]) -> Made | None:
        """Return ``make(text)``; an expression that cannot be used becomes a problem, and None is returned."""
        try:
            return make(text)
        except ExpressionError as error:
            shown = " ".join(text.split())[:_MOST_SHOWN]
            self.add(
                _DETAILS[error.kind],
                place,
                column=column,
                reason=error.reason,
                position=error.position + 1,
                subject=error.subject,
                expression=shown,
            )
            return None

    def close(self) -> None:
        """Raise `FormProblems` when anything was noted."""
        if self.problems:
            raise FormProblems(self.problems)
