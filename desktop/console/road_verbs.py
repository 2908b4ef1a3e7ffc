"""Verbs about the road upwards: sealing, sending, what became of batches, applying acknowledgements."""

from pathlib import Path

import click

from desktop import stages
from desktop.console.desk import Desk, answer
from desktop.console.problem_codes import NOTHING_TO_SEAL
from desktop.words import _
from forms.problems import Problem

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


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
        "files": sent.files,
    }
    if sent.forms:
        desk.speech.line(_("收到上级下发的新表：{forms}").format(forms="、".join(sent.forms)))
    if sent.files:
        desk.speech.line(_("已送达附件 {files} 个").format(files=sent.files))
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
    answer(desk, document, _("回执已处理：{counts}").format(counts=counted(document["counts"])))


def counted(counts: dict[str, int]) -> str:
    """Say counts by verdict in words."""
    return _("，").join(f"{_(stages.decided(name))} {count}" for name, count in counts.items())


VERBS = [seal, send, outbox_list, apply]
