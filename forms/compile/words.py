"""Texts of an XForm: itext translations and inline labels, with the answers they show (outputs)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.compile.xml_tree import Element
from forms.engine import Text
from forms.engine.texts import CLOSE, NOTHING, OPEN

_TAG = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
_ITEXT = re.compile(r"\s*jr:itext\(\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)\s*")
_PATH = re.compile(r"(?:^|\s)((?:\.\./|/)[^\W\d][\w./\-]*)(?:\s|$)")
_WORDY = ("", "long", "short")  # forms of a text that are its words; the others name files (or are guidance)
GUIDANCE = "guidance"  # a longer hint, shown when asked for
MISSING = "-"  # what pyxform writes for a translation that is not there


@dataclass(frozen=True, slots=True)
class Words:
    """A text and the expressions of its outputs, by number."""

    text: Text = NOTHING
    outputs: tuple[str, ...] = ()
    media: Mapping[str, Text] = field(default_factory=dict)  # image, audio, video … → file name by language


EMPTY = Words()


@dataclass(slots=True)
class _Collected:
    words: dict[str, str] = field(default_factory=dict)
    outputs: list[str] = field(default_factory=list)
    media: dict[str, dict[str, str]] = field(default_factory=dict)

    def done(self) -> Words:
        if not self.media and not any(self.words.values()):
            return EMPTY
        media = {form: Text(names) for form, names in self.media.items()}
        return Words(Text(self.words, len(self.outputs)), tuple(self.outputs), media)

    def add_media(self, form: str, tag: str, name: str) -> None:
        """Keep the file name of ``jr://images/a.png`` for one language."""
        if name and name != MISSING:
            self.media.setdefault(form, {})[tag] = name if form == GUIDANCE else name.rpartition("/")[2]


def language_tag(language: str) -> str:
    """Return the tag of an XLSForm language: ``中文 (zh)`` → ``zh``; a name without a tag stays itself."""
    match = _TAG.search(language)
    return match[1].lower() if match else "" if language == "default" else language.strip().lower()


def _content(element: Element, outputs: list[str]) -> str:
    pieces = []
    for part in element.content:
        if isinstance(part, str):
            pieces.append(part.replace(OPEN, "").replace(CLOSE, ""))
        elif part.name == "output":
            pieces.append(f"{OPEN}{len(outputs)}{CLOSE}")
            outputs.append(part.get("value") or part.get("ref"))
    return "".join(pieces).strip()


def from_marks(given: dict[str, str]) -> Words:
    """Return sentences written in our own columns, by language.

    There pyxform turns ``${name}`` into a bare path between spaces; each becomes an output again.
    """
    outputs: list[str] = []

    def output(match: re.Match[str]) -> str:
        outputs.append(match[1])
        return f"{OPEN}{len(outputs) - 1}{CLOSE}"

    words = {tag: _PATH.sub(output, text).strip() for tag, text in given.items() if text}
    return Words(Text(words, len(outputs)), tuple(outputs)) if words else EMPTY


class Catalogue:
    """The itext of a form: text id → words in every language."""

    def __init__(self, model: Element) -> None:
        self.languages: list[str] = []
        self._texts: dict[str, Words] = {}
        itext = model.first("itext")
        if itext is not None:
            self._read(itext)

    def _read(self, itext: Element) -> None:
        found: dict[str, _Collected] = {}
        for translation in itext.children("translation"):
            tag = language_tag(translation.get("lang"))
            if tag not in self.languages:
                self.languages.append(tag)
            for text in translation.children("text"):
                collected = found.setdefault(text.get("id"), _Collected())
                for value in text.children("value"):
                    form = value.get("form")
                    if form not in _WORDY:
                        collected.add_media(form, tag, value.text)
                    elif form != "short" or tag not in collected.words:
                        words = _content(value, collected.outputs)
                        if words and words != MISSING:
                            collected.words[tag] = words
        self._texts = {key: collected.done() for key, collected in found.items()}

    def by_id(self, key: str) -> Words:
        """Return the words of a text id."""
        return self._texts.get(key, EMPTY)

    def of(self, element: Element | None) -> Words:
        """Return the words of a label or hint: by reference or written inside."""
        if element is None:
            return EMPTY
        reference = element.get("ref")
        if reference:
            return self.of_text(reference)
        outputs: list[str] = []
        words = _content(element, outputs)
        return Words(Text({"": words}, len(outputs)), tuple(outputs)) if words else EMPTY

    def of_text(self, text: str) -> Words:
        """Return the words of ``jr:itext('id')``, or of plain text."""
        match = _ITEXT.fullmatch(text)
        if match:
            return self.by_id(match[1] or match[2] or "")
        return Words(Text({"": text.strip()})) if text.strip() else EMPTY
