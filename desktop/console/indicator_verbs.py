"""Verbs of the indicators of the assessment: worked out as a table, JSON, workbook or paper; targets; figures put right."""

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


@click.group(invoke_without_command=True)
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
@click.option(
    "--paper",
    type=click.Choice(["ASS-R1", "ASS-R3", "SUM-R1"]),
    help="Which print the .pdf is: the assessment, the report of the period, years together.",
)
@click.pass_obj
def indicators(
    desk: Desk,
    period: str | None,
    scheme: str,
    counties: tuple[str, ...],
    pairing: str,
    behind: str | None,
    out: Path | None,
    paper: str | None,
) -> None:
    """Work out the indicators of a period, each with the period before, its target and how many records it stands on."""
    from reports.indicators import formulas, span, work_out
    from reports.indicators.closing import as_closed
    from reports.indicators.laid_out import as_document, closed_words

    if click.get_current_context().invoked_subcommand is not None:
        return
    chosen = formulas.scheme(scheme)
    one = span(period or str(SystemClock().today().year))
    moved = 0
    with desk.office() as office:
        if behind is not None:
            _behind(desk, office, behind, one, counties, pairing)
            return
        wanted = [each for _aspect, own in formulas.grouped(chosen) for each in own]
        sheet = work_out(office, wanted, one, offices=counties, pairing=pairing)
        if not counties and not pairing:
            sheet, moved = as_closed(office, sheet, chosen)
        if out is not None:
            _write(office, sheet, chosen, out, paper or "")
    if out is not None:
        document = {"file": str(out), "lines": len(sheet.lines), "closed_at": sheet.closed or None}
        says = _("已生成：{file}").format(file=out)
        answer(desk, document, says + (f"（{closed_words(sheet, _)}）" if sheet.closed else ""))
        return
    _show(desk, sheet, chosen)
    if moved:
        desk.speech.line(_("台账此后改动了 {count} 项").format(count=moved))
    desk.speech.document(as_document(sheet, chosen))


@indicators.command()
@click.argument("indicator")
@click.argument("value", default="")
@click.option("--year", "period", help="2026, 2026-Q3, 2026-H1 or 2026-11; this year by default.")
@click.pass_obj
def target(desk: Desk, indicator: str, value: str, period: str | None) -> None:
    """Set the office's own target VALUE for an INDICATOR of a period; without a value it is forgotten."""
    from reports.indicators import formulas, span
    from reports.indicators.targets import set_targets, typed_number

    one = formulas.indicator(indicator.upper())
    number = typed_number(value) if value else None
    when = span(period or str(SystemClock().today().year))
    with desk.office("reviewer") as office:
        set_targets(office, when, {one.id: number})
    said = (
        _("{period} 目标：{name} {value} {unit}") if number is not None else _("已取消 {period} 目标：{name}")
    )
    name = f"{one.id} {one.label.in_(words.language())}"
    document = {
        "indicator": one.id,
        "period": when.name,
        "target": None if number is None else str(number),
    }
    answer(desk, document, said.format(period=when.name, name=name, value=number, unit=_(one.main.unit)))


@indicators.command()
@click.argument("period")
@click.argument("figure")
@click.argument("value", default="")
@click.option("--reason", required=True)
@click.option("--scheme", default="2017", show_default=True)
@click.pass_obj
def adjust(desk: Desk, period: str, figure: str, value: str, reason: str, scheme: str) -> None:
    """Put VALUE beside the FIGURE (an indicator: its main one) of a closed PERIOD, with the reason; without one it is taken back."""
    from reports.indicators import formulas, span
    from reports.indicators.targets import typed_number

    one, chosen = span(period), formulas.scheme(scheme)
    number = str(typed_number(value)) if value else None
    found = formulas.indicators().get(figure)
    figure = found.main.name if found is not None else figure
    with desk.office("reviewer") as office:
        office.counting.closed.adjust(one.name, chosen.id, figure, number, reason)
    document = {"period": one.name, "figure": figure, "adjusted": number}
    said = _("已调整：{period} {figure} 改为 {value}") if number else _("已取消调整：{period} {figure}")
    answer(desk, document, said.format(period=one.name, figure=figure, value=number))


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


def _write(office: "Office", sheet: "Sheet", scheme: "Scheme", out: Path, paper: str) -> None:
    from reports.indicators.exporting import to_workbook
    from reports.indicators.period_papers import print_figures

    if out.suffix.lower() == ".pdf":
        print_figures(sheet, scheme, office.info, out, today=office.clock.today(), code=paper)
    else:
        to_workbook(sheet, scheme, office.info, out, language=words.language(), translate=_)


VERBS = (indicators,)
