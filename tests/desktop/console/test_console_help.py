"""The console explains itself in the language chosen, and says in words what was typed wrong."""

import re

import click
import pytest

from desktop.console import help_words, xiezuo

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _all(group: click.Group, before: str = "") -> list[tuple[str, click.Command]]:
    found = [(before.strip(), group)] if not before else []
    for name, command in group.commands.items():
        typed = f"{before} {name}".strip()
        found.append((typed, command))
        if isinstance(command, click.Group):
            found += _all(command, typed)
    return found


VERBS = _all(xiezuo)


def test_no_verb_is_left_unexplained():
    """Each verb has its sentence, and no sentence is about a verb that does not exist."""
    assert set(help_words.VERBS) == {typed for typed, _command in VERBS}


@pytest.mark.parametrize(("typed", "command"), VERBS, ids=[typed or "xiezuo" for typed, _command in VERBS])
def test_no_option_is_left_unexplained(typed, command):
    """Each option of each verb has its sentence."""
    options = [param for param in command.params if isinstance(param, click.Option)]

    assert [option.opts for option in options if not help_words.of_option(typed, option.opts)] == []


@pytest.mark.parametrize("typed", [typed for typed, _command in VERBS])
def test_help_is_chinese_for_a_clerk(county, typed):
    """Whatever is asked for help, its headings and each of its options are told in Chinese."""
    answer = county.types(*typed.split(), "--help")

    assert answer.status == 0
    assert answer.lines.startswith("用法：")
    assert not re.search(r"Usage|Options|Commands|default:|required|Show this", answer.lines)
    assert all(CHINESE.search(block) for block in re.split(r"\n  (?=-)", answer.lines))


def test_help_is_english_where_english_is_chosen(county):
    """With --language en the same help holds no Chinese at all, but for the program's name."""
    answer = county.types("import", "--help", language="en")

    assert "dry-run" in answer.lines
    assert not CHINESE.search(answer.lines)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["frobnicate"], "没有动词“frobnicate”。"),
        (["lst"], "是不是：list？"),
        (["list"], "缺少 FORM_ID。"),
        (["list", "employment", "--frob"], "没有选项“--frob”。"),
        (["list", "employment", "--state", "gone"], "--state 只能是：draft、complete"),
        (["list", "employment", "--limit", "many"], "--limit 应是整数。"),
        (["void", "abc"], "缺少 --reason。"),
        (["import", "employment", "nowhere.xlsx"], "没有文件“nowhere.xlsx”"),
        (["export", "employment", "x.doc"], "文件名应以 .xlsx、.csv 或 .jsonl 结尾。"),
        (["complete"], "请写出记录号，或用 --all 指定一张表。"),
        (["serve", "--port"], "选项“--port”后面要有一个值。"),
    ],
)
def test_wrong_usage_is_said_in_words(county, typed, words):
    """What was typed wrong is told in Chinese; the status is 2 and stdout stays empty."""
    answer = county.types(*typed)

    assert answer.status == 2
    assert words in answer.errors
    assert answer.lines == ""
