"""The console's desk: which office folder, who sits there, in which language, and how an answer is given.

Names and passphrases never come from the command line (other people of the machine can read it): a passphrase
comes from a prompt or from XIEZUO_PASSPHRASE, and a person is chosen by role, not by name.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop.console.problem_codes import NO_PERSON_OF_ROLE
from desktop.console.speech import Refused, Speech
from desktop.words import _
from forms.clock import SystemClock
from forms.problems import Problem
from records.model.ids import SystemIds

if TYPE_CHECKING:
    from records.ledger import Office

PASSPHRASE = "XIEZUO_PASSPHRASE"  # noqa: S105  (the variable's name, not a secret)


def default_folder() -> Path:
    """Return the office folder in the user's data folder, as the window uses it."""
    from platformdirs import user_data_path

    return user_data_path("xiezuo", appauthor=False) / "office"


@dataclass
class Desk:
    """What every verb is handed."""

    folder: Path
    speech: Speech
    role: str | None = None

    @contextmanager
    def office(self, role: str = "clerk") -> "Iterator[Office]":
        """Open the office as the first person of *role* (``--as`` wins), and close it again."""
        from records.ledger import Office

        name = self._person(Office.people_of(self.folder), self.role or role)
        passphrase = os.environ.get(PASSPHRASE)
        if passphrase is None:
            passphrase = click.prompt(_("口令"), hide_input=True, err=True)
        office = Office.open(self.folder, name, passphrase, SystemClock(), SystemIds())
        try:
            yield office
        finally:
            office.close()

    def _person(self, people: list[Any], role: str) -> str:
        """Return the first person of *role*; in a one-person office, that person."""
        for name, has in people:
            if str(has) == role:
                return str(name)
        if len(people) == 1:
            return str(people[0][0])
        raise Problem(NO_PERSON_OF_ROLE, place=str(self.folder), values={"role": role})


def judged(outcomes: list[Any]) -> tuple[int, list[Problem]]:
    """Split the outcomes of a ledger verb into how many went through and what was refused."""
    problems = [outcome.problem for outcome in outcomes if outcome.problem is not None]
    return len(outcomes) - len(problems), problems


def answer(desk: Desk, document: dict[str, Any], line: str, problems: list[Problem] | None = None) -> None:
    """Give the answer of a verb; when part of the work was refused, say so and leave with status 1."""
    desk.speech.line(line)
    if problems:
        raise Refused(problems, document)
    desk.speech.document(document)


Verb = Callable[..., None]
