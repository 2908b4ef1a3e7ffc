"""Verbs about Excel: a template to fill, a roster to import, rows to export."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop import exports
from desktop.console.desk import Desk, answer, vouching_passphrase
from desktop.console.forms_verbs import definition_of
from desktop.console.intake import Intake, take_in
from desktop.console.problem_codes import FIXED_NOT_UNDERSTOOD, UNKNOWN_FORM
from desktop.console.speech import Refused
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from forms.engine import FormDefinition
    from records.ledger import Office

FAMILIES = {"donation": ("money_donation", "goods_donation")}
"""One roster may feed two ledgers: the donation ledger of an office holds money and goods in one sheet."""


@click.command()
@click.argument("form_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def template(desk: Desk, form_id: str, file: Path) -> None:
    """Write an Excel template of a form: text IDs, drop-downs, hints."""
    from reports import workbooks

    with desk.office() as office:
        workbooks.template(definition_of(office, form_id), file)
    answer(desk, {"file": str(file)}, _("已生成模板：{file}").format(file=file))


@click.command("import")
@click.argument("form_id")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--sheet", help="Sheet to read; without it the first one that holds a roster.")
@click.option(
    "--set", "fixed", multiple=True, help="question=value for every row, where the roster lacks it."
)
@click.option("--dry-run", is_flag=True, help="Judge only; nothing enters.")
@click.option(
    "--existing",
    type=click.Choice(["refuse", "fill", "overwrite"]),
    default="refuse",
    help="What becomes of rows the ledger has already.",
)
@click.option("--keep", is_flag=True, help="Let the rows that stay outside wait in the office.")
@click.option(
    "--errors", type=click.Path(dir_okay=False, path_type=Path), help="Write the error workbook here."
)
@click.pass_obj
def import_roster(
    desk: Desk,
    form_id: str,
    file: Path,
    sheet: str | None,
    fixed: tuple[str, ...],
    dry_run: bool,
    existing: str,
    keep: bool,
    errors: Path | None,
) -> None:
    """Bring in the roster FILE as drafts of FORM_ID ('donation' routes money and goods by row)."""
    with desk.office() as office:
        definitions = definitions_of(office, form_id)
        intake = take_in(
            office,
            definitions,
            file,
            sheet=sheet,
            fixed=fixed_by_form(definitions, fixed),
            dry_run=dry_run,
            errors=errors,
            existing=existing,
            keep=keep,
            progress=desk.speech.progress,
        )
    tell(desk, intake, dry_run=dry_run)


def definitions_of(office: "Office", form_id: str) -> "list[FormDefinition]":
    """Return the forms *form_id* stands for: itself, or the forms of a family."""
    return [definition_of(office, name) for name in FAMILIES.get(form_id, (form_id,))]


def fixed_by_form(definitions: "list[FormDefinition]", given: tuple[str, ...]) -> "Fixed":
    """Share ``question=value`` out to the forms that have the question; refused (DESKTOP-104) when none has it."""
    known = {name for definition in definitions for name in definition.questions}
    for text in given:
        if "=" not in text or text.partition("=")[0] not in known:
            raise Problem(FIXED_NOT_UNDERSTOOD, values={"text": text})
    return lambda definition: fixed_values(
        definition, tuple(text for text in given if text.partition("=")[0] in definition.questions)
    )


def fixed_values(definition: "FormDefinition", given: tuple[str, ...]) -> dict[str, object]:
    """Read ``question=value``; several values of a multiple choice are separated by commas."""
    values: dict[str, object] = {}
    for text in given:
        name, equals, value = text.partition("=")
        question = definition.questions.get(name)
        if not equals or question is None:
            raise Problem(FIXED_NOT_UNDERSTOOD, values={"text": text})
        values[name] = value.split(",") if question.multiple else value
    return values


def tell(desk: Desk, intake: Intake, *, dry_run: bool = False) -> None:
    """Say what entered and what did not, every refusal with its cell."""
    document = {
        "good": intake.good,
        "refused": intake.refused_rows,
        "ignored": intake.ignored,
        "records": intake.records,
        "updated": intake.updated,
        "import": intake.import_id,
        "kept": intake.kept,
        "errors": str(intake.errors) if intake.errors else None,
    }
    line = _("可导入 {good} 行，退回 {refused} 行") if dry_run else _("已导入 {good} 行，退回 {refused} 行")
    desk.speech.line(line.format(**document))
    if intake.updated:
        desk.speech.line(_("其中更新已有记录 {count} 条").format(count=len(intake.updated)))
    if intake.import_id:
        desk.speech.line(_("撤销整个导入：xiezuo imports undo {name}").format(name=intake.import_id))
    if intake.errors:
        desk.speech.line(_("有问题的行见：{file}").format(file=intake.errors))
    if intake.problems:
        raise Refused(intake.problems, document)
    desk.speech.document(document)


@click.command()
@click.argument("form_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--state", help="Only records in this state.")
@click.option("--search", default="", help="Only records that match.")
@click.option("--columns", default="", help="Question names in the order wanted, separated by commas.")
@click.option("--joined", is_flag=True, help="Rows of a repeat beside the columns of their record.")
@click.option("--profile", help="Columns and headings of an export profile.")
@click.option("--reason", default="", help="Why personal data leaves; kept in the log.")
@click.option("--vouched-by", "vouching", help="Who agrees; their passphrase is asked.")
@click.pass_obj
def export(
    desk: Desk,
    form_id: str,
    file: Path,
    state: str | None,
    search: str,
    columns: str,
    joined: bool,
    profile: str | None,
    reason: str,
    vouching: str | None,
) -> None:
    """Export a ledger to FILE (.xlsx, .csv or .jsonl by its ending); 'all' puts every ledger on a sheet."""
    kind = file.suffix.lstrip(".").lower()
    if kind not in {"xlsx", "csv", "jsonl"}:
        raise click.UsageError(_("文件名应以 .xlsx、.csv 或 .jsonl 结尾。"))
    if form_id == "all" and kind != "xlsx":
        raise click.UsageError(_("全部台账只能导出为 .xlsx。"))
    chosen = [name.strip() for name in columns.split(",") if name.strip()] or None
    with desk.office() as office:
        wanted = Wanted(state, search, chosen, "joined" if joined else "sheets", profile)
        _handed_out(desk, office, form_id, wanted, reason, vouching)
        rows = _export(desk, office, form_id, file, wanted)
    answer(
        desk,
        {"file": str(file), "rows": rows},
        _("已导出 {rows} 条：{file}").format(rows=rows, file=file),
    )


def _handed_out(
    desk: Desk, office: "Office", form_id: str, wanted: "Wanted", reason: str, vouching: str | None
) -> None:
    """Let the log keep why personal data leaves, and who agreed. Raises Problem RECORDS-054, -206, -002, -207."""
    if form_id != "all":
        definition_of(office, form_id)
    columns = None if wanted.columns is None else tuple(wanted.columns)
    asked = exports.Wanted(form_id, columns=columns, profile=wanted.profile or "", every=form_id == "all")
    if exports.personal(office, asked):
        vouched = office.people.vouch(desk.person(vouching), vouching_passphrase()) if vouching else ""
        office.audit.hand_out(form_id, reason, vouched)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records leave, and how they look."""

    state: str | None
    search: str
    columns: list[str] | None
    shape: str
    profile: str | None


def _export(desk: Desk, office: "Office", form_id: str, file: Path, wanted: Wanted) -> int:
    """Write what is wanted and return how many records that were."""
    from reports import workbooks

    count = 0

    def counted(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    def ledger(name: str) -> Iterator[dict[str, Any]]:
        return counted(rows_of(office, name, state=wanted.state, search=wanted.search))

    kind = file.suffix.lstrip(".").lower()
    if form_id == "all":
        ledgers = [
            workbooks.Ledger(office.forms.in_use(info.form_id), ledger(info.form_id))
            for info in office.forms.all()
            if any(office.records.counts(info.form_id).values())
        ]
        workbooks.export_all(ledgers, file, shape=wanted.shape, progress=desk.speech.progress)
        return count
    definition_of(office, form_id)
    if wanted.profile is not None:
        workbooks.export_profile(wanted.profile, office.forms.definition(form_id), ledger(form_id), file)
        return count
    workbooks.export(
        office.forms.in_use(form_id),
        ledger(form_id),
        file,
        kind,
        columns=wanted.columns,
        shape=wanted.shape,
        progress=desk.speech.progress,
    )
    return count


def rows_of(
    office: "Office", form_id: str, *, state: str | None = None, search: str = ""
) -> Iterator[dict[str, Any]]:
    """Yield the answers of a ledger's records, in the order they were entered."""
    if form_id not in {info.form_id for info in office.forms.all()}:
        raise Problem(UNKNOWN_FORM, values={"form": form_id})
    found = office.records.each(form_id, search=search, states=[state] if state else None)
    return (record.answers for record in found)


Fixed = Callable[["FormDefinition"], dict[str, object]]


@click.group()
def imports() -> None:
    """Imports as a whole: list them, take one back, see what waits."""


@imports.command("list")
@click.pass_obj
def list_imports(desk: Desk) -> None:
    """List the last imports, and what was put aside."""
    with desk.office() as office:
        came, kept = office.imports.all(), office.imports.kept()
    desk.speech.table(
        [_("编号"), _("文件"), _("条数"), _("时间"), _("状态")],
        [
            [
                one.import_id,
                one.file_name,
                str(one.records),
                f"{one.at:%Y-%m-%d %H:%M}",
                _("已撤销") if one.undone_at else "",
            ]
            for one in came
        ]
        + [
            [one.kept_id[:16], one.file_name, str(one.waiting), f"{one.at:%Y-%m-%d %H:%M}", _("待处理")]
            for one in kept
        ],
    )
    desk.speech.document({"imports": [asdict(one) for one in came], "kept": [asdict(one) for one in kept]})


@imports.command("undo")
@click.argument("import_id")
@click.option("--reason", required=True, help="Why; kept with the records.")
@click.pass_obj
def undo_import(desk: Desk, import_id: str, reason: str) -> None:
    """Take a whole import back: untouched drafts void, changed records as before."""
    with desk.office() as office:
        undone = office.undo_import(import_id, reason)
    stayed = [record.head.record_id for record in undone.stayed]
    answer(
        desk,
        {"voided": undone.voided, "restored": undone.restored, "stayed": stayed},
        _("已撤销：{void} 条作废，{back} 条恢复原来的内容，{stay} 条已有人处理，没有动").format(
            void=len(undone.voided), back=len(undone.restored), stay=len(stayed)
        ),
    )


VERBS = [template, import_roster, export, imports]
