"""Problems with workbooks that a person can mend, REPORTS-101 to REPORTS-199. A code never changes its meaning.

The papers of the same room keep REPORTS-001 to REPORTS-099.
"""

from forms.problems import Detail, Severity
from forms.words import N_

# --- the file as a whole -------------------------------------------------------------------------------------
NO_FILE = Detail(
    "REPORTS-101", N_("找不到文件“{file}”。"), N_("请检查文件名和路径；U盘上的文件请先复制到电脑里。")
)
NOT_A_WORKBOOK = Detail(
    "REPORTS-102",
    N_("“{file}”不是 Excel 工作簿，或者已经损坏。"),
    N_("请用 Excel 或 WPS 打开它，另存为 .xlsx 后再导入；打不开时请向提供者重新索取。"),
)
ENCRYPTED = Detail(
    "REPORTS-103",
    N_("“{file}”加了打开密码，程序读不了。"),
    N_("请用 Excel 或 WPS 打开，去掉密码后另存一份再导入。"),
)
EMPTY = Detail(
    "REPORTS-104", N_("工作表“{sheet}”里没有任何内容。"), N_("请选择有数据的工作表；隐藏的工作表不会导入。")
)
NO_SUCH_SHEET = Detail("REPORTS-105", N_("文件里没有工作表“{sheet}”。"), N_("可选的工作表：{sheets}。"))
UNSAFE = Detail(
    "REPORTS-106",
    N_("“{file}”的内部结构异常（{reason}），为安全起见没有打开。"),
    N_("请用 Excel 或 WPS 打开并另存一份再导入；来历不明的文件请不要使用。"),
)
TOO_LARGE = Detail(
    "REPORTS-107",
    N_("“{file}”太大：{reason}。"),
    N_("请把它拆成几份分别导入；如果只是表格末尾留有大片空白行列，请删除后另存。"),
)
READER_STOPPED = Detail(
    "REPORTS-108",
    N_("读取“{file}”时超出了内存或时间限制，已经停止；台账没有受到影响。"),
    N_("请用 Excel 或 WPS 打开，把需要的内容复制到新工作簿，另存后再导入。"),
)
NO_HEADER = Detail(
    "REPORTS-109",
    N_("在“{sheet}”里没有找到与本台账对得上的表头。"),
    N_("请检查选的台账和工作表是否正确，或用程序生成的模板填报。"),
)
UNKNOWN_KIND_OF_FILE = Detail(
    "REPORTS-110",
    N_("不支持“{file}”这种文件。"),
    N_("可以导入 .xlsx、.xlsm、.xls、.ods 和 .csv。"),
)
NOT_DECODED = Detail(
    "REPORTS-111",
    N_("“{file}”的文字编码不是 UTF-8 也不是 GB18030。"),
    N_("请用 Excel 打开，另存为 .xlsx 后再导入。"),
)
CANNOT_WRITE = Detail(
    "REPORTS-112",
    N_("写不了文件“{file}”：{reason}。"),
    N_("如果它正在 Excel 或 WPS 里打开，请先关闭；磁盘满或没有权限时请换一个位置。"),
)
SAME_FILE = Detail(
    "REPORTS-113", N_("不能覆盖原来的文件“{file}”。"), N_("请把标注了问题的表另存为别的名字。")
)
PLAN_DOES_NOT_FIT = Detail(
    "REPORTS-114",
    N_("保存的列对应关系与这张表对不上（{reason}）。"),
    N_("请重新确认每一列对应哪个项目。"),
)

# --- a cell or a row -----------------------------------------------------------------------------------------
ID_RUINED_BY_EXCEL = Detail(
    "REPORTS-121",
    N_("证件号码被 Excel 当成数字，后几位已经丢失（显示为 {value}）。"),
    N_("无法恢复，请按证件重新填写；先把这一列设为“文本”格式再输入。"),
)
NUMBER_RUINED_BY_EXCEL = Detail(
    "REPORTS-122",
    N_("“{value}”超过 15 位，被 Excel 当成数字，后几位已经不可靠。"),
    N_("请按原件重新填写；先把这一列设为“文本”格式再输入。"),
)
NOT_A_NUMBER = Detail(
    "REPORTS-123",
    N_("“{value}”不是一个确定的数。"),
    N_("请填写一个数，例如 3800；面议、不详、区间都不能入账。"),
)
NOT_A_DATE = Detail("REPORTS-124", N_("“{value}”不是一个确定的日期。"), N_("请写成 2023-05-01 这样的日期。"))
NOT_A_CHOICE = Detail("REPORTS-125", N_("“{value}”不在“{question}”的选项里。"), N_("请改成：{choices}。"))
NO_SUCH_DIVISION = Detail(
    "REPORTS-126",
    N_("“{value}”对不上唯一的行政区划。"),
    N_("请写全省、市、县，例如“广东省佛山市顺德区”。"),
)
BLANK_BUT_REQUIRED = Detail("REPORTS-127", N_("“{question}”没有填。"), N_("请补填后再导入这一行。"))
DUPLICATE_IN_FILE = Detail(
    "REPORTS-128",
    N_("与第 {row} 行重复（“{question}”相同）。"),
    N_("请核对是不是同一个人或同一件事，只保留正确的一行。"),
)
DUPLICATE_IN_OFFICE = Detail(
    "REPORTS-129", N_("台账里已经有这条记录：{title}。"), N_("请打开原记录修改，不要重复导入。")
)
DIFFERS_FROM_CALCULATION = Detail(
    "REPORTS-130",
    N_("“{question}”填的是 {value}，按表内其他数据算出来是 {calculated}。"),
    N_("请核对后改正其中一个。"),
)
MAY_DIFFER_FROM_CALCULATION = Detail(
    "REPORTS-131",
    N_("“{question}”填的是 {value}，按其他数据推算是 {calculated}。"),
    N_("请核对；导入后按推算的值保存。"),
    Severity.SOFT,
)
UNKNOWN_ROUTE = Detail("REPORTS-132", N_("“{value}”看不出应该进哪本台账。"), N_("这一列可以填：{choices}。"))
CELL_ERROR = Detail(
    "REPORTS-133", N_("单元格是 Excel 的错误值 {value}。"), N_("请在 Excel 里改正公式，或直接填写数值。")
)
NOT_WHOLE = Detail("REPORTS-134", N_("“{value}”不是整数。"), N_("请填写整数。"))
NOT_TRUE_OR_FALSE = Detail("REPORTS-135", N_("“{value}”看不出是“是”还是“否”。"), N_("请填写“是”或“否”。"))
FORMULA_WITHOUT_VALUE = Detail(
    "REPORTS-136",
    N_("这一格是公式，但文件里没有保存计算结果。"),
    N_("请用 Excel 或 WPS 打开文件，保存一次后再导入。"),
)
UNKNOWN_FIXED = Detail(
    "REPORTS-137", N_("没有名为“{question}”的项目，无法统一设值。"), N_("请检查项目名称。")
)
NO_SUCH_RECORD_NUMBER = Detail(
    "REPORTS-139",
    N_("“{sheet}”里没有记录号“{number}”，这一行不知道属于哪条记录。"),
    N_("请填写主表里的记录号。"),
)
TOO_MANY_ROWS = Detail(
    "REPORTS-141",
    N_("工作表“{sheet}”超过了 Excel 一张表能放的 {most} 行。"),
    N_("请按年份或状态筛选后分几次导出，或导出为 CSV。"),
)

# --- a cell that names a record of another ledger ---------------------------------------------------------------
NAMES_NO_RECORD = Detail(
    "REPORTS-160",
    N_("“{question}”中的“{value}”还没有登记。"),
    N_("请写登记时的全称、编号或证件号码（信用代码）；确实没有的，先登记再导入。"),
)
NAMES_SEVERAL_RECORDS = Detail(
    "REPORTS-161",
    N_("“{question}”中的“{value}”有 {count} 条同名的记录。"),
    N_("请改写编号或证件号码（信用代码），指明是哪一条。"),
)
NO_SUCH_PROFILE = Detail(
    "REPORTS-142", N_("没有名为“{name}”的导出样式。"), N_("可选：{choices}；也可以给出自己的 .toml 文件。")
)
PROFILE_NOT_READ = Detail(
    "REPORTS-143", N_("导出样式“{file}”用不了：{reason}。"), N_("请对照程序自带的样式检查项目名和写法。")
)
