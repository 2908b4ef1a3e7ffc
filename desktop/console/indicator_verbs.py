"""The verb that works out the indicators of the assessment: as a table, as JSON, as a workbook, as the paper ASS-R1."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop import words
from desktop.console.desk import Desk, answer
from desktop.words import _
from forms.clock import SystemClock

if TYPE_CHECKING:
    from records.ledger import Office
    from reports.indicators import Scheme, Sheet, Span


@click.command()
@click.option(
    "--year",
    "period",
    help="2026, 2026-Q3, 2026-H1, 2026-11 or 2013..2016; this year by default.",
)
@click.option("--scheme", default="2017", show_default=True, help="2016, 2017 or 2021.")
@click.option("--county", "counties", multiple=True, help="Only records of this office; may be given again.")
@click.option("--pairing", default="", help="Only what belongs to the pairing with this record id.")
@click.option(
    "--rows", "behind", metavar="FIGURE", help="The records a figure is made of: LAB-01, LAB-09.trainees."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write .xlsx or .pdf.")
@click.pass_obj
def indicators(
    desk: Desk,
    period: str | None,
    scheme: str,
    counties: tuple[str, ...],
    pairing: str,
    behind: str | None,
    out: Path | None,
) -> None:
    """Work out the indicators of a period, each with the period before, its target and how many records it stands on."""
    from reports.indicators import formulas, span, work_out
    from reports.indicators.laid_out import as_document

    chosen = formulas.scheme(scheme)
    one = span(period or str(SystemClock().today().year))
    with desk.office() as office:
        if behind is not None:
            _behind(desk, office, behind, one, counties, pairing)
            return
        wanted = [each for _aspect, own in formulas.grouped(chosen) for each in own]
        sheet = work_out(office, wanted, one, offices=counties, pairing=pairing)
        if out is not None:
            _write(office, sheet, chosen, out)
    if out is not None:
        answer(desk, {"file": str(out), "lines": len(sheet.lines)}, _("已生成：{file}").format(file=out))
        return
    _show(desk, sheet, chosen)
    desk.speech.document(as_document(sheet, chosen))


def _show(desk: Desk, sheet: "Sheet", scheme: "Scheme") -> None:
    from reports.indicators.laid_out import HEADS, heading, laid_out
    from reports.indicators.periods import in_words

    rows = laid_out(sheet, scheme, words.language(), empty=False)
    desk.speech.line(f"{scheme.label.in_(words.language())}  {in_words(sheet.span)}  {heading(sheet, _)}")
    indent = ["", "", "  ", "    "]
    desk.speech.table(
        [_(head) for head in HEADS],
        [[row.cells[0], indent[row.depth] + row.cells[1], *row.cells[2:]] for row in rows],
    )
    silent = sum(1 for line in sheet.lines if not line.part and not line.number.rows)
    desk.speech.line(_("另有 {count} 项本期没有记录").format(count=silent))


def _behind(
    desk: Desk, office: "Office", name: str, one: "Span", counties: tuple[str, ...], pairing: str
) -> None:
    from reports.indicators import behind
    from reports.indicators.formulas import indicator

    found = indicator(name.partition(".")[0])
    figure = next((each for each in found.figures if each.name == name), found.main)
    heads = behind(office, figure, one, offices=counties, pairing=pairing)
    desk.speech.table(
        [_("台账"), _("记录"), _("记录编号")],
        [
            [office.forms.definition(head.form_id).title.in_(words.language()), head.title, head.record_id]
            for head in heads
        ],
    )
    desk.speech.document({
        "figure": figure.name,
        "records": [{"form_id": head.form_id, "record_id": head.record_id, "title": head.title} for head in heads],
    })  # fmt: skip


def _write(office: "Office", sheet: "Sheet", scheme: "Scheme", out: Path) -> None:
    from reports.indicators.exporting import to_paper, to_workbook

    if out.suffix.lower() == ".pdf":
        to_paper(sheet, scheme, office.info, out, as_of=sheet.span.period.last, translate=_)
    else:
        to_workbook(sheet, scheme, office.info, out, language=words.language(), translate=_)


VERBS = (indicators,)
