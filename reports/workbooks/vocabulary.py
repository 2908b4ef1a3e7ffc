"""What headings a form knows: labels in every language, the `synonyms` marks, and how well a heading fits one.

Certain first: the same words, then the same words without what stands in brackets, then one inside the other,
then nearly the same (rapidfuzz). Short Chinese words are never matched fuzzily: 开始时间 and 结束时间 differ in half
their characters and mean opposite things.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from forms.engine import FormDefinition, Question
from reports.workbooks.wording import bare_heading, normal_heading

EXACT, LABEL, BARE, INSIDE, NEAR, LEAST = 1.0, 0.98, 0.94, 0.8, 0.7, 0.6
_PARTS = (
    "省份",
    "省",
    "地市",
    "市州",
    "州市",
    "市",
    "州",
    "县区",
    "县市区",
    "县市",
    "区县",
    "县",
    "区",
    "地区",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with the words it is known by, in both normal forms."""

    question: Question
    synonyms: frozenset[str]
    labels: frozenset[str]
    bare: frozenset[str]


class Vocabulary:
    """The headings of one form."""

    def __init__(self, definition: FormDefinition) -> None:
        self.definition = definition
        self.entries = [_entry(question) for question in definition.questions.values()]
        self._certain = {
            word for entry in self.entries for word in entry.synonyms | entry.labels | entry.bare
        }
        self._scores: dict[str, dict[str, float]] = {}

    def knows(self, heading: str) -> bool:
        """Say whether a heading is certainly a word of this form (exact, or exact without brackets)."""
        return normal_heading(heading) in self._certain or bare_heading(heading) in self._certain

    def scores(self, heading: str, group: str = "") -> dict[str, float]:
        """Return the question paths a heading may mean, each with how sure it is (0.6–1); best guesses only."""
        key = f"{group}\n{heading}"
        found = self._scores.get(key)
        if found is None:
            found = {entry.question.path: _score(entry, heading, group) for entry in self.entries}
            found = self._scores[key] = {path: score for path, score in found.items() if score >= LEAST}
        return found


def _entry(question: Question) -> Entry:
    given = [word for word in question.marks.get("synonyms", "").split("|") if word.strip()]
    labels = [words for words in question.label.words.values() if words]
    return Entry(
        question,
        frozenset(normal_heading(word) for word in given),
        frozenset(normal_heading(word) for word in labels)
        | frozenset({question.name.lower().replace("_", "")}),
        frozenset(bare_heading(word) for word in (*given, *labels)),
    )


def is_division(question: Question) -> bool:
    """Say whether a question takes a division: its parts may stand in several columns."""
    return "division" in question.marks.get("check", "").split() or bool(
        question.choices and question.choices.external and question.choices.name.startswith("divisions")
    )


def _score(entry: Entry, heading: str, group: str) -> float:
    best = max(_plain_score(entry, normal_heading(heading), bare_heading(heading)), 0.0)
    if group and best < EXACT:
        whole = group + heading
        best = max(best, _plain_score(entry, normal_heading(whole), bare_heading(whole)) - 0.01)
    if best < BARE and is_division(entry.question):
        best = max(best, _division_score(entry, bare_heading(heading), bare_heading(group)))
    return best


def _plain_score(entry: Entry, whole: str, bare: str) -> float:
    if not whole:
        return 0.0
    if whole in entry.synonyms:
        return EXACT
    if whole in entry.labels:
        return LABEL
    if bare in entry.bare or bare in entry.synonyms or bare in entry.labels:
        return BARE
    return max(_inside(bare, entry.bare), _near(bare, entry.bare))


def _inside(bare: str, words: Iterable[str]) -> float:
    """Score a word that holds the other: the more of it is shared, the surer."""
    best = 0.0
    for word in words:
        short, long = sorted((bare, word), key=len)
        if len(short) >= 2 and short in long:
            best = max(best, INSIDE * (0.6 + 0.4 * len(short) / len(long)))
    return best


def _near(bare: str, words: Iterable[str]) -> float:
    if len(bare) < 4:
        return 0.0
    from rapidfuzz import fuzz

    best = max((fuzz.ratio(bare, word) for word in words if len(word) >= 4), default=0.0)
    return NEAR * best / 100 if best >= 86 else 0.0


def _division_score(entry: Entry, bare: str, group: str) -> float:
    """Score 务工省份, or 省 under the heading 务工地点: a part of a place."""
    for part in _PARTS:
        if not bare.endswith(part):
            continue
        stem = bare.removesuffix(part) or group
        if stem and any(
            word.startswith(stem) or stem.startswith(word) for word in entry.bare if len(stem) > 1
        ):
            return INSIDE
    return 0.0
