"""Verbs about records of several offices that seem to be one: `inbox duplicates list|show|same|different|ask|undo|decided`."""

from typing import TYPE_CHECKING, Any

import click

from desktop import duplicate_facts
from desktop.console.desk import Desk, answer
from desktop.console.inbox_verbs import inbox_group
from desktop.duplicate_facts import ALIKE, SAID
from desktop.words import _, language
from forms.problems import Problem
from records.problem_codes import NO_SUCH_PAIR

if TYPE_CHECKING:
    from records.ledger import Office


@inbox_group.group("duplicates", invoke_without_command=True)
@click.pass_context
def duplicates(context: click.Context) -> None:
    """Records of several offices that seem to be one."""
    if context.invoked_subcommand is None:
        context.invoke(list_pairs)


@duplicates.command("list")
@click.pass_obj
def list_pairs(desk: Desk) -> None:
    """List the pairs nobody has decided on."""
    with desk.office("reviewer") as office:
        found = duplicate_facts.read(office)
        titles = {info.form_id: info.title.in_(language()) for info in office.forms.all()}
    rows = [
        [
            titles[one.form_id],
            _(ALIKE[one.alike]),
            *(
                part
                for side in (one.first.head, one.second.head)
                for part in (side.record_id, side.title, found.office(side.office_code))
            ),
        ]
        for one in found.pairs
    ]
    heads = [_("台账"), _("为什么"), _("先到的"), _("名称"), _("单位"), _("后到的"), _("名称"), _("单位")]
    desk.speech.table(heads, rows)
    desk.speech.document({
        "pairs": [
            {"form_id": one.form_id, "alike": one.alike, "asked": one.asked,
             "first": one.first.head.record_id, "first_office": one.first.key[0],
             "second": one.second.head.record_id, "second_office": one.second.key[0]}
            for one in found.pairs
        ]
    })  # fmt: skip


@duplicates.command("show")
@click.argument("first")
@click.argument("second")
@click.pass_obj
def show(desk: Desk, first: str, second: str) -> None:
    """Show two records side by side: each question that differs, then what is the same."""
    with desk.office("reviewer") as office:
        form_id = office.records.get(first).head.form_id
        pairs = office.records.duplicates.open(form_id)
        wanted = {first, second}
        pair = next((one for one in pairs if {one.first.key[1], one.second.key[1]} == wanted), None)
        if pair is None:
            raise Problem(NO_SUCH_PAIR, place=first)
        found = duplicate_facts.compare(office, pair, language())
    rows = [
        [mark, one.label, one.before or "–", one.after or "–"]
        for mark, some in (("≠", found.different), ("=", found.equal))
        for one in some
    ]
    desk.speech.table(["", _("问题"), _("先到的"), _("后到的")], rows)
    desk.speech.document(
        {
            "first": pair.first.key[1],
            "second": pair.second.key[1],
            "different": [one._asdict() for one in found.different],
            "equal": [one._asdict() for one in found.equal],
        }
    )


@duplicates.command("same")
@click.argument("kept")
@click.argument("double")
@click.option("--reason", default="")
@click.pass_obj
def same(desk: Desk, kept: str, double: str, reason: str) -> None:
    """Say that two records are one: KEPT counts, DOUBLE does not."""
    with desk.office("reviewer") as office:
        office.records.duplicates.same(_key(office, kept), _key(office, double), reason)
    answer(desk, {"kept": kept, "double": double}, _("已标为重复，不再计数。"))


@duplicates.command("different")
@click.argument("first")
@click.argument("second")
@click.option("--reason", default="")
@click.pass_obj
def different(desk: Desk, first: str, second: str, reason: str) -> None:
    """Say that two records are different; they are not listed again."""
    with desk.office("reviewer") as office:
        office.records.duplicates.different(_key(office, first), _key(office, second), reason)
    answer(desk, {"different": [first, second]}, _("已记下：不是同一个，不再提示。"))


@duplicates.command("ask")
@click.argument("record_id")
@click.argument("other")
@click.option("--reason", required=True)
@click.pass_obj
def ask(desk: Desk, record_id: str, other: str, reason: str) -> None:
    """Return RECORD_ID to its office with words: is it the same as OTHER?"""
    from sync import inbox

    with desk.office("reviewer") as office:
        inbox.ask(office, _key(office, record_id), _key(office, other), reason)
    answer(desk, {"asked": record_id}, _("已退回并附上问题。"))


@duplicates.command("undo")
@click.argument("first")
@click.argument("second")
@click.pass_obj
def undo(desk: Desk, first: str, second: str) -> None:
    """Take back what was decided on two records."""
    with desk.office("reviewer") as office:
        office.records.duplicates.undo(_key(office, first), _key(office, second))
    answer(desk, {"undone": [first, second]}, _("已撤销，这一对重新列出。"))


@duplicates.command("decided")
@click.pass_obj
def decided(desk: Desk) -> None:
    """List what was decided, the newest first."""
    with desk.office("reviewer") as office:
        found = office.records.duplicates.decided()
    rows = [
        [
            _(SAID[one.said]),
            one.kept.record_id,
            one.kept.title,
            one.other.record_id,
            one.other.title,
            one.by,
            one.words,
        ]
        for one in found
    ]
    desk.speech.table(
        [_("结论"), _("保留的"), _("名称"), _("另一条"), _("名称"), _("办理人"), _("说明")], rows
    )
    desk.speech.document({"decided": [_said(one) for one in found]})


def _said(one: Any) -> dict[str, Any]:
    return {
        "said": one.said, "form_id": one.form_id, "kept": one.kept.record_id, "kept_office": one.kept.office_code,
        "other": one.other.record_id, "other_office": one.other.office_code, "by": one.by, "at": one.at, "words": one.words,
    }  # fmt: skip


def _key(office: "Office", record_id: str) -> tuple[str, str]:
    """Return what names a record whichever office it is of. Raises Problem RECORDS-050."""
    return office.records.get(record_id).head.office_code, record_id


VERBS: list[click.Command] = []  # they hang below `inbox`
