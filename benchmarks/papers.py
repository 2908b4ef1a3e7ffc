"""Papers beside the raw limit: a roster of 10,000 rows, and one receipt from key to file.

The limit is ReportLab's bare canvas drawing the same cells of the same rows in the same places: no choice of fonts, no
measuring, no alignment, no masks, no sums; what it would take to fit, check and align comes on top of it.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROWS, RECEIPTS = 10_000, 200
_DAY = date(2026, 11, 22)
_SURNAMES, _NAMES = "阿李王张扎吉罗马沙曲", "木芳伟平卓玛拉呷国强"


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Return the measurements as lines of the benchmark table."""
    return [
        _rosters(int(ROWS * scale)),
        *_receipts(max(20, int(RECEIPTS * scale))),
        _memory(int(ROWS * scale)),
    ]


def main() -> None:
    """Print the measurements."""
    for row in run():
        print(row)


def _records(count: int) -> list[dict[str, Any]]:
    """Return invented people in invented jobs."""
    return [
        {
            "full_name": _SURNAMES[n % 10] + _NAMES[n // 10 % 10] + _NAMES[n // 100 % 10],
            "sex": "男" if n % 2 else "女",
            "age": 20 + n % 40,
            "id_no": f"5132211985{n % 9 + 1:02d}{n % 27 + 1:02d}{n % 10000:04d}",
            "hukou_region": "513221",
            "category": "脱贫劳动力",
            "work_region": "440606",
            "employer_name": "顺德美家电器",
            "post": "装配工",
            "start_month": "2026-03-01",
            "monthly_wage": str(4000 + n % 3000),
            "contract_kind": "固定期限",
            "insurance": ["养老", "工伤"],
            "channel": "协作组织",
        }
        for n in range(count)
    ]


def _timed(job: Callable[[], object]) -> float:
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def _rosters(count: int) -> dict[str, Any]:
    from records.model.office import OfficeInfo
    from reports import papers
    from reports.papers.answers_in_words import Words
    from reports.papers.roster_rows import table

    office = OfficeInfo("513221", "汶川县", "county", "device", "epoch", _DAY)
    records = _records(count)
    layout: Any = papers.layouts()["labour-roster"]
    cells = [row.cells for row in table(layout, records, Words(None), _DAY)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.pdf"
        papers.roster(layout, records[:30], file, office_info=office, as_of=_DAY)  # fonts loaded for both
        ours, limit = [], []
        for _round in range(3):
            limit.append(_timed(lambda: _bare(cells, layout, Path(folder) / "bare.pdf")))
            ours.append(_timed(lambda: papers.roster(layout, records, file, office_info=office, as_of=_DAY)))
    mine, bare = min(ours), min(limit)
    return {
        "job": f"print a roster, {count:,} rows × {len(layout.columns)}",
        "ours": f"{mine:.2f} s, {count / mine:,.0f}/s",
        "limit": f"{bare:.2f} s",
        "ratio": bare / mine,
        "beside": "ReportLab's bare canvas, same cells, nothing measured",
    }


def _memory(count: int) -> dict[str, Any]:
    """Return how much memory a process of its own takes at most for a roster, fonts and form included."""
    child = (
        "import resource, sys, tempfile; from pathlib import Path; from benchmarks import papers; "
        "papers.print_one(int(sys.argv[1]), Path(tempfile.mkdtemp()) / 'r.pdf'); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        [sys.executable, "-c", child, str(count)], cwd=root, check=True, capture_output=True, text=True
    )
    peak = int(done.stdout.split()[-1]) / 1024
    return {
        "job": f"memory for a roster, {count:,} rows",
        "ours": f"{peak:.0f} MB",
        "limit": "200 MB",
        "ratio": 200 / peak,
        "beside": "issue 6: whole process, records held too",
    }


def print_one(count: int, file: Path) -> None:
    """Print a roster of *count* rows into *file*: what the memory of is measured."""
    from records.model.office import OfficeInfo
    from reports import papers

    office = OfficeInfo("513221", "汶川县", "county", "device", "epoch", _DAY)
    papers.roster(papers.layouts()["labour-roster"], _records(count), file, office_info=office, as_of=_DAY)


def _bare(cells: list[tuple[str, ...]], layout: Any, file: Path) -> None:
    """Draw the cells the way ReportLab's manual shows it: a string a cell, rules a page."""
    from reportlab.pdfgen.canvas import Canvas

    from reports.papers.roster_table import geometry
    from reports.text.faces import face

    name: Any = face("NotoSansSC-Regular").name
    place = geometry(layout)
    canvas = Canvas(str(file), pagesize=(place.width, place.height), pageCompression=1, initialFontName=name)
    pitch = 18.7
    most = int(place.room / pitch)
    headings = tuple(column.heading for column in layout.columns)
    for begin in range(0, len(cells), most):
        page = [headings, *cells[begin : begin + most]]
        top = place.height - place.head
        foot = top - pitch * len(page)
        canvas.setFont(name, 8)
        canvas.setLineWidth(0.35)
        canvas.lines(
            [(place.left, top - pitch * n, place.right, top - pitch * n) for n in range(len(page) + 1)]
            + [(x, top, x, foot) for x in place.edges]
        )
        for n, row in enumerate(page):
            for x, text in zip(place.edges[:-1], row, strict=True):
                if text:
                    canvas.drawString(x + 2.4, top - pitch * n - 12, text)
        canvas.showPage()
    canvas.save()


def _receipts(count: int) -> list[dict[str, Any]]:
    """Return key-to-file times of a receipt in three copies, fonts already loaded, as p50 and p99."""
    from forms.compile import compile_xlsform
    from forms.definitions import builtin
    from records.model.office import OfficeInfo
    from records.model.receipts import Receipt, ReceiptState
    from reports import papers

    office = OfficeInfo("513221", "汶川县", "county", "device", "epoch", _DAY)
    definition = compile_xlsform(builtin()["money_donation"]).definition
    times: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "receipt.pdf"
        for n in range(1, count + 2):
            issued = Receipt(
                "r", f"513221-2026-A-{n:06d}", "A", "x", _DAY, "u", 100 * n, ReceiptState.ISSUED, 1
            )
            answers = {
                "donor_name": f"顺德企业{n}",
                "amount_cny": str(n),
                "received_on": "2026-11-20",
                "handler": "张三",
            }
            begun = time.perf_counter()
            papers.receipt(issued, answers, definition, office, file)
            times.append(time.perf_counter() - begun)
    warm = sorted(times[1:])
    p50, p99 = statistics.median(warm), warm[int(len(warm) * 0.99) - 1]
    return [
        {"job": "print a receipt, three copies, p50", "ours": f"{p50 * 1000:.1f} ms", "beside": "warm, file on disk"},
        {"job": "print a receipt, three copies, p99", "ours": f"{p99 * 1000:.1f} ms", "limit": "15 ms", "ratio": 0.015 / p99, "beside": "issue 6: three copies under 15 ms"},
    ]  # fmt: skip


if __name__ == "__main__":
    main()
