"""Takes what identifies people out of free text before it is published.

A public question (the body of a notice) is free text, and a clerk may type anything into it: an ID number, a telephone, a
bank card, the name of somebody registered. Numbers go entirely (domain book §5.5: not even masked); a name of three
characters or more that stands in the office's register of persons becomes its surname and *. A name of two characters is
too often part of another word (高明 in 高明区): it goes where what stands around says that it is a person (王芳同志, 联系人：王芳,
王芳、李娜), stays inside the name of a place, and is else a `Mention` that a person decides before anything goes out.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
_AROUND = 12  # characters on each side that a decision is made by
_TITLE = re.compile(
    r"\s*(?:同志|老师|先生|女士|小姐|书记|主任|副主任|局长|县长|镇长|乡长|村长|校长|院长|医生|大夫|教授|同学|师傅|阿姨|大爷|一家|一户)"
)
_LABEL = re.compile(
    r"(?:姓名|名字|联系人|负责人|经办人|受助人|捐赠人|申请人|户主|法人|法定代表人|学员|学生|职工|干部|书记|主任)\s*[:：]\s*$"
)
_NEIGHBOUR_BEFORE = re.compile(r"([一-鿿·]*\*?)\s*[、；;]\s*$")
_NEIGHBOUR_AFTER = re.compile(r"\s*[、；;]\s*([一-鿿·]{1,8}\*?)")
_LONGEST = 8  # characters of a name that is looked for beside a short one


class Decision(StrEnum):
    """What a person decided about a mention: it stays, or the name is masked."""

    KEEP = "keep"
    MASK = "mask"


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of two characters in a text, with what stands around it: that decides whether it is a person."""

    name: str
    before: str
    after: str

    @property
    def key(self) -> str:
        """Return what a decision is kept under: no name can be read out of it."""
        said = f"{self.before}\n{self.name}\n{self.after}"
        return hashlib.sha256(said.encode()).hexdigest()[:24]

    @property
    def around(self) -> str:
        """Return the mention as a person reads it."""
        return f"…{self.before}【{self.name}】{self.after}…".replace("\n", " ")


@dataclass
class Scrubber:
    """Scrubs texts with the names of the office's *persons*.

    *places*: names that are no people's (高明区); *decided*: what a person said of a mention, by its key. *removed* counts
    what it took out; *mentions* are those a person decides, with how often each stands there.
    """

    persons: Iterable[str] = ()
    places: Collection[str] = ()
    decided: Mapping[str, Decision] = field(default_factory=dict)
    removed: int = 0
    mentions: dict[Mention, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {name for name in self.persons if len(name) > 1}
        self._long = {name for name in self._names if len(name) >= _SHORTEST}
        self._short = self._names - self._long
        self._lengths = sorted({len(name) for name in self._long}, reverse=True)
        self._known: dict[str, str] = {}
        self._places: dict[str, list[tuple[str, int]]] = {}
        for place in self.places if self._short else ():
            for at in range(len(place) - 1):
                if len(place) > 2 and place[at : at + 2] in self._short:
                    self._places.setdefault(place[at : at + 2], []).append((place, at))

    @property
    def undecided(self) -> list[Mention]:
        """Return the mentions nobody decided yet."""
        return [one for one in self.mentions if one.key not in self.decided]

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
        return self._short_names(text) if self._short else text

    def _short_names(self, text: str) -> str:
        done, start = [], 0
        while start < len(text):
            name = text[start : start + 2]
            if name in self._short and not self._in_a_place(text, start, name):
                masked = self._person(text, start, name)
                done.append(mask(Masked.NAME, name) if masked else name)
                self.removed += masked
                start += 2
            else:
                done.append(text[start])
                start += 1
        return "".join(done)

    def _in_a_place(self, text: str, start: int, name: str) -> bool:
        return any(
            start >= at and text.startswith(place, start - at) for place, at in self._places.get(name, ())
        )

    def _person(self, text: str, start: int, name: str) -> bool:
        """Say whether the name goes: by what stands around it, else by what somebody decided; else it is to be decided."""
        before, after = text[:start], text[start + 2 :]
        if _TITLE.match(after) or _LABEL.search(before) or self._in_a_list(before, after):
            return True
        one = Mention(name, before[-_AROUND:], after[:_AROUND])
        self.mentions[one] = self.mentions.get(one, 0) + 1
        return self.decided.get(one.key) is Decision.MASK

    def _in_a_list(self, before: str, after: str) -> bool:
        """Say whether the neighbour in a list is somebody registered, or was masked just before."""
        left, right = _NEIGHBOUR_BEFORE.search(before), _NEIGHBOUR_AFTER.match(after)
        lengths = range(2, _LONGEST + 1)
        if left is not None and (
            left[1].endswith("*") or any(left[1][-one:] in self._names for one in lengths)
        ):
            return True
        if right is None:
            return False
        return right[1].find("*") in (1, 2) or any(right[1][:one] in self._names for one in lengths)
