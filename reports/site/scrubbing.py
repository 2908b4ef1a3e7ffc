"""Takes what identifies people out of free text before it is published.

A public question (the body of a notice) is free text, and a clerk may type anything into it: an ID number, a telephone, a
bank card, the name of somebody registered. Numbers go entirely (domain book §5.5: not even masked); a name of three
characters or more that stands in the office's register of persons becomes its surname and *. A name of two characters is
too often part of another word (高明 in 高明区), so it is only told to whoever publishes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from records.model.masking import Masked, mask

GONE = "〔略〕"
_ID = re.compile(
    r"(?<![0-9A-Za-z])\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![0-9])")
_CARD = re.compile(r"(?<![0-9A-Za-z])\d(?:[ -]?\d){15,18}(?![0-9A-Za-z])")
_PERMIT = re.compile(r"(?<![0-9A-Za-z])(?:[HMhm]\d{8,10}|[A-Za-z]{3}\d{12}|[EGPDSegpds]\d{8})(?![0-9A-Za-z])")
_PATTERNS = (_ID, _CARD, _MOBILE, _PERMIT)
_SHORTEST = 3


@dataclass
class Scrubber:
    """Scrubs texts with the names of the office's *persons*; *removed* counts what it took out, *told* names it left."""

    persons: Iterable[str] = ()
    removed: int = 0
    told: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = {name for name in self.persons if len(name) > 1}
        self._long = {name for name in names if len(name) >= _SHORTEST}
        self._short = names - self._long
        self._lengths = sorted({len(name) for name in self._long}, reverse=True)
        self._known: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return *text* as it may be published."""
        if len(text) < 2:
            return text
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._scrubbed(text)
        return known

    def _scrubbed(self, text: str) -> str:
        for pattern in _PATTERNS:
            text, count = pattern.subn(GONE, text)
            self.removed += count
        for length in self._lengths:
            for start in range(len(text) - length + 1):
                name = text[start : start + length]
                if name in self._long:
                    text = text.replace(name, mask(Masked.NAME, name))
                    self.removed += 1
        for start in range(len(text) - 1):
            if text[start : start + 2] in self._short:
                name = text[start : start + 2]
                self.told[name] = self.told.get(name, 0) + 1
        return text
