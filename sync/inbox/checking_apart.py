"""Has the records of a large batch checked in worker processes (`check_process`), from the office's own process.

What a worker says is right enters as it was proved there; any other record is judged here, in its turn, so that the words and
the order are those of judging all of it here.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from forms.reference import Reference
from forms.workers import Job
from records.ledger.lookups import LedgerTables
from records.store.derived import from_plain
from records.store.importing import Incoming
from sync.inbox.check_process import Given, Told, versions_of
from sync.inbox.checking import Checked, Checker, Refused
from sync.protocol import strict_json
from sync.protocol.batch import BadLine, RecordLine
from sync.protocol.manifest import Manifest

if TYPE_CHECKING:
    from records.ledger import Office

ENOUGH = 4_000  # records of a batch: below, a worker would hardly have begun
READY = 1_000  # the same where workers are there already
TOGETHER = 500  # records a worker checks at once
_AHEAD = 6  # chunks it goes on with while five thousand are written here

Line = RecordLine | BadLine
Judged = list[Checked | Refused]


def judged_lines(
    office: "Office", checker: Checker, pieces: Iterable[list[Line]], manifest: Manifest
) -> Generator[Judged, None, None]:
    """Yield what is to be said of the records, in their order and some at a time; *checker* judges those seen here."""
    if not worth_it(office, manifest):
        for lines in pieces:
            yield [checker.judge(line) for line in lines]
        return
    apart = _Apart(office, checker, manifest.sender)
    chunks = (_Chunk(lines, [strict_json.encode(line) for line in lines if isinstance(line, RecordLine)])
              for lines in _regular(pieces))  # fmt: skip
    yield from apart.judged(chunks, manifest.records)


def worth_it(office: "Office", manifest: Manifest) -> bool:
    """Say whether a batch is large enough."""
    workers = office.travel.workers
    return workers.most > 0 and manifest.records >= (READY if workers.processes else ENOUGH)


def expect(office: "Office", manifest: Manifest) -> None:
    """Start workers for a large batch, while it is opened."""
    if worth_it(office, manifest):
        office.travel.workers.warm("sync.inbox.check_process", manifest.records // TOGETHER)


@dataclass(frozen=True, slots=True)
class _Chunk:
    lines: list[Line]
    packed: list[bytes]  # those that are records


def _regular(pieces: Iterable[list[Line]]) -> Iterator[list[Line]]:
    """Cut the pieces anew, as long as a worker likes them."""
    gathered: list[Line] = []
    for piece in pieces:
        gathered += piece
        while len(gathered) >= TOGETHER:
            yield gathered[:TOGETHER]
            del gathered[:TOGETHER]
    if gathered:
        yield gathered


class _Apart:
    def __init__(self, office: "Office", checker: Checker, sender: str) -> None:
        self._office, self._checker, self._sender = office, checker, sender
        self._context = checker.context

    def judged(self, chunks: Iterable[_Chunk], records: int) -> Generator[Judged, None, None]:
        """Yield what came of each chunk, in order."""
        waiting: list[list[Line]] = []

        def packed() -> Iterator[list[bytes]]:
            for chunk in chunks:
                waiting.append(chunk.lines)
                yield chunk.packed

        job = Job(
            "sync.inbox.check_process:checking",
            self._given(),
            lambda _chunk: None,
            self._answer,
            ahead=_AHEAD,
        )
        with closing(self._office.travel.workers.run(job, packed(), records // TOGETHER + 1)) as run:
            for found in run:
                proved = iter(() if found is None else msgspec.msgpack.decode(found))
                yield [self._one(line, proved) for line in waiting.pop(0)]

    def _one(self, line: Line, proved: Iterator[Any]) -> Checked | Refused:
        """Return what is to be said of a line; *proved* gives what a worker said of each record."""
        found = None if isinstance(line, BadLine) else next(proved, None)
        if found is None or isinstance(line, BadLine) or self._checker.seen_before(line):
            return self._checker.judge(line)
        self._checker.seen(line)
        title, files, versions, derived = found
        writer = self._office.travel.writer(line.form, line.form_digest)
        if writer is None:
            raise LookupError(line.form_digest)
        incoming = Incoming(
            writer, versions_of(versions), line.revisions[-1].answers, title, from_plain(derived)
        )
        return Checked(line, title, None, tuple(tuple(one) for one in files), incoming)

    def _answer(self, verb: str, *question: Any) -> Any:
        """Answer a worker."""
        if verb == "form":
            return self._told(*question)
        served = self._context.tables.served
        if not isinstance(served, LedgerTables):
            return []
        ledgers = served.ledgers
        verbs: dict[str, Callable[..., Any]] = {
            "where": ledgers.where,
            "rows": ledgers.rows,
            "named": ledgers.named,
            "find": ledgers.find,
        }
        return verbs[verb](*question)

    def _told(self, digest: str) -> Told | None:
        """Return a form, if the office knows it."""
        shelf = self._office.forms
        definition = shelf.by_digest(digest)
        if definition is None:
            return None
        return (*shelf.source_of(digest), shelf.writer(definition.form_id, digest).tables.placed)

    def _given(self) -> Given:
        context = self._context
        return Given(
            sender=self._sender,
            today=context.today,
            now=context.now,
            username=context.username,
            device_id=context.device_id,
            tables=dict(context.tables),
            divisions=Reference.taken_up(),
        )
