"""Problems that a person can mend.

A `Problem` has a code that never changes, a place, the values that matter, one sentence that says what is
wrong and one that says what to do. Each room lists its own in a catalogue (`forms.problem_codes`,
`records.problem_codes` …) as `Detail`s; a house test proves that codes are unique, translated and documented.
What only we can mend is never a `Problem`: it stays an ordinary exception and reaches the crash report.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from forms.words import Translate


class Severity(StrEnum):
    """How strongly a problem binds: HARD must be put right, SOFT may stand with a written explanation."""

    HARD = "hard"
    SOFT = "soft"


PROPOSED: Final = "proposed"
"""Among the values of a `Problem`: an answer that may be right instead, to be taken by a person, never by a program."""


@dataclass(frozen=True, slots=True)
class Detail:
    """One line of a problem catalogue; *what* and *remedy* are Chinese sentences marked with N_.

    Both may hold ``{names}`` that are filled from a problem's values.
    """

    code: str
    what: str
    remedy: str
    severity: Severity = Severity.HARD


@dataclass(eq=False)
class Problem(Exception):  # noqa: N818  (a problem is not an error of ours)
    """Something a person can mend, at a *place*: a question path, ``sheet!cell``, a file name, or ''.

    *values* may hold personal data: show them to the person who typed them, never put them in a log.
    """

    detail: Detail
    place: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__(self.detail.code)

    def __reduce__(self) -> tuple[Any, ...]:
        """Let a problem found in another process be the same one here."""
        return type(self), (self.detail, self.place, dict(self.values))

    @property
    def code(self) -> str:
        """The code that never changes, e.g. ``FORMS-012``."""
        return self.detail.code

    @property
    def severity(self) -> Severity:
        """Whether it must be put right or may be explained."""
        return self.detail.severity

    def what(self, translate: Translate = str) -> str:
        """Say what is wrong, in the language of *translate*."""
        return _filled(translate(self.detail.what), self.values)

    def remedy(self, translate: Translate = str) -> str:
        """Say what to do."""
        return _filled(translate(self.detail.remedy), self.values)

    def sentence(self, translate: Translate = str) -> str:
        """Say both in one line."""
        return f"{self.what(translate)} {self.remedy(translate)}".strip()

    def as_json(self, translate: Translate = str) -> dict[str, str]:
        """Return the problem as the console prints it with ``--json``."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "place": self.place,
            "what": self.what(translate),
            "remedy": self.remedy(translate),
        }


def _filled(sentence: str, values: Mapping[str, Any]) -> str:
    """Fill ``{name}`` by plain replacement: values come from people and must not be read as format codes."""
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence
