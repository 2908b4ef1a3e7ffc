"""What a person can mend about publishing."""

from forms.problems import Detail
from forms.words import N_

FOLDER_TAKEN = Detail(
    "REPORTS-210",
    N_("文件夹“{folder}”里有别的文件，没有写入。"),
    N_("请选一个空文件夹，或上次发布用的文件夹。"),
)
SITE_UNWRITABLE = Detail(
    "REPORTS-211",
    N_("网站写不进文件夹“{folder}”：{reason}。"),
    N_("请检查磁盘空间和写入权限，或换一个文件夹。"),
)
NAMES_UNDECIDED = Detail(
    "REPORTS-212",
    N_("公开的文字里有 {count} 处与登记人员同名，还没有人决定是保留还是隐去，网站没有生成。"),
    N_("请逐处看上下文：是人名的隐去，是地名、词语的保留；决定以后再生成。"),
)
"""Nothing goes out before a person has looked."""

NAMES_UNREAD = Detail(
    "REPORTS-213",
    N_("名字核对表第 {row} 行的决定“{said}”读不懂。"),
    N_("请在第一列写“保留”或“隐去”（keep、mask），其余各列不要改。"),
)
