"""Making an office from the assistant's plan, with or without sample data; runs on a worker thread."""

from contextlib import closing
from typing import TYPE_CHECKING, Any

from desktop import samples
from desktop.background import Progress
from desktop.families import HIDDEN
from desktop.office_plan import Plan
from forms.clock import Clock
from records.model.ids import Ids

if TYPE_CHECKING:
    from records.ledger import Office


def create(plan: Plan, clock: Clock, ids: Ids, progress: Progress, *, kdf: Any = None) -> "Office":
    """Create the office of *plan* and return it open as its first person.

    The settings need a reviewer, so they are written by the last person of the plan before the clerk sits down.
    *kdf* is the cost of the passphrases (tests hand in the cheapest).
    """
    from records.ledger import NewUser, Office, Role

    people = [NewUser(one.name, Role(one.role), one.passphrase) for one in plan.people]
    plan.folder.parent.mkdir(parents=True, exist_ok=True)
    leader_first = [*people[1:], people[0]]
    office = Office.create(
        plan.folder,
        code=plan.code,
        name=plan.name,
        level=plan.level,
        people=leader_first,
        clock=clock,
        ids=ids,
        kdf=kdf,
    )
    with closing(office):
        chosen = {"partner_province": plan.partner, "one_person": plan.one_person, HIDDEN: plan.hidden}
        for key, value in chosen.items():
            if value:
                office.settings.set(key, value)
    if plan.samples:
        with closing(_seated(plan, 0, clock, ids, kdf)) as clerk:
            fill(clerk, clock, ids, progress)
        if len(people) > 1:
            with closing(_seated(plan, 1, clock, ids, kdf)) as reviewer:
                review(reviewer)
    return _seated(plan, 0, clock, ids, kdf)


def _seated(plan: Plan, number: int, clock: Clock, ids: Ids, kdf: Any) -> "Office":
    from records.ledger import Office

    person = plan.people[number]
    return Office.open(plan.folder, person.name, person.passphrase, clock, ids, kdf=kdf)


def fill(office: "Office", clock: Clock, ids: Ids, progress: Progress) -> None:
    """Enter the sample data as the clerk would, and complete what is complete."""
    answers = samples.everything(clock.today())
    total = sum(len(rows) for rows in answers.values())
    done = 0
    for form_id, rows in answers.items():
        heads = office.records.save_many(form_id, [(ids.token(), row) for row in rows])
        done += len(rows)
        progress(done, total)
        kept = 5 if form_id == "employment" else 0  # a few stay drafts, as on any desk
        office.records.complete([head.record_id for head in heads[kept:]])


def review(office: "Office") -> None:
    """Approve most of what is complete, and return two with words, as the reviewer would."""
    for info in office.forms.all():
        heads = office.records.list(info.form_id, states=["complete"], limit=200).rows
        ids = [head.record_id for head in heads]
        if info.form_id == "employment" and len(ids) > 12:
            for record_id, told in zip(ids, samples.data()["returned"], strict=False):
                office.records.send_back([record_id], told["words"], told["question"])
            ids = ids[10:]
        office.records.approve(ids)
