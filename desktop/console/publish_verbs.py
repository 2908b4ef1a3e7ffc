"""The verb that writes the public web site: notices, honour roll, projects, money, needs, indicators."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.console.desk import Desk, answer
from desktop.words import _
from forms.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.ledger import Office
    from reports.site import NamesUndecided, Published


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--year", "period", help="The period of the indicators; this year by default.")
@click.option("--scheme", default="2017", show_default=True, help="2016, 2017 or 2021.")
@click.option("--county", "counties", multiple=True, help="Only records of this office; may be given again.")
@click.option(
    "--names",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Table of the names to be decided: written when it is not there, read when it is.",
)
@click.option("--mask-names", is_flag=True, help="Mask every name nobody decided.")
@click.pass_obj
def publish(
    desk: Desk,
    folder: Path,
    period: str | None,
    scheme: str,
    counties: tuple[str, ...],
    names: Path | None,
    mask_names: bool,
) -> None:
    """Write what the office publishes as a static web site into FOLDER, without personal data."""
    from reports import site
    from reports.indicators import formulas, span

    today = SystemClock().today()
    with desk.office("reviewer") as office:
        write = partial(
            site.publish,
            office,
            folder,
            today=today,
            span=span(period or str(today.year)),
            scheme=formulas.scheme(scheme),
            offices=counties,
            progress=desk.speech.progress,
        )
        done = _decided(desk, office, write, names, mask_all=mask_names)
        office.audit.note("publish", folder.name, f"{done.entries} entries")
    document = {
        "folder": str(folder),
        "pages": done.pages,
        "entries": done.entries,
        "removed": done.removed,
        "names": [{"name": one.mention.name, "decision": str(one.decision)} for one in done.named],
    }
    answer(
        desk,
        document,
        _(
            "已生成网站：{pages} 页，{entries} 条公开信息，隐去 {removed} 处；从 {folder} 里的 index.html 打开"
        ).format(**document),
    )


def _decided(
    desk: Desk, office: "Office", write: "Callable[[], Published]", names: Path | None, *, mask_all: bool
) -> "Published":
    """Write the site by what is decided of names; list those that wait, or mask them all, where it was asked."""
    from reports import site
    from reports.site import deciding

    if names is not None and names.exists():
        site.decide(office, deciding.read(names))
    try:
        return write()
    except site.NamesUndecided as waiting:
        if not mask_all:
            _tell(desk, waiting, names)
            raise
        site.decide(office, deciding.all_masked(waiting.named))
        return write()


def _tell(desk: Desk, waiting: "NamesUndecided", names: Path | None) -> None:
    """List the names that wait; write them into the table *names* for a person to fill in."""
    from reports.site import deciding

    desk.speech.table(
        [_("名字"), _("上下文"), _("出现次数")],
        [
            [one.mention.name, one.mention.around, str(one.count)]
            for one in waiting.named
            if one.decision is None
        ],
    )
    if names is None:
        desk.speech.line(_("加上 --names 名字.csv 写出核对表，填好再运行一次；或用 --mask-names 全部隐去。"))
        return
    deciding.write(waiting.named, names, _)
    desk.speech.line(
        _("核对表已写到 {file}：在第一列写“保留”或“隐去”，再运行一次。表里有人名，用完请删除。").format(
            file=names
        )
    )


VERBS = (publish,)
