"""The indexes of a form's choice lists, made once (off the window's thread) and shared by all its fields."""

from collections.abc import Sequence

from desktop.widgets.questions.choice_index import ChoiceIndex, Entry, index_of
from forms.engine import Choice, Question
from forms.reference import Reference

_DIVISIONS = "divisions"


class ChoiceIndexes:
    """Indexes by list; a list that depends on other answers is cut down from the whole one by its codes."""

    def __init__(self, reference: Reference, language: str) -> None:
        self._reference = reference
        self.language = language
        self._whole: dict[str, ChoiceIndex] = {}
        self._entries: dict[tuple[str, str], Entry] = {}

    def prepare(self, question: Question, choices: Sequence[Choice]) -> None:
        """Make the index of *question*'s list now, so that the first key finds it ready."""
        if question.choices is not None and not question.choices.filtered:
            self.of(question, choices)

    def of(self, question: Question, choices: Sequence[Choice]) -> ChoiceIndex:
        """Return the index of *choices*, those of *question* that stand now."""
        if question.choices is None:
            return ChoiceIndex([])
        name = question.choices.name
        whole = self._whole.get(name)
        if whole is not None and len(whole) == len(choices):
            return whole
        for choice in choices:
            if (name, choice.code) not in self._entries:
                self._entries[name, choice.code] = self._entry(name, choice)
        made = ChoiceIndex(self._entries[name, choice.code] for choice in choices)
        if not question.choices.filtered:
            self._whole[name] = made
        return made

    def _entry(self, name: str, choice: Choice) -> Entry:
        if name == _DIVISIONS and (place := self._place(choice)) is not None:
            return place
        return index_of([choice], self.language, self._spell).entries[0]

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
        )

    def _spell(self, words: str) -> tuple[str, str]:
        spelled = self._reference.pinyin(words)
        return spelled.full, spelled.initials
