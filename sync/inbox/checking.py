"""Judging records from below before they enter: every rule again, because a device may be anything.

Here: scope, form version, and the form's own hard checks; the import itself works out every hash and the chain
again. A record that fails is set aside with its reason and its line; the others go in. The answers are judged
by the form version they were filled with; soft checks are between the clerk and the reviewer and never refuse
here. A record that refers to another which is not here yet is let in with that named: what its other checks would say
without the other record says nothing. A void is a word about a record, not a new one: its answers are not judged again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forms.engine import Context, FormDefinition, FormSession
from forms.problem_codes import NOT_IN_LEDGER
from forms.problems import Detail, Problem, Severity
from records.ledger.attachments import KINDS
from records.ledger.lookups import LedgerTables
from records.model.states import State
from records.store.importing import Incoming
from sync.attached import Expected, named_by
from sync.protocol import problem_codes as codes
from sync.protocol import scope, strict_json
from sync.protocol.batch import BadLine, RecordLine
from sync.protocol.manifest import is_office_code

if TYPE_CHECKING:
    from records.ledger import Office

_RECORD = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[0-9A-Za-z_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Checked:
    """A record that may enter, with the title its form gives it; *lacking* names another it refers to, not here yet.

    *files* are the attached files it names. *proved*: what a worker found out about its text, hashes and chain already.
    """

    line: RecordLine
    title: str
    lacking: Problem | None = None
    files: tuple[Expected, ...] = ()
    proved: Incoming | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A record set aside: code, question and words for the clerk; *raw* is its line for another try."""

    record: str
    office: str
    form: str
    revision: int
    content_hash: str
    code: str
    question: str
    words: str
    raw: bytes
    line_no: int = 0


def context_of(office: "Office", sender: str) -> Context:
    """Return what the forms may know here: our day and tables, but the office *sender* as the one that filled them."""
    here = office.context()
    rows = [{"name": key, "key": key, "value": sender, "label": sender} for key in ("code", "office_code")]
    tables = here.tables.also({"office": rows})
    if isinstance(tables.served, LedgerTables):
        tables.served.referred_only = True
    return replace(here, instances=tables)


class Checker:
    """Judges the records of one batch of the office *sender*; *form_of* finds a form version by its digest."""

    def __init__(
        self,
        sender: str,
        form_of: Callable[[str], FormDefinition | None],
        context: Context,
        *,
        lenient: bool = False,
    ) -> None:
        """*lenient*: what a form says against a record is named, but does not keep it out: a person answers for it."""
        self._lenient = lenient
        self._sender = sender
        self._form_of = form_of
        self.context = context
        self._sessions: dict[str, FormSession | None] = {}
        self._seen: set[str] = set()
        self._with_files: set[str] = set()  # form versions that ask for files
        self.held: frozenset[tuple[str, str]] = (
            frozenset()
        )  # records of others the sender holds (`sync.handover`)

    def judge(self, line: RecordLine | BadLine) -> Checked | Refused:
        """Return the record ready to enter, or why it may not."""
        if isinstance(line, BadLine):
            words = Problem(codes.NOT_STRICT, values={"reason": line.reason}).sentence()
            return Refused("", "", "", 0, "", codes.NOT_STRICT.code, "", words, line.line, line.number)
        if self.seen(line):  # named once only in the inbox, so this one stands in quarantine alone
            again = Problem(codes.RECORD_REFUSED, values={"reason": "twice"})
            return replace(refused(line, again), record="")
        return self.alone(line)

    def seen(self, line: RecordLine) -> bool:
        """Say whether a record was met before in this batch; from now on it was."""
        if line.record in self._seen:
            return True
        self._seen.add(line.record)
        return False

    def seen_before(self, line: RecordLine) -> bool:
        """Say whether a record was met before in this batch."""
        return line.record in self._seen

    def alone(self, line: RecordLine) -> Checked | Refused:
        """Judge a record by itself."""
        problem = self._standing(line)
        if problem is not None:
            return refused(line, problem)
        try:
            return self._judged(line)
        except Problem as unread:
            return refused(line, unread)

    def _standing(self, line: RecordLine) -> Problem | None:
        """Judge what can be said without reading answers: scope, form, a name, something to read."""
        last = line.revisions[-1] if line.revisions else None
        if last is None or _RECORD.fullmatch(line.record) is None or last.form_digest != line.form_digest:
            return Problem(codes.RECORD_REFUSED, values={"reason": "record"})
        covered = scope.covers(self._sender, line.office) or (line.office, line.record) in self.held
        if not covered or not is_office_code(line.office):
            return Problem(codes.OUT_OF_SCOPE, values={"owner": line.office})
        if not all(0 < one.revision < 2**31 and _NAME.fullmatch(one.device) for one in line.revisions):
            return Problem(codes.CHAIN_BROKEN)
        session = self._session(line.form_digest)
        if session is None or session.definition.form_id != line.form:
            return Problem(codes.FORM_UNKNOWN, values={"form": line.form, "version": line.form_digest[:12]})
        return None

    def _judged(self, line: RecordLine) -> Checked | Refused:
        """Run the form over the last revision. Raises the form's Problem for answers it cannot hold."""
        session = self._session(line.form_digest)
        if session is None:
            raise LookupError(line.form_digest)
        last, served = line.revisions[-1], self.context.tables.served
        if isinstance(served, LedgerTables):
            served.office_code, served.record_id = line.office, line.record
        session.reset(last.answers, new=False)
        lacking = None
        if last.state != State.VOID:
            hard = [problem for problem in session.problems() if problem.severity is Severity.HARD]
            lacking = next((problem for problem in hard if problem.code == NOT_IN_LEDGER.code), None)
            if hard and lacking is None and not self._lenient:
                return refused(line, hard[0])
        files = tuple(named_by(line)) if line.files or line.form_digest in self._with_files else ()
        return Checked(line, session.title(), lacking, files)

    def _session(self, digest: str) -> FormSession | None:
        """Return the one session that judges every record of a form version."""
        if digest not in self._sessions:
            definition = self._form_of(digest)
            self._sessions[digest] = None if definition is None else FormSession(definition, self.context)
            if definition and any(question.kind in KINDS for question in definition.questions.values()):
                self._with_files.add(digest)
        return self._sessions[digest]


_OURS: dict[str, Detail] = {
    detail.code: detail
    for detail in (
        codes.OUT_OF_SCOPE,
        codes.FORM_UNKNOWN,
        codes.CHAIN_BROKEN,
        codes.RECORD_REFUSED,
        codes.HELD_ELSEWHERE,
    )
}


def refused(line: RecordLine, problem: Problem) -> Refused:
    """Set a record aside; a form's own problem keeps its code and question. Only plain words enter our tables."""
    last = line.revisions[-1] if line.revisions else None
    words = problem.sentence()
    if problem.code not in _OURS:
        words = Problem(codes.RECHECK_FAILED, values={"reason": words}).what()
    return Refused(
        line.record if _RECORD.fullmatch(line.record) else "",
        line.office if is_office_code(line.office) else "",
        line.form if _NAME.fullmatch(line.form) else "",
        last.revision if last is not None and 0 < last.revision < 2**31 else 0,
        last.content_hash if last is not None and _HASH.fullmatch(last.content_hash) else "",
        problem.code,
        "" if problem.code in _OURS else problem.place,
        "".join(letter for letter in words if letter.isprintable()),
        strict_json.encode(line),
    )
