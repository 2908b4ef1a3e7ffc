"""What an erasing does not reach, in sentences: backups until they rotate out, the office above, the road, papers. No Qt."""

from typing import TYPE_CHECKING

from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office
    from records.ledger.erasures import Proof

MONTHS = 12  # the rotation keeps the last of each of twelve months


def held_elsewhere(office: "Office", proof: "Proof") -> list[str]:
    """Return where what *proof* erased may still be; read on a worker thread."""
    told = []
    backups = office.backups.all()
    if backups:
        told.append(
            _(
                "本机还有 {count} 份更早的备份含有这些内容：自动备份在 {months} 个月内轮换删除，手工备份要自己删除。"
            ).format(count=len(backups), months=MONTHS)
        )
    if office.backups.place is not None:
        told.append(_("第二备份位置的备份同样处理：{place}").format(place=office.backups.place))
    if proof.above:
        told.append(
            _(
                "其中 {count} 条上报过：下次联网时签名告知上级（或写到 U 盘），由上级的人确认删除；结果见“到期删除”。"
            ).format(count=proof.above)
        )
    if any((office.folder / "inbox").glob("*.batch")):
        told.append(_("收件文件夹里下级的加密批次仍在，需要时另行清理。"))
    told.append(_("导出的文件、打印的纸不在此列，请按登记的导出和打印记录收回、销毁。"))
    return told
