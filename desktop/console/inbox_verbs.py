"""Verbs about what comes from below: receiving, deciding, acknowledging, serving."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop import stages
from desktop.console.desk import Desk, answer, judged
from desktop.console.road_verbs import counted
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from sync.inbox import Received
    from sync.inbox.erasures import NoticeIn

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("files", type=EXISTING, nargs=-1, required=True)
@click.pass_obj
def receive(desk: Desk, files: tuple[Path, ...]) -> None:
    """Receive batches and attached files from files (USB); the same file twice gives the same acknowledgement."""
    from sync import handover, inbox

    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    with desk.office("reviewer") as office:
        for file in files:
            try:
                if inbox.erasures.is_notice(file):
                    found.append(_heard(desk, inbox.erasures.receive_notice(office, file)))
                    continue
                if handover.is_hand_over(file):
                    handed = handover.receive(office, file)
                    found.append(asdict(handed))
                    desk.speech.line(
                        _("移交单：已办理 {taken} 条，退还 {back} 条，无效 {refused} 条").format(**found[-1])
                    )
                    continue
                if inbox.is_files(file):
                    brought = inbox.receive_files(office, file)
                    problems += brought.refused
                    found.append({"files": brought.contents, "kept": brought.kept})
                    line = _("附件 {files} 个，新收 {kept} 个").format(**found[-1])
                    desk.speech.line(line)
                    continue
                received = inbox.receive(office, file, progress=desk.speech.progress)
            except Problem as problem:
                problems.append(problem)
            else:
                found.append(_received(received))
                line = _("批次 {batch}：{counts}").format(
                    batch=received.batch_key, counts=counted(found[-1]["counts"])
                )
                desk.speech.line(line)
    answer(desk, {"received": found}, "", problems)


def _heard(desk: Desk, notice: "NoticeIn") -> dict[str, Any]:
    line = _(
        "{name} 删除了 {records} 条：本单位有 {held} 条，第 {number} 号申请待确认（xiezuo retention erase）"
    )
    if notice.number is None:
        line = _("{name} 删除了 {records} 条：本单位没有这些记录")
    values = {
        "name": notice.office_name,
        "records": notice.records,
        "held": notice.held,
        "number": notice.number,
    }
    desk.speech.line(line.format(**values))
    return {"erasure": notice.their_number, **values}


def _received(received: "Received") -> dict[str, Any]:
    counts = {str(name): count for name, count in received.counts.items()}
    return {"batch": str(received.batch_key), "counts": counts}


@click.group("inbox", invoke_without_command=True)
@click.pass_context
def inbox_group(context: click.Context) -> None:
    """Batches received from offices below."""
    if context.invoked_subcommand is None:
        context.invoke(inbox_list)


@inbox_group.command("list")
@click.pass_obj
def inbox_list(desk: Desk) -> None:
    """List received batches."""
    from sync import inbox
    from sync.inbox.reporting import ranges

    with desk.office("reviewer") as office:
        found = inbox.batches(office)
    rows = [
        [
            str(item.ledger_seq),
            str(item.batch_key),
            f"{item.office_name} {item.office_code}".strip(),
            str(item.records),
            _(stages.BATCHES_IN.get(item.stage, stages.UNKNOWN).word),
            "" if item.told else _("回执未交出"),
            ranges(item.missing),
        ]
        for item in found
    ]
    heads = [_("序号"), _("批次"), _("单位"), _("条数"), _("阶段"), _("回执"), _("之前缺的批次")]
    desk.speech.table(heads, rows)
    desk.speech.document({"batches": [
        {"batch": str(item.batch_key), "ledger_seq": item.ledger_seq, "office_code": item.office_code, "records": item.records,
         "stage": str(item.stage), "lacking": item.lacking, "missing": list(item.missing), "told": item.told} for item in found]})  # fmt: skip


@inbox_group.command("take-back")
@click.argument("batch")
@click.option("--reason", required=True)
@click.pass_obj
def take_back(desk: Desk, batch: str, reason: str) -> None:
    """Take the import of a batch back, as long as nobody was told; it is set aside with the words."""
    from sync import inbox

    with desk.office("reviewer") as office:
        records = inbox.take_back(office, batch, reason)
    told = _("已撤回这一批的入库：{count} 条。批次暂存待查，可重新处理。")
    answer(desk, {"taken_back": batch, "records": records}, told.format(count=records))


@inbox_group.command("calendar")
@click.option("--months", type=click.IntRange(1, 36), default=6, show_default=True)
@click.pass_obj
def inbox_calendar(desk: Desk, months: int) -> None:
    """Show which office has reported what by month, who is overdue, and which batches are missing."""
    from sync import inbox
    from sync.inbox.reporting import months_before, ranges

    with desk.office("reviewer") as office:
        found = inbox.reporting(office, months)
        heads = months_before(office.clock.today(), months)
    rows = [
        [
            f"{one.office_name} {one.office_code}".strip(),
            _("逾期 {days} 天未报").format(days=one.silent_days) if one.overdue else "",
            *(str(one.months.get(month, "")) for month in heads),
            "；".join(ranges(numbers) for _device, numbers in one.missing),
        ]
        for one in found
    ]
    desk.speech.table([_("单位"), _("情况"), *heads, _("缺少的批次")], rows)
    desk.speech.document({"offices": [
        {"office_code": one.office_code, "overdue": one.overdue, "silent_days": one.silent_days, "months": one.months,
         "last_at": one.last_at, "missing": {name: list(numbers) for name, numbers in one.missing}} for one in found]})  # fmt: skip


@inbox_group.command("show")
@click.argument("batch")
@click.pass_obj
def inbox_show(desk: Desk, batch: str) -> None:
    """Show the records of a received batch and what was decided on each."""
    from sync import inbox

    with desk.office("reviewer") as office:
        found = inbox.records(office, batch)
    rows = [
        [item.record_id, item.form_title, item.title, _(stages.decided(item.verdict)), item.reason or ""]
        for item in found
    ]
    desk.speech.table([_("记录"), _("表"), _("名称"), _("结果"), _("原因")], rows)
    desk.speech.document({"records": [
        {"record_id": item.record_id, "form_id": item.form_id, "title": item.title, "verdict": str(item.verdict),
         "question": item.question, "reason": item.reason or "", "lacking": item.lacking}
        for item in found]})  # fmt: skip


@click.command()
@click.argument("batch")
@click.argument("ids", nargs=-1)
@click.pass_obj
def accept(desk: Desk, batch: str, ids: tuple[str, ...]) -> None:
    """Accept all records of a batch that still wait, or only those named."""
    from sync import inbox

    with desk.office("reviewer") as office:
        titles = {item.record_id: item.title for item in inbox.records(office, batch)}
        outcomes = inbox.accept(office, batch, list(ids) or None)
        done, problems = judged(outcomes, lambda record_id: titles.get(record_id, ""))
    answer(desk, {"accepted": done}, _("入库 {count} 条").format(count=done), problems)


@click.command("return")
@click.argument("batch")
@click.argument("ids", nargs=-1, required=True)
@click.option("--reason", required=True, help="Words for the clerk.")
@click.option("--question", help="The question the words are about.")
@click.pass_obj
def return_(desk: Desk, batch: str, ids: tuple[str, ...], reason: str, question: str | None) -> None:
    """Return records of a batch to the office below, with words."""
    from sync import inbox

    with desk.office("reviewer") as office:
        titles = {item.record_id: item.title for item in inbox.records(office, batch)}
        outcomes = inbox.send_back(office, batch, list(ids), reason, question)
        done, problems = judged(outcomes, lambda record_id: titles.get(record_id, ""))
    answer(desk, {"returned": done}, _("退回 {count} 条").format(count=done), problems)


@click.command()
@click.argument("batch")
@click.argument("file", type=NEW)
@click.pass_obj
def acknowledge(desk: Desk, batch: str, file: Path) -> None:
    """Write the signed acknowledgement of a batch to FILE, to be carried back."""
    from sync import inbox

    with desk.office("reviewer") as office:
        made = inbox.acknowledge(office, batch, file)
    answer(desk, {"file": str(made)}, _("回执：{file}").format(file=made))


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8443, show_default=True)
@click.option("--tls-cert", type=EXISTING)
@click.option("--tls-key", type=EXISTING)
@click.option(
    "--log",
    "log",
    type=click.Choice(["none", "json"]),
    default="none",
    show_default=True,
    help="Lines of JSON on standard error.",
)
@click.pass_obj
def serve(desk: Desk, host: str, port: int, tls_cert: Path | None, tls_key: Path | None, log: str) -> None:
    """Receive batches over HTTP (TLS when given a certificate) until stopped."""
    from sync.server import serve as run

    with desk.office("reviewer") as office:
        said = _("正在 {host}:{port} 接收，Ctrl+C 停止")
        run(
            office, host, port, tls_cert, tls_key, json_log=log == "json",
            listening=lambda taken: desk.speech.line(said.format(host=host, port=taken)),
        )  # fmt: skip


VERBS = [receive, inbox_group, accept, return_, acknowledge, serve]
