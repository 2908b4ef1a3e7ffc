"""What the verbs of the audit log are called, and a line of it in words. Knows no Qt."""

from typing import TYPE_CHECKING, Final

from desktop.words import _
from forms.words import N_

if TYPE_CHECKING:
    from records.ledger.audit import Entry

VERBS: Final = {
    "create": N_("建立单位"),
    "save": N_("保存记录"),
    "save_many": N_("批量录入"),
    "complete": N_("提交待审"),
    "approve": N_("审核通过"),
    "send_back": N_("退回"),
    "reopen": N_("重新打开"),
    "void": N_("作废"),
    "import": N_("开始导入"),
    "import_undo": N_("撤销导入"),
    "import_keep": N_("存下待处理的导入"),
    "import_drop": N_("删除待处理的导入"),
    "attach": N_("添加附件"),
    "detach": N_("移除附件"),
    "unmasked": N_("查看完整号码"),
    "hand_out": N_("导出个人信息"),
    "print": N_("打印"),
    "print_again": N_("补打"),
    "print_done": N_("确认出纸"),
    "receipt": N_("开具凭证"),
    "receipt_void_ask": N_("申请作废凭证"),
    "receipt_red": N_("红字冲销"),
    "receipt_range": N_("分配号段"),
    "receipt_closing": N_("日结"),
    "publish": N_("发布表"),
    "publish_name": N_("公开前核对名字"),
    "setting": N_("修改设置"),
    "person_add": N_("添加人员"),
    "person_remove": N_("移除人员"),
    "passphrase": N_("修改口令"),
    "recovery_code": N_("生成恢复码"),
    "recovered": N_("凭恢复码进入"),
    "rekey": N_("更换全部密钥"),
    "remember": N_("电脑记住口令"),
    "forget": N_("不再记住口令"),
    "backup": N_("备份"),
    "backup_second": N_("第二位置备份"),
    "backup_server": N_("确认数据库服务器的备份"),
    "restore": N_("从备份恢复"),
    "seal": N_("封装一批"),
    "apply": N_("读入回执"),
    "receive": N_("收到一批"),
    "take_back": N_("撤回一批的入库"),
    "duplicate_same": N_("两条记录标为同一个"),
    "duplicate_different": N_("两条记录标为不同"),
    "duplicate_asked": N_("就疑似重复询问下级"),
    "duplicate_undo": N_("撤销重复的办理"),
    "quarantine": N_("隔离"),
    "decide": N_("处理下级记录"),
    "enrol": N_("登记设备"),
    "erase_ask": N_("申请删除"),
    "erase": N_("删除一条记录"),
    "erased": N_("到期删除完成"),
    "erase_drop": N_("撤回删除申请"),
    "issue_update": N_("发布更新通知"),
    "take_update": N_("收到更新通知"),
    "take_forms": N_("接收表包"),
    "tell_erasure": N_("告知上级删除"),
    "hear_erasure": N_("下级告知删除"),
    "erasure_answer": N_("上级回复删除"),
    "freeze": N_("只存不用"),
    "thaw": N_("解除只存不用"),
    "close_period": N_("关账"),
    "reopen_period": N_("重开已关账的"),
    "adjust_figure": N_("调整数字"),
}


def verb_word(verb: str) -> str:
    """Return what *verb* is called; a verb without a word is shown as it stands in the log."""
    return _(VERBS[verb]) if verb in VERBS else verb


def row(entry: "Entry") -> list[str]:
    """Return the cells of one line: number, moment, who, what, about what, details, device."""
    moment = f"{entry.at:%Y-%m-%d %H:%M:%S}"
    return [
        str(entry.seq),
        moment,
        entry.who,
        verb_word(entry.verb),
        entry.thing,
        entry.detail,
        entry.device_id[:8],
    ]


def heads() -> list[str]:
    """Return the headings of these cells."""
    return [_("序号"), _("时间"), _("谁"), _("做了什么"), _("对象"), _("说明"), _("设备")]
