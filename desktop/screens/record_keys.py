"""The keys of the record form; each is also named in a tooltip and on the F1 sheet."""

from typing import Final

from forms.words import N_

KEYS: Final = (
    ("Enter", N_("下一项")),
    ("Shift+Enter", N_("上一项")),
    ("Esc", N_("恢复本项原值")),
    ("Ctrl+S", N_("保存")),
    ("Ctrl+Enter", N_("保存并新增下一条")),
    ("Ctrl+Shift+Enter", N_("完成，提交审核；审核人：审核通过")),
    ("F7", N_("采用改正建议（如 15 位旧身份证号码的 18 位号码）")),
    ("F8", N_("跳到下一处问题")),
    ("F4", N_("同上一条记录；在表格中同上一行")),
    ("Shift+F4", N_("带入上一条记录的全部沿用项")),
    ("F3", N_("填入已登记人员的资料")),
    ("Alt+↓", N_("打开选项列表或日历")),
    ("Alt+1…9", N_("跳到第几部分")),
    ("Alt+Enter", N_("多行文字中换行")),
    ("Ctrl+Z", N_("撤销")),
    ("Ctrl+Y", N_("重做")),
    ("Ctrl+Insert", N_("表格中增加一行")),
    ("Ctrl+Delete", N_("表格中删除此行")),
    ("Ctrl+H", N_("修改记录")),
    ("Ctrl+Alt+F", N_("附件：扫描件、照片等文件")),
    ("Ctrl+Alt+P", N_("开具并打印接收凭证")),
    ("Ctrl+W", N_("保存并关闭")),
)
