"""Verbs about records: list, show, history, complete, approve, return, void."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from desktop.console.desk import Desk, answer, judged
from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office

MANY = 1_000_000  # a console list is meant whole; pages are for windows


@click.command("list")
@click.argument("form_id")
@click.option("--search", default="", help="Fragment of a name, pinyin initials, ID prefix …")
@click.option("--state", help="draft, complete, approved, sent, received, accepted, returned, void")
@click.option("--limit", default=200, show_default=True)
@click.pass_obj
def list_records(desk: Desk, form_id: str, search: str, state: str | None, limit: int) -> None:
    """List the records of a ledger."""
    with desk.office() as office:
        page = office.records.list(form_id, search=search, states=[state] if state else None, limit=limit)
        counts = {str(name): count for name, count in office.records.counts(form_id).items()}
    rows = [[head.record_id, head.title, str(head.state), str(head.verdict or "")] for head in page.rows]
    desk.speech.table([_("记录"), _("名称"), _("状态"), _("上级意见")], rows)
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
    }


@click.command()
@click.argument("record_id")
@click.pass_obj
def show(desk: Desk, record_id: str) -> None:
    """Show one record whole."""
    with desk.office() as office:
        record = office.records.get(record_id)
    for name, value in record.answers.items():
        desk.speech.line(f"{name}: {value}")
    desk.speech.document({**_head(record.head), "answers": record.answers})


@click.command()
@click.argument("record_id")
@click.pass_obj
def history(desk: Desk, record_id: str) -> None:
    """Show who changed a record, when and why."""
    with desk.office() as office:
        revisions = office.records.history(record_id)
    rows = [
        [str(item.number), str(item.state), item.by, str(item.at), item.reason or ""] for item in revisions
    ]
    desk.speech.table([_("版次"), _("状态"), _("何人"), _("何时"), _("为何")], rows)
    desk.speech.document({"revisions": [asdict(item) for item in revisions]})


def _ids(office: "Office", given: tuple[str, ...], whole_form: str | None, states: list[str]) -> list[str]:
    """Return the records a verb is for: those named, and with ``--all FORM`` each one in *states*."""
    found = list(given)
    if whole_form:
        page = office.records.list(whole_form, states=states, limit=MANY)
        found += [head.record_id for head in page.rows]
    return found


def _verb(name: str, role: str, states: list[str], help_text: str, *, reason: bool = False) -> click.Command:
    """Make one ledger verb as a command: they differ in name, role and the states they start from."""

    @click.pass_obj
    def run(desk: Desk, ids: tuple[str, ...], whole_form: str | None, reason: str = "") -> None:
        with desk.office(role) as office:
            act = _act(office, name, reason)
            done, problems = judged(act(_ids(office, ids, whole_form, states)))
        document = {"done": done, "refused": len(problems)}
        answer(desk, document, _("办理 {done} 条，未办 {refused} 条").format(**document), problems)

    parameters: list[click.Parameter] = [
        click.Argument(["ids"], nargs=-1),
        click.Option(["--all", "whole_form"], help="Every such record of this form."),
    ]
    if reason:
        parameters.append(click.Option(["--reason"], required=True, help="Why; kept with the record."))
    return click.Command(name, params=parameters, callback=run, help=help_text)


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
    history,
    _verb("complete", "clerk", ["draft"], "Complete drafts: run every check; what passes can be approved."),
    _verb("approve", "reviewer", ["complete"], "Approve complete records for reporting."),
    _verb(
        "send-back", "reviewer", ["complete"], "Return complete records to the clerk with words.", reason=True
    ),
    _verb("void", "reviewer", [], "Void records; nothing is deleted.", reason=True),
]
