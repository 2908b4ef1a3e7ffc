"""Says what was typed wrong (exit status 2) in the language chosen: click's own sentences are English only."""

import click

from desktop.words import _


def sentence(wrong: click.ClickException) -> str:
    """Return one sentence about *wrong*; what is ours already is told as it is."""
    if isinstance(wrong, click.MissingParameter):
        return _("缺少 {name}。").format(name=_name(wrong.param))
    if isinstance(wrong, click.BadParameter):
        return _bad(wrong)
    if isinstance(wrong, click.NoSuchOption):
        return _("没有选项“{name}”。").format(name=wrong.option_name) + _near(wrong.possibilities)
    if isinstance(wrong, click.exceptions.NoSuchCommand):
        return _("没有动词“{name}”。").format(name=wrong.command_name) + _near(wrong.possibilities)
    if isinstance(wrong, click.BadOptionUsage):
        return _("选项“{name}”后面要有一个值。").format(name=wrong.option_name)
    return wrong.format_message()


def told(wrong: click.ClickException) -> str:
    """Return what a person reads: how the verb is typed, what is wrong, where help is."""
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    if context is None:
        return f"{sentence(wrong)}\n"
    help_line = _("帮助：{command} --help").format(command=context.command_path)
    return f"{context.get_usage()}\n{sentence(wrong)}\n{help_line}\n"


def _bad(wrong: click.BadParameter) -> str:
    kind = wrong.param.type if wrong.param is not None else None
    name = _name(wrong.param)
    if isinstance(kind, click.Choice):
        return _("{name} 只能是：{choices}。").format(name=name, choices="、".join(map(str, kind.choices)))
    if isinstance(kind, click.types.IntParamType):
        return _("{name} 应是整数。").format(name=name)
    if isinstance(kind, click.Path):
        file = wrong.message.partition("'")[2].rpartition("'")[0]
        return _("{name}：没有文件“{file}”，或它打不开。").format(name=name, file=file)
    return f"{name}：{wrong.message}"


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(_nowhere())


def _nowhere() -> click.Context:
    """Return an empty context: a metavar is asked outside of any run."""
    return click.Context(click.Command("xiezuo"))


def _near(names: list[str] | None) -> str:
    return _("是不是：{names}？").format(names="、".join(names)) if names else ""
