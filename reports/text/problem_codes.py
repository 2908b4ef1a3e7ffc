"""What can be wrong with a text that is to be printed. Codes never change."""

from forms.problems import Detail
from forms.words import N_

NO_GLYPH = Detail(
    "REPORTS-001",
    N_("“{where}”里的字“{character}”（{code}）没有可用的字形，打印出来会是空框，所以没有打印。"),
    N_("请核对这个字是否录错；确实无误的，请把字和编码告诉程序维护人员补充字体。"),
)
PRIVATE_CHARACTER = Detail(
    "REPORTS-002",
    N_("“{where}”里有自造字（{code}），换一台电脑就会变成别的字，所以没有打印。"),
    N_("请改用国家标准里的正式汉字重新录入。"),
)
TOO_LONG = Detail(
    "REPORTS-003",
    N_("“{where}”的内容有 {length} 个字，这一格放不下，所以没有打印。"),
    N_("请把内容改短，或换用这一栏更宽的版式。"),
)
