"""Verbs of retention: what is due, asking that it be erased, erasing it as another person, storing only."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from desktop import erasure_rows
from desktop.console.desk import Desk, answer
from desktop.held_elsewhere import held_elsewhere
from desktop.words import _
from records.model.retention import BY_KEY


@click.group()
def retention() -> None:
    """What is kept how long, and erased when its time is over."""


@retention.command("list")
@click.option("--limit", type=int, default=500)
@click.pass_obj
def list_(desk: Desk, limit: int) -> None:
    """List what is due, the requests that wait, and what is only stored."""
    with desk.office("reviewer") as office:
        due, frozen = office.retention.due(limit), office.retention.frozen()
        waiting = [each for each in office.retention.requests() if not each.outcome]
        rules = {rule.key: years for rule, years in office.retention.rules()}
    for each in due:
        desk.speech.line(f"{each.due} {_(BY_KEY[each.rule].words)} {each.record_id} {each.title}")
    for asked in waiting:
        line = _("第 {number} 号申请等待另一人确认：{records} 条，{who} 提出，{reason}")
        desk.speech.line(
            line.format(number=asked.number, records=asked.records, who=asked.asked_by, reason=asked.reason)
        )
    document = {
        "due": [_plain(asdict(each)) for each in due],
        "waiting": [_plain(asdict(each)) for each in waiting],
        "frozen": frozen,
        "years": rules,
    }
    answer(
        desk, document, _("到期 {count} 条，只存不用 {frozen} 条").format(count=len(due), frozen=len(frozen))
    )


@retention.command()
@click.argument("ids", nargs=-1)
@click.option("--reason", required=True)
@click.option("--due", "all_due", is_flag=True)
@click.pass_obj
def ask(desk: Desk, ids: tuple[str, ...], reason: str, all_due: bool) -> None:
    """Ask that records be erased; another person does it."""
    with desk.office("reviewer") as office:
        wanted = [each.record_id for each in office.retention.due()] if all_due else list(ids)
        asked = office.retention.ask(wanted, reason)
    line = _("已提出第 {number} 号删除申请：{records} 条。请另一人用 xiezuo retention erase {number} 确认。")
    answer(desk, _plain(asdict(asked)), line.format(number=asked.number, records=asked.records))


@retention.command()
@click.argument("number", type=int)
@click.pass_obj
def erase(desk: Desk, number: int) -> None:
    """Erase what request NUMBER names, as another person than asked."""
    with desk.office("leader") as office:
        proof = office.retention.confirm(number)
        elsewhere = held_elsewhere(office, proof)
    line = _(
        "已删除 {records} 条记录（{versions} 版）、{persons} 人、{files} 个附件；校验值 {checksum}，日志第 {line} 条。"
    )
    answer(
        desk, asdict(proof) | {"elsewhere": elsewhere}, "\n".join([line.format(**asdict(proof)), *elsewhere])
    )


@retention.command()
@click.argument("number", type=int)
@click.pass_obj
def drop(desk: Desk, number: int) -> None:
    """Take request NUMBER back; nothing is erased."""
    with desk.office("reviewer") as office:
        office.retention.drop(number)
    answer(desk, {"number": number}, _("第 {number} 号删除申请已撤回。").format(number=number))


@retention.command()
@click.argument("record_id")
@click.option("--reason", required=True)
@click.pass_obj
def freeze(desk: Desk, record_id: str, reason: str) -> None:
    """Only store a record from now on."""
    with desk.office("reviewer") as office:
        office.retention.freeze(record_id, reason)
    answer(desk, {"record_id": record_id}, _("这条记录从现在起只存不用。"))


@retention.command()
@click.argument("record_id")
@click.pass_obj
def thaw(desk: Desk, record_id: str) -> None:
    """Let a record that was only stored be worked with again."""
    with desk.office("reviewer") as office:
        office.retention.thaw(record_id)
    answer(desk, {"record_id": record_id}, _("这条记录又可以办理了。"))


@retention.command()
@click.argument("rule", type=click.Choice(sorted(BY_KEY)))
@click.argument("count", type=click.IntRange(0, 100))
@click.pass_obj
def years(desk: Desk, rule: str, count: int) -> None:
    """Keep what RULE is about for COUNT years, never fewer than the law asks for."""
    with desk.office("reviewer") as office:
        office.retention.set_years(rule, count)
        now = {rule.key: years for rule, years in office.retention.rules()}
    told = _("{rule} {years} 年").format(rule=_(BY_KEY[rule].words), years=now[rule])
    answer(desk, {"years": now}, told)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }


@retention.command()
@click.pass_obj
def proofs(desk: Desk) -> None:
    """List what was erased, its proof in the log, and what became of the copies above."""
    with desk.office("reviewer") as office:
        found = erasure_rows.read(office)
    rows = [
        [
            str(one.done.erasure.number), str(one.done.erasure.records), f"{one.done.erasure.closed_at:%Y-%m-%d %H:%M}",
            one.done.erasure.closed_by or "", one.done.checksum[:16], str(one.done.line), one.above,
        ]
        for one in found
    ]  # fmt: skip
    heads = [_("编号"), _("条数"), _("时间"), _("删除人"), _("校验值"), _("日志"), _("上级")]
    desk.speech.table(heads, rows)
    desk.speech.document({"proofs": [
        {"number": one.done.erasure.number, "records": one.done.erasure.records, "checksum": one.done.checksum,
         "line": one.done.line, "above": one.up.stage if one.up else None, "held_above": one.up.held if one.up else 0,
         "below": one.down.office_code if one.down else None}
        for one in found]})  # fmt: skip


@retention.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def carry(desk: Desk, folder: Path) -> None:
    """Carry what the office above must hear of erasures to FOLDER, a stick."""
    from sync import outbox

    with desk.office("reviewer") as office:
        carried = outbox.erasures.carry(office, folder)
    document = {"files": [str(file) for file in carried]}
    answer(
        desk, document, _("已写到 {folder}：删除通知 {count} 份").format(folder=folder, count=len(carried))
    )


@retention.command("answer")
@click.argument("number", type=int)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def answer_(desk: Desk, number: int, file: Path) -> None:
    """Write to FILE what became of request NUMBER, which an office below told of, to be carried back."""
    from sync import inbox

    with desk.office("reviewer") as office:
        inbox.erasures.write_answer(office, number, file)
    answer(desk, {"file": str(file)}, _("对第 {number} 号的回复：{file}").format(number=number, file=file))


VERBS = [retention]
