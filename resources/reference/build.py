"""Prepares ``divisions.csv`` from the dated division tables: ``python -m resources.reference.build``.

pypinyin takes 0.3 s to import, and a window should open faster than that; so the pinyin of every division is worked out
here, once, and shipped. Successors (康定县 → 康定市) come from the table of changes. Run it again when a new edition of
the source tables is put in their place, and put their sums into SOURCES.md.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin

from resources import path

_FOLDER = "reference"
_COLUMNS = (
    "code",
    "name",
    "full_name",
    "level",
    "parent",
    "first_year",
    "last_year",
    "successor",
    "pinyin",
    "initials",
)
# Place names that pypinyin reads wrongly (0.55); readings of 中华人民共和国行政区划简册 and the atlas.
_READINGS = {
    "单县": "shan xian",
    "筠连": "jun lian",
    "阿克塞": "a ke sai",
    "穆棱": "mu ling",
    "召陵": "shao ling",
    "称多": "chen duo",
    "乐清": "yue qing",
    "长治": "chang zhi",
    "郫都": "pi du",
    "于都": "yu du",
    "曾都": "zeng du",
    "莲都": "lian du",
    "伽师": "jia shi",
    "浪卡子": "lang ka zi",
    "涡阳": "guo yang",
    "佛坪": "fo ping",
    "塔什": "ta shi",
    "都匀": "du yun",
    "都江": "du jiang",
    "都昌": "du chang",
    "都兰": "du lan",
    "大城": "dai cheng",
    "洪洞": "hong tong",
    "长子": "zhang zi",
    "繁峙": "fan shi",
    "尖扎": "jian zha",
    "扎赉特": "zha lai te",
    "扎鲁特": "zha lu te",
    "扎兰屯": "zha lan tun",
    "扎囊": "zha nang",
    "六枝": "liu zhi",
    "监利": "jian li",
    "任县": "ren xian",
    "任丘": "ren qiu",
    "任泽": "ren ze",
    "宿州": "su zhou",
    "宿县": "su xian",
    "宿松": "su song",
    "乐陵": "lao ling",
    "乐亭": "lao ting",
    "峒": "tong",
    "大埔": "da bu",
    "尉氏": "wei shi",
    "射阳": "she yang",
    "曲松": "qu song",
    "隆子": "long zi",
    "莎车": "sha che",
    "般阳": "pan yang",
    "犍为": "qian wei",
    "解放": "jie fang",
    "盖州": "gai zhou",
    "盖县": "gai xian",
    "朴": "pu",
    "仇": "qiu",
    "查": "cha",
    "覃塘": "qin tang",
    "色达": "se da",
    "色尼": "se ni",
    "百色": "bai se",
    "会理": "hui li",
    "会东": "hui dong",
    "会泽": "hui ze",
    "会昌": "hui chang",
    "会宁": "hui ning",
    "会同": "hui tong",
    "番禺": "pan yu",
    "柞水": "zha shui",
    "牟平": "mu ping",
    "中牟": "zhong mu",
    "六合": "lu he",
    "六安": "lu an",
    "蚌埠": "beng bu",
    "蚌山": "beng shan",
    "枞阳": "zong yang",
    "铅山": "yan shan",
    "吴堡": "wu bu",
    "宕昌": "tan chang",
    "荥经": "ying jing",
    "荥阳": "xing yang",
    "浚县": "xun xian",
    "渑池": "mian chi",
    "泌阳": "bi yang",
    "武陟": "wu zhi",
    "漯河": "luo he",
    "蔚县": "yu xian",
    "井陉": "jing xing",
    "行唐": "xing tang",
    "蠡县": "li xian",
    "涿": "zhuo",
    "莘县": "shen xian",
    "东阿": "dong e",
    "丽水": "li shui",
    "台州": "tai zhou",
    "天台": "tian tai",
    "歙县": "she xian",
    "黟县": "yi xian",
    "砀山": "dang shan",
    "亳州": "bo zhou",
    "盱眙": "xu yi",
    "长汀": "chang ting",
    "耒阳": "lei yang",
    "郴": "chen",
    "岑溪": "cen xi",
    "珙县": "gong xian",
    "什邡": "shi fang",
    "越西": "yue xi",
    "若尔盖": "ruo er gai",
    "尉犁": "yu li",
    "鄯善": "shan shan",
    "且末": "qie mo",
    "讷河": "ne he",
    "珲春": "hui chun",
    "桦甸": "hua dian",
    "阿坝": "a ba",
    "东阳": "dong yang",
    "巴音郭楞": "ba yin guo leng",
    "重庆": "chong qing",
    "长寿": "chang shou",
    "大足": "da zu",
    "石柱": "shi zhu",
    "厦门": "xia men",
    "石嘴山": "shi zui shan",
    "朝阳": "chao yang",
    "大兴安岭": "da xing an ling",
    "乌苏": "wu su",
}


# Characters that have one reading in place names, outside the names above.
_CHARACTERS = {
    "乐": "le",
    "什": "shi",
    "佛": "fo",
    "勒": "le",
    "尾": "wei",
    "柏": "bai",
    "都": "du",
    "长": "chang",
    "泊": "bo",
    "圩": "xu",
}


class _Row(NamedTuple):
    code: str
    name: str
    first: int
    last: int


def _csv(name: str) -> Iterator[dict[str, str]]:
    with path(_FOLDER, name).open(encoding="utf-8-sig", newline="") as source:
        yield from csv.DictReader(source)


def _level(code: str) -> int:
    if code.endswith("0000"):
        return 1
    return 2 if code.endswith("00") else 3


def _above(row: _Row, by_code: dict[str, list[_Row]]) -> list[_Row]:
    """Return the divisions above, nearest first, as they were called in the row's last year."""
    found = []
    for code in (row.code[:4] + "00", row.code[:2] + "0000"):
        there = [each for each in by_code.get(code, []) if each.first <= row.last <= each.last]
        if code != row.code and there and there[-1] not in found:
            found.append(there[-1])
    return found


def _successors(rows: Iterable[_Row], newest: int) -> dict[tuple[str, str], str]:
    """Map (old code, old name) to the code in use today, along every recorded change; a name only, no guess."""
    steps = {
        (event["old_code"], event["old_name"]): (event["new_code"], event["new_name"])
        for event in _csv("gb2260_change_events.csv")
    }
    rows = list(rows)
    today = {(row.code, row.name) for row in rows if row.last == newest}
    found: dict[tuple[str, str], str] = {}
    for start in steps:
        here, seen = start, {start}
        while here in steps and here not in today and steps[here] not in seen:
            here = steps[here]
            seen.add(here)
        if here in today and here != start:
            found[start] = here[0]
    for row in rows:  # a change the table lacks, but only one division of the province bears the name today
        same = [code for code, name in today if name == row.name and code[:2] == row.code[:2]]
        if (row.code, row.name) not in found and row.last != newest and len(same) == 1:
            found[row.code, row.name] = same[0]
    return found


def readings(name: str) -> tuple[str, str]:
    """Return pinyin without tones or blanks, and the initials: 甘洛县 → (ganluoxian, glx)."""
    for known, reading in _READINGS.items():
        if known in name:
            before, _, after = name.partition(known)
            syllables = [*_syllables(before), *reading.split(), *_syllables(after)]
            break
    else:
        syllables = _syllables(name)
    return "".join(syllables), "".join(each[0] for each in syllables)


def _syllables(text: str) -> list[str]:
    found = [each.replace("ü", "v") for each in lazy_pinyin(text, style=Style.NORMAL)] if text else []
    if len(found) != len(text):
        return found
    return [_CHARACTERS.get(character, each) for character, each in zip(text, found, strict=True)]


def build() -> int:
    """Write ``divisions.csv``; return the number of its rows."""
    rows = [
        _Row(line["code"], line["name_cn"], int(line["first_year"]), int(line["last_year"]))
        for line in _csv("gb2260_all_1980_2026.csv")
    ]
    by_code: dict[str, list[_Row]] = {}
    for row in rows:
        by_code.setdefault(row.code, []).append(row)
    newest = max(row.last for row in rows)
    successors = _successors(rows, newest)
    with path(_FOLDER, "divisions.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for row in sorted(rows):
            above = _above(row, by_code)
            full_name = "".join(each.name for each in reversed([row, *above]))
            parent = above[0].code if above else ""
            successor = "" if row.last == newest else successors.get((row.code, row.name), "")
            years = (row.first, row.last)
            writer.writerow(
                (
                    row.code,
                    row.name,
                    full_name,
                    _level(row.code),
                    parent,
                    *years,
                    successor,
                    *readings(row.name),
                )
            )
    return len(rows)


if __name__ == "__main__":
    sys.stdout.write(f"{build()} divisions\n")
