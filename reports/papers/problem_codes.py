"""What can stand in the way of a paper. Codes never change (REPORTS-001 … 003 are `reports.text.problem_codes`)."""

from forms.problems import Detail
from forms.words import N_

LAYOUT_BROKEN = Detail(
    "REPORTS-010",
    N_("版式文件“{layout}”有误：{fault}。"),
    N_("请按版式说明改正这个文件，或换回程序自带的版式。"),
)
CANNOT_WRITE = Detail(
    "REPORTS-011",
    N_("写不进文件“{file}”：{reason}。"),
    N_("请关闭正在打开这个文件的程序，检查磁盘空间，或换一个文件夹保存。"),
)
NOT_A_DONATION = Detail(
    "REPORTS-012",
    N_("“{form}”不是捐赠台账，不能打印捐赠登记凭证。"),
    N_("请在货币捐赠或实物捐赠台账里选中一条记录再打印。"),
)
AMOUNT_DIFFERS = Detail(
    "REPORTS-013",
    N_("凭证 {number} 开具时的金额是 {issued}，现在记录里是 {now}，两者不一致，所以没有打印。"),
    N_("金额有误的凭证不能涂改：请先作废这张凭证，再重新开具（会计法第十四条）。"),
)
NOT_A_NUMBER = Detail(
    "REPORTS-014",
    N_("第 {row} 行的“{where}”应当是数，现在是“{value}”，合计算不出来。"),
    N_("请先把这条记录改正，再打印。"),
)
LAYOUT_KEY_UNKNOWN = Detail(
    "REPORTS-030",
    N_("版式“{layout}”第 {line} 行：没有“{key}”这一项。"),
    N_("请改正拼写；这里可用的有：{known}。"),
)
LAYOUT_KEY_MISSING = Detail(
    "REPORTS-031",
    N_("版式“{layout}”第 {line} 行起：缺少“{key}”。"),
    N_("请补上这一项；写法见版式说明（docs/rosters.md）。"),
)
LAYOUT_VALUE_WRONG = Detail(
    "REPORTS-032",
    N_("版式“{layout}”第 {line} 行：“{key}”不能是“{value}”。"),
    N_("请改为：{allowed}。"),
)
LAYOUT_ASKS_FOR = Detail(
    "REPORTS-033",
    N_("版式“{layout}”第 {line} 行要用“{question}”，表“{form}”里没有这个问题。"),
    N_("请核对问题名称；用 xiezuo forms show {form} 可以看到这张表的全部问题。"),
)
PICTURE_UNREADABLE = Detail(
    "REPORTS-034",
    N_("第 {row} 行的照片“{file}”读不出来，所以没有打印。"),
    N_("请重新添加这张照片（JPEG 或 PNG），或在版式里去掉照片栏。"),
)
LAYOUT_UNKNOWN = Detail(
    "REPORTS-035",
    N_("没有名为“{layout}”的版式。"),
    N_("可用的版式：{known}；每张表还有“表名-card”（登记表）和“表名-blank”（空白表）。"),
)
LAYOUT_NAME_WRONG = Detail(
    "REPORTS-036",
    N_("“{layout}”不能做版式的名称。"),
    N_("请用小写字母、数字和短横线，例如 labour-roster-2。"),
)
LAYOUT_NOT_OWN = Detail(
    "REPORTS-037",
    N_("“{layout}”不是本单位自己的版式，不能删除。"),
    N_("程序自带的版式可以复制后修改，不会丢失。"),
)
