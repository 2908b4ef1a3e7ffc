"""The same office without a window: verbs for scripts, tests and servers. Never imports Qt.

Exit status: 0 done, 1 something was refused (with coded problems), 2 wrong usage.
"""

import os
import re
import sys
from pathlib import Path

import click

from desktop import crash, words
from desktop.console import (
    aside_verbs,
    attachment_verbs,
    audit_verbs,
    codes_verbs,
    duplicate_verbs,
    enrolment_verbs,
    forms_verbs,
    handover_verbs,
    inbox_verbs,
    indicator_verbs,
    keeping_verbs,
    key_verbs,
    layout_verbs,
    office_verbs,
    paper_verbs,
    publish_verbs,
    receipt_paper_verbs,
    receipt_verbs,
    record_verbs,
    retention_verbs,
    return_verbs,
    road_verbs,
    settings_verbs,
    sharing_verbs,
    spoken,
    update_verbs,
    workbook_verbs,
    wrong_usage,
)
from desktop.console.desk import Desk, default_folder
from desktop.console.problem_codes import NOT_TEXT
from desktop.console.speech import Refused, Speech
from forms.clock import SystemClock
from forms.problems import Problem
from resources.version import VERSION


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--office", "folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True)
@click.option("--as", "role")
@click.option("--language", type=click.Choice(["zh", "en"]))
@click.version_option(VERSION, prog_name="xiezuo")
@click.pass_context
def xiezuo(
    context: click.Context, folder: Path | None, as_json: bool, role: str | None, language: str | None
) -> None:
    """Hand every verb its desk. The language was taken up before, so that refusals of usage speak it too."""
    del language
    context.obj = Desk(folder or _folder_of_the_machine(), Speech(as_json), role)


for room in (
    office_verbs,
    keeping_verbs,
    key_verbs,
    forms_verbs,
    workbook_verbs,
    record_verbs,
    return_verbs,
    codes_verbs,
    paper_verbs,
    layout_verbs,
    receipt_verbs,
    receipt_paper_verbs,
    attachment_verbs,
    enrolment_verbs,
    road_verbs,
    settings_verbs,
    sharing_verbs,
    handover_verbs,
    inbox_verbs,
    aside_verbs,
    duplicate_verbs,
    retention_verbs,
    audit_verbs,
    indicator_verbs,
    publish_verbs,
    update_verbs,
):
    for verb in room.VERBS:
        xiezuo.add_command(verb)


_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")  # bytes that are not UTF-8 arrive as lone surrogates


def _must_be_text(arguments: list[str]) -> None:
    """Raise DESKTOP-143 for bytes that are no text: nothing can keep or show them."""
    for number, argument in enumerate(arguments, start=1):
        if _NOT_TEXT.search(argument):
            raise Problem(NOT_TEXT, values={"number": number})


def _folder_of_the_machine() -> Path:
    named = os.environ.get("XIEZUO_OFFICE")
    return Path(named) if named else default_folder()


def _language_in(arguments: list[str]) -> str:
    """Return the language asked for, wherever it stands, else the machine's: help and refusals speak it too."""
    for number, argument in enumerate(arguments):
        name, _equals, value = argument.partition("=")
        if name == "--language":
            return value or next(iter(arguments[number + 1 :]), "")
    return words.of_machine()


def main(arguments: list[str]) -> int:
    """Run one verb and return its exit status."""
    speech = Speech("--json" in arguments)
    words.use(_language_in(arguments))
    spoken.speak(xiezuo)
    crash.install(default_folder().parent / "reports", SystemClock(), _crashed)
    try:
        _must_be_text(arguments)
        xiezuo.main(args=arguments, prog_name="xiezuo", standalone_mode=False)
    except Refused as refused:
        speech.refuse(refused)
        return 1
    except Problem as problem:
        speech.refuse(Refused([problem]))
        return 1
    except ExceptionGroup as group:
        problems, others = group.split(Problem)
        if others is not None or problems is None:
            raise
        speech.refuse(Refused(_flat(problems)))
        return 1
    except click.exceptions.NoArgsIsHelpError as bare:
        sys.stderr.write(bare.format_message() + "\n")
        return 2
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:  # Ctrl+C: what was under way in the database is as if it had not begun
        sys.stderr.write("\n" + words._("已取消。") + "\n")
        return 1
    except click.ClickException as wrong:
        sys.stderr.write(wrong_usage.told(wrong))
        return 2
    return 0


def _crashed(_error: BaseException, report: Path | None) -> None:
    """Tell what only we can mend: Python leaves with status 1, the report holds places but no values."""
    where = str(report) if report else "-"
    sys.stderr.write(words._("程序出了错，已保存的工作不受影响。报告：{file}\n").format(file=where))


def _flat(group: "ExceptionGroup[Problem]") -> list[Problem]:
    """Return the problems of a group, nested or not, in order."""
    found: list[Problem] = []
    for inner in group.exceptions:
        found += _flat(inner) if isinstance(inner, ExceptionGroup) else [inner]
    return found
