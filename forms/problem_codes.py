"""Problems of forms (FORMS-0nn): of answers while a form is filled, and of forms when they are loaded.

Codes never change and are never used twice. FORMS-1nn are the domain checks' (`forms.checks.problem_codes`).
"""

from forms.problems import Detail, Severity
from forms.words import N_

# Answers -----------------------------------------------------------------------------------------------------

REQUIRED = Detail("FORMS-001", N_("此项必填，还没有填写。"), N_("请填写“{label}”。"))
REQUIRED_SAYS = Detail("FORMS-002", N_("“{label}”必填：{message}"), N_("请填写“{label}”。"))
CONSTRAINT = Detail("FORMS-003", N_("“{label}”的值不符合规定。"), N_("请核对后改正。"))
CONSTRAINT_SAYS = Detail("FORMS-004", N_("“{label}”的值不符合规定：{message}"), N_("请核对“{label}”后改正。"))
SOFT = Detail(
    "FORMS-005", N_("“{label}”的值少见，可能有误。"), N_("请核对；确实如此的，写明原因。"), Severity.SOFT
)
SOFT_SAYS = Detail(
    "FORMS-006",
    N_("“{label}”的值少见：{message}"),
    N_("请核对“{label}”；确实如此的，写明原因。"),
    Severity.SOFT,
)
NOT_A_NUMBER = Detail("FORMS-007", N_("“{typed}”不是数字。"), N_("请只填数字，例如 4500 或 85.5。"))
NOT_WHOLE = Detail("FORMS-008", N_("“{typed}”不是整数。"), N_("请填整数，不要小数。"))
NOT_A_DATE = Detail(
    "FORMS-009", N_("“{typed}”不是日期，或者没有这一天。"), N_("请按 2023-05-01 或 20230501 填写。")
)
NOT_A_TIME = Detail("FORMS-010", N_("“{typed}”不是时间。"), N_("请按 08:30 填写。"))
NOT_A_MOMENT = Detail("FORMS-011", N_("“{typed}”不是日期和时间。"), N_("请按 2023-05-01 08:30 填写。"))
NOT_A_CHOICE = Detail("FORMS-012", N_("“{typed}”不在可选范围内。"), N_("请从列表中选择“{label}”。"))
TOO_LONG = Detail("FORMS-013", N_("内容太长：{length} 个字，最多 {most} 个字。"), N_("请缩短“{label}”。"))
TOO_MANY_DIGITS = Detail("FORMS-014", N_("数字“{typed}”太大。"), N_("最多 18 位整数，请核对。"))
TOO_MANY_DECIMALS = Detail(
    "FORMS-015", N_("“{typed}”的小数位数太多，最多 {most} 位。"), N_("请按 {most} 位小数填写。")
)
BAD_CHARACTER = Detail("FORMS-016", N_("“{label}”含有不可见的控制字符。"), N_("请删除后重新输入。"))
TOO_EXPENSIVE = Detail(
    "FORMS-017", N_("表“{form}”的公式计算量过大，已停止计算。"), N_("请减少行数，或请编表人员简化公式。")
)
NO_SUCH_QUESTION = Detail("FORMS-018", N_("表中没有“{path}”这一项。"), N_("请核对表的版本。"))
CHOSEN_TWICE = Detail("FORMS-019", N_("“{typed}”选了两次。"), N_("请去掉重复的选项。"))
NOT_A_POINT = Detail(
    "FORMS-020",
    N_("“{typed}”不是经纬度。"),
    N_("请按“纬度 经度”填写，例如 28.95 102.77；多个点用分号隔开，区域的末点与首点相同。"),
)
NOT_A_FILE_NAME = Detail(
    "FORMS-021", N_("“{typed}”不是文件名。"), N_("只填文件名和扩展名，不要带文件夹，例如 合同.pdf。")
)
NOT_ALL_RANKED = Detail(
    "FORMS-022", N_("“{label}”没有排完：还差 {missing} 项。"), N_("请把所有选项都排上顺序。")
)
OUT_OF_RANGE = Detail(
    "FORMS-023",
    N_("“{typed}”不在 {least} 到 {most} 之间，或不合 {step} 一档。"),
    N_("请核对“{label}”后改正。"),
)
NOT_IN_LEDGER = Detail(
    "FORMS-024",
    N_("“{label}”引用的记录找不到，可能还没有登记、已经作废，或不符合本项条件。"),
    N_("请按姓名、名称、编号重新查找“{label}”；确实没有的，先登记那一条。"),
)
LEDGER_TOO_LONG = Detail(
    "FORMS-025",
    N_("公式一次要读“{table}”的记录超过 {most} 条，已停止。"),
    N_("请编表人员在公式中写明按哪一项相等来查找。"),
)

# Forms -------------------------------------------------------------------------------------------------------

NO_FILE = Detail("FORMS-030", N_("打不开表格文件“{file}”。"), N_("请核对文件的位置和名称。"))
NOT_AN_XLSFORM = Detail(
    "FORMS-031", N_("“{file}”不是可用的表单文件：{reason}"), N_("请使用 .md、.xlsx 或 .csv 格式的 XLSForm。")
)
XLSFORM_ERROR = Detail("FORMS-032", N_("表单有误：{reason}"), N_("请改正工作表“{sheet}”第 {row} 行后重试。"))
XLSFORM_ERROR_SOMEWHERE = Detail("FORMS-033", N_("表单有误：{reason}"), N_("请按提示改正后重试。"))
XLSFORM_WARNING = Detail("FORMS-034", N_("表单提醒：{reason}"), N_("请核对是否有意如此。"), Severity.SOFT)
NOT_AN_XFORM = Detail("FORMS-035", N_("不是可用的 XForm：{reason}"), N_("请重新导出或重新编译表单。"))
FORBIDDEN_XML = Detail(
    "FORMS-036", N_("XForm 含有 DTD 或实体定义，不予读取。"), N_("请去掉 DOCTYPE 后重试。")
)
BROKEN_EXPRESSION = Detail(
    "FORMS-037",
    N_("表“{form}”“{question}”的 {column} 公式有误（第 {position} 个字符）：{reason}"),
    N_("请改正公式：{expression}"),
)
UNKNOWN_FUNCTION = Detail(
    "FORMS-038",
    N_("表“{form}”“{question}”的 {column} 用了未知函数 {subject}()。"),
    N_("请核对函数名：{expression}"),
)
UNKNOWN_PATH = Detail(
    "FORMS-039",
    N_("表“{form}”“{question}”的 {column} 提到表中没有的“{subject}”。"),
    N_("请核对名称：{expression}"),
)
UNSUPPORTED_FEATURE = Detail(
    "FORMS-040",
    N_("表“{form}”“{question}”的 {column} 用了本程序不支持的写法“{subject}”。"),
    N_("请换一种写法：{expression}"),
)
TOO_DEEP = Detail(
    "FORMS-041", N_("表“{form}”“{question}”的 {column} 公式太长或嵌套太深。"), N_("请拆成几个计算项。")
)
WRONG_ARGUMENTS = Detail(
    "FORMS-042",
    N_("表“{form}”“{question}”的 {column} 中 {subject}() 的参数不对。"),
    N_("请核对参数：{expression}"),
)
BROKEN_PATTERN = Detail(
    "FORMS-043",
    N_("表“{form}”“{question}”的 {column} 中正则表达式“{subject}”不可用。"),
    N_("请写成固定的 RE2 正则表达式（不支持回溯引用和环视）。"),
)
CYCLE = Detail("FORMS-044", N_("表“{form}”的公式循环引用：{path}。"), N_("请去掉其中一个引用。"))
# FORMS-045 was "unknown type of question"; by the specification such a question takes text
UNKNOWN_CHECK = Detail(
    "FORMS-046", N_("表“{form}”“{question}”指定了未知的校验“{check}”。"), N_("请核对 bind::xz:check 一列。")
)
NAME_TWICE = Detail(
    "FORMS-047", N_("表“{form}”中“{question}”这个名称用了两次。"), N_("请给每一项取不同的名称。")
)
UNKNOWN_CHOICES = Detail(
    "FORMS-048",
    N_("表“{form}”“{question}”的选项表“{subject}”不存在。"),
    N_("请在 choices 工作表中列出选项。"),
)
CODE_TWICE = Detail(
    "FORMS-049", N_("表“{form}”选项表“{subject}”中代码“{code}”用了两次。"), N_("请改正其中一个代码。")
)
TOO_LARGE = Detail("FORMS-050", N_("表单太大：{what} {count}，最多 {most}。"), N_("请拆成几张表。"))
UNSUPPORTED_ELEMENT = Detail(
    "FORMS-051", N_("表“{form}”用了本程序不支持的“{subject}”（{question}）。"), N_("请去掉后重试。")
)
BROKEN_RANGE = Detail(
    "FORMS-052",
    N_("表“{form}”“{question}”的范围不可用：{subject}"),
    N_("请写明 start、end 和 step；起止不同，档数不超过一百万。"),
)
NOT_A_TABLE = Detail(
    "FORMS-053", N_("“{file}”不是可用的选项表文件：{reason}"), N_("请提供带表头的 CSV、XML 或 GeoJSON 文件。")
)
FILE_NOT_BESIDE = Detail(
    "FORMS-054",
    N_("工作簿旁边没有表单要用的文件“{file}”。"),
    N_("请把它放在工作簿所在的文件夹，或其中的 media 文件夹。"),
    Severity.SOFT,
)
MEDIUM_TOO_LARGE = Detail(
    "FORMS-055",
    N_("“{file}”太大，没有随表单收入。"),
    N_("请压缩到 {most} MB 以内（全部不超过 8 MB）。"),
    Severity.SOFT,
)
NOT_AT_A_DESK = Detail(
    "FORMS-056",
    N_("“{kind}”在电脑上没有意义：{question} 总是空的。"),
    N_("可以保留给手机上的程序用，也可以去掉。"),
    Severity.SOFT,
)
FILE_NOT_BROUGHT = Detail(
    "FORMS-057",
    N_("{question} 里预先放好的文件“{file}”在电脑上不会带进来：这一题开始是空的。"),
    N_("可以保留给手机上的程序用，也可以去掉默认值。"),
    Severity.SOFT,
)
