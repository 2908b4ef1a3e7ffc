"""The verb that writes the public web site: notices, honour roll, projects, money, needs, indicators."""

from pathlib import Path

import click

from desktop.console.desk import Desk, answer
from desktop.words import _
from forms.clock import SystemClock


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--year", "period", help="The period of the indicators; this year by default.")
@click.option("--scheme", default="2017", show_default=True, help="2016, 2017 or 2021.")
@click.option("--county", "counties", multiple=True, help="Only records of this office; may be given again.")
@click.pass_obj
def publish(desk: Desk, folder: Path, period: str | None, scheme: str, counties: tuple[str, ...]) -> None:
    """Write what the office publishes as a static web site into FOLDER, without personal data."""
    from reports import site
    from reports.indicators import formulas, span

    today = SystemClock().today()
    with desk.office("reviewer") as office:
        done = site.publish(
            office,
            folder,
            today=today,
            span=span(period or str(today.year)),
            scheme=formulas.scheme(scheme),
            offices=counties,
            progress=desk.speech.progress,
        )
        office.audit.note("publish", folder.name, f"{done.entries} entries")
    for name, count in sorted(done.told.items()):
        desk.speech.line(
            _("请核对：正文里有“{name}”，与登记人员同名，出现 {count} 次").format(name=name, count=count)
        )
    document = {
        "folder": str(folder),
        "pages": done.pages,
        "entries": done.entries,
        "removed": done.removed,
        "told": dict(done.told),
    }
    answer(
        desk,
        document,
        _(
            "已生成网站：{pages} 页，{entries} 条公开信息，隐去 {removed} 处；从 {folder} 里的 index.html 打开"
        ).format(**document),
    )


VERBS = (publish,)
