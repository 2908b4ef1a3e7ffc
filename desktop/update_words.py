"""A notice of a new program in sentences, for window and console. Knows no Qt."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from desktop.words import _

if TYPE_CHECKING:
    from records.ledger import Office
    from sync.distribution import Held

LATER: Final = "update_later"  # own setting: {"no": of the notice, "until": ISO date}
LATER_DAYS = 7


def is_pressing(held: "Held", today: date) -> bool:
    """Tell whether it cannot wait: its day has come, or this program's batches will not do."""
    left = held.days_left(today)
    return held.too_old is not None or (left is not None and left <= 0)


def wanted(office: "Office") -> "Held | None":
    """Return the notice the workbench shows: news, and not put off by who is signed in; on a worker thread."""
    from sync import distribution

    held = distribution.held(office)
    if held is None or not held.is_news:
        return None
    today = office.clock.today()
    put_off = office.settings.own(LATER)
    if not isinstance(put_off, dict) or put_off.get("no") != held.no or is_pressing(held, today):
        return held
    return held if today >= date.fromisoformat(str(put_off["until"])) else None


def put_off(office: "Office", held: "Held") -> None:
    """Show the notice again in a week, to who is signed in."""
    until = office.clock.today() + timedelta(days=LATER_DAYS)
    office.settings.keep_own(LATER, {"no": held.no, "until": until.isoformat()})


def heading(held: "Held", today: date) -> str:
    """Return one sentence: which version is out, and by when it is needed."""
    left = held.days_left(today)
    who = _("本单位已通知下级") if held.own else _("{name}通知").format(name=held.name)
    said = _("{who}：程序 {version} 版已发布（本机是 {running} 版）。").format(
        who=who, version=held.said.version, running=held.running
    )
    if left is None:
        return said + _("不急，方便时升级。")
    if left < 0:
        return said + _("要求 {day} 前升级，已过 {days} 天。").format(day=held.said.needed_by, days=-left)
    return said + _("请在 {day} 前升级，还有 {days} 天。").format(day=held.said.needed_by, days=left)


def lines(held: "Held") -> list[tuple[str, str]]:
    """Return what the notice says as (caption, words)."""
    said = held.said
    found = [(_("从哪里取"), said.place), (_("改了什么"), said.changes or _("（没有写）"))]
    if held.too_old is not None:
        found.append((_("批次格式"), held.too_old.sentence(_)))
    for one in said.files:
        found.append((_("程序文件"), f"{one.name}（{one.size:,} B）\nSHA-256 {one.sha256}"))
    return found


def document(held: "Held", today: date) -> dict[str, Any]:
    """Return the notice for scripts."""
    said = held.said
    return {
        "version": said.version, "running": held.running, "news": held.is_news, "issuer": held.issuer,
        "name": held.name, "place": said.place, "changes": said.changes, "needed_by": said.needed_by,
        "days_left": held.days_left(today), "batch_format": said.batch_format,
        "files": [{"name": one.name, "size": one.size, "sha256": one.sha256, "key": one.key} for one in said.files],
    }  # fmt: skip
