"""What can go wrong in an office that a person can mend: codes that never change, what happened, what to do.

0xx the office's file and keys · 02x people · 04x text · 05x records and their life · 07x receipts · 08x forms
· 10x attached files.
"""

from forms.problems import Detail, Severity
from forms.words import N_

# ── the office's file and keys ──────────────────────────────────────────────────────────────────────────────
NO_OFFICE = Detail(
    "RECORDS-001",
    N_("文件夹“{folder}”里没有台账单位。"),
    N_("请选择含有 keyring.json 的单位文件夹，或新建单位。"),
)
WRONG_PASSPHRASE = Detail("RECORDS-002", N_("姓名或口令不对。"), N_("请核对大小写和输入法后重新输入。"))
TOO_MANY_TRIES = Detail("RECORDS-003", N_("口令连续输错 {failures} 次。"), N_("请等待 {seconds} 秒后再试。"))
OFFICE_NEWER = Detail(
    "RECORDS-004",
    N_("该单位数据由更新的程序（数据版本 {has}）建立，本程序只认识到版本 {knows}；文件未作任何改动。"),
    N_("请安装 {needs} 或更高版本的程序后再打开。"),
)
NOT_AN_OFFICE_FILE = Detail(
    "RECORDS-005",
    N_("文件“{file}”不是本程序的单位数据，或已损坏，或密钥不符。"),
    N_("请从最近一次验证过的备份恢复。"),
)
KEYRING_DAMAGED = Detail(
    "RECORDS-006", N_("密钥文件“{file}”损坏，无法读取。"), N_("请从备份中取回同一单位的 keyring.json。")
)
DATABASE_MISSING = Detail(
    "RECORDS-007",
    N_("单位文件夹“{folder}”里缺少数据文件 {file}。"),
    N_("请从备份恢复；程序不会自动新建空的数据文件。"),
)
OFFICE_EXISTS = Detail(
    "RECORDS-008", N_("“{folder}”里已有单位数据。"), N_("请打开该单位，或换一个空文件夹。")
)
OFFICE_LOCKED = Detail(
    "RECORDS-009",
    N_("单位“{folder}”正被另一个程序使用（{holder}）。"),
    N_("请切换到已打开的窗口，或先关闭那个程序。"),
)
NETWORK_FOLDER = Detail(
    "RECORDS-010",
    N_("“{folder}”在网络盘或同步盘上（{kind}），在那里打开会损坏数据。"),
    N_("请把单位文件夹放在本机硬盘；备份可以放到网络盘。"),
)
DISK_FULL = Detail(
    "RECORDS-011",
    N_("磁盘已满，这一步没有保存；以前的数据完好。"),
    N_("请清出空间后重试，输入的内容仍在屏幕上。"),
)
DISK_FAILS = Detail(
    "RECORDS-012", N_("磁盘读写出错，这一步没有保存。"), N_("请检查磁盘或换一台电脑，并尽快备份。")
)
READ_ONLY = Detail(
    "RECORDS-013", N_("单位数据是只读的，无法保存。"), N_("请检查文件夹权限，或把它复制到可以写入的位置。")
)
DATABASE_BUSY = Detail(
    "RECORDS-014", N_("另一个程序正在写入，等待超时，这一步没有保存。"), N_("请稍候再试。")
)
DATABASE_UNREACHABLE = Detail("RECORDS-015", N_("连接不上数据库。"), N_("请检查数据库服务和网络后再试。"))
DATABASE_TAKEN = Detail(
    "RECORDS-016", N_("该数据库里已有单位“{name}”的数据。"), N_("请为新单位另建一个空数据库。")
)
BACKUP_NOT_VERIFIED = Detail(
    "RECORDS-017", N_("备份文件没有通过验证，已经删除；以前的备份完好。"), N_("请换一个磁盘再备份。")
)
BACKUP_EXISTS = Detail("RECORDS-018", N_("文件“{file}”已经存在。"), N_("请换一个文件名。"))
BACKUP_ELSEWHERE = Detail(
    "RECORDS-019",
    N_("该单位的数据在 PostgreSQL 中，不能由本程序备份成单个文件。"),
    N_("请由数据库管理员用 pg_dump 备份。"),
)

# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────
PASSPHRASE_TOO_SHORT = Detail(
    "RECORDS-020", N_("口令只有 {length} 个字符。"), N_("口令至少 {least} 个字符，建议用一句话。")
)
PERSON_EXISTS = Detail("RECORDS-021", N_("“{name}”已经是本单位人员。"), N_("请换一个能区分的姓名。"))
NO_SUCH_PERSON = Detail("RECORDS-022", N_("本单位没有“{name}”。"), N_("请核对姓名。"))
NO_PEOPLE = Detail("RECORDS-023", N_("新单位至少要有一个人。"), N_("请填写填报人，最好另有一名审核人。"))
ROLE_MAY_NOT = Detail(
    "RECORDS-024", N_("您的岗位（{role}）不能办理这一步。"), N_("请由有权限的人员登录办理。")
)
PASSPHRASE_COMMON = Detail("RECORDS-025", N_("这个口令太常见。"), N_("请换一个别人猜不到的口令。"))
BAD_PERSON_NAME = Detail("RECORDS-026", N_("姓名不能为空，也不能超过 {most} 个字符。"), N_("请填写姓名。"))
BAD_OFFICE_CODE = Detail("RECORDS-027", N_("单位代码“{code}”不对。"), N_("请填写 6 至 12 位行政区划代码。"))

# ── text ────────────────────────────────────────────────────────────────────────────────────────────────────
TEXT_FORBIDDEN_CHARACTER = Detail(
    "RECORDS-040",
    N_("第 {position} 个字符是看不见的控制字符（{character}），不能保存。"),
    N_("请删掉后重新输入。"),
)
TEXT_TOO_LONG = Detail(
    "RECORDS-041", N_("文字有 {length} 个字符，超过 {most} 个。"), N_("请缩短，或作为附件保存。")
)
TEXT_TOO_DEEP = Detail("RECORDS-042", N_("内容嵌套太深。"), N_("请检查数据来源。"))
TEXT_NOT_JSON = Detail(
    "RECORDS-043", N_("这个值不是文字、整数或清单，或行数太多，不能保存。"), N_("请检查数据来源。")
)

# ── records and their life ──────────────────────────────────────────────────────────────────────────────────
NO_SUCH_RECORD = Detail("RECORDS-050", N_("没有这条记录。"), N_("请刷新列表后再试。"))
CHANGED_MEANWHILE = Detail(
    "RECORDS-051",
    N_("{who}已在 {when} 修改了这条记录（第 {revision} 版），您的修改没有保存。"),
    N_("请对照新版本后再保存，您输入的内容仍在屏幕上。"),
)
STATE_FORBIDS = Detail(
    "RECORDS-052", N_("记录现在是“{state}”，不能这样办理。"), N_("请先退回或重新打开记录。")
)
NOT_ANOTHER_PERSON = Detail(
    "RECORDS-053", N_("填报人不能审核自己的记录。"), N_("请由另一位审核人登录审核；一人单位可在设置中开启。")
)
REASON_NEEDED = Detail("RECORDS-054", N_("没有写明理由。"), N_("请写明理由，理由会随记录保存。"))
VALUE_TAKEN = Detail(
    "RECORDS-055",
    N_("“{label}”的值已被另一条已完成的记录“{title}”使用。"),
    N_("请核对是否重复登记，重复的请作废一条。"),
)
NOT_EXPLAINED = Detail(
    "RECORDS-056", N_("有不合常理之处还没有说明：{what}"), N_("请核对；确实如此的，请写明说明。")
)
RECORD_OF_ANOTHER_OFFICE = Detail(
    "RECORDS-057",
    N_("这是其他单位 {office} 的记录，不能在这里修改。"),
    N_("请由填报单位修改；下级报来的请退回。"),
)
BAD_CURSOR = Detail("RECORDS-058", N_("翻页位置无效。"), N_("请刷新列表。"))
NO_SUCH_ORDER = Detail("RECORDS-059", N_("不能按“{order}”排序。"), N_("请选择列表中的一列。"))
TOKEN_OF_ANOTHER = Detail(
    "RECORDS-060",
    N_("同一个保存标记已用于另一条记录，这次没有保存。"),
    N_("请关闭后重新打开这条记录再保存。"),
)
HANDED_OVER = Detail(
    "RECORDS-065", N_("该记录已移交给{name}，本机只能查看。"), N_("如需修改，请由对方移交回来。")
)

# ── receipts ────────────────────────────────────────────────────────────────────────────────────────────────
RECEIPT_TOO_EARLY = Detail("RECORDS-070", N_("这条捐赠还没有填报完成，不能开具凭证。"), N_("请先完成填报。"))
NO_SUCH_RECEIPT = Detail("RECORDS-071", N_("没有这张凭证。"), N_("请刷新后再试。"))
RECEIPT_IS_VOID = Detail("RECORDS-072", N_("凭证 {number} 已经作废。"), N_("请重新开具一张。"))
NOT_A_DONATION = Detail(
    "RECORDS-073", N_("“{form}”不是捐赠登记，不开具凭证。"), N_("请在货币捐赠或实物捐赠中开具。")
)
CLOCK_WRONG = Detail(
    "RECORDS-074",
    N_("电脑日期是 {today}，而上一张凭证开具于 {last}。"),
    N_("请先校正电脑的日期，再开具凭证。"),
)
RECORD_IS_VOID = Detail("RECORDS-075", N_("这条捐赠已经作废，不能开具凭证。"), N_("请登记新的捐赠。"))

RANGE_USED_UP = Detail(
    "RECORDS-160", N_("本机的号段已经用完（到 {last} 号）。"), N_("请由负责人分配新的号段，再开具凭证。")
)
RANGE_OVERLAPS = Detail(
    "RECORDS-161",
    N_("号段 {first}—{last} 与已有的号段重叠，或包含已经开出的号码。"),
    N_("请从 {free} 号之后分配。"),
)
RECEIPT_CLOSED = Detail(
    "RECORDS-162",
    N_("凭证 {number} 已在第 {closing} 次日结中结清，不能作废。"),
    N_("请开具红字凭证冲销。"),
)
ONLY_ISSUED = Detail(
    "RECORDS-163",
    N_("凭证 {number} 现在是“{state}”，不能这样办理。"),
    N_("请在票据页核对它的状态。"),
)
SECOND_PERSON_NEEDED = Detail(
    "RECORDS-164", N_("凭证 {number} 由您开具，红冲须由另一人办理。"), N_("请由审核人或负责人登录办理。")
)
NOTHING_TO_CLOSE = Detail("RECORDS-165", N_("没有还未日结的凭证。"), N_("开具凭证后再日结。"))
NUMBERS_MISSING = Detail(
    "RECORDS-166",
    N_("凭证号码对不上：{numbers}。"),
    N_("请停止开票，用验证过的备份核对操作日志；查明以前不能日结。"),
)
CODE_UNREADABLE = Detail(
    "RECORDS-167", N_("核验码不完整，或抄错了字母。"), N_("请对照凭证重新输入，可以从 PDF 中复制。")
)
MARK_NOT_PLAIN = Detail(
    "RECORDS-168",
    N_("本机编号“{mark}”不对，或本机今年已经用它以外的编号开过凭证。"),
    N_("请填 1 至 6 位数字，每台电脑不同；已经开过凭证的，下一年再改。"),
)
NOT_ENOUGH_LEFT = Detail(
    "RECORDS-170",
    N_("“{title}”只有 {limit}，别的记录已经用去 {taken}，这里还要 {wanted}，不够了。"),
    N_("请减少这里的数量，或改用别的批次、捐赠。"),
)
MORE_WAS_TAKEN = Detail(
    "RECORDS-171",
    N_("“{label}”只剩 {limit}，而别的记录已经从这里用去 {taken}。"),
    N_("请核对数量；多发的，先改正那些记录。"),
)
NOTHING_TO_DRAW = Detail(
    "RECORDS-172", N_("这里引用的记录已经作废，或还没有填写数量。"), N_("请另选一条，或先补填它的数量。")
)
RECEIPT_STANDS = Detail(
    "RECORDS-173",
    N_("这笔捐赠的凭证 {number} 还有效，不能作废捐赠。"),
    N_("请先在“票据”页作废这张凭证（由另一人确认；已日结的开红字凭证），再作废捐赠。"),
)

# ── forms ───────────────────────────────────────────────────────────────────────────────────────────────────
NO_SUCH_FORM = Detail(
    "RECORDS-080", N_("本单位没有表“{form}”（{version}）。"), N_("请先发布这张表，或接收上级下发的表。")
)
FORM_CHANGES_TYPE = Detail(
    "RECORDS-081",
    N_("问题“{question}”原来是 {before}，新版改成了 {after}，以前的数据会读不出来。"),
    N_("请换一个问题名，或只改成文字。"),
)
FORM_VERSION_TAKEN = Detail(
    "RECORDS-082",
    N_("表“{form}”的版本 {version} 已经发布过，内容却不同。"),
    N_("请把新表的版本号改大后再发布。"),
)
FORM_LOSES_QUESTION = Detail(
    "RECORDS-083",
    N_("新版没有了问题“{question}”，以前的 {count} 条记录里有它的答案。"),
    N_("请保留这个问题（可以设为不显示）；确实不要的，请确认舍弃后再发布。"),
)
FORM_SOURCE_UNKNOWN = Detail(
    "RECORDS-084",
    N_("表“{form}”（{version}）发布时没有留下 XLSForm 原稿。"),
    N_("请用编表人手中的原稿重新发布一个新版本。"),
)
FORM_LOSES_CHOICE = Detail(
    "RECORDS-085",
    N_("问题“{question}”的新版没有了选项“{choice}”，以前的 {count} 条记录选了它。"),
    N_("请保留这个选项；确实不要的，请确认舍弃后再发布。"),
)
ANSWER_NOT_CARRIED = Detail(
    "RECORDS-086",
    N_("“{question}”的答案不在新版中，只留在以前的版次里。"),
    N_("需要时请在“修改历史”中查看。"),
    Severity.SOFT,
)
CHOICE_NOT_CARRIED = Detail(
    "RECORDS-087", N_("“{question}”选的“{choice}”不在新版选项中。"), N_("请重新选择。"), Severity.SOFT
)
ANSWER_RECALCULATED = Detail(
    "RECORDS-088", N_("“{question}”按新版公式算得的值不同。"), N_("请核对这一项。"), Severity.SOFT
)
ANSWER_NOW_MISSING = Detail(
    "RECORDS-089", N_("“{question}”按新版需要处理：{what}"), N_("请打开草稿补填或改正。"), Severity.SOFT
)

# ── what was found wrong by verifying ───────────────────────────────────────────────────────────────────────
AUDIT_BROKEN = Detail(
    "RECORDS-090",
    N_("操作日志第 {seq} 条与前后不符，可能被改动过。"),
    N_("请停用并联系技术支持，从验证过的备份核对。"),
)
REVISION_BROKEN = Detail(
    "RECORDS-091",
    N_("记录 {record} 第 {revision} 版的内容与其指纹不符。"),
    N_("请停用并联系技术支持，从验证过的备份核对。"),
)

# ── attached files ──────────────────────────────────────────────────────────────────────────────────────────
FILE_TOO_LARGE = Detail(
    "RECORDS-100", N_("文件“{name}”有 {size} MB，超过 {most} MB。"), N_("请缩小或分成几份后再添加。")
)
FILE_UNKNOWN = Detail(
    "RECORDS-101",
    N_("文件“{name}”不能添加：认不出内容，或是程序、带宏的文档。"),
    N_("请添加图片、PDF、Office 文档、录音、录像、文本或压缩包。"),
)
PICTURE_BROKEN = Detail("RECORDS-102", N_("图片“{name}”打不开，可能没有传完整。"), N_("请重新扫描或拍照。"))
PICTURE_TOO_LARGE = Detail(
    "RECORDS-103",
    N_("图片“{name}”超过 {most} 百万像素。"),
    N_("请用较低的分辨率重新扫描。"),
)
FILE_OF_ANOTHER_KIND = Detail(
    "RECORDS-104", N_("“{name}”不是这一项要的文件（内容是 {found}）。"), N_("请选择正确的文件。")
)
NO_SUCH_FILE = Detail(
    "RECORDS-105", N_("没有附件“{name}”的内容。"), N_("下级单位的附件随批次送达后才能查看。")
)
FILE_CHANGED = Detail(
    "RECORDS-106", N_("附件“{name}”的内容与校验值不符。"), N_("请从最近一次验证过的备份恢复。")
)
FILE_EMPTY = Detail("RECORDS-107", N_("文件“{name}”是空的。"), N_("请检查扫描仪或相机是否已写完文件。"))
FILE_LOST = Detail(
    "RECORDS-108",
    N_("记录 {record} 第 {revision} 版的附件“{name}”不在数据中。"),
    N_("请从最近一次验证过的备份恢复。"),
)
FILE_UNREADABLE = Detail(
    "RECORDS-109", N_("读不了文件“{name}”：{reason}。"), N_("请检查文件是否还在、是否正被别的程序占用。")
)
FILE_EXISTS = Detail(
    "RECORDS-110", N_("“{folder}”里已有文件“{name}”，没有覆盖。"), N_("请换一个文件夹，或先移走旧文件。")
)
TOO_MANY_FILES = Detail("RECORDS-111", N_("一条记录最多添加 {most} 个附件。"), N_("请合并成一个 PDF。"))

# ── keeping it ──────────────────────────────────────────────────────────────────────────────────────────────
BACKUP_PLACE_GONE = Detail(
    "RECORDS-180",
    N_("第二备份位置“{folder}”现在不能写：{reason}。本机的备份已经做好。"),
    N_("请插上 U 盘或连上共享文件夹，再备份一次；或在“单位设置”里换一个位置。"),
)
RESCUE_NOT_EMPTY = Detail(
    "RECORDS-181", N_("文件夹“{folder}”不是空的，没有写入。"), N_("请另选一个空文件夹。")
)
RECOVERY_CODE_WRONG = Detail(
    "RECORDS-182", N_("恢复码不对。"), N_("请对照纸上的恢复码逐组核对；0 与 O、1 与 I 不区分。")
)
NO_RECOVERY_CODE = Detail(
    "RECORDS-183", N_("本单位还没有恢复码。"), N_("请由审核人用 xiezuo recovery-code 生成并打印恢复码。")
)

# ── closed periods ──────────────────────────────────────────────────────────────────────────────────────────
PERIOD_CLOSED = Detail("RECORDS-190", N_("{period} 已经关账。"), N_("需要重算时，先写明原因重开。"))
FIGURE_NOT_CLOSED = Detail(
    "RECORDS-191", N_("{period} 的指标 {figure} 没有关账。"), N_("请先关账，再调整数字。")
)

# ── retention ───────────────────────────────────────────────────────────────────────────────────────────────
RECORD_FROZEN = Detail(
    "RECORDS-200",
    N_("这条记录只存不用：{reason}"),
    N_("法定期限到了，或由审核人在“到期删除”里解除后，才能办理。"),
)
NOTHING_TO_ERASE = Detail(
    "RECORDS-201", N_("没有要删除的记录：没有选，或都已删除。"), N_("请在到期的清单里选择。")
)
NO_SUCH_ERASURE = Detail("RECORDS-202", N_("没有第 {number} 号删除申请。"), N_("请在清单里查看编号。"))
ERASURE_CLOSED = Detail("RECORDS-203", N_("这份删除申请已由 {who} 办结。"), N_("需要时请重新提出。"))
RECORD_LOCKED_ABOVE = Detail(
    "RECORDS-204", N_("这条记录已上报，上级还没有处理，不能删除。"), N_("请等上级的回执，再提出。")
)
ERASURE_NEEDS_ANOTHER = Detail(
    "RECORDS-205",
    N_("这份删除申请由您（{who}）提出，须由另一人确认。"),
    N_("请另一位审核人或负责人登录后确认。"),
)

HANDING_OUT_NEEDS_TWO = Detail(
    "RECORDS-206",
    N_("本单位规定：个人信息导出须有另一人同意。"),
    N_("请另一位审核人或负责人当场输入口令。"),
)
VOUCHED_BY_ONESELF = Detail(
    "RECORDS-207", N_("同意的人须是另一位审核人、负责人或管理员。"), N_("请换一个人输入口令。")
)

# ── rules and deadlines the office sets ─────────────────────────────────────────────────────────────────────
RULE_UNKNOWN = Detail(
    "RECORDS-208", N_("没有可设置的规则“{key}”。"), N_("请用 xiezuo settings list 查看可设置的规则与期限。")
)
RULE_OUT_OF_RANGE = Detail(
    "RECORDS-209",
    N_("“{label}”填的是“{text}”，不能这样设置。"),
    N_("请填 {least} 到 {most} 的整数；留空就用默认值。"),
)

# ── imports ─────────────────────────────────────────────────────────────────────────────────────────────────
NO_SUCH_IMPORT = Detail("RECORDS-140", N_("没有编号为“{name}”的导入。"), N_("请在导入记录里查看编号。"))
IMPORT_UNDONE = Detail(
    "RECORDS-141", N_("“{file}”的导入已由 {who} 撤销过。"), N_("需要时可以把文件重新导入。")
)
NO_SUCH_KEPT_IMPORT = Detail(
    "RECORDS-142", N_("待处理的导入“{name}”已经不在了。"), N_("可能已由别人处理完；请重新打开列表查看。")
)

# ── records of several offices that seem to be one ──────────────────────────────────────────────────────────
NO_SUCH_PAIR = Detail(
    "RECORDS-220", N_("这两条记录没有办理过重复。"), N_("请刷新“跨单位重复”清单，重新选择。")
)
KEPT_IS_DOUBLE = Detail(
    "RECORDS-221",
    N_("要保留的这一条已被标为另一条的重复，不能再以它为准。"),
    N_("请保留计数的那一条，或先撤销以前的办理。"),
)

# ── backups the database server makes ───────────────────────────────────────────────────────────────────────
NOT_ON_A_SERVER = Detail(
    "RECORDS-222",
    N_("本单位的数据是一个文件，由本程序自己备份、核验和恢复，不用确认。"),
    N_("请用 xiezuo backup 或“单位设置”里的备份。"),
)
PLACE_NOT_REACHED = Detail(
    "RECORDS-223",
    N_("收件登记只到第 {last} 号，不能确认到第 {place} 号。"),
    N_("请填写备份开始以前读出的号。"),
)
