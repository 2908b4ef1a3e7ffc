"""Mistakes an author makes in the sheets of a form: FORMS-20n, told with sheet, row and column."""

from forms.problems import Detail
from forms.words import N_

NO_TYPE = Detail("FORMS-200", N_("第 {row} 行没有写题型。"), N_("请在 type 一列填写题型，或删去整行。"))
TYPE_UNKNOWN = Detail(
    "FORMS-201",
    N_("第 {row} 行的题型“{kind}”不认识。"),
    N_("请核对 type 一列的写法，例如 text、date、select_one。"),
)
LIST_UNKNOWN = Detail(
    "FORMS-202", N_("第 {row} 行用的选项表“{list}”不存在。"), N_("请在 choices 工作表中列出，或核对名称。")
)
NO_NAME = Detail("FORMS-203", N_("第 {row} 行没有名称。"), N_("请在 name 一列填写英文名称。"))
BAD_NAME = Detail(
    "FORMS-204",
    N_("第 {row} 行的名称“{name}”不能用。"),
    N_("名称以字母开头，只含字母、数字、下划线、点和连字符。"),
)
NAME_TWICE_IN_SHEET = Detail(
    "FORMS-205", N_("第 {row} 行的名称“{name}”前面已经用过。"), N_("请给每个问题取不同的名称。")
)
NO_LABEL = Detail("FORMS-206", N_("第 {row} 行的问题“{name}”没有题目文字。"), N_("请在 label 一列填写题目。"))
REFERENCE_UNKNOWN = Detail(
    "FORMS-207",
    N_("第 {row} 行“{column}”提到的问题“{name}”不存在。"),
    N_("请核对花括号里的名称，须与 name 一列相同。"),
)
NOT_ENDED = Detail(
    "FORMS-208", N_("第 {row} 行开始的“{name}”没有结束。"), N_("请在它的最后一个问题下面加一行结束。")
)
END_WITHOUT_BEGIN = Detail(
    "FORMS-209", N_("第 {row} 行的“{kind}”没有与之对应的开始。"), N_("请核对分组的开始与结束是否成对。")
)
