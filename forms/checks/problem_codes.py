"""The catalogue of the domain checks: codes ``FORMS-1nn``.

One reason, one code, one remedy: a clerk who reads the sentence knows which digits to look at. The codes stand in
records, error workbooks and acknowledgements, so a code is never reused and its meaning never changes.
"""

from forms.problems import Detail, Severity
from forms.words import N_

ID_RUINED = Detail(
    "FORMS-101",
    N_("这个号码已被 Excel 损坏：电子表格只保留前 15 位数字，后面的位数已经丢失。"),
    N_("请找原件核对后重新录入；在 Excel 中先把该列设为“文本”再填写。不要凭前 15 位猜补。"),
)
ID_LENGTH = Detail(
    "FORMS-102",
    N_("身份证号码应为 18 位，这里是 {length} 位。"),
    N_("请对照证件补齐或删去多余的字符。"),
)
ID_CHARACTERS = Detail(
    "FORMS-103",
    N_("身份证号码第 {position} 位是“{character}”；前 17 位只能是数字，第 18 位是数字或 X。"),
    N_("请对照证件更正，注意字母 O 与数字 0、字母 l 与数字 1。"),
)
ID_FIFTEEN = Detail(
    "FORMS-104",
    N_("这是 15 位旧身份证号码，已停止使用。"),
    N_("请改填现行的 18 位公民身份号码；只有历史数据导入时可保留 15 位。"),
)
ID_IMPOSSIBLE_DATE = Detail(
    "FORMS-105",
    N_("身份证号码中的出生日期 {date} 不存在。"),
    N_("请对照证件核对第 7 至 14 位（年月日）。"),
)
ID_FUTURE_DATE = Detail(
    "FORMS-106",
    N_("身份证号码中的出生日期 {date} 晚于今天。"),
    N_("请对照证件核对第 7 至 14 位（年月日）。"),
)
ID_CHECK_DIGIT = Detail(
    "FORMS-107",
    N_("身份证号码的校验位不符，号码中至少有一位填错。"),
    N_("请对照证件逐位核对。"),
)
ID_REGION = Detail(
    "FORMS-108",
    N_("身份证号码前 6 位 {region} 不在 1980 年以来的行政区划表中。"),
    N_("请对照证件核对前 6 位；确认无误的，请写明情况。"),
    Severity.SOFT,
)
ID_REGION_ENDED = Detail(
    "FORMS-109",
    N_("身份证号码前 6 位 {region}（{name}）在 {year} 年后已停用，而出生在此之后。"),
    N_("请对照证件核对前 6 位和出生日期；确认无误的，请写明情况。"),
    Severity.SOFT,
)

CREDIT_LENGTH = Detail(
    "FORMS-111",
    N_("统一社会信用代码应为 18 位，这里是 {length} 位。"),
    N_("请对照营业执照或登记证书更正。"),
)
CREDIT_CHARACTERS = Detail(
    "FORMS-112",
    N_("统一社会信用代码第 {position} 位不能是“{character}”。"),
    N_("代码不使用字母 I、O、S、V、Z，第 3 至 8 位只能是数字；请对照证书更正。"),
)
CREDIT_CHECK = Detail(
    "FORMS-113",
    N_("统一社会信用代码的校验位不符，代码中至少有一位填错。"),
    N_("请对照营业执照或登记证书逐位核对。"),
)
CREDIT_REGISTRAR = Detail(
    "FORMS-114",
    N_("统一社会信用代码前两位“{registrar}”不是已知的登记管理部门和机构类别。"),
    N_("请对照证书核对前两位；确认无误的，请写明情况。"),
    Severity.SOFT,
)

MOBILE = Detail(
    "FORMS-121",
    N_("手机号码应为 11 位数字，以 13 至 19 开头。"),
    N_("请与本人核对后更正。"),
)
PHONE = Detail(
    "FORMS-122",
    N_("联系电话应为 11 位手机号码，或带区号的固定电话（如 0834-7812345）。"),
    N_("请补上区号或更正号码。"),
)

CARD_CHARACTERS = Detail(
    "FORMS-131",
    N_("银行卡号只能是数字。"),
    N_("请对照银行卡更正。"),
)
CARD_LENGTH = Detail(
    "FORMS-132",
    N_("银行卡号一般为 16 至 19 位，这里是 {length} 位。"),
    N_("请对照银行卡核对；确认无误的，请写明情况。"),
    Severity.SOFT,
)
CARD_LUHN = Detail(
    "FORMS-133",
    N_("银行卡号的校验位不符。"),
    N_("请对照银行卡逐位核对；个别社会保障卡不按此规则编号，确认无误的，请写明情况。"),
    Severity.SOFT,
)

NAME_DIGITS = Detail(
    "FORMS-141",
    N_("姓名中不能有数字。"),
    N_("请删去数字；同名的人用证件号码区分。"),
)
NAME_HIDDEN = Detail(
    "FORMS-142",
    N_("姓名中有看不见的控制字符。"),
    N_("请清空后重新输入姓名，不要从网页或文档粘贴。"),
)
NAME_LENGTH = Detail(
    "FORMS-143",
    N_("姓名有 {length} 个字符，最多 50 个。"),
    N_("请只填一个人的姓名。"),
)
NAME_SEPARATOR = Detail(
    "FORMS-144",
    N_("姓名中的“{character}”不是汉字、字母或间隔号。"),
    N_("间隔号请用“·”；一格只填一个人的姓名，备注请填到备注栏。"),
)

DIVISION_UNKNOWN = Detail(
    "FORMS-151",
    N_("没有行政区划代码 {code}。"),
    N_("请输入地名、拼音首字母或代码，从列表中选择。"),
)
DIVISION_ENDED = Detail(
    "FORMS-152",
    N_("{name}（{code}）已于 {year} 年后停用。"),
    N_("请选择现在的地名；登记当年旧事的，请写明情况。"),
    Severity.SOFT,
)
