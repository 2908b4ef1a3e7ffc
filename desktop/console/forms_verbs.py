"""Verbs about forms: list, check, show, export; those that put versions in force are in `form_version_verbs`."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop.console.desk import Desk, answer
from desktop.console.form_version_verbs import COMMANDS, compiled
from desktop.console.problem_codes import FILE_NOT_WRITTEN, UNKNOWN_FORM
from desktop.words import _
from forms.problems import Problem

if TYPE_CHECKING:
    from forms.engine import FormDefinition
    from records.ledger import Office


def definition_of(office: "Office", form_id: str) -> "FormDefinition":
    """Return the newest definition of *form_id*; a Problem (DESKTOP-002) when the office has no such form."""
    if form_id not in {info.form_id for info in office.forms.all()}:
        raise Problem(UNKNOWN_FORM, values={"form": form_id})
    return office.forms.definition(form_id)


@click.group()
def forms() -> None:
    """Forms of the office: list, check, show, export, publish, migrate, pack, take."""


@forms.command("list")
@click.pass_obj
def list_forms(desk: Desk) -> None:
    """List the office's forms."""
    with desk.office() as office:
        found = office.forms.all()
    rows = [[info.form_id, info.version, str(info.title), info.digest[:12]] for info in found]
    desk.speech.table([_("表"), _("版本"), _("名称"), _("指纹")], rows)
    desk.speech.document({"forms": [
        {"form_id": info.form_id, "version": info.version, "title": str(info.title), "digest": info.digest}
        for info in found]})  # fmt: skip


@forms.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def check(desk: Desk, file: Path) -> None:
    """Check an XLSForm (.xlsx, .md, .csv) and say every problem at once."""
    made = compiled(file)
    definition = made.definition
    document = {
        "form_id": definition.form_id,
        "version": definition.version,
        "questions": len(definition.questions),
        "warnings": [problem.as_json(_) for problem in made.warnings],
    }
    for problem in made.warnings:
        desk.speech.line(f"{problem.code} [{problem.place}] {problem.sentence(_)}")
    answer(desk, document, _("没有问题：{form_id}，版本 {version}，{questions} 个问题").format(**document))


@forms.command()
@click.argument("form_id")
@click.pass_obj
def show(desk: Desk, form_id: str) -> None:
    """Show the questions of a form."""
    with desk.office() as office:
        definition = definition_of(office, form_id)
    questions = [_described(question) for question in definition.questions.values()]
    desk.speech.table(
        [_("问题"), _("名称"), _("类型"), _("敏感级")],
        [[item["name"], item["label"], item["kind"], item["sensitive"]] for item in questions],
    )
    desk.speech.document({"form_id": form_id, "version": definition.version, "questions": questions})


def _described(question: Any) -> dict[str, str]:
    return {
        "name": question.path,
        "label": question.label.in_("zh"),
        "label_en": question.label.in_("en"),
        "kind": str(question.kind),
        "sensitive": question.marks.get("sensitive", ""),
    }


@forms.command("export")
@click.argument("form_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--version", "wanted", help="An earlier version; without it the one in force.")
@click.pass_obj
def export_form(desk: Desk, form_id: str, file: Path, wanted: str | None) -> None:
    """Write the XLSForm of a form to FILE (.xlsx or .md), to be edited in Excel and published again."""
    from forms.sheets import write_sheets

    if file.suffix.lower() not in {".xlsx", ".md"}:
        raise click.UsageError(_("文件名应以 .xlsx 或 .md 结尾。"))
    with desk.office() as office:
        definition = definition_of(office, form_id)
        if wanted is not None:
            definition = office.forms.version(form_id, wanted)
        sheets = office.forms.sheets(form_id, definition.digest)
    try:
        write_sheets(sheets, file, title=str(definition.title))
    except OSError as error:
        values = {"file": str(file), "reason": error.strerror or type(error).__name__}
        raise Problem(FILE_NOT_WRITTEN, place=str(file), values=values) from error
    document = {"file": str(file), "form_id": form_id, "version": definition.version}
    answer(desk, document, _("已导出：{form_id}，版本 {version}，{file}").format(**document))


for command in COMMANDS:
    forms.add_command(command)

VERBS = [forms]
