"""Verbs about reference data: code packs, places, and the shipped pairings."""

from pathlib import Path

import click

from desktop.console.desk import Desk, answer
from desktop.words import _


@click.group()
def codes() -> None:
    """Code packs of the office: take, list, find a place, take in the shipped pairings."""


@codes.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def take(desk: Desk, file: Path) -> None:
    """Take a code pack: changed divisions, townships and villages."""
    with desk.office("reviewer") as office:
        taken = office.codes.take(file)
    document = {
        "edition": taken.edition,
        "title": taken.title,
        "places": taken.places,
        "sha256": taken.sha256,
    }
    answer(desk, document, _("已更新代码：{title}（{edition}），{places} 处").format(**document))


@codes.command("list")
@click.pass_obj
def list_packs(desk: Desk) -> None:
    """List the code packs this office has taken."""
    with desk.office() as office:
        packs = office.codes.all()
    rows = [[one.edition, one.title, str(one.places), one.taken_at[:16], one.sha256[:12]] for one in packs]
    desk.speech.table([_("版次"), _("名称"), _("处数"), _("读入时间"), _("指纹")], rows)
    desk.speech.document({"packs": [
        {"edition": one.edition, "title": one.title, "places": one.places, "taken_at": one.taken_at,
         "sha256": one.sha256} for one in packs]})  # fmt: skip


@codes.command()
@click.argument("text")
@click.option("--within", default="", help="Beginning of the codes looked at, for example a county.")
@click.pass_obj
def find(desk: Desk, text: str, within: str) -> None:
    """Find townships and villages by name, old name, pinyin, initials or code."""
    with desk.office() as office:
        found = office.codes.find(text, within=within)
    desk.speech.table([_("代码"), _("名称"), _("拼音")], [[one.code, one.name, one.pinyin] for one in found])
    desk.speech.document({"places": [{"code": one.code, "name": one.name} for one in found]})


@codes.command()
@click.pass_obj
def pairings(desk: Desk) -> None:
    """Take the pairings of 1996, 2013, 2016 and 2021 into the ledger of pairings."""
    from records.ledger.shipped_pairings import take_in

    with desk.office() as office:
        count = take_in(office)
    answer(desk, {"taken": count}, _("已登记结对关系 {count} 条").format(count=count))


VERBS = (codes,)
