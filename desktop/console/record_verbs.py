"""Verbs about records: list, show, history, complete, approve, return, void."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from desktop import stages, whereabouts
from desktop.console.desk import Desk, answer, judged
from desktop.console.forms_verbs import definition_of
from desktop.console.record_history import story
from desktop.words import _
from forms.problems import Problem
from records.model.states import State

if TYPE_CHECKING:
    from records.ledger import Office

MANY = 1_000_000  # a console list is meant whole; pages are for windows
STATE = click.Choice([str(state) for state in State])


@click.command("list")
@click.argument("form_id")
@click.option("--search", default="")
@click.option("--state", type=STATE)
@click.option("--limit", default=200, show_default=True)
@click.option("--own", is_flag=True, help="Only records this computer may change.")
@click.pass_obj
def list_records(desk: Desk, form_id: str, search: str, state: str | None, limit: int, own: bool) -> None:
    """List the records of a ledger."""
    with desk.office() as office:
        definition_of(office, form_id)
        states = [state] if state else None
        page = office.records.list(form_id, search=search, states=states, limit=limit, own_only=own)
        found = office.records.counts(form_id, own_only=own)
        counts = {str(name): count for name, count in found.items()}
    rows = [
        [
            head.record_id,
            head.title,
            _(stages.state(head.state).word),
            _(stages.verdict(head.verdict).word),
            head.origin,
        ]
        for head in page.rows
    ]
    desk.speech.table([_("记录"), _("名称"), _("状态"), _("上级意见"), _("来自")], rows)
    desk.speech.document({"counts": counts, "records": [_head(head) for head in page.rows]})


def _head(head: Any) -> dict[str, Any]:
    return {
        "record_id": head.record_id,
        "form_id": head.form_id,
        "title": head.title,
        "state": str(head.state),
        "revision": head.revision,
        "verdict": str(head.verdict or ""),
        "verdict_reason": head.verdict_reason or "",
        "verdict_question": head.verdict_question or "",
        "office_code": head.office_code,
        "origin": head.origin,
    }


@click.command()
@click.argument("record_id")
@click.pass_obj
def show(desk: Desk, record_id: str) -> None:
    """Show one record whole."""
    with desk.office() as office:
        record = office.records.get(record_id)
        definition = office.forms.definition(record.head.form_id, record.form_digest)
        said = office.lookups.in_words(definition, record.answers)
    for name, value in said.items():  # titles, where the record refers to others; scripts get the ids
        desk.speech.line(f"{name}: {value}")
    desk.speech.document({**_head(record.head), "answers": record.answers})


@click.command()
@click.argument("record_id")
@click.pass_obj
def where(desk: Desk, record_id: str) -> None:
    """Say where a record is now, and why: its way up, what was said of it, what comes next."""
    with desk.office() as office:
        found = whereabouts.look(office, record_id)
    steps = [*found.steps, found.now]
    lines = [
        f"{whereabouts.when(step)}  {whereabouts.said(step)}  {step.why}".rstrip() for step in found.steps
    ]
    now = whereabouts.said(found.now) + (f" {found.now.why}" if found.now.why else "")
    document = {
        "record_id": record_id,
        "now": found.now.what,
        "why": found.now.why,
        "steps": [{"what": one.what, "at": one.at, "why": one.why, **one.values} for one in steps],
    }
    answer(desk, document, "\n".join([f"{found.title}  {now}".strip(), *lines]))


@click.command()
@click.argument("record_id")
@click.pass_obj
def history(desk: Desk, record_id: str) -> None:
    """Show who changed a record, when and why."""
    with desk.office() as office:
        revisions = office.records.history(record_id)
        told = story(office, record_id)
    rows = [
        [spoken_moment(item.at), item.who, item.said, str(item.revision or ""), item.reason] for item in told
    ]
    desk.speech.table([_("何时"), _("何人"), _("何事"), _("版次"), _("为何")], rows)
    document = [asdict(item) for item in revisions]
    desk.speech.document({"revisions": document, "story": [item.as_json() for item in told]})


def spoken_moment(at: datetime) -> str:
    """Return a moment as people here read it: local time, to the minute."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def _ids(office: "Office", given: tuple[str, ...], whole_form: str | None, states: list[str]) -> list[str]:
    """Return the records a verb is for: those named, and with ``--all FORM`` each one in *states*."""
    if not given and not whole_form:
        raise click.UsageError(_("请写出记录号，或用 --all 指定一张表。"))
    found = list(given)
    if whole_form:
        definition_of(office, whole_form)
        page = office.records.list(whole_form, states=states, limit=MANY)
        found += [head.record_id for head in page.rows]
    return found


def _verb(name: str, role: str, states: list[str], help_text: str, *, reason: bool = False) -> click.Command:
    """Make one ledger verb as a command: they differ in name, role and the states they start from."""

    @click.pass_obj
    def run(desk: Desk, ids: tuple[str, ...], whole_form: str | None, reason: str = "") -> None:
        with desk.office(role) as office:
            act = _act(office, name, reason)
            outcomes = act(_ids(office, ids, whole_form, states))
            done, refusals = judged(outcomes, lambda record_id: _title(office, record_id))
        document = {"done": done, "refused": refusals.records}
        answer(desk, document, _("办理 {done} 条，未办 {refused} 条").format(**document), refusals)

    parameters: list[click.Parameter] = [
        click.Argument(["ids"], nargs=-1),
        click.Option(["--all", "whole_form"]),
    ]
    if reason:
        parameters.append(click.Option(["--reason"], required=True))
    return click.Command(name, params=parameters, callback=run, help=help_text)


def _title(office: "Office", record_id: str) -> str:
    """Return a record's name; '' when this office has no such record."""
    try:
        return office.records.get(record_id).head.title
    except Problem:
        return ""


def _act(office: "Office", name: str, reason: str) -> Callable[[list[str]], list[Any]]:
    records = office.records
    if name == "complete":
        return records.complete
    if name == "approve":
        return records.approve
    if name == "send-back":
        return lambda ids: records.send_back(ids, reason)
    return lambda ids: records.void(ids, reason)


VERBS = [
    list_records,
    show,
    where,
    history,
    _verb("complete", "clerk", ["draft"], "Complete drafts: run every check; what passes can be approved."),
    _verb("approve", "reviewer", ["complete"], "Approve complete records for reporting."),
    _verb(
        "send-back", "reviewer", ["complete"], "Return complete records to the clerk with words.", reason=True
    ),
    _verb("void", "reviewer", [], "Void records; nothing is deleted.", reason=True),
]
