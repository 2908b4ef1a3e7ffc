"""Takes from the ledgers what may be published: of records somebody approved, the answers to questions marked P0.

An allowlist, not a blocklist: a question without the mark is not published, whatever it holds, and a new one is not
until its form says so. References show a title only into ledgers of things (projects, organisations), never of people.
Sources: domain book §5.5, 政府信息公开条例 art. 15, 个人信息保护法 art. 25.
"""

import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from forms.engine import FormDefinition, Kind, Question, Text
from records.model.states import State
from reports.papers.answers_in_words import Format, Words
from reports.site.scrubbing import Scrubber

if TYPE_CHECKING:
    from records.ledger import Office
    from records.model.heads import Record

COUNTED = (State.APPROVED, State.SENT, State.RECEIVED, State.ACCEPTED)
LANGUAGES = ("zh", "en")
_THINGS = frozenset({
    "organization", "project", "enterprise", "industrial_park", "workshop", "fund_allocation", "pairing", "training_base",
})  # fmt: skip
_NO_TEXT = frozenset({Kind.NOTE, Kind.IMAGE, Kind.AUDIO, Kind.VIDEO, Kind.FILE})
Say = Callable[[str], str]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of thing that is published, as `sections.toml` says it."""

    id: str
    form_id: str
    label: Text
    title: str
    date: str
    columns: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    answered: tuple[str, ...]
    blank: tuple[str, ...]
    leave_out: frozenset[str]
    only: frozenset[str]
    clock: tuple[str, ...]
    named: bool  # who agreed to be named: names stand


@dataclass(frozen=True, slots=True)
class Field:
    """One answer in words, by language; *rows*: the entries of a repeat, each as cells under *heads*."""

    label: Mapping[str, str]
    value: Mapping[str, str]
    heads: Mapping[str, tuple[str, ...]] | None = None
    rows: Mapping[str, tuple[tuple[str, ...], ...]] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as it is published. *slug* is a name of its own: the record's id is an inner number and stays inside."""

    section: str
    slug: str
    county: str
    title: str
    day: str
    cells: Mapping[str, tuple[str, ...]]
    fields: tuple[Field, ...]
    heads: Mapping[str, tuple[str, ...]]
    clock: tuple[date, date] | None = None


@cache
def sections() -> tuple[Section, ...]:
    """Return what is published, in order."""
    with Path(__file__).with_name("sections.toml").open("rb") as file:
        return tuple(_section(one) for one in tomllib.load(file)["section"])


def _section(one: Mapping[str, Any]) -> Section:
    where = {
        name: tuple(value) if isinstance(value, list) else (value,)
        for name, value in one.get("where", {}).items()
    }
    return Section(
        one["id"], one["form_id"], Text({"zh": one["zh"], "en": one["en"]}), one["title"], one["date"],
        tuple(one["columns"]), where, tuple(one.get("answered", ())), tuple(one.get("blank", ())),
        frozenset(one.get("leave_out", ())), frozenset(one.get("only", ())), tuple(one.get("clock", ())),
        bool(one.get("named")),
    )  # fmt: skip


def gathered(
    office: "Office", section: Section, scrub: Scrubber, today: date, offices: Iterable[str] = ()
) -> Iterator[Entry]:
    """Yield the entries of a section, the newest first; none when the office has no such ledger."""
    if section.form_id not in {info.form_id for info in office.forms.all()}:
        return
    teller = _Teller(section, office.forms.definition(section.form_id), scrub)
    wanted = frozenset(offices)
    doubles = office.records.duplicates.left_out(section.form_id)
    found = []
    for record in office.records.each(section.form_id, states=COUNTED):
        if wanted and record.head.office_code not in wanted:
            continue
        if (record.head.office_code, record.head.record_id) in doubles:  # of two that are one, the kept one
            continue
        if _may(section, record.answers, today):
            found.append(teller.entry(record))
    yield from sorted(found, key=lambda entry: (entry.day, entry.title), reverse=True)


def _may(section: Section, answers: Mapping[str, Any], today: date) -> bool:
    """Say whether a record is to be published now: consent given, not withdrawn, its day come."""
    if any(str(answers.get(name, "")) not in codes for name, codes in section.where.items()):
        return False
    if not all(answers.get(name) for name in section.answered) or any(
        answers.get(name) for name in section.blank
    ):
        return False
    published = answers.get("published_on")
    return not isinstance(published, str) or published <= today.isoformat()


class _Teller:
    """Turns the records of one form into entries."""

    def __init__(self, section: Section, definition: FormDefinition, scrub: Scrubber) -> None:
        self._section = section
        self._scrub = scrub
        self._words = {language: Words(definition, language=language) for language in LANGUAGES}
        self._repeats: dict[str, list[tuple[str, Question]]] = {}
        self._shown: list[tuple[str, Question]] = []
        for path, question in definition.questions.items():
            repeat, dot, _name = path.rpartition(".")
            if not _public(question) or not self._wanted(path.split(".")[0], path):
                continue
            if dot:
                self._repeats.setdefault(repeat, []).append((path, question))
            else:
                self._shown.append((path, question))
        self._public = {path for path, _question in self._shown} | set(section.columns) & self._all_public(
            definition
        )
        self._heads = {
            one: tuple(definition.questions[name].label.in_(one) for name in section.columns)
            for one in LANGUAGES
        }
        self._labels = {path: definition.questions[path].label for path in definition.questions}
        self._groups = {group.name: group.label for group in definition.repeats.values()}
        title = definition.questions.get(section.title)
        if title is None or title.marks.get("sensitive", "") != "P0":
            raise ValueError(f"{section.id}: the title {section.title} is not public")

    @staticmethod
    def _all_public(definition: FormDefinition) -> set[str]:
        return {path for path, question in definition.questions.items() if _public(question)}

    def _wanted(self, first: str, path: str) -> bool:
        one = self._section
        return (
            first not in one.leave_out and path not in one.leave_out and (not one.only or first in one.only)
        )

    def entry(self, record: "Record") -> Entry:
        """Return one record as it is published."""
        section, answers = self._section, record.answers
        clock = [_day(answers.get(name)) for name in section.clock]
        return Entry(
            section.id,
            hashlib.sha256(record.head.record_id.encode()).hexdigest()[:12],
            record.head.office_code,
            self._title(str(answers.get(section.title, ""))) or "—",
            str(answers.get(section.date, ""))[:10],
            {
                one: tuple(self._said(one, name, answers.get(name)) for name in section.columns)
                for one in LANGUAGES
            },
            (*self._fields(answers), *self._tables(answers)),
            self._heads,
            (clock[0], clock[1]) if len(clock) == 2 and clock[0] and clock[1] else None,
        )

    def _title(self, text: str) -> str:
        return text if self._section.named else self._scrub(text)

    def _fields(self, answers: Mapping[str, Any]) -> Iterator[Field]:
        for path, _question in self._shown:
            value = answers.get(path)
            if value not in (None, "", []):
                yield Field(
                    {one: self._labels[path].in_(one) for one in LANGUAGES},
                    {one: self._said(one, path, value) for one in LANGUAGES},
                )

    def _tables(self, answers: Mapping[str, Any]) -> Iterator[Field]:
        for repeat, questions in self._repeats.items():
            rows = answers.get(repeat)
            if not isinstance(rows, list) or not rows:
                continue
            paths = [path for path, _question in questions]
            yield Field(
                {one: self._groups[repeat].in_(one) or repeat for one in LANGUAGES},
                dict.fromkeys(LANGUAGES, ""),
                {one: tuple(self._labels[path].in_(one) for path in paths) for one in LANGUAGES},
                {
                    one: tuple(
                        tuple(self._said(one, path, row.get(path.rpartition(".")[2])) for path in paths)
                        for row in rows
                    )
                    for one in LANGUAGES
                },
            )

    def _said(self, language: str, path: str, value: Any) -> str:
        if path not in self._public and not any(
            path == one for rows in self._repeats.values() for one, _q in rows
        ):
            return ""
        year = path.rpartition(".")[2].endswith(
            "year"
        )  # a number, but 2026 is no two thousand and twenty-six
        said = self._words[language].say(path, value, Format.TEXT if year else Format.AUTO)
        return said if self._section.named else self._scrub(said)


def _public(question: Question) -> bool:
    """Say whether the answers of a question may be published: marked P0, of a kind that is words, not about a person."""
    marks = question.marks
    if marks.get("sensitive", "") != "P0" or question.kind in _NO_TEXT or not question.label:
        return False
    return not question.ledger or question.ledger in _THINGS


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
