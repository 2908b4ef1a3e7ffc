"""Runs one workflow in a child process under one fault, and then looks at what is left.

The child is forked from a process that has loaded everything (`soak.mother`), so a point costs a tenth of a second. It dies
or fails where it was told to; its mother opens the office as a person would on the next morning, checks what was
promised, does the work again and compares the end with that of an undisturbed run.
"""

import json
import os
import shutil
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from forms.problems import Problem
from soak import offices
from soak.offices import Stage
from soak.oracle import pages, promises, soundness, told, warm
from soak.watched_calls import Fault, Watch
from soak.workflows import Workflow

_BROKE = 70


@dataclass(slots=True)
class Found:
    """One disturbed run: how it ended (*code*: exit status, or the signal negative), and what was wrong after it."""

    code: int
    wrong: list[str] = field(default_factory=list)
    problem: str = ""


def workplace() -> Path:
    """Return a new folder in memory when the machine has such a place: the faults are ours, not the disk's."""
    memory = Path("/dev/shm")  # noqa: S108  (a folder of our own is made in it)
    return Path(tempfile.mkdtemp(prefix="xiezuo-soak-", dir=memory if memory.is_dir() else None))


class Bases:
    """The stages workflows begin from, made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> Stage:
        """Return the stage of that name."""
        folder = self._folder / f"base-{name}"
        if not folder.exists():
            made = getattr(self, f"_{name}")(folder)
            if made.folder != folder:
                raise RuntimeError(name)
            for keyring in folder.glob("*/keyring.json"):
                if name not in {"old", "hot"}:
                    warm(keyring.parent)
        return Stage(folder)

    def _empty(self, folder: Path) -> Stage:
        folder.mkdir()
        return Stage(folder)

    def _work(self, folder: Path) -> Stage:
        return offices.county_with_work(folder)

    def _answer(self, folder: Path) -> Stage:
        return offices.with_answer(self.get("work"), folder)

    def _sealed(self, folder: Path) -> Stage:
        return offices.with_batch(self.get("work"), folder)

    def _hot(self, folder: Path) -> Stage:
        """Make a county whose program was killed with its last work still in the WAL only."""
        stage = self.get("work").copy(folder)
        in_child(lambda: offices.killed_with_work(stage))
        return stage

    def _old(self, folder: Path) -> Stage:
        return offices.old_office(folder)

    def _kept(self, folder: Path) -> Stage:
        return offices.with_backup(self.get("work"), folder)


def begin_child(work: Callable[[], Any]) -> tuple[int, int]:
    """Start *work* in a forked child; return its number and where its answer comes from, for `end_child`."""
    out, inwards = os.pipe()
    child = os.fork()
    if child == 0:
        status = _BROKE
        try:
            os.close(out)
            answer = json.dumps(work()).encode()
            with os.fdopen(inwards, "wb") as pipe:
                pipe.write(answer)
            status = 0
        except BaseException:
            traceback.print_exc()  # only a mistake of the program comes here: it is to be read
            raise
        finally:
            os._exit(status)
    os.close(inwards)
    return child, out


def end_child(child: int, out: int) -> tuple[int, Any]:
    """Wait for a child; return its exit status (a signal is negative) and what it gave back as JSON."""
    with os.fdopen(out, "rb") as pipe:
        text = pipe.read()
    _pid, waited = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(waited), json.loads(text) if text else None


def in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Run *work* in a forked child and wait for it."""
    return end_child(*begin_child(work))


class Disturber:
    """Disturbs workflows inside *folder*, which is thrown away by `close`."""

    def __init__(self, watch: Watch, folder: Path | None = None) -> None:
        self.watch = watch
        self.folder = folder or workplace()
        self.bases = Bases(self.folder)
        self.stage = self.folder / "stage"  # where a base is copied to for one point
        self._expected: dict[str, Any] = {}
        self._calls: dict[str, int] = {}

    def close(self) -> None:
        """Remove every office made here."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def calls(self, workflow: Workflow) -> int:
        """Return how many calls the undisturbed workflow makes; its end is what disturbed ones are compared with."""
        if workflow.name not in self._calls:
            stage = self.bases.get(workflow.base).copy(self.stage)
            status, seen = in_child(lambda: self._work(workflow, stage, Fault.COUNT, 0, 0)["seen"])
            if status != 0:
                raise RuntimeError(f"{workflow.name} does not run at all: {status}")
            status, self._expected[workflow.name] = in_child(lambda: self._look(workflow, stage, [])["told"])
            self._calls[workflow.name] = int(seen)
        return self._calls[workflow.name]

    def rehearse(self, workflow: Workflow) -> None:
        """Do the workflow in this process, and look: what it works out on the way is inherited by the children."""
        stage = self.bases.get(workflow.base).copy(self.stage)
        self._work(workflow, stage, Fault.COUNT, 0, 0)
        self._look(workflow, stage, [])

    def disturb(self, workflow: Workflow, fault: Fault, at: int, error: int = 0) -> Found:
        """Run *workflow* with *fault* at call *at*, look, do it again, look again."""
        self.calls(workflow)
        stage = self.bases.get(workflow.base).copy(self.stage)
        code, gave = in_child(lambda: self._work(workflow, stage, fault, at, error))
        found = Found(code, problem=(gave or {}).get("problem", ""))
        marks = (stage.folder / "marks").read_text(encoding="utf-8").splitlines()
        try:
            after = self._look(workflow, stage, marks)
        except Exception as broken:  # noqa: BLE001  (whatever it is, it is what was looked for)
            traceback.print_exc()
            found.wrong.append(f"could not be looked at: {type(broken).__name__} {broken}")
            return found
        found.wrong += after["wrong"]
        if json.loads(json.dumps(after["told"])) != self._expected[workflow.name]:
            found.wrong.append(f"ends otherwise: {_difference(self._expected[workflow.name], after['told'])}")
        return found

    def _work(self, workflow: Workflow, stage: Stage, fault: Fault, at: int, error: int) -> dict[str, Any]:
        """Do the work under the fault; in the child."""
        descriptor = os.open(stage.folder / "marks", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        office = workflow.office(stage)
        self.watch.folder(office)
        self.watch.arm(fault, at, error)
        problem = ""
        try:
            workflow.run(stage, lambda words: void(os.write(descriptor, f"{words}\n".encode())))
        except Problem as refused:
            problem = refused.code
        except OSError as failed:
            problem = f"OSError {failed.errno}"
        seen = self.watch.seen()
        self.watch.arm(Fault.COUNT)
        return {"seen": seen, "problem": problem}

    def _look(self, workflow: Workflow, stage: Stage, marks: list[str]) -> dict[str, Any]:
        """Open what is left, check it, do the work to its end, check again."""
        wrong: list[str] = []
        where = workflow.office(stage)
        if (where / "keyring.json").exists():
            with offices.open_county(where, workflow.person) as office:
                wrong += [f"lost: {mark}" for mark in promises(office, marks)]
                wrong += soundness(office)
        elif marks:
            wrong.append("the office is gone")
        again: list[str] = []
        workflow.run(stage, again.append)
        with offices.open_county(where, workflow.person) as office:
            wrong += [f"lost in the end: {mark}" for mark in promises(office, [*marks, *again])]
            wrong += soundness(office)
            end, key = told(office), office.secrets.get("database_key") or b""
        return {"wrong": wrong + pages(where, key), "told": end}


def void(_result: object) -> None:
    """Give nothing back."""


def _difference(expected: dict[str, Any], found: dict[str, Any]) -> str:
    for name, value in expected.items():
        other = json.loads(json.dumps(found[name]))
        if value != other:
            return f"{name}: {len(str(value))} against {len(str(other))} characters"
    return "?"
