"""Verbs about what was set aside, and about two versions of one record: `inbox quarantine`, `retry`, `forks` …"""

from typing import Any

import click

from desktop.console.desk import Desk, answer
from desktop.console.inbox_verbs import inbox_group
from desktop.words import _


@inbox_group.command("quarantine")
@click.pass_obj
def quarantine(desk: Desk) -> None:
    """List what was set aside and why."""
    from sync import inbox

    with desk.office("reviewer") as office:
        found = inbox.quarantine(office)
    rows = [[one.quarantine_id, str(one.number), one.record_id, one.code, one.words] for one in found]
    desk.speech.table([_("编号"), _("批次"), _("记录"), _("代码"), _("原因")], rows)
    desk.speech.document({"quarantine": [
        {"id": one.quarantine_id, "number": one.number, "record_id": one.record_id, "code": one.code,
         "question": one.question, "words": one.words} for one in found]})  # fmt: skip


@inbox_group.command("retry")
@click.argument("name", required=False)
@click.option("--all", "everything", is_flag=True)
@click.pass_obj
def retry(desk: Desk, name: str | None, everything: bool) -> None:
    """Judge what was set aside once more: NAME, everything, or what waits for a form."""
    from sync import inbox

    with desk.office("reviewer") as office:
        if name:
            entered = int(inbox.try_again(office, name))
        else:
            again = inbox.everything if everything else inbox.retry
            entered = again(office, desk.speech.progress)
    answer(desk, {"entered": entered}, _("重新处理后入库 {count} 条").format(count=entered))


@inbox_group.command("release")
@click.argument("name")
@click.option("--reason", required=True)
@click.pass_obj
def release(desk: Desk, name: str, reason: str) -> None:
    """Let in NAME, which was set aside, with words."""
    from sync import inbox

    with desk.office("reviewer") as office:
        inbox.release(office, name, reason)
    answer(desk, {"released": name}, _("已放行：{name}").format(name=name))


@inbox_group.command("refuse")
@click.argument("name")
@click.option("--reason", required=True)
@click.pass_obj
def refuse(desk: Desk, name: str, reason: str) -> None:
    """Refuse NAME, which was set aside, with words for the office below."""
    from sync import inbox

    with desk.office("reviewer") as office:
        inbox.refuse(office, name, reason)
    answer(desk, {"refused": name}, _("已拒收：{name}").format(name=name))


@inbox_group.command("forks")
@click.pass_obj
def forks(desk: Desk) -> None:
    """List records with two versions, side by side: who, when, each question that differs."""
    from sync import inbox

    with desk.office("reviewer") as office:
        found = inbox.forks(office)
    rows = [
        [
            one.record_id,
            one.title,
            difference.question,
            str(difference.ours or ""),
            str(difference.theirs or ""),
        ]
        for one in found
        for difference in one.differences
    ]
    desk.speech.table([_("记录"), _("名称"), _("问题"), _("台账中的"), _("后到的")], rows)
    desk.speech.document({"forks": [_fork(one) for one in found]})


def _fork(fork: Any) -> dict[str, Any]:
    return {
        "record_id": fork.record_id,
        "office_code": fork.office_code,
        "form_id": fork.form_id,
        "ours": _branch(fork.ours),
        "theirs": _branch(fork.theirs),
        "differences": [
            {"question": one.question, "ours": one.ours, "theirs": one.theirs} for one in fork.differences
        ],
    }


def _branch(branch: Any) -> dict[str, Any]:
    return {"revision": branch.revision, "hash": branch.content_hash, "by": branch.by, "at": branch.at}


@inbox_group.command("resolve")
@click.argument("record_id")
@click.option("--keep", type=click.Choice(["ours", "theirs"]), required=True)
@click.option("--reason", required=True)
@click.pass_obj
def resolve(desk: Desk, record_id: str, keep: str, reason: str) -> None:
    """Decide which of two versions of a record goes on; the other goes back with words."""
    from sync import inbox

    with desk.office("reviewer") as office:
        hashes = [one.theirs.content_hash for one in inbox.forks(office) if one.record_id == record_id]
        inbox.resolve(office, record_id, hashes[0] if hashes else "", reason, theirs=keep == "theirs")
    answer(desk, {"record_id": record_id, "kept": keep}, _("已选定：{record}").format(record=record_id))


VERBS: list[click.Command] = []  # they hang below `inbox`
