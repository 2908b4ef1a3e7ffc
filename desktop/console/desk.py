"""The console's desk: which office folder, who sits there, in which language, and how an answer is given.

Names and passphrases never come from the command line (other people of the machine can read it): a passphrase
comes from a prompt or from XIEZUO_PASSPHRASE, and a person is chosen by role, not by name.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop.console.problem_codes import NO_PERSON_OF_ROLE, PASSPHRASE_FOR_ONCE
from desktop.console.speech import About, Refused, Speech
from desktop.words import _
from forms.clock import SystemClock
from forms.problems import Problem
from records.model.ids import SystemIds

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.rekeying import Rekeyed
    from records.ledger.rescue import Rescued

NEW_PASSPHRASE = "XIEZUO_NEW_PASSPHRASE"  # noqa: S105  (the variable's name, not a secret)
VOUCHING_PASSPHRASE = "XIEZUO_VOUCHING_PASSPHRASE"  # noqa: S105  (the variable's name, not a secret)
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
    def office(self, role: str = "clerk", *, may_be_once: bool = False) -> "Iterator[Office]":
        """Open the office as the first person of *role* (``--as`` wins), and close it again.

        Raises Problem DESKTOP-111 for who came with a one-time passphrase, except where it is changed (*may_be_once*).
        """
        from records.ledger import Office

        name = self._person(Office.people_of(self.folder), self.role or role)
        office = Office.open(self.folder, name, given_passphrase(), SystemClock(), SystemIds())
        try:
            if office.people.must_change() and not may_be_once:
                raise Problem(PASSPHRASE_FOR_ONCE)
            yield office
        finally:
            office.close()

    def restored(self, file: Path) -> "Office":
        """Make this desk's folder the office that was backed up in *file*, opened by a person of the backup."""
        from records.ledger import Office

        name = self._person(Office.people_of_backup(file), self.role or "reviewer")
        return Office.restore(
            file, self.folder, name, given_passphrase(), clock=SystemClock(), ids=SystemIds()
        )

    def rescued(self, out: Path) -> "Rescued":
        """Take out of the office's file what can still be read, as a person of its keyring; the office is not opened."""
        from records.ledger import Office
        from records.ledger.rescue import rescue

        name = self._person(Office.people_of(self.folder), self.role or "reviewer")
        return rescue(self.folder, name, given_passphrase(), out)

    def recovered(self, code: str) -> "Office":
        """Open the office by its recovery *code*; the passphrase that is asked becomes the person's new one."""
        from records.ledger import Office
        from records.ledger.recovering import recover

        name = self._person(Office.people_of(self.folder), self.role or "reviewer")
        return recover(self.folder, code, name, given_passphrase(), clock=SystemClock(), ids=SystemIds())

    def rekeyed(self) -> "Rekeyed":
        """Change every key of the office, as who leads it."""
        from records.ledger import Office
        from records.ledger.rekeying import rekey

        name = self._person(Office.people_of(self.folder), self.role or "reviewer")
        return rekey(self.folder, name, given_passphrase(), clock=SystemClock(), ids=SystemIds())

    def person(self, role: str) -> str:
        """Return the first person of *role* of this office. Raises Problem DESKTOP-101 when there is none."""
        from records.ledger import Office

        return self._person(Office.people_of(self.folder), role)

    def _person(self, people: list[Any], role: str) -> str:
        """Return the first person of *role*; in a one-person office, that person."""
        for name, has in people:
            if str(has) == role:
                return str(name)
        if len(people) == 1:
            return str(people[0][0])
        raise Problem(NO_PERSON_OF_ROLE, place=str(self.folder), values={"role": role})


def given_passphrase() -> str:
    """Return the passphrase from the environment, or ask for it."""
    given = os.environ.get(PASSPHRASE)
    return str(click.prompt(_("口令"), hide_input=True, err=True)) if given is None else given


def vouching_passphrase() -> str:
    """Return the passphrase of who agrees, from the environment, or ask for it."""
    given = os.environ.get(VOUCHING_PASSPHRASE)
    return str(click.prompt(_("同意人的口令"), hide_input=True, err=True)) if given is None else given


def new_passphrase() -> str:
    """Return the passphrase that shall be the next one, from the environment, or ask for it twice."""
    given = os.environ.get(NEW_PASSPHRASE)
    if given is not None:
        return given
    return str(click.prompt(_("新口令"), hide_input=True, confirmation_prompt=True, err=True))


@dataclass(frozen=True, slots=True)
class Refusals:
    """What a ledger verb refused: every problem, and the record each is about."""

    problems: tuple[Problem, ...] = ()
    about: tuple[About, ...] = ()

    @property
    def records(self) -> int:
        """How many records were refused."""
        return len({about.record_id for about in self.about})


def judged(
    outcomes: list[Any], title_of: Callable[[str], str] = lambda _record_id: ""
) -> tuple[int, Refusals]:
    """Split the outcomes of a ledger verb into how many went through and what was refused.

    *title_of* gives the name of a record by its id; it is asked once for each refused record.
    """
    refused = [outcome for outcome in outcomes if outcome.problem is not None]
    problems: list[Problem] = []
    about: list[About] = []
    for outcome in refused:
        whose = About(outcome.record_id, title_of(outcome.record_id))
        found = tuple(getattr(outcome, "problems", ())) or (outcome.problem,)
        problems += found
        about += [whose] * len(found)
    return len(outcomes) - len(refused), Refusals(tuple(problems), tuple(about))


def answer(
    desk: Desk,
    document: dict[str, Any],
    line: str,
    problems: "Sequence[Problem] | Refusals" = (),
) -> None:
    """Give the answer of a verb; when part of the work was refused, say so and leave with status 1."""
    if line:
        desk.speech.line(line)
    if isinstance(problems, Refusals):
        if problems.problems:
            raise Refused(problems.problems, document, problems.about)
    elif problems:
        raise Refused(problems, document)
    desk.speech.document(document)


Verb = Callable[..., None]
