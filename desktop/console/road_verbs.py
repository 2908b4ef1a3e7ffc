"""Verbs about the road: enrolment, sealing, sending, receiving, deciding, acknowledging, serving."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop import stages
from desktop.console.desk import Desk, answer, judged
from desktop.console.problem_codes import NOTHING_TO_SEAL
from desktop.words import _
from forms.problems import Problem
from forms.words import N_

if TYPE_CHECKING:
    from sync.inbox import Received

_STANDINGS = {"enrolled": N_("在用"), "revoked": N_("已吊销")}
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)


@click.group()
def enrol() -> None:
    """Enrolment: the office above issues a file, the office below answers, the office above accepts."""


@enrol.command("new")
@click.argument("code")
@click.argument("file", type=NEW)
@click.option(
    "--address", default="", help="Where this office's server is reached, e.g. https://10.0.0.5:8443"
)
@click.pass_obj
def enrol_new(desk: Desk, code: str, file: Path, address: str) -> None:
    """Issue an enrolment file for the office with division CODE."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        issued = enrolment.new(office, code, file, address)
    _fingerprint(desk, file, issued.fingerprint)


@enrol.command("answer")
@click.argument("file_in", type=EXISTING)
@click.argument("file_out", type=NEW)
@click.pass_obj
def enrol_answer(desk: Desk, file_in: Path, file_out: Path) -> None:
    """Answer an enrolment file with this device's public keys."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        answered = enrolment.answer(office, file_in, file_out)
    _fingerprint(desk, file_out, answered.fingerprint)


@enrol.command("accept")
@click.argument("file", type=EXISTING)
@click.pass_obj
def enrol_accept(desk: Desk, file: Path) -> None:
    """Accept an answer: from here on this device's batches are received."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        accepted = enrolment.accept(office, file)
    _fingerprint(desk, file, accepted.fingerprint)


def _fingerprint(desk: Desk, file: Path, fingerprint: str) -> None:
    document = {"file": str(file), "fingerprint": fingerprint}
    answer(desk, document, _("{file}\n请电话核对指纹：{fingerprint}").format(**document))


@click.group()
def devices() -> None:
    """Devices of offices below: list, revoke."""


@devices.command("list")
@click.pass_obj
def devices_list(desk: Desk) -> None:
    """List enrolled devices and their standing."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        found = enrolment.devices(office)
    rows = [
        [item.device_id, item.office_code, _(_STANDINGS.get(item.standing, item.standing))] for item in found
    ]
    desk.speech.table([_("设备"), _("单位"), _("状态")], rows)
    desk.speech.document({"devices": [
        {"device_id": item.device_id, "office_code": item.office_code, "standing": item.standing} for item in found]})  # fmt: skip


@devices.command("revoke")
@click.argument("device_id")
@click.option("--reason", required=True)
@click.pass_obj
def devices_revoke(desk: Desk, device_id: str, reason: str) -> None:
    """Revoke a device: its later batches go to quarantine."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        enrolment.revoke(office, device_id, reason)
    answer(desk, {"device_id": device_id}, _("已吊销设备 {device}").format(device=device_id))


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), help="Also copy the batch here (a USB stick), verified."
)
@click.pass_obj
def seal(desk: Desk, out: Path | None) -> None:
    """Seal what was approved into a signed, encrypted batch."""
    from sync import outbox

    with desk.office("reviewer") as office:
        batch = outbox.seal(office, out)
    if batch is None:
        raise Problem(NOTHING_TO_SEAL)
    document = {
        "number": batch.number,
        "file": str(batch.file),
        "records": batch.records,
        "digest": batch.digest,
    }
    answer(desk, document, _("批次 {number}：{records} 条，{file}").format(**document))


@click.command()
@click.option("--server", help="Address of the office above; without it the one of the enrolment.")
@click.option("--ca", type=EXISTING, help="Certificate to trust, for a server with one of its own.")
@click.pass_obj
def send(desk: Desk, server: str | None, ca: Path | None) -> None:
    """Upload sealed batches, resuming where a cut left off, and fetch acknowledgements."""
    from sync import inbox, outbox

    with desk.office("reviewer") as office, outbox.http_link(office, server, ca) as link:
        sent = outbox.send(office, link, desk.speech.progress)
        if sent.forms:
            inbox.retry(office)
    document = {
        "batches": sent.batches,
        "bytes": sent.sent_bytes,
        "acknowledged": sent.acknowledged,
        "forms": sent.forms,
    }
    if sent.forms:
        desk.speech.line(_("收到上级下发的新表：{forms}").format(forms="、".join(sent.forms)))
    line = _("已送达 {batches} 批（{bytes} 字节），处理回执 {acknowledged} 份")
    answer(desk, document, line.format(**document), sent.problems)


@click.command("outbox")
@click.pass_obj
def outbox_list(desk: Desk) -> None:
    """List batches and how far each has come."""
    from sync import outbox

    with desk.office() as office:
        found = outbox.batches(office)
    rows = [
        [
            str(item.number),
            _(stages.BATCHES_SENT.get(item.stage, stages.UNKNOWN).word),
            str(item.records),
            str(item.size),
        ]
        for item in found
    ]
    desk.speech.table([_("批次"), _("阶段"), _("条数"), _("字节")], rows)
    desk.speech.document({"batches": [
        {"number": item.number, "stage": str(item.stage), "records": item.records, "size": item.size} for item in found]})  # fmt: skip


@click.command()
@click.argument("file", type=EXISTING)
@click.pass_obj
def apply(desk: Desk, file: Path) -> None:
    """Apply an acknowledgement that came back as a file."""
    from sync import outbox

    with desk.office() as office:
        applied = outbox.apply(office, file)
    document = {"counts": {str(name): count for name, count in applied.counts.items()}}
    answer(desk, document, _("回执已处理：{counts}").format(counts=_counted(document["counts"])))


def _counted(counts: dict[str, int]) -> str:
    """Say counts by verdict in words."""
    return _("，").join(f"{_(stages.decided(name))} {count}" for name, count in counts.items())


@click.command()
@click.argument("files", type=EXISTING, nargs=-1, required=True)
@click.pass_obj
def receive(desk: Desk, files: tuple[Path, ...]) -> None:
    """Receive batches from files (USB); the same file twice gives the same acknowledgement."""
    from sync import inbox

    found: list[dict[str, Any]] = []
    problems: list[Problem] = []
    with desk.office("reviewer") as office:
        for file in files:
            try:
                received = inbox.receive(office, file)
            except Problem as problem:
                problems.append(problem)
            else:
                found.append(_received(received))
                line = _("批次 {batch}：{counts}").format(
                    batch=received.batch_key, counts=_counted(found[-1]["counts"])
                )
                desk.speech.line(line)
    answer(desk, {"received": found}, "", problems)


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

    with desk.office("reviewer") as office:
        found = inbox.batches(office)
    rows = [
        [
            str(item.ledger_seq),
            str(item.batch_key),
            f"{item.office_name} {item.office_code}".strip(),
            str(item.records),
            _(stages.BATCHES_IN.get(item.stage, stages.UNKNOWN).word),
        ]
        for item in found
    ]
    desk.speech.table([_("序号"), _("批次"), _("单位"), _("条数"), _("阶段")], rows)
    desk.speech.document({"batches": [
        {"batch": str(item.batch_key), "ledger_seq": item.ledger_seq, "office_code": item.office_code, "records": item.records,
         "stage": str(item.stage)} for item in found]})  # fmt: skip


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
         "question": item.question, "reason": item.reason or ""}
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
        desk.speech.line(_("正在 {host}:{port} 接收，Ctrl+C 停止").format(host=host, port=port))
        run(office, host, port, tls_cert, tls_key, json_log=log == "json")


VERBS = [
    enrol,
    devices,
    seal,
    send,
    outbox_list,
    apply,
    receive,
    inbox_group,
    accept,
    return_,
    acknowledge,
    serve,
]
