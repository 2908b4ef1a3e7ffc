"""What the site itself says, Chinese first, translated with the other words of the program."""

from datetime import date

from forms.words import N_, Translate
from reports.site.gathering import Entry

PHRASES = {
    "site": N_("东西部协作信息公开"),
    "lead": N_("本站由台账生成：公示公告、光荣榜、项目、资金、需求与考核指标。个人信息不公开。"),
    "skip": N_("跳到正文"),
    "navigation": N_("栏目"),
    "search": N_("查找"),
    "feed": N_("公开信息订阅"),
    "latest": N_("最新公开"),
    "counties": N_("按单位查看"),
    "county": N_("单位"),
    "nothing": N_("暂无内容。"),
    "entries": N_("条"),
    "page": N_("页"),
    "previous": N_("上一页"),
    "next": N_("下一页"),
    "name": N_("名称"),
    "made_on": N_("生成日期"),
    "privacy": N_("已按规定隐去个人信息；一至二人（户）的数字不显示。"),
    "small_cells": N_("一至二人（户）的数字显示为“＜3”"),
    "indicators": N_("考核指标"),
    "indicator": N_("指标"),
    "unit": N_("计量单位"),
    "value": N_("数值"),
    "no_script": N_("浏览器没有启用脚本：请从下面的目录进入。"),
    "directory": N_("目录"),
    "nothing_found": N_("没有找到。"),
    "found": N_("找到 {n} 条"),
}
_SOON = N_("公示自 {first} 起，共 {days} 天")
_NOW = N_("公示中：第 {day} 天，共 {days} 天，至 {last}")
_OVER = N_("公示期满：{first} 至 {last}，共 {days} 天")


def phrases(translate: Translate) -> dict[str, str]:
    """Return every phrase in the translator's language."""
    return {name: translate(text) for name, text in PHRASES.items()}


def clock(entry: Entry, today: date, translate: Translate) -> tuple[str, str]:
    """Return how a notice's days stand on *today*: ``soon``, ``open`` or ``over``, and the words."""
    if entry.clock is None:
        return "", ""
    first, last = entry.clock
    state = "soon" if today < first else "open" if today <= last else "over"
    words = {"soon": _SOON, "open": _NOW, "over": _OVER}[state]
    days = (last - first).days + 1
    return state, translate(words).format(first=first, last=last, days=days, day=(today - first).days + 1)
