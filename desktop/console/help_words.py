"""What `--help` says of each verb and option, as sentences of the catalogues.

The docstrings of verbs are for readers of the code; click would show them as they are, in English. So what people
read stands here, Chinese first, by the words one types (`forms list`, `import --set`, or `--state` wherever an
option means the same). A test proves that no verb and no option is left out.
"""

from typing import Final

from forms.words import N_

VERBS: Final = {
    "": N_("协作台账：东西部协作台账的离线填报。不带动词时打开窗口。"),
    "init": N_("建立一个新单位：人员逐项提问，或取自 --people。"),
    "backup": N_("备份：写成后重新打开核验，合格才算数。"),
    "restore": N_("从备份恢复单位：FILE 旁边要有它的 .keyring.json，--office 指定一个新文件夹。"),
    "verify": N_("验证操作日志、每一版记录和凭证号段。"),
    "demo": N_("用样例走完全程：花名册导入、开凭证、上报到省里再回来。"),
    "forms": N_("本单位的表：查看、检查、发布、导出和下发。"),
    "forms list": N_("列出本单位的表。"),
    "forms show": N_("显示一张表的问题。"),
    "forms check": N_("检查 XLSForm（.xlsx、.md、.csv）：一次说出全部错误。"),
    "forms export": N_("把一张表导出为 XLSForm（.xlsx 或 .md）：可在 Excel 中修改后再发布。"),
    "forms publish": N_("在本单位发布一张表：以后的记录用新版，旧记录保留旧版。"),
    "forms migrate": N_("把草稿迁移到现行版本：逐条说明变了什么。"),
    "forms pack": N_("把现行的表签名打包：下发给下级单位。"),
    "forms take": N_("接收上级下发的表包：立即生效。"),
    "template": N_("生成一张表的空白 Excel：带下拉选项和说明。"),
    "import": N_("导入花名册为草稿：FORM_ID 写 donation 时，每行自动进资金或物资台账。"),
    "export": N_("导出台账：按扩展名为 .xlsx、.csv 或 .jsonl；FORM_ID 写 all 时全部台账各占一张工作表。"),
    "imports": N_("导入的整批：查看、撤销、待处理的。"),
    "imports list": N_("列出最近的导入和待处理的导入。"),
    "imports undo": N_("撤销整个导入：没人动过的草稿作废，更新过的恢复原来的内容。"),
    "list": N_("列出一本台账的记录。"),
    "show": N_("显示一条完整的记录。"),
    "history": N_("显示谁在何时改过、审过、退过一条记录，为何。"),
    "complete": N_("完成草稿：逐条检查，合格的转待审。"),
    "approve": N_("审核通过：可随下一批上报。"),
    "send-back": N_("把待审的记录退回填报人，写明原因。"),
    "void": N_("作废记录：保留备查，不删除。"),
    "void-receipt": N_("作废一条记录的凭证：号码保留，写明原因；再开具时用新号码。"),
    "print": N_("打印成 PDF：花名册、接收凭证、对账单。"),
    "print roster": N_("按版式打印：labour-roster、trainee-sign-in、本单位自己的版式等。"),
    "print card": N_("打印一条记录的登记表：表中全部问题和答案。"),
    "print blank": N_("打印一张空白表，供手工填写：选项印成方框。"),
    "layouts": N_("打印用的版式：查看、复制、修改、收下。"),
    "layouts list": N_("列出全部版式，或一张表的版式。"),
    "layouts show": N_("显示一个版式的写法。"),
    "layouts export": N_("把版式写成文件，用文本编辑器修改。"),
    "layouts take": N_("把文件收为本单位的版式；同名的被替换。"),
    "layouts check": N_("检查一个版式文件：有错说明在第几行，不收下。"),
    "layouts drop": N_("删除本单位的一个版式；同名的自带版式恢复使用。"),
    "print receipt": N_("开具（只一次）并打印捐赠登记凭证：再次打印注明补打，作废的印作废字样。"),
    "print slip": N_("打印一批的对账单：各表条数、各种结果、校验码和两端的批号，供双方核对盖章。"),
    "enrol": N_("登记：上级发邀请，下级答复，上级接受。"),
    "enrol new": N_("给行政区划代码为 CODE 的下级单位发一份登记邀请。"),
    "enrol answer": N_("答复上级的登记邀请：写出本机的公钥。"),
    "enrol accept": N_("接受下级的答复：从此接收这台设备的批次。"),
    "devices": N_("下级单位的设备：查看、吊销。"),
    "devices list": N_("列出已登记的设备和状态。"),
    "devices revoke": N_("吊销一台设备：以后的批次一律隔离。"),
    "seal": N_("封装已审核的记录：签名并加密成一批。"),
    "send": N_("发送已封装的批次：断了接着发，并取回回执。"),
    "outbox": N_("列出上报的批次和进度。"),
    "apply": N_("读入带回来的回执文件。"),
    "receive": N_("从文件（U 盘）接收批次：同一文件收两次，结果一样。"),
    "inbox": N_("下级单位报来的批次。"),
    "inbox list": N_("列出收到的批次。"),
    "inbox show": N_("显示一批中的记录和处理结果。"),
    "accept": N_("一批中待办的记录全部入库，或只入库指定的。"),
    "return": N_("把一批中的记录退回下级，写明原因。"),
    "acknowledge": N_("把一批的回执写成签名文件，带回给下级。"),
    "serve": N_("通过网络接收批次（给出证书时加密），直到停止。"),
}

OPTIONS: Final = {
    "--help": N_("显示这份帮助。"),
    "--version": N_("显示版本。"),
    "--office": N_("单位文件夹；不写就是窗口所用的。"),
    "--json": N_("把结果作为一份 JSON 写到标准输出。"),
    "--as": N_("以哪个角色的人办理：clerk、reviewer、leader、admin。"),
    "--language": N_("用哪种语言说话；不写就随本机。"),
    "--state": N_("只要这种状态的记录。"),
    "--search": N_("只要符合的：姓名片段、拼音首字母、证件号开头等。"),
    "--reason": N_("原因；随记录保存。"),
    "--question": N_("原因针对哪个问题。"),
    "--all": N_("这张表所有可以这样办的记录。"),
    "--dry-run": N_("只核对，不写入。"),
    "list --limit": N_("最多列出几条。"),
    "init --code": N_("单位的行政区划代码，例如 513221。"),
    "init --name": N_("单位名称。"),
    "init --level": N_("单位层级。"),
    "init --database": N_("省级用的 PostgreSQL 地址；不写就用加密文件。"),
    "init --people": N_("人员文件（TOML）。"),
    "demo --out": N_("花名册、凭证和批次留在哪个文件夹。"),
    "seal --out": N_("同时写到这里（U 盘），并读回核验。"),
    "forms publish --confirm-losses": N_("即使旧记录会失去答案或选项，也发布。"),
    "forms export --version": N_("较早的版本；不写就是现行版。"),
    "import --sheet": N_("读哪张工作表；不写就是第一张有花名册的。"),
    "import --set": N_("问题=值：给每一行补上花名册没有的内容，可写多次。"),
    "import --errors": N_("把标出问题的工作簿写到这里。"),
    "import --existing": N_("台账里已有的：refuse 不导入，fill 只补空白，overwrite 以花名册为准。"),
    "import --keep": N_("没有导入的行留在本单位，以后在窗口接着处理。"),
    "export --columns": N_("只要这些问题，按此顺序，用逗号隔开。"),
    "export --joined": N_("明细的行与所属记录的各列并排，不另立工作表。"),
    "export --profile": N_("按一种固定的表头导出，例如 registry-labour。"),
    "print roster --record": N_("一条记录的花名册（培训班和学员）：哪一条。"),
    "print roster --unmasked": N_("打印完整证件号；会记入操作日志。"),
    "layouts take --name": N_("版式的名称；不写就用文件名。"),
    "print receipt --void": N_("打印作废的那张凭证，不开新的。"),
    "enrol new --address": N_("本单位服务器的地址，例如 https://10.0.0.5:8443。"),
    "send --server": N_("上级的地址；不写就用登记时的。"),
    "send --ca": N_("服务器自签证书的文件。"),
    "serve --host": N_("在哪个地址上接收。"),
    "serve --port": N_("在哪个端口上接收。"),
    "serve --tls-cert": N_("证书文件。"),
    "serve --tls-key": N_("证书的私钥文件。"),
    "serve --log": N_("json：每次应答、每次入库在标准错误上写一行 JSON，不含个人信息。"),
}


def of_option(typed: str, names: list[str]) -> str:
    """Return the sentence about an option of the verb *typed*; '' when there is none."""
    for name in names:
        found = OPTIONS.get(f"{typed} {name}") or OPTIONS.get(name)
        if found:
            return found
    return ""
