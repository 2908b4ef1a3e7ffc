"""The form engine beside bare Python closures doing the same work: filling a form, and judging many rows.

Run: ``python -m benchmarks.forms [scale]``. The bare line is the limit: functions over a dict, written by hand, without
paths, kinds, undo, messages or a dependency graph. The ratio says what the engine costs on top.
"""

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from forms.engine import Context, FormDefinition, FormSession, Instances

QUESTIONS = 60
COLUMNS = 20
CONTEXT = Context(date(2026, 11, 22), datetime.fromisoformat("2026-11-22T09:00:00+08:00"), "bench", "B")


def filling_form() -> str:
    """Return an XLSForm of 60 questions: amounts, sums of pairs, texts shown only when an amount is large."""
    rows = [
        "| survey |",
        "| | type | name | label | relevant | required | constraint | calculation |",
    ]
    for number in range(QUESTIONS // 4):
        rows += [
            f"| | decimal | amount{number} | 金额{number} | | yes | . >= 0 and . <= 100000 | |",
            f"| | integer | count{number} | 数量{number} | | yes | . > 0 | |",
            f"| | calculate | total{number} | | | | | ${{amount{number}}} * ${{count{number}}} |",
            f"| | text | note{number} | 说明{number} | ${{total{number}}} > 5000 | yes | string-length(.) < 50 | |",
        ]
    return "\n".join([*rows, "| settings |", "| | form_id | version |", "| | filling | 1 |", ""])


def judging_form() -> str:
    """Return an XLSForm of 20 columns as a roster has them: texts, codes, dates, wages, two calculations."""
    rows = ["| survey |", "| | type | name | label | relevant | required | constraint | calculation |"]
    for number in range(6):
        rows.append(f"| | text | text{number} | 文{number} | | yes | string-length(.) <= 20 | |")
    for number in range(4):
        rows.append(f"| | select_one codes | code{number} | 码{number} | | yes | | |")
    for number in range(4):
        rows.append(f"| | date | day{number} | 日{number} | | yes | . <= today() | |")
    for number in range(4):
        rows.append(
            f"| | decimal | wage{number} | 资{number} | ${{code{number}}} = '1' | yes | . > 0 and . < 100000 | |"
        )
    rows.append("| | calculate | sum | | | | | ${wage0} + ${wage1} |")
    rows.append("| | calculate | days | | | | | ${day1} - ${day0} |")
    choices = [
        "| choices |",
        "| | list_name | name | label |",
        "| | codes | 1 | 是 |",
        "| | codes | 2 | 否 |",
    ]
    return "\n".join([*rows, *choices, "| settings |", "| | form_id | version |", "| | judging | 1 |", ""])


def compiled(table: str) -> FormDefinition:
    """Compile an XLSForm written as Markdown."""
    from forms.compile import compile_xlsform

    with TemporaryDirectory() as folder:
        file = Path(folder) / "form.md"
        file.write_text(table, encoding="utf-8")
        return compile_xlsform(file).definition


def fill_ours(session: FormSession) -> None:
    """Fill all questions a person answers."""
    session.reset()
    answer = session.answer
    for number in range(QUESTIONS // 4):
        answer(f"amount{number}", "1250.50")
        answer(f"count{number}", "4")
        answer(f"note{number}", "说明")


def fill_bare(form: dict[str, Any]) -> None:
    """Do the same with bare functions over a dict: read, check, calculate, decide what is asked."""
    from decimal import Decimal

    form.clear()
    for number in range(QUESTIONS // 4):
        amount = form[f"amount{number}"] = Decimal("1250.50")
        form[f"ok_amount{number}"] = 0 <= amount <= 100000
        count = form[f"count{number}"] = int("4")
        form[f"ok_count{number}"] = count > 0
        total = form[f"total{number}"] = amount * count
        if total > 5000:
            note = form[f"note{number}"] = "说明"
            form[f"ok_note{number}"] = len(note) < 50


def sample_row(number: int) -> dict[str, Any]:
    """Return one roster row; every hundredth has a wage out of range."""
    row: dict[str, Any] = {f"text{n}": f"文字{number % 97}" for n in range(6)}
    row |= {f"code{n}": "1" for n in range(4)}
    row |= {f"day{n}": f"2025-0{n + 1}-{number % 27 + 1:02}" for n in range(4)}
    return row | {f"wage{n}": "999999" if number % 100 == 0 and n == 0 else f"{3000 + n}.5" for n in range(4)}


def judge_ours(session: FormSession, rows: list[dict[str, Any]]) -> int:
    """Judge every row with one session; return how many have a problem."""
    refused = 0
    for row in rows:
        session.reset(row)
        refused += bool(session.problems())
    return refused


def judge_bare(rows: list[dict[str, Any]]) -> int:
    """Judge the same rows with bare Python written for just this form."""
    from decimal import Decimal

    refused, today, codes = 0, CONTEXT.today, {"1", "2"}
    for row in rows:
        good = all(row.get(f"text{n}") and len(row[f"text{n}"]) <= 20 for n in range(6))
        good = all(row.get(f"code{n}") in codes for n in range(4)) and good
        days = [date.fromisoformat(row[f"day{n}"]) for n in range(4)]
        good = all(day <= today for day in days) and good
        wages = [Decimal(row[f"wage{n}"]) for n in range(4) if row[f"code{n}"] == "1"]
        good = all(0 < wage < 100000 for wage in wages) and good
        _ = (sum(wages[:2]), (days[1] - days[0]).days)
        refused += not good
    return refused


def _timed(work: Callable[[], Any], times: int) -> float:
    """Return the median seconds of processor time of *times* runs: other programs on the machine do not count."""
    taken = []
    for _ in range(times):
        begun = process_time()
        work()
        taken.append(process_time() - begun)
    return median(taken)


def towns(count: int) -> list[dict[str, str]]:
    """Return *count* invented townships, some fifteen in each county."""
    return [{"name": f"{n:09}", "label": f"乡镇{n}", "county": f"{n // 15:06}"} for n in range(count)]


def cascade_form() -> str:
    """Return an XLSForm whose townships are those of the county chosen, from a table handed in."""
    return "\n".join([
        "| survey |", "| | type | name | label | choice_filter |", "| | text | county | 县 | |",
        "| | select_one_from_file towns.csv | town | 乡镇 | county = ${county} |",
        "| settings |", "| | form_id | version |", "| | cascade | 1 |", "",
    ])  # fmt: skip


def choose(session: FormSession, number: int) -> None:
    """Choose a county, list its townships, choose one, have it judged."""
    session.answer("county", f"{number // 15:06}")
    assert len(session.choices("town")) > 1
    session.answer("town", f"{number:09}")
    assert not session.state("town").problems


def choose_bare(by_county: dict[str, list[dict[str, str]]], number: int) -> None:
    """Do the same with a dictionary."""
    offered = [(item["name"], item["label"]) for item in by_county[f"{number // 15:06}"]]
    assert any(code == f"{number:09}" for code, _label in offered)


def judge_shipped(session: FormSession, rows: list[dict[str, Any]]) -> None:
    """Take in rows as an import does: a new record filled, judged, its answers as they are stored."""
    for row in rows:
        session.reset()
        session.fill(row.items())
        session.problems()
        session.answers()


def worker(number: int) -> dict[str, Any]:
    """Return an invented worker whose number, day of birth and sex agree, as in most rows of a roster."""
    from benchmarks.saving import person
    from forms.checks.resident_id import check_digit

    row = person(number)
    first = str(row["id_no"])[:17]
    born = f"{first[6:10]}-{first[10:12]}-{first[12:14]}"
    return row | {
        "id_no": first + check_digit(first),
        "birth_date": born,
        "sex": "1" if int(first[16]) % 2 else "2",
    }


def _employment(rows: int) -> dict[str, Any]:
    """Judge rows with the shipped employment form: more than fifty questions, their checks and calculations."""
    from forms.compile import compile_xlsform
    from forms.definitions import builtin
    from forms.reference import Reference

    definition = compile_xlsform(builtin()["employment"]).definition
    tables = Instances(
        {**Reference.load().instances(), "office": [{"key": "office_code", "value": "513221"}]}
    )
    session = FormSession(definition, Context(CONTEXT.today, CONTEXT.now, "bench", "B", tables))
    people = [worker(number) for number in range(rows)]
    limit = _timed(lambda: [dict(one) for one in people], 3)
    seconds = _timed(lambda: judge_shipped(session, people), 1)
    job = f"take in {rows:,} rows × {len(definition.questions)} questions of employment"
    return _line(f"{job} ({seconds / rows * 1e6:.0f} µs a row)", seconds, limit, "copying the rows")


def _cascade() -> dict[str, Any]:
    table, by_county = towns(41_352), {}  # type: list[dict[str, str]], dict[str, list[dict[str, str]]]
    for item in table:
        by_county.setdefault(item["county"], []).append(item)
    context = Context(CONTEXT.today, CONTEXT.now, "bench", "B", Instances({"towns": table}))
    session, numbers = FormSession(compiled(cascade_form()), context), iter(range(15, 41_000, 40))
    choose(session, 0)
    ours, bare = (
        _timed(lambda: choose(session, next(numbers)), 200),
        _timed(lambda: choose_bare(by_county, 45), 200),
    )
    return _line("answer a cascade over 41,352 townships (aim 1 ms)", ours, bare, "a dictionary")


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Measure; *scale* 1.0 judges 100,000 rows. Returns one line a task for the table of all benchmarks."""
    rows = max(200, int(100_000 * scale))
    session, bare = FormSession(compiled(filling_form()), CONTEXT), {}  # type: tuple[FormSession, dict[str, Any]]
    filled, raw = _timed(lambda: fill_ours(session), 200), _timed(lambda: fill_bare(bare), 200)
    judging = FormSession(compiled(judging_form()), CONTEXT)
    table = [sample_row(number) for number in range(rows)]
    assert judge_ours(judging, table[:200]) == judge_bare(table[:200]) == 2
    judged, plain = _timed(lambda: judge_ours(judging, table), 1), _timed(lambda: judge_bare(table), 1)
    return [
        _line(f"fill a form of {QUESTIONS} questions (aim 0.5 ms)", filled, raw),
        _line(f"judge {rows:,} rows × {COLUMNS} columns (aim {rows / 20_000:.3g} s)", judged, plain),
        _employment(max(200, rows // 10)),
        _cascade(),
    ]


def _line(job: str, ours: float, bare: float, beside: str = "bare closures") -> dict[str, Any]:
    return {
        "job": job,
        "ours": _shown(ours),
        "limit": _shown(bare),
        "ratio": ours / bare,
        "beside": beside,
    }


def _shown(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.3f} ms"


def main() -> None:
    """Print the lines; the first argument is the scale (0.1: 10,000 rows)."""
    for line in run(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        print(
            f"{line['job']:74} {line['ours']:>12} {line['limit']:>12} {line['ratio']:6.1f}×  {line['beside']}"
        )


if __name__ == "__main__":
    main()
