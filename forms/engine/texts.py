"""Words of a form, in every language the form speaks.

Form texts carry their own translations (as XLSForm does), so they never pass through the program's word
catalogues. A text may show answers (``<output value="…"/>`` in XForms): such a text holds numbered slots that
`Text.filled` replaces.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from forms.problems import Problem
from forms.words import N_, Translate

OPEN, CLOSE = "\ue000", "\ue001"  # private-use characters around the number of an output; refused in labels


@dataclass(frozen=True, slots=True)
class Text:
    """One text in several languages, keyed by language tag (``zh``, ``en`` …; ``""`` for a form without)."""

    words: Mapping[str, str] = field(default_factory=dict)
    outputs: int = 0

    def in_(self, language: str) -> str:
        """Return the words in *language*, else in Chinese, else in whatever language there is, else ''."""
        words = self.words
        found = words.get(language) or words.get("zh")
        return found or next((text for text in words.values() if text), "")

    def __str__(self) -> str:
        """Return the Chinese words."""
        return self.in_("zh")

    def __bool__(self) -> bool:
        """Return whether there are any words."""
        return any(self.words.values())

    def filled(self, show: Callable[[int, str], str]) -> "Text":
        """Return the text with each output n replaced by ``show(n, language)``; itself when it has none."""
        if not self.outputs:
            return self
        return Text({tag: self._fill(words, tag, show) for tag, words in self.words.items()})

    def _fill(self, words: str, tag: str, show: Callable[[int, str], str]) -> str:
        for number in range(self.outputs):
            slot = f"{OPEN}{number}{CLOSE}"
            if slot in words:
                words = words.replace(slot, show(number, tag))
        return words


NOTHING = Text()


class FormProblem(Problem):
    """A problem whose values may be texts of the form: they are told in the language of *translate*."""

    def what(self, translate: Translate = str) -> str:
        """Say what is wrong, in the language of *translate*: in the form's own words where it has some."""
        message = self.values.get("message")
        if isinstance(message, Text) and message:
            return message.in_(_language(translate))
        return self._spoken(translate).what(translate)

    def remedy(self, translate: Translate = str) -> str:
        """Say what to do."""
        return self._spoken(translate).remedy(translate)

    def _spoken(self, translate: Translate) -> Problem:
        """Return the problem with its texts in one language."""
        language = _language(translate)
        values = {k: v.in_(language) if isinstance(v, Text) else v for k, v in self.values.items()}
        return Problem(self.detail, self.place, values)


def _language(translate: Translate) -> str:
    """Return the language *translate* speaks: each catalogue translates this one word by its own tag."""
    return translate(N_("zh"))
