"""Writes further invented rosters with their keys into ``tests/samples/more`` (run: ``python -m tests.samples.make_more_rosters``).

Each is written in the manner offices keep them (domain book §5.4): titles, captions, merged and two-row headings, totals,
places to sign, hidden sheets, numbers as text and text as numbers. The key beside says for every row of data what it
becomes, by question, or why it stays outside. All people, numbers and firms are invented.
"""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

from forms.checks.resident_id import check_digit

HERE = Path(__file__).parent / "more"
Row = Sequence[Any]
Key = dict[str, Any]


def person(birth: str, serial: int, region: str = "513221") -> str:
    """Return an invented resident ID number."""
    first = f"{region}{birth}{serial:03d}"
    return first + check_digit(first)


A, B, C, D = (
    person("19850312", 16),
    person("19921104", 27, "513435"),
    person("19780820", 35),
    person("20010203", 48, "513221"),
)
BROKEN = A[:-1] + ("0" if A[-1] != "0" else "1")


@dataclass
class Roster:
    """One file: rows from A1 on, merged ranges, and the key by row number (str: refused for this code)."""

    name: str
    forms: tuple[str, ...]
    rows: list[Row]
    key: dict[int, Key | str]
    merges: tuple[str, ...] = ()
    sheet: str = "Sheet1"
    hidden: tuple[str, list[Row]] | None = None
    more: dict[str, list[Row]] = field(default_factory=dict)


ROSTERS = [
    Roster(
        "workshop-labour.xlsx",
        ("employment",),
        [
            ("映秀镇帮扶车间吸纳务工人员花名册",),
            ("填报单位：映秀镇人民政府", None, None, None, None, None, "单位：元"),
            ("序号", "基本信息", None, None, "务工情况", None, None, None, "备 注"),
            (None, "姓 名", "身份证号码", "联系电话", "用工单位", "工种", "外出务工时间", "月工资（万元）", None),
            (1, "卓玛·央金", A, "+86 138-0013-8000", "映秀绣坊", "绣工", "2026年3月", "0.36", None),
            (2, "阿 牛", B.lower(), 13800138001, "映秀绣坊", "绣工", "2026.04.06", 0.42, "哺乳期"),
            (3, "单晓梅", f"'{C}", "１３８００１３８００２", "映秀茶厂", "分拣", date(2026, 5, 6), "0.3万", ""),
            (4, "仇大川", BROKEN, "13800138003", "映秀茶厂", "搬运", "2026-05", 0.5, None),
            ("合计", None, None, None, None, None, None, 1.58, None),
            ("填表人：张会计", None, None, None, "负责人（签字）：", None, None, None, None),
        ],
        {
            5: {"full_name": "卓玛·央金", "id_no": A, "phone": "13800138000", "monthly_wage": "3600", "start_month": "2026-03-01"},
            6: {"id_no": B, "phone": "13800138001", "monthly_wage": "4200", "note": "哺乳期", "start_month": "2026-04-06"},
            7: {"id_no": C, "phone": "13800138002", "monthly_wage": "3000", "start_month": "2026-05-06", "employer_name": "映秀茶厂"},
            8: "FORMS-107",
        },
        ("A1:I1", "A3:A4", "B3:D3", "E3:H3", "I3:I4"),
    ),
    Roster(
        "village-labour.csv",
        ("employment",),
        [
            ("姓名", "身份证号", "是否脱贫劳动力", "务工地点", "企业名称", "月收入", "务工状态", "就业时间"),
            ("高娟秀", A, "√", "广东省佛山市顺德区", "顺德美家电子厂", "4,200元", "在岗", "2026/3/1"),
            ("陈堃", B, "×", "浙江省杭州市余杭区", "余杭快递站", "5000", "在岗", "20260405"),
            ("李丽", C, "是", "某某省某某市", "不详", "3000", "在岗", "2026-01-02"),
            ("王文洋", D, "否", "广东省东莞市", "东莞鞋厂", "面议", "在岗", "2026-02-02"),
        ],
        {
            2: {"category": "assisted", "work_region": "440606", "monthly_wage": "4200", "status": "on_post", "start_month": "2026-03-01"},
            3: {"work_region": "330110", "monthly_wage": "5000", "start_month": "2026-04-05"},
            4: "REPORTS-126",
            5: "REPORTS-123",
        },
    ),
    Roster(
        "labour-utf8.csv",
        ("employment",),
        [
            ("序号", "姓名", "公民身份号码", "手机号", "岗位", "工资"),
            ("1", "𬭎某某", A, "13800138000", "装配工", "¥3,800.00"),
            ("2", "买买提·艾力", B, "138 0013 8001", "保安", "4500"),
            ("", "", "", "", "", ""),
            ("3", "甲某", A, "13800138002", "保洁", "3000"),
        ],
        {
            2: {"full_name": "𬭎某某", "monthly_wage": "3800"},
            3: {"full_name": "买买提·艾力", "phone": "13800138001"},
            5: "REPORTS-128",
        },
    ),
    Roster(
        "labour-places.ods",
        ("employment",),
        [
            ("2026年外出务工登记表",),
            ("序号", "姓名", "身份证号码", "务工省", "务工市", "务工县", "月工资（元）"),
            (1, "高娟秀", A, "广东省", "佛山市", "顺德区", 3900),
            (2, "陈堃", B, "浙江省", "杭州市", "余杭区", 5100),
            (3, "李丽", C, "广东省", "东莞市", "", 3300.5),
            ("注：本表一式三份。",),
        ],
        {
            3: {"work_region": "440606", "monthly_wage": "3900"},
            4: {"work_region": "330110", "monthly_wage": "5100"},
            5: {"work_region": "441900", "monthly_wage": "3300.5"},
        },
    ),
    Roster(
        "exchange-teachers.xlsx",
        ("prof_exchange",),
        [
            ("佛山市支教教师名册（2026年春季）",),
            ("序号", "姓名", "性别", "身份证号", "民族", "职称", "领域", "选派单位", "受援单位", "支援形式", "学科", "到岗时间", "离岗时间", "补贴"),
            (1, "黄老师", "男", A, "汉", "一级教师", "教育", "顺德区第一中学", "汶川县第一小学", "支教", "数学", "2026.3.1", "2026.7.10", 6000),
            (2, "何老师", "女", B, "汉族", "高级教师", "教育", "顺德区第二中学", "汶川县第一小学", "支教", "语文", date(2026, 3, 1), "2026年7月10日", "0.6万元"),
            (3, "郭老师", "男", C, "汉族", "二级教师", "教育", "顺德区第三中学", "汶川县第二小学", "支教", "英语", "2026.7.10", "2026.3.1", 0),
        ],
        {
            3: {"form": "teaching", "prof_title": "一级教师", "start_on": "2026-03-01", "end_on": "2026-07-10", "allowance": "6000", "ethnic_code": "01"},
            4: {"start_on": "2026-03-01", "end_on": "2026-07-10", "allowance": "6000"},
            5: "FORMS-004",
        },
        ("A1:N1",),
        "名册",
        ("草稿（勿用）", [("姓名", "身份证号"), ("旧数据", A)]),
    ),
    Roster(
        "money-gifts.xlsx",
        ("money_donation", "goods_donation"),
        [
            ("2026年“中国社会扶贫网”捐款明细",),
            ("序号", "捐款日期", "捐赠单位（个人）", "捐赠金额（万元）", "支付方式", "受赠单位", "用途", "是否定向", "备注"),
            (1, "2026.1.8", "顺德美家慈善基金会", 5, "银行转账", "汶川县红十字会", "助学", "否", None),
            (2, date(2026, 2, 14), "某爱心人士", 0.03, "现金", "汶川县慈善会", "助学", "否", "不愿留名"),
            (3, "2026年3月", "顺德商会", "12.5万元", "转账", "汶川县慈善会", "产业", "×", None),
            (4, "2026-04-01", "某公司", "约5万", "转账", "汶川县慈善会", "产业", "否", None),
            ("合计", None, None, "17.53", None, None, None, None, None),
        ],
        {
            3: {"donor_name": "顺德美家慈善基金会", "amount": "50000", "method": "transfer", "received_on": "2026-01-08", "is_designated": "no"},
            4: {"amount": "300", "method": "cash", "note": "不愿留名"},
            5: {"amount": "125000", "received_on": "2026-03-01", "is_designated": "no"},
            6: "REPORTS-123",
        },
        ("A1:I1",),
    ),
    Roster(
        "goods-gifts.xlsx",
        ("goods_donation",),
        [
            ("捐赠物资接收登记表",),
            ("接收日期", "捐赠方", "接收单位", "物资名称", "类别", "规格", "单位", "数量", "单价", "金额"),
            ("2026-10-08", "佛山某制衣厂", "汶川县民政局救灾仓库", "棉衣", "衣被", "L", "件", 200, 85.5, 17100),
            ("2026-10-09", "佛山某文具店", "汶川县第一小学", "书包", "文化教育用品", "大号", "个", "100个", "45元", 4500),
            ("2026-10-10", "佛山某制衣厂", "汶川县民政局救灾仓库", "棉被", "衣被", "1.5米", "床", 10, 120, 1500),
            ("经办人：", None, None, None, None, None, None, None, None, None),
        ],
        {
            3: {"donor_name": "佛山某制衣厂", "received_on": "2026-10-08", "line[0].qty": "200", "line[0].unit_price": "85.5"},
            4: {"line[0].item_name": "书包", "line[0].qty": "100", "line[0].unit_price": "45"},
            5: "REPORTS-130",
        },
        ("A1:J1",),
    ),
    Roster(
        "class-roster.xlsx",
        ("training_class",),
        [
            ("农村实用技术培训班学员花名册",),
            ("培训班：茶叶加工技术培训班", None, None, None, "时间：2026年5月8日—5月12日", None),
            ("序号", "姓名", "身份证号", "户籍村", "实到学时", "是否结业"),
            (1, "卓玛", A, "映秀镇某某村", 40, "√"),
            (2, "阿牛", B, "绵虒镇某某村", "36学时", "是"),
            (3, "", C, "绵虒镇某某村", 40, "是"),
            ("制表人：", None, None, None, None, None),
        ],
        {
            4: {"title": "茶叶加工技术培训班", "start_on": "2026-05-08", "end_on": "2026-05-12", "trainee[0].got_hours": "40", "trainee[0].completed": "yes"},
            5: {"trainee[1].full_name": "阿牛", "trainee[1].got_hours": "36", "trainee[1].org_name": "绵虒镇某某村"},
            6: "REPORTS-127",
        },
        ("A1:F1",),
    ),
    Roster(
        "classes-and-trainees.xlsx",
        ("training_class",),
        [
            ("记录号", "班次名称", "年度", "起始日期", "终止日期", "举办单位", "总学时"),
            (1, "电商培训班", 2026, "2026-06-01", "2026-06-05", "汶川县农业农村局", 40),
            (2, "家政培训班", 2026, "2026-07-01", "2026-07-03", "汶川县妇联", 24),
        ],
        {
            2: {"title": "电商培训班", "year": 2026, "hours": "40", "trainee[1].full_name": "阿牛", "trainee[0].id_no": A},
            3: {"title": "家政培训班", "trainee[0].full_name": "单晓梅"},
        },
        (),
        "培训班",
        None,
        {
            "学员": [
                ("记录号", "姓名", "证件号码", "实到学时"),
                (1, "卓玛", A, 40),
                (2, "单晓梅", C, 24),
                (1, "阿牛", B, 32),
            ]
        },
    ),
]  # fmt: skip


def write(roster: Roster, folder: Path = HERE) -> Path:
    """Write one roster and its key."""
    folder.mkdir(exist_ok=True)
    file = folder / roster.name
    {".xlsx": _xlsx, ".csv": _csv, ".ods": _ods}[file.suffix](roster, file)
    said = {"forms": list(roster.forms), "rows": {str(row): what for row, what in roster.key.items()}}
    key = file.with_suffix(".key.json")
    key.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def _xlsx(roster: Roster, file: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = roster.sheet
    for row in roster.rows:
        page.append(list(row))
    for merge in roster.merges:
        page.merge_cells(merge)
    for name, rows in roster.more.items():
        other = book.create_sheet(name)
        for row in rows:
            other.append(list(row))
    if roster.hidden is not None:
        hidden = book.create_sheet(roster.hidden[0], 0)
        hidden.sheet_state = "hidden"
        for row in roster.hidden[1]:
            hidden.append(list(row))
        book.active = 1
    book.save(file)


def _csv(roster: Roster, file: Path) -> None:
    text = "".join(
        ",".join(f'"{cell}"' if "," in cell else cell for cell in row) + "\r\n" for row in roster.rows
    )
    file.write_bytes(text.encode("utf-8-sig" if "utf8" in roster.name else "gb18030"))


def _ods(roster: Roster, file: Path) -> None:
    rows = "".join(
        "<table:table-row>" + "".join(_ods_cell(cell) for cell in row) + "</table:table-row>"
        for row in roster.rows
    )
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="{roster.sheet}">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        for name, part in (("content.xml", content), ("META-INF/manifest.xml", manifest)):
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)


def _ods_cell(cell: Any) -> str:
    if cell in (None, ""):
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'


if __name__ == "__main__":
    for one in ROSTERS:
        write(one)
