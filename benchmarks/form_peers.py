"""The form engine beside JavaRosa (ODK Collect's, in the jar pyxform carries) and ODK Web Forms' engine, in one run.

Both are optional: JavaRosa needs `java` and `javac`, Web Forms `node` and the folder named by `XFORMS_ENGINE` in which
`npm install @getodk/xforms-engine solid-js jsdom` was run. What is missing is left out of the table, and said so.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks.forms import CONTEXT
from forms.compile import compile_xlsform, load_xform
from forms.engine import FormSession

HERE = Path(__file__).parent / "peers"
SIZES = {
    60: (12, 30),
    1000: (4, 6),
}  # questions → how often to load and to fill (Web Forms takes seconds a time)


def table(questions: int) -> str:
    """Return an XLSForm: amounts and counts with constraints, their products, texts shown when a product is large."""
    rows = ["| survey |", "| | type | name | label | relevant | required | constraint | calculation |"]
    for number in range(questions // 4):
        rows += [
            f"| | decimal | amount{number} | 金额 | | yes | . >= 0 and . <= 100000 | |",
            f"| | integer | count{number} | 数量 | | yes | . > 0 | |",
            f"| | calculate | total{number} | | | | | ${{amount{number}}} * ${{count{number}}} |",
            f"| | text | note{number} | 说明 | ${{total{number}}} > 5 | yes | string-length(.) < 50 | |",
        ]
    return "\n".join([*rows, "| settings |", "| | form_id | version |", "| | peers | 1 |", ""])


def answers(questions: int) -> list[tuple[str, str]]:
    """Return the answers of one record, in the order of the form."""
    each = (("amount", "1250.5"), ("count", "4"), ("note", "words"))
    return [(f"{name}{number}", value) for number in range(questions // 4) for name, value in each]


def _ours(xform: str, given: list[tuple[str, str]], times: tuple[int, int]) -> dict[str, float]:
    """Load and fill as the peers do: answer by answer, each judged when it is given."""
    loads, fills = [], []
    for _ in range(times[0]):
        begun = perf_counter()
        definition = load_xform(xform)
        loads.append(perf_counter() - begun)
    for _ in range(times[1]):
        session = FormSession(definition, CONTEXT)
        begun = perf_counter()
        for path, value in given:
            session.answer(path, value)
            _ = session.state(path).problems
        session.problems()
        fills.append(perf_counter() - begun)
    return {"load": median(loads[times[0] // 2 :]) * 1000, "fill": median(fills[times[1] // 2 :]) * 1000}


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
    return _said([node, str(HERE / "web_forms_bench.mjs"), *arguments, modules])


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
    return [line for size in SIZES if scale >= 1 or size < 100 for line in _size(size)]


def _size(size: int) -> Iterator[dict[str, Any]]:
    given = answers(size)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "form.md").write_text(table(size), encoding="utf-8")
        xform = compile_xlsform(folder / "form.md").xform
        (folder / "form.xml").write_text(xform, encoding="utf-8")
        (folder / "answers.tsv").write_text("".join(f"/data/{p}\t{v}\n" for p, v in given), encoding="utf-8")
        ours = _ours(xform, given, SIZES[size])
        arguments = [str(folder / "form.xml"), str(folder / "answers.tsv"), *map(str, SIZES[size])]
        for peer, measure in PEERS.items():
            theirs = measure(folder, arguments)
            for job, what in (("load", "load a form of"), ("fill", "fill")):
                yield _line(
                    f"{what} {size} questions", ours[job], None if theirs is None else theirs[job], peer
                )


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
    for line in (line for size in SIZES for line in _size(size)):
        ratio = "" if line["ratio"] is None else f"{line['ratio']:.3f}×"
        print(
            f"{line['job']:30} {line['ours']:>12} {line['limit']:>14} {ratio:>8}  {line['beside']}",
            flush=True,
        )


if __name__ == "__main__":
    main()
