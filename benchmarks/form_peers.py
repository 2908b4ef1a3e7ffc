"""The form engine beside JavaRosa (ODK Collect's, in the jar pyxform carries) and ODK Web Forms' engine, in one run.

Both are optional: JavaRosa needs `java` and `javac`, Web Forms `node` and the folder named by `XFORMS_ENGINE` in which
`npm install @getodk/xforms-engine solid-js jsdom` was run. What is missing is left out of the table, and said so.
Everybody is measured in processor time, so that other programs on the machine count for nobody.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from benchmarks.forms import CONTEXT
from forms.compile import compile_xlsform, keep, load_xform, unfold
from forms.engine import FormSession

HERE = Path(__file__).parent / "peers"
# questions → how often to load and to fill: as the anchors of docs/forms.md were taken (Web Forms, which takes
# seconds a time: a third of it)
SIZES = {60: (15, 60), 1000: (3, 4)}
LONG = 8  # times as often, for a desk that has run all day
CHOICES, CHOICE_LOADS = 50_000, (3, 6)


def table(questions: int) -> str:
    """Return an XLSForm of a household's people: names by pattern, ages in range, follow-ups, sums, a date, a place."""
    persons = 10 if questions < 100 else 9
    blocks = 1 if questions < 100 else questions // 50
    rows = ["| survey |", "| | type | name | label | relevant | constraint | calculation | choice_filter |"]
    for block in range(blocks):
        rows += _block(f"b{block}", persons)
    rows += [
        "| | select_one place | province | 省 | | | | |",
        "| | select_one place | county | 县 | | | | above = ${province} |",
        "| | select_one place | town | 乡镇 | | | | above = ${county} |",
        "| choices |", "| | list_name | name | label | above |",
        "| | yes_no | y | 是 | |", "| | yes_no | n | 否 | |",
        *(f"| | place | p{p} | 省{p} | |" for p in range(3)),
        *(f"| | place | p{p}c{c} | 县{p}{c} | p{p} |" for p in range(3) for c in range(4)),
        *(f"| | place | p{p}c{c}t{t} | 镇{p}{c}{t} | p{p}c{c} |" for p in range(3) for c in range(4) for t in range(5)),
    ]  # fmt: skip
    return "\n".join([*rows, "| settings |", "| | form_id | version |", "| | peers | 1 |", ""])


def _block(key: str, persons: int) -> Iterator[str]:
    for number in range(persons):
        one = f"{key}_{number}"
        yield f"| | text | name_{one} | 姓名 | | string-length(.) <= 20 and regex(., '^[\u4e00-\u9fff]{{2,10}}$') | | |"
        yield f"| | integer | age_{one} | 年龄 | | . >= 0 and . <= 120 | | |"
        yield f"| | select_one yes_no | away_{one} | 外出务工 | | | | |"
        yield f"| | integer | months_{one} | 月数 | ${{away_{one}}} = 'y' | . <= 12 and . <= ${{age_{one}}} | | |"
        counted = f"if(${{away_{one}}} = 'y', ${{age_{one}}} * ${{months_{one}}}, ${{age_{one}}})"
        yield f"| | calculate | weight_{one} | | | | {counted} | |"
    yield f"| | date | born_{key} | 出生日期 | | . <= today() and . > date('1900-01-01') | | |"
    years = f"int((decimal-date-time(date('2026-06-01')) - decimal-date-time(${{born_{key}}})) div 365.25)"
    yield f"| | calculate | years_{key} | | | | {years} | |"
    total = " + ".join(f"coalesce(${{weight_{key}_{number}}}, 0)" for number in range(persons))
    yield f"| | calculate | total_{key} | | | | {total} | |"
    yield f"| | text | trade_{key} | 职业 | ${{years_{key}}} >= 18 | string-length(.) <= 50 | | |"


def answers(questions: int) -> list[tuple[str, str]]:
    """Return the answers of one record, in the order of the form."""
    persons = 10 if questions < 100 else 9
    given: list[tuple[str, str]] = []
    for block in range(1 if questions < 100 else questions // 50):
        for number in range(persons):
            one = f"b{block}_{number}"
            away = number % 2 == 0
            given += [
                (f"name_{one}", "王小明"),
                (f"age_{one}", str(20 + number)),
                (f"away_{one}", "y" if away else "n"),
            ]
            given += [(f"months_{one}", "6")] if away else []
        given += [(f"born_b{block}", "1980-05-06"), (f"trade_b{block}", "务农")]
    return [*given, ("province", "p1"), ("county", "p1c2"), ("town", "p1c2t3")]


def choices_table(count: int) -> str:
    """Return an XLSForm with one question and *count* choices."""
    rows = [f"| | towns | {number} | 乡镇{number} |" for number in range(count)]
    return "\n".join([
        "| survey |", "| | type | name | label |", "| | select_one towns | town | 乡镇 |", "| | text | note | 说明 |",
        "| choices |", "| | list_name | name | label |", *rows,
        "| settings |", "| | form_id | version |", "| | peers | 1 |", "",
    ])  # fmt: skip


def _ours(xform: str, given: list[tuple[str, str]], times: tuple[int, int]) -> dict[str, float]:
    """Load and fill as the peers do: answer by answer, each judged when it is given.

    An office loads what it kept of a form; *read* is what it does once, when a form is new: read the XForm.
    """
    kept = keep(load_xform(xform))
    assert kept is not None
    loads, reads, fills = [], [], []
    for _ in range(times[0]):
        begun = process_time()
        load_xform(xform)
        reads.append(process_time() - begun)
        begun = process_time()
        definition = unfold(kept)
        assert definition is not None
        _fill(FormSession(definition, CONTEXT), given[:1])  # so that what unfolds late has to
        loads.append(process_time() - begun)
    whole = load_xform(xform)
    for _ in range(times[1]):
        session = FormSession(whole, CONTEXT)
        begun = process_time()
        _fill(session, given)
        session.problems()
        fills.append(process_time() - begun)
    return {"load": _warm(loads), "read": _warm(reads), "fill": _warm(fills)}


def _fill(session: FormSession, given: list[tuple[str, str]]) -> None:
    for path, value in given:
        session.answer(path, value)
        assert not session.state(path).problems


def _warm(seconds: list[float]) -> float:
    """Return the median of the second half, in milliseconds: what somebody at work waits for."""
    return median(seconds[len(seconds) // 2 :]) * 1000


def _java_rosa(folder: Path, arguments: list[str]) -> dict[str, float] | None:
    import pyxform

    jar = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
    java, compiler = shutil.which("java"), shutil.which("javac")
    if java is None or compiler is None or not jar.exists():
        return None
    subprocess.run(
        [compiler, "-nowarn", "-cp", str(jar), "-d", str(folder), str(HERE / "JavaRosaBench.java")],
        check=True,
    )
    return _said([java, "-cp", f"{jar}{os.pathsep}{folder}", "JavaRosaBench", *arguments])


def _web_forms(_folder: Path, arguments: list[str]) -> dict[str, float] | None:
    node, modules = shutil.which("node"), os.environ.get("XFORMS_ENGINE", "")
    if node is None or not Path(modules, "node_modules", "@getodk", "xforms-engine").is_dir() or not modules:
        return None
    form, given, *times = arguments
    fewer = [str(-(-int(often) // 3)) for often in times]
    return _said([node, str(HERE / "web_forms_bench.mjs"), form, given, *fewer, modules])


def _said(command: list[str]) -> dict[str, float]:
    """Run a peer and return the JSON of its last line."""
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


PEERS: dict[str, Callable[[Path, list[str]], dict[str, float] | None]] = {
    "JavaRosa": _java_rosa,
    "ODK Web Forms": _web_forms,
}


def run(scale: float = 1.0) -> list[dict[str, Any]]:
    """Measure; with a *scale* below one only the small form. Returns one line a task and peer."""
    lines = [line for size in SIZES if scale >= 1 or size < 100 for line in _size(size)]
    return lines + ([*_all_day(), *_choices()] if scale >= 1 else [])


def _size(size: int) -> Iterator[dict[str, Any]]:
    jobs = {
        "load": f"load a form of {size} questions",
        "read": f"read a form of {size} questions anew",
        "fill": f"fill {size} questions",
    }
    yield from _compared(table(size), answers(size), SIZES[size], jobs)


def _all_day() -> Iterator[dict[str, Any]]:
    """Measure the small form filled hundreds of times, until Java has compiled all it runs."""
    loads, fills = SIZES[60]
    jobs = {"fill": "fill 60 questions, the 240th time on"}
    yield from _compared(table(60), answers(60), (loads, fills * LONG), jobs)


def _choices() -> Iterator[dict[str, Any]]:
    jobs = {"load": f"load {CHOICES:,} choices, choose one"}
    yield from _compared(choices_table(CHOICES), [("town", "49999")], CHOICE_LOADS, jobs)


def _compared(
    form: str, given: list[tuple[str, str]], times: tuple[int, int], jobs: dict[str, str]
) -> Iterator[dict[str, Any]]:
    """Measure one form with everybody; *jobs* are what is told of it, and in which words."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "form.md").write_text(form, encoding="utf-8")
        xform = compile_xlsform(folder / "form.md").xform
        (folder / "form.xml").write_text(xform, encoding="utf-8")
        (folder / "answers.tsv").write_text("".join(f"/data/{p}\t{v}\n" for p, v in given), encoding="utf-8")
        ours = _ours(xform, given, times)
        arguments = [str(folder / "form.xml"), str(folder / "answers.tsv"), *map(str, times)]
        for peer, measure in PEERS.items():
            theirs = measure(folder, arguments)
            for job, told in jobs.items():
                theirs_of = None if theirs is None else theirs["load" if job == "read" else job]
                yield _line(told, ours[job], theirs_of, peer)


def _line(job: str, ours: float, theirs: float | None, peer: str) -> dict[str, Any]:
    return {
        "job": job,
        "ours": f"{ours:.2f} ms",
        "limit": "not installed" if theirs is None else f"{theirs:.2f} ms",
        "ratio": None if theirs is None else ours / theirs,
        "beside": peer,
    }


def main() -> None:
    """Print the lines; a ratio below one means we are faster."""
    for line in chain.from_iterable([*map(_size, SIZES), _all_day(), _choices()]):
        ratio = "" if line["ratio"] is None else f"{line['ratio']:.3f}×"
        print(
            f"{line['job']:38} {line['ours']:>12} {line['limit']:>14} {ratio:>8}  {line['beside']}",
            flush=True,
        )


if __name__ == "__main__":
    main()
