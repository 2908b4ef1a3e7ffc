"""Lets click's help speak the language chosen: texts from `help_words`, headings and remarks from the catalogues.

click would translate by the machine's locale and has no Chinese; so before a run every command is handed its
sentences in the present language, and help is written by a formatter of ours.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from desktop.console import help_words
from desktop.words import _

_DEFAULT = re.compile(r"\s*\[default: (.+?)\]")
_REQUIRED = re.compile(r"\s*\[required\]")
_FIRST_CLAUSE = re.compile(r"[：；。]")


class SpokenFormatter(click.HelpFormatter):
    """Writes click's headings and remarks in the language chosen."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that shows how the verb is typed."""
        shown = args.replace("[OPTIONS]", _("[选项]")).replace("COMMAND [ARGS]...", _("动词 …"))
        super().write_usage(prog, shown, prefix or _("用法：") + " ")

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Write a heading of click's in our words."""
        said = {"Options": _("选项"), "Commands": _("动词")}.get(name, name)
        with super().section(said):
            yield

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and their sentences, with click's remarks about defaults and need in our words."""
        super().write_dl([(first, _remarks(second)) for first, second in rows], col_max, col_spacing)


class SpokenContext(click.Context):
    """A run whose help is written by `SpokenFormatter`."""

    formatter_class = SpokenFormatter


def speak(command: click.Command, typed: str = "") -> None:
    """Hand *command* (what one types for it: *typed*) and all below it their sentences in the present language."""
    command.context_class = SpokenContext
    words = help_words.VERBS.get(typed, "")
    if words:
        command.help = _(words)
        command.short_help = _FIRST_CLAUSE.split(command.help)[0]
    with SpokenContext(command, info_name="xiezuo", help_option_names=["-h", "--help"]) as context:
        options = [option for option in command.get_params(context) if isinstance(option, click.Option)]
    for option in options:
        sentence = help_words.of_option(typed, option.opts)
        if sentence:
            option.help = _(sentence)
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            speak(inner, f"{typed} {name}".strip())


def _remarks(text: str) -> str:
    said = _DEFAULT.sub(lambda found: _("（不写就是 {value}）").format(value=found[1]), text)
    return _REQUIRED.sub(lambda _found: _("（必填）"), said)
