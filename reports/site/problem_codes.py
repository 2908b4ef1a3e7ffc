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
