"""Verbs about the keys this office signs with and is written to: shown, renewed, a neighbour's renewal taken in."""

from pathlib import Path

import click

from desktop.console.desk import Desk, answer
from desktop.key_words import state_of
from desktop.words import _


@click.group()
def keys() -> None:
    """The keys of this device towards other offices: how old, renew, take in another's renewal."""


@keys.command("show")
@click.pass_obj
def keys_show(desk: Desk) -> None:
    """Show since when this device's keys are in use, and whether the office above knows them."""
    from sync import enrolment

    with desk.office() as office:
        own = enrolment.own_keys(office)
    document = {
        "key": own.key_id,
        "since": str(own.since),
        "days": own.days,
        "due": own.due,
        "told": own.told,
    }
    answer(desk, document, state_of(own))


@keys.command("renew")
@click.pass_obj
def keys_renew(desk: Desk) -> None:
    """Renew this device's keys; other offices learn of it from a paper the old key signs."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        enrolment.renew(office)
        own = enrolment.own_keys(office)
    document = {"key": own.key_id, "told": own.told}
    answer(desk, document, _("密钥已更换。") + state_of(own) + "\n" + _("请马上做一次备份：更换之前的备份里没有新密钥。"))  # fmt: skip


@keys.command("take")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def keys_take(desk: Desk, file: Path) -> None:
    """Take in another office's renewal that came as a file (beside a batch it is found by itself)."""
    from sync import enrolment

    with desk.office("reviewer") as office:
        said = enrolment.take_keys(office, file)
    document = {"office": said.office, "device_id": said.device}
    answer(desk, document, _("单位 {office} 的新密钥已启用。").format(**document))


VERBS = [keys]
