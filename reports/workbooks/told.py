"""Problems of workbooks whose values speak too: texts of a form and marked words follow the reader's language."""

from forms.engine import Text
from forms.problems import Problem
from forms.words import N_, Translate


class Words:
    """A marked Chinese phrase inside a problem's values, translated when the sentence is told; it may hold values too."""

    __slots__ = ("phrase", "values")

    def __init__(self, phrase: str, **values: object) -> None:
        self.phrase = phrase
        self.values = values

    def told(self, translate: Translate) -> str:
        """Return the phrase in the language of *translate*, filled."""
        words = translate(self.phrase)
        for name, value in self.values.items():
            told = value.told(translate) if isinstance(value, Words) else str(value)
            words = words.replace("{" + name + "}", told)
        return words

    def __str__(self) -> str:
        """Return the Chinese words."""
        return self.told(str)


class WorkbookProblem(Problem):
    """A `Problem` whose values may be `Text`s of the form or `Words`."""

    def what(self, translate: Translate = str) -> str:
        """Say what is wrong, in the language of *translate*."""
        return Problem(self.detail, self.place, self._spoken(translate)).what(translate)

    def remedy(self, translate: Translate = str) -> str:
        """Say what to do."""
        return Problem(self.detail, self.place, self._spoken(translate)).remedy(translate)

    def _spoken(self, translate: Translate) -> dict[str, object]:
        language = translate(N_("zh"))  # each catalogue translates this one word by its own language tag
        return {name: _told(value, language, translate) for name, value in self.values.items()}


def _told(value: object, language: str, translate: Translate) -> object:
    if isinstance(value, Text):
        return value.in_(language)
    if isinstance(value, Words):
        return value.told(translate)
    return value
