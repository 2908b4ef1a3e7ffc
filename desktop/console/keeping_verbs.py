"""Verbs against loss: the backup of the day with its second place, the drill, and the last way out of a damaged file."""

import tempfile
from pathlib import Path

import click

from desktop.console.desk import Desk, answer
from desktop.words import _


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


VERBS = [backup_daily, backup_drill, rescue]
