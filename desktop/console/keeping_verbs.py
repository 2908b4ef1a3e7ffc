"""Verbs against loss: the backup of the day with its second place, the drill, and the last way out of a damaged file."""

import tempfile
from pathlib import Path

import click

from desktop import secret_slips
from desktop.console.desk import Desk, answer, given_passphrase, new_passphrase
from desktop.console.problem_codes import FILE_ALREADY_THERE
from desktop.words import _
from forms.problems import Problem


@click.command("backup-daily")
@click.option("--place", type=click.Path(path_type=Path))
@click.pass_obj
def backup_daily(desk: Desk, place: Path | None) -> None:
    """Make today's backup: verified, copied to the second place, old ones let go by the rotation."""
    with desk.office("reviewer") as office:
        if place is not None:
            office.backups.set_place(place)
        done = office.backups.daily()
    document = {
        "file": str(done.file),
        "second": None if done.second is None else str(done.second),
        "removed": done.removed,
    }
    line = _("已备份并验证：{file}；轮换删除 {removed} 份").format(**document)
    answer(desk, document, line, () if done.problem is None else (done.problem,))


@click.command("backup-drill")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def backup_drill(desk: Desk, file: Path) -> None:
    """Restore FILE into a folder thrown away afterwards, verify everything in it, and say how much there is."""
    with tempfile.TemporaryDirectory(prefix="xiezuo-drill-") as folder:
        office = Desk(Path(folder) / "office", desk.speech, desk.role).restored(file)
        try:
            result = office.audit.verify()
        finally:
            office.close()
    document = {
        "file": str(file),
        "entries": result.entries,
        "revisions": result.revisions,
        "files": result.files,
    }
    line = _(
        "演练成功：从 {file} 恢复并验证了 {revisions} 版记录、{files} 个附件、{entries} 条日志；演练用的数据已删除。"
    )
    answer(desk, document, line.format(**document), result.problems)


@click.group("server-backup")
def server_backup() -> None:
    """Backups the database server makes of an office on PostgreSQL."""


@server_backup.command("place")
@click.pass_obj
def server_backup_place(desk: Desk) -> None:
    """Say which place of the ledger to confirm; run it before the dump begins."""
    with desk.office("reviewer") as office:
        document = {
            "received": office.backups.server.received(),
            "confirmed": office.backups.server.confirmed(),
        }
    answer(desk, document, str(document["received"]))


@server_backup.command("confirm")
@click.argument("place", type=click.IntRange(0))
@click.pass_obj
def server_backup_confirm(desk: Desk, place: int) -> None:
    """Say that a verified backup holds everything up to PLACE."""
    with desk.office("reviewer") as office:
        office.backups.server.confirm(place)
        confirmed = office.backups.server.confirmed()
    answer(
        desk, {"confirmed": confirmed}, _("已确认：第 {place} 号以前的批次都在备份里").format(place=confirmed)
    )


@server_backup.command("restored")
@click.pass_obj
def server_backup_restored(desk: Desk) -> None:
    """Say that the database was restored from a backup: it becomes another copy of the office."""
    with desk.office("reviewer") as office:
        epoch = office.backups.server.restored()
    answer(desk, {"epoch": epoch}, _("已记下：数据库是恢复出来的；下级会把备份里没有的重新报送"))


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.pass_obj
def rescue(desk: Desk, folder: Path) -> None:
    """Write everything the office's file still gives to FOLDER, unencrypted, and name what could not be read."""
    found = desk.rescued(folder)
    document = {"folder": str(folder), "rows": found.rows, "could_not_be_read": found.lost}
    total, lost = sum(found.rows.values()), sum(found.lost.values())
    if found.whole:
        line = _("已全部取出：{total} 行，在 {folder}。内容没有加密，请妥善保管。").format(
            total=total, folder=folder
        )
    else:
        line = _(
            "取出 {total} 行，至少 {lost} 行读不出（见 rescue.json），在 {folder}。内容没有加密，请妥善保管。"
        )
        line = line.format(total=total, lost=lost, folder=folder)
    answer(desk, document, line)


@click.command("recovery-code")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def recovery_code(desk: Desk, file: Path) -> None:
    """Make a recovery code and print it to FILE; it is shown nowhere else."""
    from reports import papers

    if file.exists():
        raise Problem(FILE_ALREADY_THERE, values={"file": file})
    with desk.office("reviewer") as office:
        code = office.people.make_recovery_code()
        lines: list[str | tuple[str, ...]] = [(_("恢复码"), part) for part in code.split("-")]
        lines += [
            _("忘记口令时凭此码重设。请只打印一份，锁进保险柜；打印后删除这个文件。"),
            _("以前的恢复码已失效。"),
        ]
        papers.slip(_("单位恢复码"), lines, file, office=office.info.name, day=office.clock.today())
    answer(
        desk, {"file": str(file)}, _("恢复码已写到 {file}：请打印、锁好，然后删除文件。").format(file=file)
    )


@click.command()
@click.pass_obj
def recover(desk: Desk) -> None:
    """Set a new passphrase by the recovery code, which is asked, never given on the command line."""
    code = click.prompt(_("恢复码"), err=True)
    office = desk.recovered(str(code))
    name = office.user.name
    office.close()
    answer(desk, {"person": name}, _("“{name}”的口令已重设，并记入操作日志。").format(name=name))


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def rekey(desk: Desk, file: Path) -> None:
    """Change every key; what people must be told (codes for once, a new recovery code) is printed to FILE."""
    if file.exists():
        raise Problem(FILE_ALREADY_THERE, values={"file": file})
    told = desk.rekeyed()
    secrets = secret_slips.rows(told.codes, told.recovery)
    if secrets:
        with desk.office("reviewer") as office:
            secret_slips.write(secrets, file, office=office.info.name, day=office.clock.today())
    document = {
        "people_with_codes": len(told.codes),
        "recovery": bool(told.recovery),
        "file": str(file) if secrets else None,
    }
    line = _("密钥已全部更换。以前的备份仍用以前的口令打开。")
    if secrets:
        line += _("要分发的口令和恢复码在 {file}。").format(file=file)
    answer(desk, document, line)


@click.command()
@click.pass_obj
def passphrase(desk: Desk) -> None:
    """Change one's own passphrase; both are asked, never given on the command line."""
    with desk.office(may_be_once=True) as office:
        office.people.change_passphrase(given_passphrase(), new_passphrase())
        name = office.user.name
    answer(desk, {"person": name}, _("“{name}”的口令已修改，并记入操作日志。").format(name=name))


VERBS = [backup_daily, backup_drill, server_backup, rescue, recovery_code, recover, rekey, passphrase]
