"""Verbs about forms: list, check, show, publish, export."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from desktop.console.desk import Desk, answer
from desktop.console.problem_codes import UNKNOWN_FORM
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
    """Forms of the office: list, check, show, publish, export."""


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
    from forms.compile import compile_xlsform

    definition = compile_xlsform(file).definition
    document = {
        "form_id": definition.form_id,
        "version": definition.version,
        "questions": len(definition.questions),
    }
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


@forms.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def publish(desk: Desk, file: Path) -> None:
    """Publish an XLSForm in this office: later entries use it, earlier records keep their version."""
    from forms.compile import compile_xlsform

    compiled = compile_xlsform(file)
    with desk.office("reviewer") as office:
        office.forms.publish(compiled)
    definition = compiled.definition
    document = {"form_id": definition.form_id, "version": definition.version, "digest": definition.digest}
    answer(desk, document, _("已发布：{form_id}，版本 {version}").format(**document))


VERBS = [forms]
