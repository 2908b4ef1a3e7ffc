"""Verbs about layouts: what can be printed by which, and an office's own ones."""

from pathlib import Path

import click

from desktop.console.desk import Desk, answer
from desktop.console.problem_codes import LAYOUT_FILE_UNREADABLE
from desktop.words import _
from forms.problems import Problem


@click.group("layouts")
def layouts_group() -> None:
    """The layouts papers are printed by: list, copy, change, take."""


@layouts_group.command("list")
@click.argument("form_id", required=False)
@click.pass_obj
def list_layouts(desk: Desk, form_id: str | None) -> None:
    """List the layouts, of one form or of all."""
    from reports.papers import office_layouts

    with desk.office() as office:
        found = office_layouts.shelf(office, form_id)
    document = [
        {
            "name": one.name,
            "code": one.layout.code,
            "title": one.layout.title,
            "form_id": one.layout.form_id,
            "kind": type(one.layout).__name__.lower(),
            "paper": one.layout.paper,
            "landscape": one.layout.landscape,
            "own": one.own,
        }
        for one in found
    ]
    ours = _("本单位")
    lines = [
        f"{one.name}  {one.layout.title}  {one.layout.paper}  {ours if one.own else ''}".rstrip()
        for one in found
    ]
    answer(desk, {"layouts": document}, "\n".join(lines))


@layouts_group.command("show")
@click.argument("name")
@click.pass_obj
def show_layout(desk: Desk, name: str) -> None:
    """Show a layout as it is written."""
    from reports.papers import office_layouts

    with desk.office() as office:
        text = office_layouts.text_of(office, name)
    answer(desk, {"name": name, "text": text}, text)


@layouts_group.command("export")
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export_layout(desk: Desk, name: str, file: Path) -> None:
    """Write a layout to a file, to be changed in a text editor."""
    from desktop.paperwork import whole
    from reports.papers import office_layouts

    with desk.office() as office:
        text = office_layouts.text_of(office, name)
    whole(file, lambda new: new.write_text(text, encoding="utf-8"))
    answer(desk, {"name": name, "file": str(file)}, _("已写好：{file}").format(file=file))


@layouts_group.command("take")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name")
@click.pass_obj
def take_layout(desk: Desk, file: Path, name: str | None) -> None:
    """Take a file as the office's own layout; one of the same name is replaced."""
    from reports.papers import office_layouts

    with desk.office("reviewer") as office:
        layout = office_layouts.take(office, name or file.stem, _text(file))
    document = {"name": layout.name, "title": layout.title, "form_id": layout.form_id}
    answer(desk, document, _("已收下版式“{title}”（{name}）。").format(**document))


@layouts_group.command("check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def check_layout(desk: Desk, file: Path) -> None:
    """Check a file without taking it."""
    from reports.papers import office_layouts

    with desk.office() as office:
        layout = office_layouts.proved(office, file.stem, _text(file))
    document = {"name": layout.name, "title": layout.title, "form_id": layout.form_id}
    answer(desk, document, _("版式“{title}”没有错误。").format(**document))


@layouts_group.command("drop")
@click.argument("name")
@click.pass_obj
def drop_layout(desk: Desk, name: str) -> None:
    """Forget an own layout; a shipped one of its name counts again."""
    from reports.papers import office_layouts

    with desk.office("reviewer") as office:
        office_layouts.drop(office, name)
    answer(desk, {"name": name}, _("已删除版式 {name}。").format(name=name))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise Problem(LAYOUT_FILE_UNREADABLE, place=file.name, values={"file": file.name}) from fault


VERBS = [layouts_group]
