"""The audit log at the console: searched by person, verb, day and object; written to CSV."""

from datetime import date
from pathlib import Path

import click

from desktop import audit_words
from desktop.console.desk import Desk, answer
from desktop.words import _
from records.model.looked_for import LookedFor


@click.command()
@click.option("--who", default="")
@click.option("--verb", default="")
@click.option("--about", default="")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--to", "until", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--limit", type=int, default=100)
@click.option("--csv", "file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def audit(
    desk: Desk,
    who: str,
    verb: str,
    about: str,
    since: date | None,
    until: date | None,
    limit: int,
    file: Path | None,
) -> None:
    """Show the lines of the log that match, the newest first; with --csv write all of them to a file."""
    from desktop.audit_csv import write

    wanted = LookedFor(who, verb, about, since and _day(since), until and _day(until))
    with desk.office("reviewer") as office:
        if file is not None:
            count = write(office, wanted, file)
            answer(
                desk,
                {"file": str(file), "rows": count},
                _("已导出 {rows} 条：{file}").format(rows=count, file=file),
            )
            return
        found = office.audit.find(wanted, limit)
    desk.speech.table(audit_words.heads(), [audit_words.row(each) for each in found])
    lines = [
        {
            "seq": each.seq,
            "at": each.at.isoformat(),
            "who": each.who,
            "verb": each.verb,
            "thing": each.thing,
            "detail": each.detail,
        }
        for each in found
    ]
    answer(desk, {"lines": lines}, "")


def _day(moment: date) -> date:
    return date(moment.year, moment.month, moment.day)


VERBS = [audit]
