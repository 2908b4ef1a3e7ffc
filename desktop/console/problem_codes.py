"""Problems the console can meet itself (DESKTOP-1nn). Codes never change."""

from forms.problems import Detail
from forms.words import N_

NO_PERSON_OF_ROLE = Detail(
    "DESKTOP-101",
    N_("这个单位没有“{role}”角色的人员。"),
    N_("请用 --as 选择另一个角色，或在“单位设置”中添加人员。"),
)
UNKNOWN_FORM = Detail(
    "DESKTOP-102",
    N_("没有名为“{form}”的表。"),
    N_("用 xiezuo forms list 查看本单位的表。"),
)
# DESKTOP-103 was an unknown layout, which is REPORTS-035 since offices have layouts of their own.
FIXED_NOT_UNDERSTOOD = Detail(
    "DESKTOP-104",
    N_("“{text}”不是“问题名=值”的写法，或表中没有这个问题。"),
    N_("例如：--set channel=cooperation。问题名用 xiezuo forms show 查看。"),
)
NOTHING_TO_SEAL = Detail(
    "DESKTOP-105",
    N_("没有可上报的记录：没有已审核而未上报的记录。"),
    N_("请先完成并审核记录，再封装。"),
)
PEOPLE_FILE_NOT_UNDERSTOOD = Detail(
    "DESKTOP-106",
    N_("人员文件“{file}”读不懂。"),
    N_("它应是 TOML，每人一段 [[people]]，含 name、role、passphrase。"),
)
FILE_ALREADY_THERE = Detail(
    "DESKTOP-107",
    N_("“{file}”已经存在。"),
    N_("请换一个文件名或文件夹，现有文件不会被覆盖。"),
)
FILE_NOT_WRITTEN = Detail(
    "DESKTOP-108",
    N_("无法写入“{file}”：{reason}。"),
    N_("请关闭正打开该文件的程序，或换一个位置后重试。"),
)
NO_RECEIPT_TO_VOID = Detail(
    "DESKTOP-109",
    N_("记录“{record}”没有有效的凭证。"),
    N_("用 xiezuo print receipt 开具；已作废的凭证不能再作废。"),
)
NO_VOID_RECEIPT = Detail(
    "DESKTOP-110",
    N_("记录“{record}”没有作废的凭证。"),
    N_("去掉 --void 打印有效的凭证，或先用 xiezuo void-receipt 作废。"),
)
PASSPHRASE_FOR_ONCE = Detail(
    "DESKTOP-111",
    N_("这是一次性口令，只能用来换成自己的口令。"),
    N_("请用 xiezuo passphrase，或在窗口登录后，改成自己的口令。"),
)
LAYOUT_FILE_UNREADABLE = Detail(
    "DESKTOP-120",
    N_("文件“{file}”不是 UTF-8 编码的文本，读不出版式。"),
    N_("请用文本编辑器另存为 UTF-8 编码，再试一次。"),
)
NO_CLOSING = Detail(
    "DESKTOP-140", N_("没有第 {closing} 次日结。"), N_("用 xiezuo receipts close 日结，或核对次数。")
)
UNKNOWN_STOCK = Detail("DESKTOP-141", N_("没有叫“{stock}”的票样。"), N_("可用的有：{known}。"))
NOT_A_KEY = Detail(
    "DESKTOP-142", N_("文件“{file}”不是核验公钥。"), N_("请用对方 xiezuo receipts key 写出的文件。")
)
NOT_TEXT = Detail(
    "DESKTOP-143", N_("命令里有不是文字的字节（第 {number} 个参数）。"), N_("请把终端设为 UTF-8，重新输入。")
)
