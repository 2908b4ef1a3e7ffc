"""Problems of reference data (FORMS-24n): code packs that cannot be taken."""

from forms.problems import Detail
from forms.words import N_

PACK_UNREADABLE = Detail(
    "FORMS-240", N_("这不是可用的代码包（{reason}）。"), N_("请向下发单位重新索取 .codes 文件。")
)
PACK_DAMAGED = Detail(
    "FORMS-241",
    N_("代码包的校验和不符，文件可能不完整或被改动。"),
    N_("请重新复制或索取这个文件，不要修改它。"),
)
