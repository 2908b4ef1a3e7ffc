"""Verbs about the road upwards: sealing, sending, what became of batches, applying acknowledgements."""

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import click

from desktop import stages
from desktop.console.desk import Desk, answer
from desktop.console.problem_codes import NOTHING_TO_SEAL
from desktop.console.sharing_verbs import came_down, figures
from desktop.erasure_rows import ANSWERS
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


@click.command("carry")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def carry(desk: Desk, folder: Path) -> None:
    """Write every batch that waits to FOLDER, a stick; what does not fit goes on the next one."""
    from desktop import sending

    with desk.office("reviewer") as office:
        done = sending.carry(office, None, folder, desk.speech.progress)
    document = {"files": [str(file) for file in done.files], "left": done.left}
    answer(desk, document, sending.carried_words(done), () if done.problem is None else (done.problem,))


@click.command()
@click.option("--server", help="Address of the office above; without it the one of the enrolment.")
@click.option("--ca", type=EXISTING, help="Certificate to trust, for a server with one of its own.")
@click.option("--watch", is_flag=True, help="Go on: send by itself whenever it is due, until Ctrl+C.")
@click.option("--contacts", type=int, default=0, help="With --watch: end after so many contacts.")
@click.pass_obj
def send(desk: Desk, server: str | None, ca: Path | None, watch: bool, contacts: int) -> None:
    """Upload sealed batches, resuming where a cut left off, and fetch acknowledgements."""
    from sync import inbox, outbox

    if watch:
        _watch(desk, server, ca, contacts)
        return
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
        "update": sent.update,
        "came_down": figures(sent.came_down),
    }
    if sent.update:
        said = _("上级通知：程序 {version} 版已发布；xiezuo update show 看详情")
        desk.speech.line(said.format(version=sent.update))
    if sent.forms:
        desk.speech.line(_("收到上级下发的新表：{forms}").format(forms="、".join(sent.forms)))
    if any(figures(sent.came_down).values()):
        desk.speech.line(came_down(sent.came_down))
    if sent.files:
        desk.speech.line(_("已送达附件 {files} 个").format(files=sent.files))
    line = _("已送达 {batches} 批（{bytes} 字节），处理回执 {acknowledged} 份")
    answer(desk, document, line.format(**document), sent.problems)


def _watch(desk: Desk, server: str | None, ca: Path | None, contacts: int) -> None:
    """Send by itself, one line a contact; Ctrl+C ends between two bytes, and the next run goes on there."""
    import time

    from sync import inbox, outbox

    with desk.office("reviewer") as office:
        automatic = outbox.automatic.Automatic(
            office, time.monotonic, time.sleep, lambda one: outbox.http_link(one, server, ca)
        )
        made = 0
        while not contacts or made < contacts:
            left = automatic.wait()
            if left is None or left > 0:
                time.sleep(30.0 if left is None else min(left, 30.0))
                office.settings.refresh()
                continue
            sent = automatic.contact(desk.speech.progress)
            made += 1
            if sent is None:
                problem, at = automatic.standing.problem, automatic.standing.at
                why = problem.sentence() if problem is not None else ""
                when = f"{at:%H:%M:%S}" if at is not None else ""
                desk.speech.line(_("没有连上：{why} {when} 再试").format(why=why, when=when))
                continue
            if sent.forms:
                inbox.retry(office)
            line = _("已送达 {batches} 批（{bytes} 字节），处理回执 {acknowledged} 份")
            figures = {"batches": sent.batches, "bytes": sent.sent_bytes, "acknowledged": sent.acknowledged}
            desk.speech.line(line.format(**figures))


@click.command()
@click.option(
    "--automatic/--by-hand", default=None, help="Send by itself while a line is there, or only when asked."
)
@click.option("--pause/--resume", default=None, help="Keep everything here for now, or go on.")
@click.option("--seal/--no-seal", default=None, help="Seal approved records by itself before each contact.")
@click.option("--every", type=click.IntRange(1, 720), help="Minutes between two contacts.")
@click.option(
    "--at", multiple=True, help="Contact only at this moment of the day (HH:MM); may be given again."
)
@click.option("--any-time", is_flag=True, help="Forget the moments of the day.")
@click.option("--limit", type=click.IntRange(0, 100_000), help="KiB a second at most; 0: as fast as it goes.")
@click.pass_obj
def sending(desk: Desk, /, any_time: bool, **chosen: Any) -> None:
    """Show or change how this office sends by itself."""
    from sync.outbox.automatic import moments, plan_of, set_plan, to_send

    wanted = {name: value for name, value in chosen.items() if value is not None and value != ()}
    if "pause" in wanted:
        wanted["paused"] = wanted.pop("pause")
    if "at" in wanted or any_time:
        wanted["at"] = () if any_time else moments(wanted["at"])
    with desk.office("reviewer") as office:
        if wanted:
            set_plan(office, replace(plan_of(office), **wanted))
        plan, waiting = plan_of(office), to_send(office)
    document = {**asdict(plan), "at": list(plan.at), "waiting": waiting}
    said = _("自动发送：{state}；每 {every} 分钟；限速 {limit} KB/秒（0 为不限）；待送 {waiting} 份")
    state = _("已暂停") if plan.paused else _("已开启") if plan.automatic else _("已关闭")
    answer(desk, document, said.format(state=state, every=plan.every, limit=plan.limit, waiting=waiting))


@click.command("outbox")
@click.option("--clear", is_flag=True, help="Remove sealed files the office above has in a backup.")
@click.pass_obj
def outbox_list(desk: Desk, clear: bool) -> None:
    """List batches and how far each has come."""
    from sync import outbox

    with desk.office() as office:
        if clear:
            cleared = outbox.clear(office)
            desk.speech.line(
                _("已清理 {files} 个封装文件，{size} 字节").format(files=cleared.files, size=cleared.size)
            )
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
    """Apply an acknowledgement, or the answer to an erasure, that came back as a file."""
    from sync import outbox

    with desk.office() as office:
        if outbox.erasures.is_answer(file):
            said = outbox.erasures.apply(office, file)
            line = _("上级对第 {number} 号删除的回复：{stage}，上级有 {held} 条")
            values = {"number": said.number, "stage": said.stage, "held": said.held}
            words = _(ANSWERS[said.stage])
            answer(desk, {"erasure": values}, line.format(number=said.number, stage=words, held=said.held))
            return
        applied = outbox.apply(office, file)
    document = {"counts": {str(name): count for name, count in applied.counts.items()}}
    answer(desk, document, _("回执已处理：{counts}").format(counts=counted(document["counts"])))


def counted(counts: dict[str, int]) -> str:
    """Say counts by verdict in words."""
    return _("，").join(f"{_(stages.decided(name))} {count}" for name, count in counts.items())


VERBS = [seal, carry, send, sending, outbox_list, apply]
