"""Simulated power cuts: a workflow's journal, cut anywhere, each state opened with the real driver and settings.

Many cuts leave the same bytes (all that was synced and nothing else): such a state is opened once for the same promises,
and counted as often as it came up. Every other is checked by the driver (recovery of the WAL, the chain of the audit log line by line, the heads of the
records, what was acknowledged before the cut); every hundredth as a whole office through the ledger.
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from records.model.revisions import canonical, digest
from records.store.database import connect_file
from records.store.driver import sqlcipher
from records.store.keyring import Keyring
from soak.disturbing import Disturber, in_child
from soak.journal import Call, Disk, read_journal
from soak.offices import NAME, PASSPHRASE, Stage, open_county
from soak.oracle import promises, soundness
from soak.workflows import WORKFLOWS, Workflow

CUT = ("save", "complete", "approve", "import", "receipt", "donation", "seal", "apply", "people", "hot")
WHOLE = 100  # every so many states the whole office is opened, too
_STATE = {"complete": 1, "approved": 2, "sent": 3, "returned": 4}


@dataclass(slots=True)
class Cuts:
    """How many cuts there were, how many different states of them were opened, how many as a whole office; what was wrong."""

    states: int = 0
    opened: int = 0
    whole: int = 0
    wrong: list[str] = field(default_factory=list)


def record(disturber: Disturber, workflow: Workflow) -> tuple[Stage, list[Call]]:
    """Run *workflow* undisturbed and return its untouched base, under the same paths, and its journal."""
    stage = disturber.bases.get(workflow.base).copy(disturber.stage)
    file = disturber.stage.with_suffix(".journal")

    def work() -> None:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        disturber.watch.folder(stage.county)
        disturber.watch.journal(descriptor)
        workflow.run(stage, disturber.watch.mark)
        disturber.watch.journal(-1)

    status, _answer = in_child(work)
    if status != 0:
        raise RuntimeError(f"{workflow.name} does not run: {status}")
    calls = read_journal(file)
    return disturber.bases.get(workflow.base).copy(disturber.stage), calls


@dataclass(slots=True)
class Cutter:
    """Cuts until *enough* says that it is."""

    cuts: Cuts
    chance: random.Random
    enough: Callable[[], bool]

    def cut(self, stage: Stage, calls: list[Call], states: int) -> None:
        """Go through the calls once; at each, cut as often as its share of *states* says."""
        key, known = _key(stage.county), set[int]()
        disk, marks, done = Disk(stage.county), list[str](), 0
        for number, call in enumerate(calls, start=1):
            if call.kind == "A":
                marks.append(call.path)
            else:
                disk.do(call)
            while done < states * number // len(calls) and not self.enough():
                done += 1
                self.cuts.states += 1
                left = disk.cut(self.chance)
                same = hash((left.mark(), len(marks)))
                if same not in known:
                    known.add(same)
                    wrong = self._open(stage.county, left.files(), key, marks)
                    self.cuts.wrong += [f"call {number}: {what}" for what in wrong]

    def _open(self, folder: Path, files: dict[str, bytes], key: bytes, marks: list[str]) -> list[str]:
        self.cuts.opened += 1
        _put(folder, files)
        try:
            wrong = _look(folder, key, marks)
        except _driver_error() as error:
            return [f"unreadable: {error}"]
        if self.cuts.opened % WHOLE == 0 and not wrong:
            self.cuts.whole += 1
            _put(folder, files)
            return _look_whole(folder, marks)
        return wrong


def _driver_error() -> type[Exception]:
    found: type[Exception] = sqlcipher().Error
    return found


def run(
    disturber: Disturber,
    states: int,
    seed: int,
    enough: Callable[[], bool] = lambda: False,
    *,
    forget_syncs: bool = False,
) -> Cuts:
    """Build and open *states* states over all workflows, fewer when *enough* says so.

    *forget_syncs* leaves every fsync out, as a program would that made none: then losses must be found, or this
    harness finds nothing.
    """
    cuts, chance = Cuts(), random.Random(seed)
    chosen = [workflow for workflow in WORKFLOWS if workflow.name in CUT]
    share = -(-states // len(chosen))
    for workflow in chosen:
        stage, calls = record(disturber, workflow)
        calls = [call for call in calls if not (forget_syncs and call.kind == "S")]
        Cutter(cuts, chance, enough).cut(stage, calls, min(share, states - cuts.states))
    return cuts


def _key(folder: Path) -> bytes:
    keyring = Keyring.read(folder)
    keyring.open(NAME, PASSPHRASE)
    return keyring.get("database_key") or b""


def _put(folder: Path, files: dict[str, bytes]) -> None:
    """Make *folder* hold exactly these files; what the system keeps in memory (-shm) is gone after a cut."""
    for inner in ("office.db-wal", "office.db-shm"):
        (folder / inner).unlink(missing_ok=True)
    for name, content in files.items():
        if not name.endswith("-shm"):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(content)


def _look(folder: Path, key: bytes, marks: list[str]) -> list[str]:
    """Open the file with the driver, as the program does, and check chain, heads and promises."""
    connection = connect_file(folder / "office.db", key)
    try:
        names = [row[1] for row in connection.execute("PRAGMA table_info(audit)")]
        before, seq, wrong = "", 0, []
        for row in connection.execute("SELECT * FROM audit ORDER BY seq"):
            line = dict(zip(names, row, strict=True))
            found = line.pop("hash")
            if line["prev_hash"] != before or line["seq"] != seq + 1 or digest(canonical(line)) != found:
                wrong.append(f"audit line {line['seq']}")
            before, seq = found, line["seq"]
        heads = "SELECT count(*) FROM record r LEFT JOIN revision v ON v.office_code = r.office_code AND v.record_id = r.record_id AND v.rev = r.revision AND v.content_hash = r.content_hash WHERE v.rev IS NULL"
        if connection.execute(heads).fetchone()[0]:
            wrong.append("a head without its revision")
        return wrong + [f"lost: {mark}" for mark in marks if not _kept(connection, *mark.split(" "))]
    finally:
        connection.close()


def _kept(connection: Any, kind: str, *words: str) -> bool:
    ask = connection.execute
    if kind == "revision":
        row = ask("SELECT revision FROM record WHERE record_id = ?", words[:1]).fetchone()
        return bool(row is not None and row[0] >= int(words[1]))
    if kind == "state":
        row = ask("SELECT state FROM record WHERE record_id = ?", words[:1]).fetchone()
        return row is not None and _STATE.get(row[0], 0) >= _STATE[words[1]]
    if kind == "receipt":
        return bool(
            ask("SELECT number FROM receipt WHERE record_id = ?", words[:1]).fetchall() == [(words[1],)]
        )
    return True


def _look_whole(folder: Path, marks: list[str]) -> list[str]:
    with open_county(folder) as office:
        return [f"lost: {mark}" for mark in promises(office, marks)] + soundness(office)
