"""What can go wrong at the window itself and a person can mend: DESKTOP-0nn (the console has DESKTOP-1nn).

A code never changes its meaning and is never used again.
"""

from typing import Final

from forms.problems import Detail, Severity
from forms.words import N_

NO_DISPLAY: Final = Detail(
    "DESKTOP-001",
    N_("这台机器没有可用的显示器，窗口打不开。"),
    N_("请执行 ./run demo 看无窗口演示，或用 ./run --help 查看命令。"),
)
PASSPHRASES_DIFFER: Final = Detail(
    "DESKTOP-002", N_("两次输入的口令不一样。"), N_("请重新输入，两处保持一致。")
)
PASSPHRASE_WEAK: Final = Detail(
    "DESKTOP-003", N_("口令太短，容易被猜中。"), N_("请至少输入 8 个字符，例如一句自己记得住的话。")
)
FOLDER_NOT_EMPTY: Final = Detail(
    "DESKTOP-004", N_("文件夹“{folder}”里已有其他文件。"), N_("请另选一个空文件夹，或新起一个名字。")
)
NAME_TWICE: Final = Detail("DESKTOP-005", N_("两个人的姓名相同：{name}。"), N_("请加上职务或数字以示区别。"))
NOTHING_CHOSEN: Final = Detail(
    "DESKTOP-006", N_("还没有选中任何记录。"), N_("请先在列表里选中要办理的记录。")
)
REASON_MISSING: Final = Detail(
    "DESKTOP-007", N_("没有写明原因。"), N_("请用一句话写明原因，对方和审计都会看到。")
)
FILE_NOT_WRITTEN: Final = Detail(
    "DESKTOP-008", N_("文件“{file}”没有写成。"), N_("请检查磁盘空间和写入权限，或换一个位置再试。")
)
NOT_AN_OFFICE: Final = Detail(
    "DESKTOP-009", N_("“{folder}”不是单位数据文件夹。"), N_("请选择里面有 keyring.json 的文件夹。")
)
OFFICE_UNKNOWN: Final = Detail(
    "DESKTOP-010", N_("还没有选定单位。"), N_("请输入地名、拼音首字母或区划代码，从列表里选一个。")
)
NAME_MISSING: Final = Detail("DESKTOP-011", N_("还没有填姓名。"), N_("请填写使用者的姓名。"))
SETTINGS_UNREADABLE: Final = Detail(
    "DESKTOP-012", N_("窗口设置文件读不出来。"), N_("已改用默认设置，数据不受影响；旧文件改名保留。")
)
PORT_TAKEN: Final = Detail(
    "DESKTOP-013", N_("端口 {port} 已被其他程序占用。"), N_("请换一个端口，或关闭占用它的程序。")
)
CERTIFICATE_UNUSABLE: Final = Detail(
    "DESKTOP-014",
    N_("证书或私钥不能使用：{file}。"),
    N_("请选择配套的 PEM 格式证书和没有口令的私钥；两处都留空则不加 TLS，批次本身仍然加密。"),
)
FILE_UNWRITABLE = Detail(
    "DESKTOP-015",
    N_("无法写入“{file}”：{reason}。"),
    N_("请关闭正打开该文件的程序，或换一个位置后重试。"),
)
BACKUP_MISSING: Final = Detail(
    "DESKTOP-016",
    N_("还没有选好备份文件和恢复到的文件夹。"),
    N_("请选择备份文件（旁边要有它的 .keyring.json）和一个新文件夹。"),
)
PRINTER_REFUSED = Detail(
    "DESKTOP-060",
    N_("打印机“{printer}”没有接受，什么也没有打出来。"),
    N_("请检查打印机是否开机、有纸、连着线，再从“打印”菜单的“未确认的打印”里重打；号码不变。"),
)
PAGES_NOT_UNDERSTOOD = Detail(
    "DESKTOP-061",
    N_("“{text}”不是这份文件的页码（共 {count} 页）。"),
    N_("例如 1-3,5；不填就打印全部。"),
)
NO_PRINTER = Detail(
    "DESKTOP-062",
    N_("这台电脑上没有找到打印机。"),
    N_("请先在系统设置里添加打印机，或存为 PDF，拿到别的电脑上打印。"),
)
AMOUNT_UNREADABLE: Final = Detail(
    "DESKTOP-070", N_("“{amount}”不是金额。"), N_("请照凭证上的小写金额填写，如 1409.50；未定价的填“-”。")
)
APPEARANCE_WITHOUT_MEANING: Final = Detail(
    "DESKTOP-080",
    N_("外观“{word}”在电脑上不起作用。"),
    N_("这一项按普通的样子填写；在手机上填写的表可以保留它。"),
    Severity.SOFT,
)
