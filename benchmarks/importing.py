"""Excel in and out, 100,000 rows × 20 columns: read, cleaned, judged by the form's own checks, stored; and exported.

Beside it, in the same run and on the same file: calamine reading only, openpyxl reading only, and the raw limit:
calamine, checks written by hand, one INSERT a row into plain SQLite, and into SQLCipher as the office's own file is.
The export stands beside bare XlsxWriter writing the same cells. The import is the whole one of the program: duplicates
in the file and in the office, look-ups in other ledgers, history and search index. People and numbers are invented.
"""

import json
import random
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from forms.checks.resident_id import check_digit
from forms.clock import SystemClock
from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from reports import workbooks
from reports.workbooks.roster_import import RosterImport

ROWS = 100_000
PASSPHRASE = "benchmark passphrase 2026"  # noqa: S105  (opens an office of invented people that lives for a minute)
HEADINGS = (
    "序号", "姓名", "性别", "民族", "身份证号码", "户籍所在地", "联系电话", "人员类别", "就业形式", "就业渠道", "务工地", "用工单位",
    "岗位", "外出务工时间", "月工资（元）", "劳动合同", "是否境外务工", "状态", "户籍乡镇、村组", "备注",
)  # fmt: skip
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = "伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉文建国"
_ID = re.compile(r"\d{17}[\dX]")


def _people(rows: int) -> list[list[Any]]:
    """Return invented people; the same every run."""
    chance = random.Random(2026)
    places = (
        ("四川省凉山彝族自治州甘洛县", "广东省佛山市顺德区"),
        ("四川省阿坝藏族羌族自治州汶川县", "浙江省杭州市余杭区"),
    )
    people: list[list[Any]] = []
    for number in range(1, rows + 1):
        birth = date(1966, 1, 1).toordinal() + number // 1000 * 140 + chance.randrange(140)  # no number twice
        first = f"{chance.choice(('513435', '513221'))}{date.fromordinal(birth):%Y%m%d}{number % 1000:03d}"
        home, work = chance.choice(places)
        people.append([
            number, chance.choice(_SURNAMES) + chance.choice(_GIVEN) + chance.choice(_GIVEN), "男" if int(first[16]) % 2 else "女",
            chance.choice(("汉族", "彝族", "藏族")), first + check_digit(first), home, f"13{chance.randrange(10**9):09d}",
            chance.choice(("是", "否")), "单位就业", "自发", work, f"某某{chance.choice(('电子', '制衣', '家电'))}厂", "普工",
            f"2026.{chance.randrange(1, 10)}.{chance.randrange(1, 28)}", chance.choice((3800, "4500元", "0.5万", "3,900")),
            "固定期限", "否", "在岗", f"某某村{number % 97}组", None,
        ])  # fmt: skip
    return people


def _workbook(file: Path, rows: int) -> None:
    from xlsxwriter import Workbook

    with Workbook(str(file), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        sheet.write_row(0, 0, HEADINGS)
        for index, person in enumerate(_people(rows), start=1):
            sheet.write_row(index, 0, person)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.perf_counter()
    result = work()
    return time.perf_counter() - begin, result


def _calamine(file: Path) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

    rows: list[list[Any]] = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
    return rows


def _openpyxl(file: Path) -> int:
    from openpyxl import load_workbook

    sheet = load_workbook(file, read_only=True).worksheets[0]
    return sum(1 for _row in sheet.iter_rows(values_only=True))


def _by_hand(file: Path, store: Any) -> int:
    """Do the least anyone could: read, check the ID number and that four cells are filled, insert."""
    store.execute("PRAGMA journal_mode=WAL")
    store.execute("PRAGMA synchronous=FULL")
    store.execute(f"CREATE TABLE person ({', '.join(f'c{n} TEXT' for n in range(len(HEADINGS)))})")
    good = [
        row
        for row in _calamine(file)[1:]
        if _ID.fullmatch(str(row[4]))
        and check_digit(row[4][:17]) == row[4][17]
        and row[1]
        and row[6]
        and row[10]
    ]
    with store:
        store.executemany(f"INSERT INTO person VALUES ({', '.join('?' * len(HEADINGS))})", good)
    store.close()
    return len(good)


def _ciphered(folder: Path) -> Any:
    from sqlcipher3 import dbapi2

    store = dbapi2.connect(str(folder / "raw-cipher.db"))
    store.execute(f"PRAGMA key = \"x'{'0' * 64}'\"")
    return store


def _judged(work: RosterImport, file: Path) -> Any:
    work.read(file)
    return work.judge()


def _bare_export(answers: list[dict[str, Any]], names: list[str], file: Path) -> None:
    """Write the cells of the same columns with bare XlsxWriter, one call a cell."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(str(file), options) as book:
        sheet = book.add_worksheet()
        for index, name in enumerate(names):
            sheet.write_string(0, index, name)
        for row, line in enumerate(answers, start=1):
            for index, name in enumerate(names):
                value = line.get(name)
                if value is not None:
                    sheet.write_string(row, index, str(value))


def _row(job: str, rows: int, ours: float, limit: float, beside: str) -> dict[str, Any]:
    return {
        "job": job,
        "ours": f"{ours:.2f} s ({rows / ours:,.0f}/s)",
        "limit": f"{limit:.2f} s",
        "ratio": ours / limit,
        "beside": beside,
    }


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Return the measurements; *scale* 1 is 100,000 rows."""
    rows = max(200, int(ROWS * scale))
    with tempfile.TemporaryDirectory(prefix="xiezuo-benchmark-") as place:
        folder = Path(place)
        file = folder / "roster.xlsx"
        _workbook(file, rows)
        people = [NewUser("王秀英", Role.CLERK, PASSPHRASE), NewUser("李建国", Role.REVIEWER, PASSPHRASE)]
        clock, ids = SystemClock(), SystemIds()
        Office.create(
            folder / "office", code="513221", name="汶川县", people=people, clock=clock, ids=ids
        ).close()
        office = Office.open(folder / "office", "王秀英", PASSPHRASE, clock=clock, ids=ids)
        reading, _rows = _timed(lambda: _calamine(file))
        slow, _count = _timed(lambda: _openpyxl(file))
        raw, _good = _timed(lambda: _by_hand(file, sqlite3.connect(folder / "raw.db")))
        cipher, _good = _timed(lambda: _by_hand(file, _ciphered(folder)))
        ours_read, _sheet = _timed(lambda: workbooks.read(file))
        work = RosterImport(office, "employment")
        ours, judged = _timed(lambda: _judged(work, file))
        if judged.refused:
            raise RuntimeError(
                f"{len(judged.refused)} of {rows} rows refused: {judged.problems[0].sentence()}"
            )
        saving, _saved = _timed(work.save)
        answers = [record.answers for record in judged.good]
        definition = office.forms.definition("employment")
        names = [
            name
            for name in dict.fromkeys(key for line in answers[:50] for key in line)
            if name in definition.questions
        ]
        names = [name for name in names if definition.questions[name].label and name != "route"]
        bare, _none = _timed(lambda: _bare_export(answers, names, folder / "bare.xlsx"))
        exported, _out = _timed(
            lambda: workbooks.export(definition, answers, folder / "out.xlsx", columns=names)
        )
        office.close()
    size = f"{rows:,} rows × {len(HEADINGS)}"
    return [
        _row(f"read a workbook, {size}", rows, ours_read, reading, "calamine in this process"),
        _row(f"read and judge, {size}", rows, ours, reading, "calamine reading only"),
        _row(f"read and judge, {size}", rows, ours, slow, "openpyxl reading only"),
        _row(
            f"read, judge and store, {size}", rows, ours + saving, raw, "calamine, checks by hand, raw SQLite"
        ),
        _row(f"read, judge and store, {size}", rows, ours + saving, cipher, "the same into SQLCipher"),
        _row(f"read, judge and store, {size}", rows, ours + saving, slow, "openpyxl reading only"),
        _row(f"export, {rows:,} rows × {len(names)}", rows, exported, bare, "bare XlsxWriter"),
    ]


def main(scale: float = 1.0) -> None:
    """Print one JSON line a measurement."""
    for row in run(scale):
        print(json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    import sys

    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
