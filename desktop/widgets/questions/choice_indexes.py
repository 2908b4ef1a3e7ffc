"""The indexes of a form's choice lists, made once (off the window's thread) and shared by all its fields."""

from collections.abc import Sequence
from threading import Lock
from typing import Final

from desktop.widgets.questions.choice_index import ChoiceIndex, Entry, index_of
from forms.engine import Choice, FormSession, Question
from forms.reference import Reference
from forms.reference.nearness import Home, distance, home_of

_DIVISIONS = "divisions"


class ChoiceIndexes:
    """Indexes by list; a list that depends on other answers is cut down from the whole one by its codes."""

    def __init__(self, reference: Reference, language: str, home: Home = ()) -> None:
        """*home*: what is near the office that fills the form; those places are shown first."""
        self._reference = reference
        self._home = home
        self.language = language
        self._whole: dict[str, ChoiceIndex] = {}
        self._entries: dict[tuple[str, str], Entry] = {}

    def prepare(self, session: FormSession) -> None:
        """Make the entries of all lists now, off the window's thread, so that the first key finds them ready."""
        for question in session.definition.questions.values():
            if question.choices is None:
                continue
            if question.choices.external and "." not in question.path:
                self.of(question, session.choices(question.path))
            for choice in question.choices.choices:
                self._known(question.choices.name, choice)

    def of(self, question: Question, choices: Sequence[Choice]) -> ChoiceIndex:
        """Return the index of *choices*, those of *question* that stand now."""
        if question.choices is None:
            return ChoiceIndex([])
        name = question.choices.name
        whole = self._whole.get(name)
        if whole is not None and len(whole) == len(choices):
            return whole
        made = ChoiceIndex(self._known(name, choice) for choice in choices)
        if not question.choices.filtered:
            self._whole[name] = made
        return made

    def _known(self, name: str, choice: Choice) -> Entry:
        key = (name, choice.code)
        if key not in self._entries:
            self._entries[key] = self._entry(name, choice)
        return self._entries[key]

    def _entry(self, name: str, choice: Choice) -> Entry:
        if name == _DIVISIONS and (place := self._place(choice)) is not None:
            return place
        return index_of([choice], self.language, self.spell).entries[0]

    def _place(self, choice: Choice) -> Entry | None:
        """Return a division with its full name and the initials of the places above."""
        division = self._reference.division(choice.code, None)
        if division is None:
            return None
        above: list[str] = []
        parent = division.parent
        while parent and (upper := self._reference.division(parent, None)) is not None:
            above.append(upper.initials)
            parent = upper.parent
        return Entry(
            choice.code,
            division.name,
            division.full_name,
            division.full_name.lower(),
            division.pinyin,
            division.initials,
            tuple(above),
            far if (far := distance(choice.code, self._home)) < len(self._home) else None,
        )

    def spell(self, words: str) -> tuple[str, str]:
        """Return full pinyin and initials of *words*."""
        spelled = self._reference.pinyin(words)
        return spelled.full, spelled.initials


_READY: Final[dict[tuple[str, str, Home], ChoiceIndexes]] = {}
_ONE_AT_A_TIME: Final = Lock()  # a record opened while its form is being made ready waits for that


def home_in(session: FormSession) -> Home:
    """Return what is near the office that fills *session*."""
    known = {row["key"]: row["value"] for row in session.context.tables.get("office", ())}
    return home_of(known.get("office_code", ""), known.get("partner_province", ""))


def unprepared(session: FormSession, language: str) -> ChoiceIndexes:
    """Return new indexes for *session*; each list is made when it is first asked for."""
    return ChoiceIndexes(Reference.load(), language, home_in(session))


def ready_for(session: FormSession, language: str) -> ChoiceIndexes:
    """Return the indexes of the session's form in *language*, made at the first record and kept for the next ones.

    Lists belong to a version of a form (its digest), and the divisions to the program, so nothing here can grow old.
    """
    home = home_in(session)
    key = (language, session.definition.digest, home)
    with _ONE_AT_A_TIME:
        if key not in _READY:
            made = ChoiceIndexes(Reference.load(), language, home)
            made.prepare(session)
            _READY[key] = made
    return _READY[key]
