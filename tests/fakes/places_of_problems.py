"""Where problems of a form stand, for the tests of its rules."""

from forms.engine import FormSession
from forms.problems import Severity


def places(session: FormSession, severity: Severity) -> set[str | None]:
    """Return the questions at which a problem of that *severity* stands."""
    return {problem.place for problem in session.problems() if problem.severity is severity}
