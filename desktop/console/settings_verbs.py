"""Verbs of the office's rules and deadlines: what each is set to, and setting one."""

import click

from desktop.console.desk import Desk, answer
from desktop.words import _


@click.group()
def settings() -> None:
    """Rules and deadlines the office may set for itself."""


@settings.command("list")
@click.pass_obj
def list_settings(desk: Desk) -> None:
    """List every rule with its value, its default and its range."""
    from records.ledger.rule_settings import RULE_SETTINGS

    with desk.office() as office:
        kept = office.settings.all()
    desk.speech.table(
        [_("代码"), _("规则与期限"), _("现值"), _("默认值"), _("单位")],
        [
            [
                one.key,
                _(one.label),
                str(kept.get(one.key, "")),
                "" if one.default is None else str(one.default),
                _(one.unit),
            ]
            for one in RULE_SETTINGS
        ],
    )
    desk.speech.document({
        "settings": [
            {"key": one.key, "value": kept.get(one.key), "default": one.default, "least": one.least, "most": one.most}
            for one in RULE_SETTINGS
        ]
    })  # fmt: skip


@settings.command("set")
@click.argument("key")
@click.argument("value", default="")
@click.pass_obj
def set_setting(desk: Desk, key: str, value: str) -> None:
    """Set the rule KEY to VALUE; without a value the default counts again."""
    from records.ledger.rule_settings import read_rule, rule_setting

    one = rule_setting(key)
    number = read_rule(one, value, _(one.label))
    with desk.office("reviewer") as office:
        office.settings.set(key, number)
    now = one.default if number is None else number
    said = (
        _("已设置：{label} {value} {unit}") if number is not None else _("已恢复默认：{label} {value} {unit}")
    )
    told = said.format(label=_(one.label), value=_("不设") if now is None else now, unit=_(one.unit))
    answer(desk, {"key": key, "value": number, "default": one.default}, told)


VERBS = (settings,)
