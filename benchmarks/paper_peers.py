"""The same roster by other libraries beside ours: fpdf2, WeasyPrint, typst, each the way its manual shows a table.

They are no dependencies of the program: `uv pip install fpdf2 weasyprint typst` first; what is missing is left out. Each
prints the cells our roster prints, once after a small roster that loads its fonts; WeasyPrint, a hundred times slower, fewer
rows. `python -m benchmarks.paper_peers [rows]`.
"""

import html
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import papers as ours
from resources import path

Cells = list[tuple[str, ...]]
_FONT = "NotoSansSC-Regular"
_SHARES = {"weasyprint": 0.03, "fpdf2": 0.2, "typst": 0.2}  # of the rows: so that the run ends within minutes


def run(count: int = ours.ROWS) -> list[dict[str, Any]]:
    """Return rows a second of ours and of each library that is installed."""
    import reports.papers as printed
    from records.model.office import OfficeInfo
    from reports.papers.answers_in_words import Words
    from reports.papers.roster_rows import table

    records = ours._records(count)
    layout: Any = printed.layouts()["labour-roster"]
    cells = [row.cells for row in table(layout, records, Words(None), ours._DAY)]
    heads = tuple(column.heading for column in layout.columns)
    office = OfficeInfo("513221", "汶川县", "county", "device", "epoch", ours._DAY)
    found: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "r.pdf"

        def by_us(rows: int) -> None:
            printed.roster(layout, records[:rows], file, office_info=office, as_of=ours._DAY)

        found.append(_told("ours", by_us, count))
        for peer, (module, draw) in PEERS.items():
            if importlib.util.find_spec(module) is None:
                continue

            def by_peer(rows: int, draw: Callable[[Cells, Path], None] = draw) -> None:
                draw([heads, *cells[:rows]], file)

            found.append(_told(peer, by_peer, int(count * _SHARES[peer])))
    return found


def _told(name: str, draw: Callable[[int], None], rows: int) -> dict[str, Any]:
    draw(30)
    begun = time.process_time()
    draw(rows)
    took = time.process_time() - begun
    return {"library": name, "rows": rows, "cpu": f"{took:.2f} s", "rows a second": round(rows / took)}


def _fpdf2(rows: Cells, file: Path) -> None:
    fpdf = importlib.import_module("fpdf")
    pdf = fpdf.FPDF("L", "mm", "A4")
    pdf.add_font("sc", "", str(path("fonts", f"{_FONT}.ttf")))
    pdf.set_font("sc", size=6)
    pdf.add_page()
    with pdf.table(rows=rows, first_row_as_headings=False):
        pass
    pdf.output(str(file))


def _weasyprint(rows: Cells, file: Path) -> None:
    weasyprint = importlib.import_module("weasyprint")
    body = "".join("<tr>" + "".join(f"<td>{html.escape(one)}</td>" for one in row) + "</tr>" for row in rows)
    url = path("fonts", f"{_FONT}.ttf").as_uri()
    style = f"@font-face{{font-family:sc;src:url({url})}}@page{{size:A4 landscape}}td{{border:1px solid;font:6pt sc}}"
    weasyprint.HTML(string=f"<style>{style}</style><table>{body}</table>").write_pdf(str(file))


def _typst(rows: Cells, file: Path) -> None:
    typst = importlib.import_module("typst")
    text = ",".join(f"[#{json.dumps(one, ensure_ascii=False)}]" for row in rows for one in row)
    source = f'#set page("a4", flipped: true)\n#set text(6pt, font: "Noto Sans SC")\n#table(columns: {len(rows[0])}, {text})'
    given = file.with_suffix(".typ")
    given.write_text(source, encoding="utf-8")
    typst.compile(str(given), output=str(file), font_paths=[str(path("fonts"))])


PEERS: dict[str, tuple[str, Callable[[Cells, Path], None]]] = {
    "fpdf2": ("fpdf", _fpdf2),
    "weasyprint": ("weasyprint", _weasyprint),
    "typst": ("typst", _typst),
}

if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else ours.ROWS):
        print(line)
