"""What can go wrong on the road and a person can mend: SYNC-nnn. A code never changes its meaning.

001-009 the file as such · 010-029 what is in it, in the order of verification · 030-039 enrolment ·
040-049 acknowledgements · 050-069 the line, the stick, the server · 070-079 forms from above ·
080-089 word of a new program · 090-099 word of an erasure · 100-109 records from above and hand-overs.
"""

from forms.problems import Detail, Severity
from forms.words import N_

NOT_OURS = Detail(
    "SYNC-001",
    N_("“{file}”不是协作台账的文件。"),
    N_("请选择扩展名为 .batch、.ack、.forms、.update 或 .enrol 的文件。"),
)
CUT_SHORT = Detail("SYNC-002", N_("“{file}”不完整，只有一部分。"), N_("请重新拷贝或重新发送该文件。"))
TOO_LARGE = Detail(
    "SYNC-003", N_("“{file}”超过允许的大小（{limit}）。"), N_("请减少每批记录数，重新封装后再报。")
)
DAMAGED = Detail(
    "SYNC-004", N_("“{file}”已损坏或被改动，未读入任何内容。"), N_("请向报送单位重新索取该文件。")
)
NEWER_FORMAT = Detail(
    "SYNC-005", N_("“{file}”由更新版本的程序制作（{format}）。"), N_("请先升级本机程序，再接收该文件。")
)
UNREADABLE = Detail("SYNC-006", N_("无法读取“{file}”。"), N_("请检查文件是否存在、U盘是否插好，然后重试。"))

UNKNOWN_SENDER = Detail(
    "SYNC-010", N_("报送设备未在本单位登记。"), N_("请先为该设备办理登记，再接收其批次。")
)
FORGED = Detail(
    "SYNC-011", N_("签名不符，文件不是登记设备所发，或已被改动。"), N_("请勿使用该文件，并电话核实报送单位。")
)
REVOKED = Detail(
    "SYNC-012",
    N_("该设备的登记已被撤销，批次已隔离。"),
    N_("请核实设备去向；确认无误后由两人放行或重新登记。"),
)
OTHER_OFFICE = Detail(
    "SYNC-013",
    N_("该批次是报给 {receiver} 的，不是报给本单位 {office} 的。"),
    N_("请把文件交给 {receiver}。"),
)
HASH_MISMATCH = Detail("SYNC-014", N_("内容与清单的校验值不符。"), N_("请重新拷贝或重新发送该文件。"))
NOT_DECRYPTED = Detail(
    "SYNC-015", N_("无法解密：文件不是加密给本单位的，或已损坏。"), N_("请报送单位核对上级公钥后重新封装。")
)
BOMB = Detail(
    "SYNC-016", N_("解压后的内容超过清单声明的大小，已停止读取。"), N_("请勿使用该文件，并联系报送单位核实。")
)
NOT_STRICT = Detail("SYNC-017", N_("内容不是规范的数据：{reason}。"), N_("请报送单位升级程序后重新封装。"))
COUNTS_DIFFER = Detail(
    "SYNC-018", N_("清单写明 {expected} 条记录，实际 {found} 条。"), N_("请报送单位重新封装该批次。")
)
EQUIVOCATION = Detail(
    "SYNC-019",
    N_("设备 {device} 的第 {number} 批已收过，内容却不同；已隔离并报警。"),
    N_("该设备的数据可能被复制到两台电脑上使用，请立即电话核实。"),
)
OUT_OF_SCOPE = Detail("SYNC-020", N_("记录属于 {owner}，该设备无权报送。"), N_("请核实报送单位的登记范围。"))
FORM_UNKNOWN = Detail(
    "SYNC-021",
    N_("本单位没有这一版的表“{form}”（{version}）。"),
    N_("请先发布该版本的表，再重新处理这些记录。"),
)
RECHECK_FAILED = Detail("SYNC-022", N_("复核未通过：{reason}"), N_("请报送单位按提示改正后重新上报。"))
CHAIN_BROKEN = Detail(
    "SYNC-023", N_("记录的版次链不完整或校验值不符。"), N_("请报送单位核对该记录的历史后重新上报。")
)
RECORD_REFUSED = Detail("SYNC-024", N_("该记录无法入库：{reason}"), N_("请报送单位核对该记录后重新上报。"))
FORKED = Detail(
    "SYNC-025", N_("同一记录有两个不同的版本，两个都已保留。"), N_("请审核人并排比对后选定一个。")
)
FORK_UNKNOWN = Detail(
    "SYNC-026", N_("没有待选定的两个版本：该记录没有分叉，或已由别人选定。"), N_("请刷新“两个版本”清单。")
)
FORK_LOST = Detail(
    "SYNC-027", N_("上级选定了该记录的另一个版本。"), N_("请按上级的话核对、改正，再重新上报。")
)
FORK_CHOSEN = Detail(
    "SYNC-028", N_("该记录有两个版本，上级选定了本机的这一个。"), N_("无需处理；程序会随下一批再次确认。")
)
NOT_RELEASED = Detail(
    "SYNC-029", N_("这一项不能放行：{reason}"), N_("请填写意见后拒收，或请报送单位改正后重新上报。")
)

NO_OFFICE_ABOVE = Detail(
    "SYNC-030", N_("本单位还没有登记上级单位。"), N_("请向上级索取登记文件，并在“上报”中办理登记。")
)
INVITED_OTHER = Detail(
    "SYNC-031",
    N_("该登记文件是发给 {invited} 的，本单位是 {office}。"),
    N_("请向上级索取发给本单位的登记文件。"),
)
INVITATION_SPENT = Detail(
    "SYNC-032", N_("该登记文件已用过、已作废或不是本单位所发。"), N_("请重新签发登记文件。")
)
CODE_WRONG = Detail("SYNC-033", N_("一次性登记码不符。"), N_("请重新签发登记文件，并当面或电话核对指纹。"))
KEY_TAKEN = Detail("SYNC-034", N_("该设备或密钥已经登记过。"), N_("如需重新登记，请先撤销原登记。"))
DEVICE_UNKNOWN = Detail("SYNC-035", N_("没有登记编号为 {device} 的设备。"), N_("请在设备清单中核对编号。"))
NO_ADDRESS = Detail("SYNC-036", N_("上级没有给出服务器地址。"), N_("请改用U盘报送，或向上级询问地址。"))
WRONG_ADDRESS = Detail(
    "SYNC-037", N_("“{address}”不是服务器地址。"), N_("请写成 https://10.0.0.5:8443 这样的地址。")
)
NO_MOMENT = Detail("SYNC-038", N_("“{text}”不是一天里的时刻。"), N_("请写成 12:30 这样的时和分。"))

ACK_UNKNOWN_BATCH = Detail(
    "SYNC-040", N_("回执对应的第 {number} 批不是本机封装的。"), N_("请确认回执是否属于本单位、本台电脑。")
)
ACK_OLD_EPOCH = Detail(
    "SYNC-041",
    N_("回执来自上级已停用的数据库版本，不再有效。"),
    N_("请联网重新取回执，或向上级索取新的回执文件。"),
)
ACK_OTHER_SENDER = Detail(
    "SYNC-042", N_("回执不是本单位的上级所签发。"), N_("请核对上级单位的登记，勿使用该文件。")
)
ACK_OTHER_DEVICE = Detail("SYNC-043", N_("回执是发给另一台设备的。"), N_("请把回执文件交给对应的设备。"))
ACK_HASH_DIFFERS = Detail(
    "SYNC-044",
    N_("上级收到的第 {number} 批与本机封装的内容不同。"),
    N_("请立即电话联系上级核实，勿删除本机批次文件。"),
)
BATCH_UNKNOWN = Detail("SYNC-045", N_("没有这一批：{batch}。"), N_("请在收件清单中核对批次。"))
RECORD_NOT_IN_BATCH = Detail(
    "SYNC-046", N_("所选记录不在这一批中，或已有更新的版本。"), N_("请刷新清单，重新选择。")
)
SUMS_DIFFER = Detail(
    "SYNC-047",
    N_("与上级对账不符（表、本机条数≠上级条数）：{forms}。"),
    N_("数据没有改动。请打印对账单，与上级逐表核对。"),
)
FILE_GONE = Detail(
    "SYNC-048",
    N_("封装文件已不在本机而上级还没有：其中 {count} 条记录已重新列为待上报。"),
    N_("请重新封装并发送；上级已有的会认出是同一版本。"),
)

NOT_OPENED = Detail(
    "SYNC-049",
    N_("上级打不开第 {number} 批（它恢复了旧备份，没有当时的密钥）：其中 {count} 条记录已重新列为待上报。"),
    N_("请重新封装并发送；上级已有的会认出是同一版本。"),
)

UNREACHABLE = Detail(
    "SYNC-050", N_("连不上上级服务器。"), N_("数据仍安全保存在本机；可稍后重试，或改用U盘报送。")
)
TLS_REFUSED = Detail(
    "SYNC-051",
    N_("服务器的证书不可信或与地址不符，已停止连接。"),
    N_("请与上级核对服务器地址和证书；可改用U盘报送。"),
)
NOT_OUR_SERVER = Detail(
    "SYNC-052",
    N_("应答的不是上级的协作台账服务器（可能是网络登录页面）。"),
    N_("请先完成网络登录或检查网络，再重试。"),
)
REFUSED = Detail(
    "SYNC-053", N_("服务器拒绝了请求（{status} {code}）。"), N_("请把该编号告诉上级的管理人员。")
)
BUSY = Detail("SYNC-054", N_("服务器正忙。"), N_("程序会稍后自动重试，无需操作。"))
SERVER_FULL = Detail("SYNC-055", N_("服务器存储空间不足。"), N_("请通知上级管理人员；本机数据不受影响。"))
UNAUTHORISED = Detail(
    "SYNC-056", N_("服务器不认识本设备，或登记已撤销。"), N_("请联系上级核对本设备的登记。")
)
MEDIUM_DIFFERS = Detail(
    "SYNC-057", N_("写入后回读，内容与原文件不同。"), N_("该U盘可能已坏或容量虚标，请换一个U盘。")
)
MEDIUM_UNWRITABLE = Detail(
    "SYNC-058", N_("无法写入“{folder}”：{reason}。"), N_("请检查U盘是否写保护、是否已满，或换一个U盘。")
)
UPLOAD_CONFLICT = Detail("SYNC-059", N_("该批次的上传位置不符。"), N_("程序会从服务器已收到的位置继续。"))
BAD_REQUEST = Detail("SYNC-060", N_("请求不符合约定：{reason}。"), N_("请升级程序后重试。"))
CLOCK_SKEW = Detail(
    "SYNC-061", N_("设备时钟与服务器相差过大。"), N_("程序会按服务器时间重试；请校准电脑时钟。")
)
BUSY_UPLOAD = Detail("SYNC-062", N_("该批次正在另一个连接中上传。"), N_("请稍候，程序会自动继续。"))
TOLD_ALREADY = Detail(
    "SYNC-063",
    N_("第 {number} 批的回执已经交给下级，不能再撤回。"),
    N_("请把有问题的记录退回，写明原因；下级更正后会重新上报。"),
)
BUILT_UPON = Detail(
    "SYNC-064",
    N_("第 {number} 批不能撤回：其中有记录已由后来的批次更新，或在两个版本中选定过。"),
    N_("后来的批次若也读错，请先撤回后来的；否则请改用退回。"),
)
TAKEN_BACK = Detail(
    "SYNC-065",
    N_("第 {number} 批收到后被本单位撤回，暂存待查。"),
    N_("请在“两个版本与隔离”中重新处理或拒收；下级无需重发。"),
)
SENT_ON = Detail(
    "SYNC-066",
    N_("第 {number} 批不能撤回：其中有记录已报往上级，或以前就收到、已随这一批办理。"),
    N_("请把有问题的记录退回，写明原因。"),
)
NOT_NOTED = Detail(
    "SYNC-067",
    N_("第 {number} 批不能撤回：入库前的状况没有留存，或已随清除删去。"),
    N_("请把有问题的记录退回，写明原因。"),
)

FORMS_OLDER = Detail(
    "SYNC-070",
    N_("这个表包（第 {number} 号）比已接收的第 {known} 号旧，没有采用。"),
    N_("无需处理；如需最新的表，请联网报送一次或向上级索取。"),
)
FORMS_DIFFER = Detail(
    "SYNC-071", N_("表包里的表“{form}”与签名的清单不符，没有采用。"), N_("请向上级重新索取表包。")
)
FORMS_OTHER_OFFICE = Detail(
    "SYNC-072", N_("表包由 {issuer} 下发，不是本单位的上级 {above}。"), N_("请向本单位的上级索取表包。")
)
NO_FORMS = Detail("SYNC-073", N_("本单位还没有发布任何表。"), N_("请先发布表，再打包下发。"))

NO_SUCH_NOTICE = Detail(
    "SYNC-090", N_("没有与它对应的删除通知。"), N_("请确认是否属于本单位、本台电脑；在“到期删除”中核对编号。")
)

UPDATE_OLDER = Detail(
    "SYNC-080",
    N_("这份更新通知（第 {number} 号）比已接收的第 {known} 号旧，没有采用。"),
    N_("无需处理；如需最新的通知，请联网报送一次或向上级索取。"),
)
UPDATE_OTHER_OFFICE = Detail(
    "SYNC-081",
    N_("更新通知由 {issuer} 发出，不是本单位的上级 {above}。"),
    N_("请向本单位的上级索取更新通知。"),
)
NO_UPDATE = Detail("SYNC-082", N_("本单位没有更新通知。"), N_("请先发布更新通知，或向上级索取。"))
PROGRAM_NOT_GENUINE = Detail(
    "SYNC-083",
    N_("“{file}”不是通知所说的 {version} 版程序：内容不同。"),
    N_("请勿运行该文件；请按通知写明的地方重新拷贝，再核对一次。"),
)
PROGRAM_SIGNATURE = Detail(
    "SYNC-084", N_("“{file}”的内容与通知相同，但签名不符。"), N_("请勿运行该文件，并电话核实发出通知的单位。")
)
UPDATE_WORDS = Detail(
    "SYNC-085", N_("更新通知的“{field}”不能这样写：{value}。"), N_("请按提示改正后再发布。")
)
BATCH_FORMAT_OLD = Detail(
    "SYNC-086",
    N_("本机程序（{version}）封装的批次格式 {ours} 旧于上级要求的 {wanted}。"),
    N_("请在 {day} 前升级到 {needed} 版；数据仍可照常录入，升级后再上报。"),
    Severity.SOFT,
)
KEY_NOT_IN_FORCE = Detail(
    "SYNC-095",
    N_("换钥通知所依据的旧密钥不在使用中，没有采用。"),
    N_("如对方确已更换密钥而本方没有收到过通知，请撤销该设备后重新登记。"),
)
KEY_REPLACED = Detail(
    "SYNC-096",
    N_("该文件用已更换的旧密钥签名，且不在换钥之前封装的批次之内。"),
    N_("请电话核实是否由原单位封装；确认后可附理由放行。"),
)
RENEWAL_OTHER = Detail(
    "SYNC-097",
    N_("该密钥已有另一份换钥通知，两份内容不同。"),
    N_("可能有人复制了旧密钥，请立即电话核实，撤销该设备后重新登记。"),
)
DOWN_OTHER_DEVICE = Detail(
    "SYNC-100",
    N_("这个下发包是给另一台设备的，没有采用。"),
    N_("请把它交给对应的电脑，或向上级索取本机的下发包。"),
)
DOWN_OLDER = Detail(
    "SYNC-101",
    N_("下发包来自上级已停用的数据库版本，没有采用。"),
    N_("请联网报送一次，或向上级索取新的下发包。"),
)
DOWN_GAP = Detail(
    "SYNC-102",
    N_("这个下发包前面还缺一段，没有采用。"),
    N_("请按顺序读入前面的下发包，或请上级给一份完整的（重新打包时选“从头”）。"),
)
DOWN_FORKED = Detail(
    "SYNC-103",
    N_("上级下发的 {count} 条记录与本机留存的不同，两个版本都已保留。"),
    N_("无需处理；上级下次改动这些记录时以上级的为准。"),
)
NO_SUCH_NEIGHBOUR = Detail(
    "SYNC-105",
    N_("不能移交给设备 {device}：上级没有把它列为本县的电脑。"),
    N_("请先联网一次，再从清单中选择。"),
)
HELD_ELSEWHERE = Detail(
    "SYNC-106", N_("该记录已移交给另一台电脑，本设备不能再上报。"), N_("请由现在持有它的电脑更正、上报。")
)
NOT_REVOKED = Detail(
    "SYNC-107", N_("{name}还在用，不能接管它的记录。"), N_("请由它自己移交；电脑已坏或遗失时先吊销该设备。")
)
NO_SUCH_LEDGER = Detail("SYNC-104", N_("没有表“{form}”，不能设为下发。"), N_("请在表的清单中核对名称。"))
