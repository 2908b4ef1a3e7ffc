"""Moving records through their life: complete, approve, send back, reopen, void. Each record is judged alone.

Completing runs the form's own checks, gives numbers of series and claims values that must be unique, all in the
transaction that makes the record complete. Approving is another person's act unless the office says it has only
one person; then that is written down with the approval.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from forms.engine import FormProblem, FormSession
from forms.problems import Problem, Severity
from records.ledger.drawing import Drawing
from records.ledger.finding import head_of
from records.ledger.forms_shelf import FormsShelf
from records.ledger.reading import answers_of
from records.ledger.receipt_numbers import series_of
from records.ledger.receipt_rows import standing_receipt
from records.ledger.saving import Row, own_row, untitled, version_of
from records.ledger.seat import Seat
from records.ledger.sessions import Sessions
from records.model.heads import Outcome
from records.model.normal_text import normal, normal_answers
from records.model.revisions import canonical
from records.model.states import MOVES, Role, State, Verb, allowed, is_another
from records.problem_codes import (
    NOT_ANOTHER_PERSON,
    NOT_EXPLAINED,
    REASON_NEEDED,
    RECEIPT_STANDS,
    ROLE_MAY_NOT,
    STATE_FORBIDS,
    VALUE_TAKEN,
)
from records.store.audit_chain import Tail, append, tail
from records.store.frozen import must_not_be_frozen
from records.store.number_series import next_in_series, take_number
from records.store.prepared import Prepared
from records.store.record_rows import FormWriter, Writing, put_heads, write
from records.store.tables import record, unique_claim

_claimed = Prepared(
    lambda _dialect: select(unique_claim.c.record_id).where(
        unique_claim.c.office_code == bindparam("office_code"),
        unique_claim.c.form_id == bindparam("form_id"),
        unique_claim.c.question == bindparam("question"),
        unique_claim.c.value == bindparam("value"),
    )
)


class _Refused(Exception):  # noqa: N818  (a refusal of one record, not an error; never leaves this module)
    """One record was refused; carries all its problems."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems[0].code)
        self.problems = problems


@dataclass(slots=True)
class _Step:
    """What a verb needs to work on one record."""

    connection: Connection
    row: Row
    seq: int
    detail: str = ""


class Moving:
    """The moving verbs of `office.records`."""

    def __init__(self, seat: Seat, shelf: FormsShelf, sessions: Sessions) -> None:
        self._seat = seat
        self._shelf = shelf
        self._sessions = sessions

    @cached_property
    def _drawing(self) -> Drawing:
        return Drawing(self._seat, self._shelf)

    def complete(self, ids: Iterable[str]) -> list[Outcome]:
        """Complete drafts whose every check holds or is explained; the others are named with all their problems."""
        return self._each(Verb.COMPLETE, ids, self._complete)

    def approve(self, ids: Iterable[str]) -> list[Outcome]:
        """Approve complete records for reporting; not one's own (统计法 art. 24), unless the office has one person."""
        return self._each(Verb.APPROVE, ids, self._approve)

    def send_back(self, ids: Iterable[str], reason: str, question: str | None = None) -> list[Outcome]:
        """Return complete or approved records to the clerk, with words and the question they are about."""
        words = _words(reason)

        def act(step: _Step) -> Row:
            step.detail = words
            return {"verdict_reason": words, "verdict_question": question or "", "verdict_code": ""}

        return self._each(Verb.SEND_BACK, ids, act)

    def reopen(self, ids: Iterable[str], reason: str) -> list[Outcome]:
        """Make complete, approved or accepted records drafts again; an approved one only by those who approve."""
        words = _words(reason)

        def act(step: _Step) -> Row:
            self._judges_only(step, {State.APPROVED})
            step.detail = words
            return {"approved_by": None, "approved_alone": 0}

        return self._each(Verb.REOPEN, ids, act)

    def void(self, ids: Iterable[str], reason: str) -> list[Outcome]:
        """Void records: a last revision says so and why, nothing is deleted. What others relied on, only a judge.

        Outcomes carry RECORDS-024, -050, -052 and -173 (a donation whose receipt stands: that is voided first).
        """
        words = _words(reason)

        def act(step: _Step) -> Row:
            self._judges_only(step, {State.APPROVED, State.ACCEPTED})
            step.detail = words
            self._no_receipt_stands(step)
            self._release(step)
            self._revise(step, answers_of(step.connection, step.row), State.VOID, words)
            return {}

        return self._each(Verb.VOID, ids, act)

    def _no_receipt_stands(self, step: _Step) -> None:
        """Refuse a donation whose receipt stands: paper is out that says the money came. Raises Problem RECORDS-173."""
        standing = standing_receipt(step.connection, self._seat.info.code, str(step.row["record_id"]))
        if standing is not None:
            values = {"number": standing.number}
            raise Problem(RECEIPT_STANDS, place=str(step.row["record_id"]), values=values)

    def _judges_only(self, step: _Step, states: set[State]) -> None:
        judge = self._seat.user.role in (Role.REVIEWER, Role.LEADER) or self._seat.one_person
        if State(str(step.row["state"])) in states and not judge:
            raise Problem(ROLE_MAY_NOT, values={"role": str(self._seat.user.role)})

    def _each(self, verb: Verb, ids: Iterable[str], act: Callable[[_Step], Row]) -> list[Outcome]:
        """Do *act* for each record in one transaction; a refused one stays as it was and says why."""
        self._seat.must(verb)
        outcomes: list[Outcome] = []
        with self._seat.store.writing() as connection:
            end = tail(connection, self._seat.info.code)
            for record_id in dict.fromkeys(ids):
                try:
                    row = own_row(connection, self._seat, record_id)
                    if not allowed(verb, State(str(row["state"]))):
                        raise Problem(STATE_FORBIDS, place=record_id, values={"state": row["state"]})
                    must_not_be_frozen(connection, row)
                    step = _Step(connection, row, end.seq + 1)
                    end = self._done(step, verb, act(step), end)
                    outcomes.append(Outcome(record_id, None, head_of(step.row)))
                except Problem as problem:
                    outcomes.append(Outcome(record_id, problem, None, (problem,)))
                except _Refused as refused:
                    outcomes.append(Outcome(record_id, refused.problems[0], None, tuple(refused.problems)))
        return outcomes

    def _done(self, step: _Step, verb: Verb, columns: Row, end: Tail) -> Tail:
        step.row |= {**columns, "state": str(MOVES[verb].after), "changed": step.seq}
        put_heads(step.connection, [step.row], new=[False])
        return append(
            step.connection,
            self._seat.author(),
            str(verb),
            str(step.row["record_id"]),
            step.detail,
            after=end,
        )

    # ── completing ──────────────────────────────────────────────────────────────────────────────────────────

    def _complete(self, step: _Step) -> Row:
        """Check, number, claim; raises before anything was written for this record."""
        form_id = str(step.row["form_id"])
        writer = self._shelf.writer(form_id, str(step.row["form_digest"]))
        before = answers_of(step.connection, step.row)
        numbered, taken = self._numbered(step, writer, before)
        session = self._sessions.of(writer.shape.definition, numbered, str(step.row["record_id"]))
        problems = session.problems()
        if problems:
            raise _Refused([_unexplained(problem) for problem in problems])
        answers = normal_answers(session.answers(relevant_only=True))
        self._must_not_overdraw(step, writer, answers)
        claims = self._claims(step, writer, session)
        for series, number in taken.items():
            take_number(step.connection, self._seat.info.code, series, number)
        self._claim(step, claims)
        if answers != before:
            self._revise(step, answers, State.COMPLETE, "", session.title())
        author = self._seat.author()
        step.detail = form_id
        return {"completed_by": author.who, "verdict_reason": "", "verdict_question": "", "verdict_code": ""}

    def _must_not_overdraw(self, step: _Step, writer: FormWriter, answers: dict[str, Any]) -> None:
        """Refuse what takes more out of a batch or a donation than others left, seen in this transaction."""
        found = self._drawing.problems(
            step.connection, writer.shape.definition, str(step.row["record_id"]), answers
        )
        if found:
            raise _Refused(list(found))

    def _numbered(
        self, step: _Step, writer: FormWriter, answers: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, int]]:
        """Return the answers with the numbers this record would get, and the numbers to take when it passes."""
        answers, taken = dict(answers), {}
        for cell in writer.shape.sheets[0].cells:
            series = cell.question.marks.get("series")
            if series and not answers.get(cell.name):
                code, copy, year = self._seat.info.code, series_of(self._seat), self._seat.clock.today().year
                place = f"{series}/{copy}/{year}"
                number = next_in_series(step.connection, code, place)
                answers[cell.name] = f"{code}-{year}-{copy}{number:05d}"
                taken[place] = number
        return answers, taken

    def _claims(self, step: _Step, writer: FormWriter, session: FormSession) -> dict[str, str]:
        """Return the values this record claims. Raises when another complete record has one of them."""
        found: dict[str, str] = {}
        for name, value in session.unique_values().items():
            row = _claimed.one(
                step.connection,
                office_code=str(step.row["office_code"]),
                form_id=str(step.row["form_id"]),
                question=name,
                value=value,
            )
            if row is not None and row[0] != step.row["record_id"]:
                title = step.connection.execute(
                    select(record.c.title).where(
                        record.c.office_code == step.row["office_code"], record.c.record_id == row[0]
                    )
                ).scalar()
                label = writer.shape.definition.questions[name].label
                raise _Refused(
                    [FormProblem(VALUE_TAKEN, place=name, values={"label": label, "title": title})]
                )
            found[name] = value
        return found

    def _claim(self, step: _Step, claims: Mapping[str, str]) -> None:
        self._release(step)
        for name, value in claims.items():
            step.connection.execute(
                insert(unique_claim).values(
                    office_code=step.row["office_code"],
                    form_id=step.row["form_id"],
                    question=name,
                    value=value,
                    record_id=step.row["record_id"],
                )
            )

    def _release(self, step: _Step) -> None:
        step.connection.execute(
            delete(unique_claim).where(
                unique_claim.c.office_code == step.row["office_code"],
                unique_claim.c.record_id == step.row["record_id"],
            )
        )

    def _revise(
        self, step: _Step, answers: dict[str, Any], state: State, reason: str, title: str | None = None
    ) -> None:
        """Write a revision of the verb's own: numbers given, irrelevant answers left out, or the void."""
        writer = self._shelf.writer(str(step.row["form_id"]), str(step.row["form_digest"]))
        author = self._seat.author()
        version = version_of(
            author,
            writer,
            record_id=str(step.row["record_id"]),
            before=step.row,
            state=state,
            reason=reason,
            answers=canonical(answers),
        )
        head: Row = {"changed": step.seq}
        if title is not None:
            head["title"] = normal(title) or untitled(version.record_id)
        work = [Writing(writer, version, self._seat.ids.token(), writer.deriving.of(answers), head, step.row)]
        step.row = write(step.connection, work, at=author.at, own_office=author.office_code)[0]

    # ── approving ───────────────────────────────────────────────────────────────────────────────────────────

    def _approve(self, step: _Step) -> Row:
        who = self._seat.user.name
        alone = not is_another(who, (str(step.row["updated_by"]), str(step.row["completed_by"])))
        if alone and not self._seat.one_person:
            raise Problem(NOT_ANOTHER_PERSON, place=str(step.row["record_id"]))
        writer = self._shelf.writer(str(step.row["form_id"]), str(step.row["form_digest"]))
        self._must_not_overdraw(step, writer, answers_of(step.connection, step.row))
        step.detail = "alone" if alone else ""
        return {"approved_by": who, "approved_alone": int(alone)}


def _words(reason: str) -> str:
    """Return the reason as it is kept. Raises Problem RECORDS-054 when there is none."""
    words = normal(reason.strip())
    if not words:
        raise Problem(REASON_NEEDED)
    return words


def _unexplained(problem: Problem) -> Problem:
    """Return the problem as the outcome tells it: a soft one stands only for want of an explanation."""
    if problem.severity is Severity.SOFT:
        return Problem(NOT_EXPLAINED, place=problem.place, values={"what": problem.what()})
    return problem
