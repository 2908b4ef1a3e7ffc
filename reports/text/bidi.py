"""Puts right-to-left words in their place: the implicit part of the Unicode Bidirectional Algorithm (UAX #9).

Names mix Uyghur, Chinese and figures in one line, without embeddings (explicit direction characters print as
marks, see `visible`), so rules P2–P3, W1–W7, N0–N2, I1–I2 and L2 are enough.
"""

import unicodedata
from collections.abc import Sequence

_NEUTRAL = frozenset(
    {"B", "S", "WS", "ON", "BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
)
_RIGHT = frozenset({"R", "AL"})
_BRACKETS = "()[]{}（）［］【】《》〈〉「」『』〔〕"
_CLOSING = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
MIRRORED = str.maketrans(
    "()[]{}<>«»‹›（）【】《》〈〉「」『』〔〕", ")(][}{><»«›‹）（】【》《〉〈」「』『〕〔"
)


def has_right_to_left(text: str) -> bool:
    """Tell whether any character runs from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in text)


def levels(text: str) -> list[int]:
    """Return the embedding level of each character: even runs left to right, odd right to left."""
    kinds = [unicodedata.bidirectional(character) or "L" for character in text]
    base = next((0 if kind == "L" else 1 for kind in kinds if kind == "L" or kind in _RIGHT), 0)
    start = "R" if base else "L"
    _weak_marks_and_figures(kinds, start)
    _weak_separators(kinds)
    _weak_after_latin(kinds, start)
    _brackets(kinds, text, start)
    _neutrals(kinds, start)
    return [_level(kind, base) for kind in kinds]


def visual(runs: Sequence[int]) -> list[int]:
    """Return the order in which runs of these levels are drawn, left to right (rule L2), as indexes."""
    order = list(range(len(runs)))
    for level in range(max(runs, default=0), 0, -1):
        begin = 0
        while begin < len(order):
            if runs[order[begin]] < level:
                begin += 1
                continue
            end = begin
            while end < len(order) and runs[order[end]] >= level:
                end += 1
            order[begin:end] = reversed(order[begin:end])
            begin = end
    return order


def _weak_marks_and_figures(kinds: list[str], start: str) -> None:
    """W1–W3: marks take their letter's kind; figures after Arabic letters are Arabic; AL becomes R."""
    previous = strong = start
    for place, kind in enumerate(kinds):
        own = previous if kind == "NSM" else kind
        if own in {"L", "R", "AL"}:
            strong = own
        elif own == "EN" and strong == "AL":
            own = "AN"
        kinds[place] = previous = own
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]


def _weak_separators(kinds: list[str]) -> None:
    """W4–W6: separators between figures and signs beside them belong to the figures; others are neutral."""
    for place in range(1, len(kinds) - 1):
        before, kind, after = kinds[place - 1 : place + 2]
        if before == after and (
            (kind in {"ES", "CS"} and before == "EN") or (kind == "CS" and before == "AN")
        ):
            kinds[place] = before
    for steps in (range(1, len(kinds)), range(len(kinds) - 2, -1, -1)):
        towards = -1 if steps.step > 0 else 1
        for place in steps:
            if kinds[place] == "ET" and kinds[place + towards] == "EN":
                kinds[place] = "EN"
    kinds[:] = ["ON" if kind in {"ES", "ET", "CS"} else kind for kind in kinds]


def _weak_after_latin(kinds: list[str], start: str) -> None:
    """W7: figures after a left-to-right letter run with it."""
    strong = start
    for place, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"


def _brackets(kinds: list[str], text: str, start: str) -> None:
    """N0: a pair of brackets runs with what it holds, so that (男) stays together beside a Uyghur name."""
    opened: list[int] = []
    pairs: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if unicodedata.category(character) == "Ps" and character in _CLOSING:
            opened.append(place)
        elif opened and character == _CLOSING[text[opened[-1]]]:
            pairs.append((opened.pop(), place))
    for begin, end in sorted(pairs):
        inside = {_side(kind) for kind in kinds[begin + 1 : end] if kind not in _NEUTRAL}
        before = next((_side(kind) for kind in reversed(kinds[:begin]) if kind not in _NEUTRAL), start)
        if inside:
            kinds[begin] = kinds[end] = start if start in inside else before


def _neutrals(kinds: list[str], start: str) -> None:
    """N1–N2: neutrals between two of one direction take it, others that of the line."""
    place = 0
    while place < len(kinds):
        if kinds[place] not in _NEUTRAL:
            place += 1
            continue
        end = place
        while end < len(kinds) and kinds[end] in _NEUTRAL:
            end += 1
        before = _side(kinds[place - 1]) if place else start
        after = _side(kinds[end]) if end < len(kinds) else start
        kinds[place:end] = [before if before == after else start] * (end - place)
        place = end


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"


def _level(kind: str, base: int) -> int:
    """I1–I2: what runs against the line lies one level deeper, figures two above a left-to-right line."""
    if base == 0:
        return {"L": 0, "R": 1}.get(kind, 2)
    return 1 if kind == "R" else 2
