"""Verbs about word of a new program: issue it, carry it, read it, prove a program file against it. Nothing is downloaded."""

from datetime import datetime
from pathlib import Path

import click

from desktop import update_words
from desktop.console.desk import Desk, answer
from desktop.words import _
from forms.problems import Problem

EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)


@click.group("update")
def update_group() -> None:
    """Word of a new program, signed, from the office above to those below; never the program itself."""


@update_group.command()
@click.argument("version")
@click.argument("files", type=EXISTING, nargs=-1, required=True)
@click.option("--place", required=True)
@click.option("--changes", default="")
@click.option("--needed-by", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--batch-format", default="xiezuo-batch-1", show_default=True)
@click.pass_obj
def issue(
    desk: Desk,
    version: str,
    files: tuple[Path, ...],
    place: str,
    changes: str,
    needed_by: datetime | None,
    batch_format: str,
) -> None:
    """Tell the offices below that VERSION is out; the program FILES are hashed and signed here."""
    from sync import distribution

    with desk.office("reviewer") as office:
        day = needed_by.date() if needed_by else None
        held = distribution.issue(office, version, files, place, changes, day, batch_format)
        told = update_words.document(held, office.clock.today())
    line = _("已发布 {version} 版的更新通知；下级下次联网时收到，或用 xiezuo update pack 写成文件。")
    answer(desk, told, line.format(version=version))


@update_group.command()
@click.argument("file", type=NEW)
@click.pass_obj
def pack(desk: Desk, file: Path) -> None:
    """Write the notice to FILE (.update), signed, for offices without a line."""
    from sync import distribution

    with desk.office("reviewer") as office:
        held = distribution.pack_notice(office, file)
    document = {"file": str(file), "version": held.said.version}
    answer(desk, document, _("{version} 版的更新通知：{file}").format(**document))


@update_group.command()
@click.argument("file", type=EXISTING)
@click.pass_obj
def take(desk: Desk, file: Path) -> None:
    """Take the notice of the office above in FILE."""
    from sync import distribution

    with desk.office() as office:
        distribution.take_notice(office, file)
    _show(desk)


@update_group.command()
@click.pass_obj
def show(desk: Desk) -> None:
    """Show the notice in force here."""
    _show(desk)


def _show(desk: Desk) -> None:
    from sync import distribution
    from sync.protocol.problem_codes import NO_UPDATE

    with desk.office() as office:
        held, today = distribution.held(office), office.clock.today()
    if held is None:
        raise Problem(NO_UPDATE)
    desk.speech.line(
        update_words.heading(held, today) if held.is_news else _("本机已是通知所说的版本或更新。")
    )
    for caption, words in update_words.lines(held):
        desk.speech.line(f"{caption}：{words}")
    answer(desk, update_words.document(held, today), "", [held.too_old] if held.too_old else [])


@update_group.command()
@click.argument("file", type=EXISTING)
@click.pass_obj
def verify(desk: Desk, file: Path) -> None:
    """Say whether the program in FILE is the one of the notice: by hash and signature."""
    from sync import distribution
    from sync.protocol import update_notice
    from sync.protocol.problem_codes import NO_UPDATE

    with desk.office() as office:
        held = distribution.held(office)
    if held is None:
        raise Problem(NO_UPDATE)
    found = update_notice.prove(held.said, file)
    document = {"genuine": True, "name": found.name, "sha256": found.sha256, "version": held.said.version}
    line = _("核对通过：这是 {name} 通知的 {version} 版程序，内容和签名都相符。")
    answer(desk, document, line.format(name=held.name, version=held.said.version))


VERBS = [update_group]
