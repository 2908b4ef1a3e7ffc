"""Moves drafts to the version of their form that is in force, with a list of what changes in each.

One transaction for all of a form's drafts: a new revision each, with the reason. What the new version cannot hold
stays in the revision before, and is told; nothing is moved by guess from one question to another. What was typed where
the new version looks a record up becomes that record where it names exactly one, else it stands as typed and is told.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forms.engine import EXPLAINED, LEDGER, FormDefinition, FormProblem, FormSession, Kind, Question
from forms.problems import Problem
from forms.words import N_
from records.ledger.forms_shelf import FormsShelf
from records.ledger.reading import answers_of
from records.ledger.saving import Row, untitled, version_of
from records.ledger.seat import Seat
from records.ledger.sessions import Sessions
from records.model.normal_text import normal, normal_answers
from records.model.revisions import canonical
from records.model.states import State, Verb
from records.problem_codes import (
    ANSWER_NOT_CARRIED,
    ANSWER_NOW_MISSING,
    ANSWER_RECALCULATED,
    CHOICE_NOT_CARRIED,
)
from records.store.audit_chain import Tail, append, tail
from records.store.record_rows import Writing, write
from records.store.tables import record

_MOVED = (State.DRAFT, State.RETURNED)
Named = Callable[[str, str], list[str]]  # (form id, text) -> ids of the records it names
REASON = N_("迁移到表的新版本 {version}")


@dataclass(frozen=True, slots=True)
class Migrated:
    """One draft: from which form version to which, and what changes in it (coded lines; may hold its values)."""

    record_id: str
    title: str
    before: str
    after: str
    changes: tuple[Problem, ...] = ()


class Migrating:
    """The migrating verb of `office.records`."""

    def __init__(self, seat: Seat, shelf: FormsShelf, sessions: Sessions) -> None:
        self._seat = seat
        self._shelf = shelf
        self._sessions = sessions

    def migrate(self, form_id: str, *, dry_run: bool = False) -> list[Migrated]:
        """Move this office's drafts and returned records of *form_id* to the version in force.

        Returns what changes in each, in order of entry; with *dry_run* nothing is written. Raises Problem RECORDS-024,
        RECORDS-080.
        """
        self._seat.must(Verb.SAVE)
        to = self._shelf.definition(form_id)
        found: list[Migrated] = []
        query = (
            select(record)
            .where(
                record.c.office_code == self._seat.info.code,
                record.c.form_id == form_id,
                record.c.form_digest != to.digest,
                record.c.state.in_([str(state) for state in _MOVED]),
            )
            .order_by(record.c.no)
        )
        if dry_run:
            with self._seat.store.reading() as connection:
                rows = [dict(row) for row in connection.execute(query).mappings()]
                return [self._looked_at(row, answers_of(connection, row), to)[0] for row in rows]
        with self._seat.store.writing() as connection:
            end = tail(connection, self._seat.info.code)
            for row in [dict(row) for row in connection.execute(query).mappings()]:
                told, session = self._looked_at(row, answers_of(connection, row), to)
                self._write(connection, row, session, end)
                found.append(told)
            if found:
                append(
                    connection,
                    self._seat.author(),
                    "migrate",
                    form_id,
                    f"{to.version} {len(found)}",
                    after=end,
                )
        return found

    def _looked_at(
        self, row: Row, answers: dict[str, Any], to: FormDefinition
    ) -> tuple[Migrated, FormSession]:
        """Return what moving one record would change, and the session that holds it moved."""
        digest = str(row["form_digest"])
        sessions = self._sessions.about(str(row["record_id"]))
        old = sessions.of(self._shelf.definition(str(row["form_id"]), digest), answers)
        office = self._seat.info.code
        named = lambda form_id, text: sessions.ledgers.named(office, f"{LEDGER}{form_id}", text)  # noqa: E731  (handed on once)
        session = sessions.of(to, dict(looked_up(dict(carried(answers, to)), old.definition, to, named)))
        lines = [*_left(answers, old.definition, to), *_differing(old, session)]
        told = Migrated(
            str(row["record_id"]), str(row["title"]), str(row["form_version"]), to.version, tuple(lines)
        )
        return told, session

    def _write(self, connection: Any, row: Row, session: FormSession, end: Tail) -> None:
        to = session.definition
        writer = self._shelf.writer(to.form_id, to.digest)
        author = self._seat.author()
        answers = normal_answers(session.answers())
        version = version_of(
            author,
            writer,
            record_id=str(row["record_id"]),
            before=row,
            state=State(str(row["state"])),
            reason=REASON.format(version=to.version),
            answers=canonical(answers),
        )
        left = self._shelf.writer(to.form_id, str(row["form_digest"])).tables
        left.leave(connection, author.office_code, version.record_id, writer.tables)
        head: Row = {"changed": end.seq + 1, "title": normal(session.title()) or untitled(version.record_id)}
        work = [Writing(writer, version, self._seat.ids.token(), writer.deriving.of(answers), head, row)]
        write(connection, work, at=author.at, own_office=author.office_code)


def carried(answers: Mapping[str, Any], to: FormDefinition, around: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the answers that questions of *to* can hold; an answer to what is text now becomes text."""
    for name, value in answers.items():
        path = f"{around}{name}"
        if path == EXPLAINED:
            yield name, {place: words for place, words in value.items() if _plain(place) in to.questions}
        elif isinstance(value, list) and path in to.repeats:
            yield name, [dict(carried(row, to, f"{path}.")) for row in value if isinstance(row, dict)]
        elif path in to.questions and not _is_rows(value):
            yield name, _fitting(to.questions[path], value)


def looked_up(
    answers: Mapping[str, Any], old: FormDefinition, to: FormDefinition, named: Named, around: str = ""
) -> Iterator[tuple[str, Any]]:
    """Yield the answers with the id of the record in the place of a typed text that names exactly one."""
    for name, value in answers.items():
        path = f"{around}{name}"
        if _is_rows(value):
            yield name, [dict(looked_up(row, old, to, named, f"{path}.")) for row in value]
            continue
        before, now = old.questions.get(path), to.questions.get(path)
        typed = before is not None and before.kind is Kind.TEXT and isinstance(value, str)
        found = named(now.ledger, value.strip()) if typed and now is not None and now.ledger else []
        yield name, found[0] if len(found) == 1 else value


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _fitting(question: Question, value: Any) -> Any:
    if question.kind is not Kind.TEXT or isinstance(value, str):
        return value
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(place: str) -> str:
    """``trainee[2].id_no`` → ``trainee.id_no``."""
    return ".".join(part.partition("[")[0] for part in place.split("."))


def _left(answers: Mapping[str, Any], old: FormDefinition, to: FormDefinition) -> Iterator[Problem]:
    """Tell each question once whose answer the new version does not hold, or not as a choice."""
    told: set[str] = set()
    for path, value in _each(answers):
        question = old.questions.get(path)
        if question is None or path in told:
            continue
        label = question.label if question.label else question.name
        if path not in to.questions:
            if not question.calculated:
                told.add(path)
                yield FormProblem(ANSWER_NOT_CARRIED, path, {"question": label})
            continue
        offered = to.questions[path].choices
        if offered is None or offered.external:
            continue
        gone = set(value if isinstance(value, list) else [value]) - {one.code for one in offered.choices}
        for code in sorted(map(str, gone)):
            told.add(path)
            yield FormProblem(CHOICE_NOT_CARRIED, path, {"question": label, "choice": _label(question, code)})


def _label(question: Question, code: str) -> Any:
    choices = question.choices.choices if question.choices else ()
    return next((one.label for one in choices if one.code == code and one.label), code)


def _each(answers: Mapping[str, Any], around: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every answer with its path without positions."""
    for name, value in answers.items():
        if name == EXPLAINED:
            continue
        if _is_rows(value):
            for row in value:
                yield from _each(row, f"{around}{name}.")
        else:
            yield f"{around}{name}", value


def _differing(old: FormSession, new: FormSession) -> Iterator[Problem]:
    """Tell calculated values that come out differently, and what newly stands against completing."""
    before, known = set(old.paths()), {(one.place, one.code) for one in old.problems()}
    questions = new.definition.questions
    for path in new.paths():
        question = questions[_plain(path)]
        told = question.calculated and question.label and path in before
        if told and old.state(path).text != new.state(path).text:
            yield FormProblem(ANSWER_RECALCULATED, path, {"question": question.label})
    for problem in new.problems():
        if (problem.place, problem.code) not in known and _plain(problem.place) in questions:
            label = questions[_plain(problem.place)].label or problem.place
            yield FormProblem(ANSWER_NOW_MISSING, problem.place, {"question": label, "what": problem.what()})
