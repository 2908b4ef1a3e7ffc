"""Prints each paper with invented people and draws it into docs/pictures/papers/, for the guide and to be looked at.

``python docs/make_paper_pictures.py [LAYOUT…]``: all of them, or only these layouts.
"""

import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docs import cooperation_samples, industry_samples  # noqa: E402  (the path must be set first)
from forms.compile import compile_xlsform  # noqa: E402  (the path must be set first)
from forms.definitions import builtin  # noqa: E402  (the path must be set first)
from records.model.office import OfficeInfo  # noqa: E402  (the path must be set first)
from records.model.receipts import Receipt, ReceiptState  # noqa: E402  (the path must be set first)
from reports import papers  # noqa: E402  (the path must be set first)

PICTURES = ROOT / "docs" / "pictures" / "papers"
DAY = date(2026, 11, 22)
OFFICE = OfficeInfo("513221", "汶川县东西部协作办公室", "county", "device", "epoch", DAY)
NAMES = (
    "阿苏木呷", "尉迟·阿布都热合曼·买买提", "欧阳𬭎", "王䶮", "李𠅤", "林㛃", "བསོད་ནམས་སྒྲོལ་མ།", "扎西 བཀྲ་ཤིས་",
    "ئالىم تۇرسۇن", "买买提 (مۇھەممەت)", "ꀕꃀꂱꌠ", "ᠪᠠᠲᠤ ᠪᠠᠶᠠᠷ", "<b>A&B</b>", "张\u202e三", "马兰花", "吉克曲布",
)  # fmt: skip
FIRMS = ("广东顺德美家电器制造有限公司", "余杭制衣厂", "杭州市余杭区良渚街道某某食品有限公司", "佛山照明")


def jobs() -> list[dict[str, Any]]:
    """Return a township's people at work."""
    return [
        {
            "full_name": NAMES[n % len(NAMES)],
            "sex": "12"[n % 2],
            "age": 22 + n % 30,
            "id_no": f"51322119{70 + n % 30}0{n % 9 + 1}1{n % 9}{n * 37 % 10000:04d}",
            "hukou_region": "513221",
            "hukou_detail": ("映秀镇中滩堡村", "绵虒镇", "卧龙镇足木山村二组")[n % 3],
            "category": ("assisted", "monitored", "other")[n % 3],
            "work_region": ("440606", "330110", "441900")[n % 3],
            "work_place_class": ("EAST", "EAST_OTHER", "EAST", "IN_COUNTY", "IN_PROV_OTHER_CITY")[n % 5],
            "followup": [
                {
                    "visited_on": "2026-08-15",
                    "method": "phone",
                    "visitor": "吉克曲布",
                    "on_post": "yes",
                    "wage": "4600",
                    "need": "盼能与同乡同住一间宿舍",
                    "result": "已与厂方商定，九月起调整",
                }
            ],
            "employer_name": FIRMS[n % 4],
            "post": ("装配工", "缝纫工", "质检员", "叉车司机")[n % 4],
            "start_month": f"2026-0{n % 9 + 1}-01",
            "monthly_wage": str(3800 + n * 135),
            "contract_kind": ("fixed", "open", "task", "none")[n % 4],
            "insurance": [["pension", "injury"], ["none"], ["pension", "medical", "unemployment", "injury"]][
                n % 3
            ],
            "channel": ("cooperation", "friends", "workshop")[n % 3],
            **({"note": "8月回访在岗，工资按时发放"} if n % 7 == 2 else {}),
        }
        for n in range(46)
    ]


def training() -> list[dict[str, Any]]:
    """Return a class with its trainees."""
    trainees = [
        {
            "full_name": NAMES[n % len(NAMES)], "sex": "12"[n % 2], "id_no": f"51322119850{n % 9 + 1}1{n % 9}{n * 53:04d}",
            "ethnic_code": ("07", "04", "33", "05")[n % 4], "category": ("assisted", "general", "village")[n % 3],
            "org_name": ("映秀镇中滩堡村", "汶川县第一小学", "绵虒镇")[n % 3], "post": "村民", "phone": f"138000{n:05d}",
            "due_hours": "80", "got_hours": ("80", "76", "72.5")[n % 3], "completed": "yes" if n % 5 else "no",
            "certificate_no": f"PX202603{n:04d}" if n % 5 else "", "allowance": "800" if n % 5 else "0",
        }
        for n in range(26)
    ]  # fmt: skip
    return [
        {
            "class_no": "PX-2026-03", "title": "羌绣技能提升培训班（第三期）", "start_on": "2026-09-01", "end_on": "2026-09-10",
            "hours": "80", "term": "3",
            "actual": "26", "amount": "46800", "east_teachers": "3", "place_region": "513221", "trainee_kind": "labour",
            "organizer_name": "汶川县人力资源和社会保障局", "host_name": "佛山市顺德区职业技术学院", "trainee": trainees,
        }
    ]  # fmt: skip


def exchange() -> list[dict[str, Any]]:
    """Return professionals exchanged in both directions."""
    return [
        {
            "direction": ("east_west", "west_east")[n % 3 == 0], "full_name": NAMES[(n * 3) % len(NAMES)], "sex": "12"[n % 2],
            "birth_date": f"19{70 + n}-0{n % 9 + 1}-15", "ethnic_code": ("01", "33", "04")[n % 3],
            "education_code": ("21", "14")[n % 2], "prof_title": ("一级教师", "副主任医师", "农艺师")[n % 3],
            "prof_field": ("education", "health", "agriculture")[n % 3], "send_org": ("顺德区容桂小学", "佛山市中医院")[n % 2],
            "host_org": ("汶川县第一小学", "汶川县人民医院")[n % 2], "form": ("teaching", "medical", "farming")[n % 3],
            "post": ("语文", "骨科", "果树栽培")[n % 3], "start_on": "2026-03-01", "end_on": "2026-08-31",
            "duration_class": "half_year",
            "service": [{"month": f"2026-0{m}-01", "service_kind": ("lessons", "outpatients", "farm_visits")[n % 3],
                         "service_qty": str(40 + m)} for m in range(3, 7)],
        }
        for n in range(14)
    ]  # fmt: skip


def money() -> list[dict[str, Any]]:
    """Return gifts of money."""
    donors = (
        ("佛山市顺德区和的慈善基金会", "SOCIAL"),
        ("", "ANON"),
        ("欧阳震华", "PERSON"),
        ("香港某某同乡会", "HKMOTW"),
    )
    return [
        {
            "donation_no": f"513221-2026-{n + 1:04d}", "received_on": f"2026-0{n % 9 + 1}-1{n % 9}", "donor_name": donors[n % 4][0],
            "donor_type": donors[n % 4][1], "recipient_name": "汶川县慈善会", "currency": "CNY", "amount": str(10_000 * n + 888),
            "amount_cny": str(10_000 * n + 888), "method": ("transfer", "cash", "box")[n % 3], "purpose": "映秀小学图书馆建设",
            "designated_to": "映秀小学" if n % 2 else "", "receipt_code": "32050124", "receipt_no": f"00008176{n:02d}",
            "handler": "张会计", "reviewer": "李主任", "publicity": ("amount_only", "name_and_amount")[n % 2], "donor_id_type": "10",
            "donor_id_no": "513221198503120013", "note": "分两次到账",
        }
        for n in range(18)
    ]  # fmt: skip


def goods(count: int = 5) -> dict[str, Any]:
    """Return a gift of goods, its last line not priced, one line rejected."""
    things = (
        ("儿童羽绒服（140—160 码混装）", "01", "件"),
        ("多参数监护仪", "04", "台"),
        ("《新华字典》第12版", "05", "本"),
    )
    lines: list[dict[str, Any]] = [
        {
            "line_no": n + 1, "item_name": things[n % 3][0], "category": things[n % 3][1], "unit": things[n % 3][2],
            "spec": ("/", "iMEC10", "双色本，商务印书馆 2020 年版")[n % 3], "qty": str(20 * (n + 1)), "unit_price": "85.5",
            "amount": f"{85.5 * 20 * (n + 1):.2f}", "inspection": "passed",
        }
        for n in range(count)
    ]  # fmt: skip
    lines.append(
        {
            "item_name": "羌绣作品“团圆”",
            "category": "05",
            "unit": "张",
            "spec": "四尺整张",
            "qty": "2",
            "inspection": "passed",
        }
    )
    lines.append(
        {
            "item_name": "过期奶粉",
            "category": "06",
            "unit": "盒",
            "qty": "9",
            "amount": "900",
            "inspection": "rejected",
        }
    )
    return {
        **money()[0], "amount": "", "amount_cny": "", "line": lines, "purposes": ["schooling", "winter"], "purpose": "",
        "receipt_code": "", "receipt_no": "", "donor_id_no": "53440606MJM1234567", "note": "", "designated_to": "映秀小学",
    }  # fmt: skip


def draw(file: Path, pages: str = "1") -> None:
    """Turn a page of a PDF into a picture."""
    target = PICTURES / file.stem
    subprocess.run(
        ["pdftoppm", "-r", "96", "-png", "-singlefile", "-f", pages, "-l", pages, str(file), str(target)],
        check=True,
    )


def printed(
    folder: Path, layout: Any, rows: list[dict[str, Any]], definitions: dict[str, Any], name: str = ""
) -> None:
    """Print records by a layout and draw a page under *name*; a ledger without samples prints its empty table."""
    file = folder / f"{name or layout.name}.pdf"
    some = rows[:1] if isinstance(layout, papers.Card) else rows
    papers.roster(layout, some, file, definition=definitions[layout.form_id], office_info=OFFICE, as_of=DAY)
    draw(file)


PORTRAIT = """kind = "card"
code = "X-1"
form_id = "employment"
title = "务工人员登记表（带照片）"
photograph = "photo"
[[sections]]
title = "人员"
questions = ["full_name|姓名", "age|年龄", "employer_name|用工单位", "post|岗位", "hukou_detail|户籍村", "|联系电话", "|本人签字", "|指纹"]
"""


def portrait() -> bytes:
    """Return a drawn head and shoulders: no living person's picture is in this repository."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    image = Image.new("RGB", (250, 350), "#b8cbdd")
    pen = ImageDraw.Draw(image)
    pen.ellipse((75, 70, 175, 195), fill="#e7c9a9")
    pen.pieslice((25, 210, 225, 480), 180, 360, fill="#34567a")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def edges(folder: Path, rows: dict[str, Any], definitions: dict[str, Any]) -> None:
    """Print what is hard: nobody, one, ten thousand, every form blank and one filled, a photograph."""
    from reports.papers.layout_reading import of_text

    roster = papers.layouts()["labour-roster"]
    printed(folder, roster, [], definitions, "labour-roster-empty")
    printed(folder, roster, jobs()[1:2], definitions, "labour-roster-one-row")
    many = (jobs() * 218)[:10_000]
    file = folder / "labour-roster-10000.pdf"
    counted: list[int] = []
    papers.roster(
        roster, many, file, definition=definitions["employment"], office_info=OFFICE, as_of=DAY,
        progress=counted.append,
    )  # fmt: skip
    draw(file, str(counted[-1]))
    for form_id in ("employment", "money_donation"):
        printed(folder, papers.card_of(definitions[form_id], blank=True), [], definitions)
        printed(folder, papers.card_of(definitions[form_id], blank=False), rows[form_id], definitions)
    pictured = {**jobs()[1], "photo": "face.png"}
    layout = of_text("card-with-photograph", PORTRAIT)
    file = folder / "card-with-photograph.pdf"
    papers.roster(
        layout, [pictured], file, office_info=OFFICE, as_of=DAY, photographs=lambda _name: portrait()
    )
    draw(file)


def main() -> None:
    """Print and draw everything."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    definitions = {name: compile_xlsform(file).definition for name, file in builtin().items()}
    rows = {"employment": jobs(), "training_class": training(), "prof_exchange": exchange(),
            "money_donation": money(), "goods_donation": [goods(), goods(2)],
            **cooperation_samples.rows(), **industry_samples.rows()}  # fmt: skip
    wanted = set(sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for layout in papers.layouts().values():
            if not wanted or layout.name in wanted:
                printed(folder, layout, rows.get(layout.form_id, []), definitions)
        if wanted:
            return
        edges(folder, rows, definitions)
        vouchers = (
            ("voucher-money", "money_donation", money()[2], 2_088_800, ReceiptState.ISSUED, 1, ""),
            ("voucher-goods", "goods_donation", goods(), 2_565_000, ReceiptState.ISSUED, 3, ""),
            (
                "voucher-void",
                "goods_donation",
                goods(12),
                13_338_000,
                ReceiptState.VOID,
                1,
                "金额有误，重开 000013 号",
            ),
        )
        for file_name, form, answers, fen, state, prints, reason in vouchers:
            issued = Receipt("r", "513221-2026-A-000012", "A", "x", DAY, "u", fen, state, prints, reason)
            file = papers.receipt(issued, answers, definitions[form], OFFICE, folder / f"{file_name}.pdf")
            draw(file)
        lines = ["上报批次", ("批次号", "000012"), ("封装时间", "2026-11-22 10:20"), "逐表核对",
                 ("表", "条数", "校验和"), ("就业台账", "1,204", "9f3a 77c1 02be"), ("培训班", "12", "77ab 4410 9d3e")]  # fmt: skip
        draw(papers.slip("上报批次对账单", lines, folder / "slip.pdf", office=OFFICE.name, day=DAY))


if __name__ == "__main__":
    main()
