"""Takes in records of offices below: many at once, each with a verdict, nothing ever overwritten.

A record is (office code, record id); a version of it is its revision number with its content hash. What is here
already is *same*; what continues the chain is *new*; what is behind is *older* (kept when it fills a hole, for
USB sticks come out of order); another content under a number that is taken, or a next version whose parent is
another, is a *fork*: both are kept and a person decides. Text is normalised by the same normaliser as at entry and
every hash is worked out again. The caller holds the transaction.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert, select

from forms.problems import Problem
from records.model.normal_text import normal, normal_answers
from records.model.revisions import NO_PARENT, Version, canonical
from records.model.states import State
from records.problem_codes import NO_SUCH_FORM, REVISION_BROKEN, TEXT_NOT_JSON
from records.store.derived import Derived
from records.store.import_before import Before
from records.store.prepared import Inserting, Prepared, Value
from records.store.record_rows import FormWriter, Writing, next_no, write
from records.store.tables import record, revision, revision_fork
from records.store.tables_road import fork_resolution

NEW, SAME, OLDER, FORK, QUARANTINED = "new", "same", "older", "fork", "quarantined"
_CHUNK = 400  # ids in one IN list
FormLookup = Callable[[str, str], FormWriter | None]  # form id, digest → its writer; None for an unknown form
_TRAVEL_STATES = frozenset({State.DRAFT, State.COMPLETE, State.VOID})

_insert_revision = Inserting(revision)
_insert_fork = Prepared(lambda _dialect: insert(revision_fork))


@dataclass(frozen=True, slots=True)
class ImportVerdict:
    """What became of one record. *problem* says why it is quarantined; *revision* and *content_hash* name it."""

    office_code: str
    record_id: str
    form_id: str
    revision: int
    content_hash: str
    verdict: str
    problem: Problem | None = None


@dataclass(slots=True)
class Incoming:
    """One record to take in, read and proved: its versions with their content hashes, lowest revision first.

    *answers* are those of the last version, *title* what lists show, *worked_out* what follows from them if known.
    """

    form: FormWriter
    versions: list[tuple[Version, str]]
    answers: dict[str, Any]
    title: str
    worked_out: Derived | None = None

    def derived(self) -> Derived:
        """Return what follows from the answers: worked out beforehand, or now."""
        return self.worked_out or self.form.deriving.of(self.answers)

    @property
    def last(self) -> tuple[Version, str]:
        """Return the highest version and its hash."""
        return self.versions[-1]

    def verdict(self, word: str) -> ImportVerdict:
        """Return the verdict *word* on this record."""
        version, content_hash = self.last
        return ImportVerdict(
            version.office_code, version.record_id, version.form_id, version.rev, content_hash, word
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """Who takes the records in, when, and the number of the audit line that will tell of it."""

    own_office: str
    at: str
    changed: int


def import_records(
    connection: Connection,
    forms: FormLookup,
    rows: "Sequence[Mapping[str, Any] | Incoming]",
    moment: Moment,
    before: Before | None = None,
    *,
    beside: Collection[tuple[str, str]] = (),
) -> list[ImportVerdict]:
    """Take in *rows*, each ``{record_id, office_code, form_id, title, revisions: [{rev, form_digest, state, by, at,
    reason, device_id, store_epoch, parent_hash, content_hash, answers}, …]}``, and return a verdict for each in order.

    A record that cannot be stored gets the verdict *quarantined* with its problem; the others go in. *before* notes what
    was there, so that all of it can be taken back. Of those *beside* (office code, record id) the sender holds no more:
    versions it made since are kept beside the ledger's, as a fork.
    """
    verdicts: list[ImportVerdict | None] = [None] * len(rows)
    incoming: dict[tuple[str, str], tuple[int, Incoming]] = {}
    for index, row in enumerate(rows):
        if isinstance(row, Incoming):
            each = row
        else:
            try:
                each = read(row, forms)
            except Problem as problem:
                verdicts[index] = _quarantined(row, problem)
                continue
        key = (each.last[0].office_code, each.last[0].record_id)
        if key in incoming:  # the same record twice in one batch: the sender's mistake, the first one stands
            broken = Problem(REVISION_BROKEN, place=key[1], values=_named(each))
            verdicts[index] = replace(each.verdict(QUARANTINED), revision=0, content_hash="", problem=broken)
            continue
        incoming[key] = (index, each)
    found = import_versions(
        connection, [each for _index, each in incoming.values()], moment, before, beside=beside
    )
    for (index, _each), verdict in zip(incoming.values(), found, strict=True):
        verdicts[index] = verdict
    return [verdict for verdict in verdicts if verdict is not None]


def _named(each: Incoming) -> dict[str, Any]:
    return {"record": each.last[0].record_id, "revision": each.last[0].rev}


def read(row: Mapping[str, Any], forms: FormLookup) -> Incoming:
    """Return a record as `import_records` takes it, checked. Raises Problem RECORDS-04x, -080, -091."""
    try:
        record_id, office_code = _word(row["record_id"]), _word(row["office_code"])
        form_id, given = _word(row["form_id"]), row["revisions"]
        title = normal(row.get("title") or record_id[:8], "title")[:200]
        if not isinstance(given, list) or not given:
            raise TypeError("revisions")
        versions = [_version(office_code, record_id, form_id, each) for each in given]
        answers = given[-1]["answers"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Problem(TEXT_NOT_JSON, place=str(error)) from error
    _check_chain(versions)
    form = forms(form_id, versions[-1][0].form_digest)
    if form is None:
        values = {"form": form_id, "version": versions[-1][0].form_digest[:12]}
        raise Problem(NO_SUCH_FORM, place=form_id, values=values)
    return Incoming(form, versions, answers, title)


def _word(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > 200:
        raise TypeError("a name is missing")
    return normal(value)


def _version(office_code: str, record_id: str, form_id: str, each: Mapping[str, Any]) -> tuple[Version, str]:
    answers = each["answers"]
    if (
        normal_answers(answers) != answers
        or State(each["state"]) not in _TRAVEL_STATES
        or type(each["rev"]) is not int
    ):
        raise TypeError("answers")
    version = Version(
        office_code=office_code,
        record_id=record_id,
        rev=each["rev"],
        form_id=form_id,
        form_digest=_word(each["form_digest"]),
        state=each["state"],
        parent_hash=str(each["parent_hash"]),
        by=normal(each["by"]),
        at=normal(each["at"]),
        reason=normal(each["reason"]),
        device_id=_word(each["device_id"]),
        store_epoch=_word(each["store_epoch"]),
        answers=canonical(answers),
    )
    if version.content_hash() != each["content_hash"]:
        raise Problem(REVISION_BROKEN, place=record_id, values={"record": record_id, "revision": version.rev})
    return version, each["content_hash"]


def _check_chain(versions: Sequence[tuple[Version, str]]) -> None:
    """Raise Problem RECORDS-091 unless each version is the child of the one before."""
    before: tuple[Version, str] | None = None
    for version, content_hash in versions:
        follows = (version.rev == 1) == (version.parent_hash == NO_PARENT) and version.rev >= 1
        if before is not None:
            follows = version.rev == before[0].rev + 1 and version.parent_hash == before[1]
        if not follows:
            values = {"record": version.record_id, "revision": version.rev}
            raise Problem(REVISION_BROKEN, place=version.record_id, values=values)
        before = version, content_hash


def _quarantined(row: Mapping[str, Any], problem: Problem) -> ImportVerdict:
    office_code, record_id, form_id = (
        str(row.get(name, ""))[:200] for name in ("office_code", "record_id", "form_id")
    )
    return ImportVerdict(office_code, record_id, form_id, 0, "", QUARANTINED, problem)


def _known(
    connection: Connection, keys: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], dict[str, Value]]:
    """Return the rows of the records that are here already."""
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        offices = {office for office, _record in chunk}
        query = select(record).where(
            record.c.office_code.in_(offices),
            record.c.record_id.in_([record_id for _office, record_id in chunk]),
        )
        for row in connection.execute(query).mappings():
            found[row["office_code"], row["record_id"]] = dict(row)
    return found


def import_versions(
    connection: Connection,
    incoming: Sequence[Incoming],
    moment: Moment,
    before_all: Before | None = None,
    *,
    beside: Collection[tuple[str, str]] = (),
) -> list[ImportVerdict]:
    """Take in records whose text, hashes and chain the caller has proved; each record once. A verdict for each."""
    noted = before_all if before_all is not None else Before()
    known = _known(connection, [(each.last[0].office_code, each.last[0].record_id) for each in incoming])
    no = next_no(connection)
    work: list[Writing] = []
    earlier: list[tuple[Version, str]] = []
    verdicts: list[ImportVerdict] = []
    for each in incoming:
        before = known.get((each.last[0].office_code, each.last[0].record_id))
        if before is None:
            word, missing = NEW, each.versions
            no, own_no = no + 1, no
        else:
            word, missing = _compare(connection, each, before)
            if word == FORK:
                word, missing = _after_resolution(connection, each, before, missing, moment, noted)
            if word == NEW and (each.last[0].office_code, each.last[0].record_id) in beside:
                word, missing = FORK, _unforked(connection, missing)
            own_no = int(before["no"] or 0)
        verdicts.append(each.verdict(word))
        noted.note(word, each.last[0], [version.rev for version, _hash in missing], before)
        if word == NEW:
            work.append(_writing(each, before, moment, own_no))
            earlier += missing[:-1]
        elif word == OLDER:
            earlier += missing
        elif word == FORK:
            _put_forks(connection, missing, moment, noted)
    _insert_revision.named(
        connection, [_revision_row(version, content_hash) for version, content_hash in earlier]
    )
    write(connection, work, at=moment.at, own_office=moment.own_office, before=before_all)
    return verdicts


def _put_forks(
    connection: Connection, versions: Sequence[tuple[Version, str]], moment: Moment, noted: Before
) -> None:
    """Keep versions beside the ledger's."""
    noted.forks += [(version.office_code, version.record_id, version.rev, h) for version, h in versions]
    _insert_fork.many(connection, (_fork_row(version, h, moment) for version, h in versions))


def _compare(
    connection: Connection, each: Incoming, before: Mapping[str, Value]
) -> tuple[str, list[tuple[Version, str]]]:
    """Return the verdict on a record that is here already, and the versions that are not here yet."""
    rev, content_hash = int(before["revision"] or 0), str(before["content_hash"])
    if each.last[1] == content_hash:
        return SAME, []
    first = each.versions[0][0]
    if first.rev == rev + 1:  # the usual case: it goes on where we stand
        if first.parent_hash == content_hash:
            return NEW, each.versions
        return FORK, _unforked(connection, each.versions)
    query = select(revision.c.rev, revision.c.content_hash).where(
        revision.c.office_code == before["office_code"], revision.c.record_id == before["record_id"]
    )
    here = {row[0]: row[1] for row in connection.execute(query)}
    missing = [(version, h) for version, h in each.versions if here.get(version.rev) != h]
    if any(version.rev in here for version, _hash in missing):
        return FORK, _unforked(connection, missing)
    above = {version.rev: version.parent_hash for version, _hash in missing}
    if any(rev_ - 1 in here and here[rev_ - 1] != parent for rev_, parent in above.items()):
        return FORK, _unforked(connection, missing)
    return (NEW if each.last[0].rev > rev else OLDER), missing


def _after_resolution(  # noqa: PLR0917  (what is known of one record, and where it is noted)
    connection: Connection,
    each: Incoming,
    before: Mapping[str, Value],
    unknown: list[tuple[Version, str]],
    moment: Moment,
    noted: Before,
) -> tuple[str, list[tuple[Version, str]]]:
    """Return the verdict on versions that follow a branch a person has decided on: they go on from there.

    Those whose numbers are taken stay beside the ledger's, like the branch; the ones above what stands here are new.
    """
    office_code, record_id = before["office_code"], before["record_id"]
    decided = connection.execute(
        select(fork_resolution.c.content_hash).where(
            fork_resolution.c.record_office == office_code, fork_resolution.c.record_id == record_id
        )
    )
    known = set(decided.scalars())
    follows = each.versions[0][0].parent_hash in known or any(
        h in known for _version, h in each.versions[:-1]
    )
    above = [(version, h) for version, h in each.versions if version.rev > int(before["revision"] or 0)]
    if not follows or not above:
        return FORK, unknown
    taken = {h for _version, h in above}
    _put_forks(connection, [(version, h) for version, h in unknown if h not in taken], moment, noted)
    return NEW, above


def _unforked(connection: Connection, versions: Sequence[tuple[Version, str]]) -> list[tuple[Version, str]]:
    """Return the versions not yet kept as forks (the same batch may come again)."""
    first = versions[0][0]
    query = select(revision_fork.c.content_hash).where(
        revision_fork.c.office_code == first.office_code, revision_fork.c.record_id == first.record_id
    )
    kept = set(connection.execute(query).scalars())
    return [(version, h) for version, h in versions if h not in kept]


def _writing(each: Incoming, before: dict[str, Value] | None, moment: Moment, no: int) -> Writing:
    version, content_hash = each.last
    state = State.VOID if version.state == State.VOID else State.RECEIVED
    head: dict[str, Value] = {
        "no": no,
        "changed": moment.changed,
        "title": each.title or version.record_id[:8],
        "state": str(state),
        "verdict": "none",
        "verdict_at": None,
        "verdict_code": "",
        "verdict_reason": "",
        "verdict_question": "",
    }
    if before is None:
        head["created_by"] = each.versions[0][0].by
    return Writing(each.form, version, content_hash, each.derived(), head, before, content_hash)


def _revision_row(version: Version, content_hash: str) -> dict[str, Value]:
    row = _fork_columns(version, content_hash)
    return {**row, "token": content_hash}


def _fork_columns(version: Version, content_hash: str) -> dict[str, Value]:
    return {
        "office_code": version.office_code,
        "record_id": version.record_id,
        "rev": version.rev,
        "form_id": version.form_id,
        "form_digest": version.form_digest,
        "state": version.state,
        "by_name": version.by,
        "at": version.at,
        "reason": version.reason,
        "device_id": version.device_id,
        "store_epoch": version.store_epoch,
        "parent_hash": version.parent_hash,
        "content_hash": content_hash,
        "answers": version.answers,
    }


def _fork_row(version: Version, content_hash: str, moment: Moment) -> dict[str, Value]:
    return {**_fork_columns(version, content_hash), "noticed_at": moment.at, "resolved_by": None}
