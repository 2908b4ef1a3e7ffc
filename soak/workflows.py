"""The work that is disturbed: every verb that writes, each done so that doing it again ends in the same state.

A workflow tells its marks: words for what the program has acknowledged to the person. `holds` says whether such words
are still true of the office found afterwards; `soak.oracle` says everything else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from forms.problems import Problem
from records.ledger import NewUser, Office, Role, State
from records.ledger.rekeying import rekey
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from soak.offices import NAME, PASSPHRASE, Stage, create, gift, open_county
from sync import inbox, outbox
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.workers import worker

Mark = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Workflow:
    """One kind of work on a *base* stage; *office* says which office of the stage is asked afterwards."""

    name: str
    base: str
    run: Callable[[Stage, Mark], None]
    office: Callable[[Stage], Path] = lambda stage: stage.county
    person: str = NAME


def _ids(office: Office, form_id: str, state: State) -> list[str]:
    return sorted(head.record_id for head in office.records.list(form_id, states=[state]).rows)


def _create(stage: Stage, mark: Mark) -> None:
    if not (stage.county / "keyring.json").exists():
        create(stage.county, publish=False).close()
    mark("office")


def _open(stage: Stage, mark: Mark) -> None:
    try:
        open_county(stage.county, passphrase="猜一猜猜一猜").close()  # noqa: S106  (a wrong guess)
    except Problem as problem:
        if problem.code not in {"RECORDS-002", "RECORDS-003"}:
            raise
    open_county(stage.county).close()
    mark("office")


def _save(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        heads = []
        for number in range(3):
            heads.append(office.records.save("employment", worker(50 + number), token=f"s{number}"))
            mark(f"revision {heads[-1].record_id} 1")
        changed, again = worker(50, post="质检员"), heads[0].record_id
        office.records.save("employment", changed, token="s9", record_id=again, base=1)  # noqa: S106  (a save's token)
        mark(f"revision {heads[0].record_id} 2")


def _complete(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        for record_id in _ids(office, "employment", State.DRAFT):
            office.records.complete([record_id])
            mark(f"state {record_id} complete")


def _approve(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        for record_id in _ids(office, "employment", State.COMPLETE):
            office.records.approve([record_id])
            mark(f"state {record_id} approved")


def _import(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        batch = office.imports.begin("ab" * 32, "名册.xlsx", ["employment"])
        rows = [(batch.token("employment", row), worker(70 + row)) for row in range(1, 21)]
        for head in office.records.save_many("employment", rows):
            mark(f"revision {head.record_id} 1")


def _receipts(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        for record_id in _ids(office, "money_donation", State.COMPLETE):
            made = office.receipts.issue(record_id)
            mark(f"receipt {record_id} {made.number}")


def _donation(stage: Stage, mark: Mark) -> None:
    """Enter one donation and carry it to its receipt: the way of an ordinary morning."""
    with open_county(stage.county) as office:
        head = office.records.save("money_donation", gift(9), token="g9")  # noqa: S106  (a save's token)
        mark(f"revision {head.record_id} 1")
        office.records.complete([head.record_id])
        mark(f"state {head.record_id} complete approved")
        mark(f"receipt {head.record_id} {office.receipts.issue(head.record_id).number}")


def _seal(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        sealed = outbox.seal(office)
        if sealed is not None:
            mark(f"batch {sealed.number} {sealed.file.name}")


def _apply(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        outbox.apply(office, stage.folder / "answer.ack")
        for record_id in _ids(office, "employment", State.RETURNED):
            mark(f"state {record_id} returned")


def _receive(stage: Stage, mark: Mark) -> None:
    with open_county(stage.province) as office:
        (file,) = (stage.county / "outbox").glob("*.batch")
        inbox.receive(office, file)
        mark("batches 1")


def _migrate(stage: Stage, mark: Mark) -> None:
    Office.open(stage.county, "李主任", PASSPHRASE, FixedClock(), SystemIds()).close()
    mark("office")


def _back_up(stage: Stage, mark: Mark) -> None:
    file = stage.county / "backups" / "a.db"
    with open_county(stage.county) as office:
        try:
            office.backup(file)
        except Problem as problem:
            if problem.code != "RECORDS-018":
                raise
        mark("backup a.db")


def _restore(stage: Stage, mark: Mark) -> None:
    folder = stage.folder / "new-pc"
    if not (folder / "keyring.json").exists():
        Office.restore(
            stage.folder / "kept.db", folder, NAME, PASSPHRASE, clock=FixedClock(), ids=SystemIds()
        ).close()
    mark("office")
    with open_county(folder) as office:
        for record_id in _ids(office, "money_donation", State.COMPLETE):
            number = office.receipts.issue(record_id).number
            mark(f"receipt {record_id} {number}")


def _people(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        if "李主任" not in {user.name for user in office.people.all()}:
            office.people.add(NewUser("李主任", Role.REVIEWER, "山高水长情谊长"))
        mark("person 李主任")


def _rekey(stage: Stage, mark: Mark) -> None:
    rekey(stage.county, NAME, PASSPHRASE, clock=FixedClock(), ids=SystemIds(), kdf=CHEAPEST)
    mark("office")


def _erase(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        if not office.retention.requests():
            office.retention.ask(_ids(office, "employment", State.DRAFT)[:1], "本人要求")
        for asked in office.retention.requests():
            if not asked.outcome:
                office.retention.confirm(asked.number)
        mark("erased 1")


def _attach(stage: Stage, mark: Mark) -> None:
    with open_county(stage.county) as office:
        record_id = _ids(office, "employment", State.DRAFT)[0]
        if not office.attachments.of(record_id):
            office.attachments.attach(record_id, "合同.txt", "劳动合同".encode() * 40_000)
        mark(f"attached {record_id}")


WORKFLOWS = (
    Workflow("create", "empty", _create),
    Workflow("open", "work", _open),
    Workflow("hot", "hot", _open),
    Workflow("save", "work", _save),
    Workflow("complete", "work", _complete),
    Workflow("approve", "work", _approve),
    Workflow("import", "work", _import),
    Workflow("receipt", "work", _receipts),
    Workflow("donation", "work", _donation),
    Workflow("attach", "work", _attach),
    Workflow("people", "work", _people),
    Workflow("rekey", "work", _rekey),
    Workflow("erase", "work", _erase),
    Workflow("seal", "work", _seal),
    Workflow("apply", "answer", _apply),
    Workflow("receive", "sealed", _receive, lambda stage: stage.province),
    Workflow("migrate", "old", _migrate, person="李主任"),
    Workflow("backup", "work", _back_up),
    Workflow("restore", "kept", _restore, lambda stage: stage.folder / "new-pc"),
)
