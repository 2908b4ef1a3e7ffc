"""Verbs about the office itself: make it, back it up, restore it, verify it, and the demonstration."""

import tomllib
from pathlib import Path
from typing import Any

import click

from desktop.console.desk import Desk, answer
from desktop.console.problem_codes import FILE_ALREADY_THERE, PEOPLE_FILE_NOT_UNDERSTOOD
from desktop.console.speech import Refused
from desktop.words import _
from forms.clock import SystemClock
from forms.problems import Problem
from records.model.ids import SystemIds

LEVELS = ("field", "county", "prefecture", "province")


@click.command()
@click.option("--code", required=True, help="Division code of the office, e.g. 513221.")
@click.option("--name", required=True, help="Name of the office.")
@click.option("--level", type=click.Choice(LEVELS), default="county", show_default=True)
@click.option("--database", help="PostgreSQL address for a province; without it an encrypted file is used.")
@click.option(
    "--people", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="TOML file of people."
)
@click.pass_obj
def init(desk: Desk, code: str, name: str, level: str, database: str | None, people: Path | None) -> None:
    """Make a new office; its people come from a prompt or from --people."""
    from records.ledger import NewUser, Office, Role

    if (desk.folder / "keyring.json").exists():
        raise Problem(FILE_ALREADY_THERE, values={"file": desk.folder})
    wanted = _people_from(people) if people else _people_asked()
    office = Office.create(
        desk.folder,
        code=code,
        name=name,
        level=level,
        people=[NewUser(person["name"], Role(person["role"]), person["passphrase"]) for person in wanted],
        clock=SystemClock(),
        ids=SystemIds(),
        database=database,
    )
    info = office.info
    office.close()
    document = {"folder": str(desk.folder), "code": info.code, "name": info.name, "level": info.level,
                "device_id": info.device_id, "store_epoch": info.store_epoch}  # fmt: skip
    answer(desk, document, _("已建立单位：{name}（{code}），文件夹 {folder}").format(**document))


def _people_from(file: Path) -> list[dict[str, str]]:
    try:
        people: list[dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))["people"]
        if not all({"name", "role", "passphrase"} <= set(person) for person in people) or not people:
            raise KeyError("people")
    except (tomllib.TOMLDecodeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise Problem(PEOPLE_FILE_NOT_UNDERSTOOD, place=str(file), values={"file": file.name}) from error
    return people


def _people_asked() -> list[dict[str, str]]:
    people = []
    for role, title in (("clerk", _("填报人")), ("reviewer", _("审核人"))):
        name = click.prompt(_("{role}姓名").format(role=title), err=True)
        passphrase = click.prompt(
            _("{role}口令").format(role=title), hide_input=True, confirmation_prompt=True, err=True
        )
        people.append({"name": name, "role": role, "passphrase": passphrase})
    return people


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(desk: Desk, file: Path) -> None:
    """Write a verified backup of the office to FILE."""
    with desk.office() as office:
        made = office.backup(file)
    answer(desk, {"file": str(made)}, _("已备份并验证：{file}").format(file=made))


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(desk: Desk, file: Path) -> None:
    """Make the office folder from the backup FILE: a new copy, with a new store epoch and receipt series."""
    office = desk.restored(file)
    info = office.info
    office.close()
    document = {"folder": str(desk.folder), "code": info.code, "name": info.name,
                "store_epoch": info.store_epoch, "series": info.series}  # fmt: skip
    line = _("已恢复：{name}（{code}），文件夹 {folder}。凭证从 {series} 字头重新编号，原来的数据不要再用。")
    answer(desk, document, line.format(**document))


@click.command()
@click.pass_obj
def verify(desk: Desk) -> None:
    """Verify the audit chain, the revisions, the attached files and the receipt series."""
    with desk.office("reviewer") as office:
        result = office.audit.verify()
        gaps = office.receipts.gaps()
    document: dict[str, Any] = {
        "entries": result.entries,
        "files": result.files,
        "problems": [],
        "receipt_gaps": gaps,
    }
    problems = list(result.problems)
    if problems:
        raise Refused(problems, document)
    told = _("审计链完整：{entries} 条；附件：{files} 个；票据断号：{gaps} 处")
    answer(desk, document, told.format(entries=result.entries, files=result.files, gaps=len(gaps)))


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where the papers, workbooks and batches are left."
)
@click.option("--full", is_flag=True, help="Instead: fill a new county with a year of invented work.")
@click.option(
    "--times", default=1, show_default=True, help="With --full: people, jobs and gifts so many times."
)
@click.pass_obj
def demo(desk: Desk, out: Path | None, full: bool, times: int) -> None:
    """Walk the whole road on sample data: roster in, receipt out, batch to the province and back."""
    if full:
        from desktop.console.full_demo import sample_year

        done, approved = sample_year(desk, times)
        document = {"folder": str(desk.folder), "records": done, "approved": approved}
        answer(
            desk,
            document,
            _("样例单位已建好：{records} 条记录，审核通过 {approved} 条；在 {folder}").format(**document),
        )
        return
    from desktop.console.demo import walk

    answer(desk, walk(desk.speech, out), "")


VERBS = [init, backup, restore, verify, demo]
