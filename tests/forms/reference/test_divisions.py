"""Divisions: dates, reading of roster words, search as typed."""

import csv
import hashlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.reference import Reference
from forms.reference.nearness import home_of
from resources import path

REFERENCE = Reference.load()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["广东省", "佛山市", "顺德区"], "440606"),
        (["广东省", "东莞市", None], "441900"),
        (["广东省", "东莞市", "东莞市"], "441900"),
        (["四川省甘洛县"], "513435"),
        (["四川省 凉山州", "甘洛"], "513435"),
        (["东莞市"], "441900"),
        (["怒江傈僳族自治州"], "533300"),
        (["阿坝藏族羌族自治州"], "513200"),
        (["昭通市"], "530600"),
        (["宁波市奉化区"], "330213"),
        (["浙江省", "宁波市", "奉化市"], "330213"),
        (["北京市", "市辖区", "朝阳区"], "110105"),
        (["重庆市", "重庆市", "渝中区"], "500103"),
        (["吉林省", "吉林市"], "220200"),
        (["四川省", "凉山彝族自治州", "西昌市"], "513401"),
        (["内蒙古"], "150000"),
        (["四川省甘孜藏族自治州康定县"], "513301"),
        (["毕节地区"], "520500"),
        (["宁波市奉化区锦屏街道"], "330213"),
    ],
)
def test_words_of_a_roster_lead_to_one_division(words: list[str | None], code: str) -> None:
    """Three columns, one cell, short names and names of former years are understood."""
    found = REFERENCE.resolve(words)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "words",
    [["朝阳区"], ["吉林"], ["广东省", "佛山市", "奉化区"], ["某某乡"], ["四川省某某县"], [None, ""], []],
)
def test_what_is_not_certain_is_not_guessed(words: list[str | None]) -> None:
    """Two places of one name, columns that contradict each other and unknown words give nothing."""
    assert REFERENCE.resolve(words) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("gls", "513435"),
        ("glx", "513435"),
        ("scgl", "513435"),
        ("ganluo", "513435"),
        ("甘洛", "513435"),
        ("洛县", "513435"),
        ("51343", "513435"),
        ("康定县", "513301"),
        ("奉化市", "330213"),
        ("shunde", "440606"),
        ("duyun", "522701"),
    ],
)
def test_a_division_is_found_by_what_a_clerk_would_type(typed: str, code: str) -> None:
    """Initials, pinyin, a fragment, a former name and the beginning of the code all find the place."""
    assert code in [division.code for division in REFERENCE.search(typed)]


@pytest.mark.parametrize(
    ("typed", "office", "partner", "first"),
    [
        ("gls", "513435", "330000", "513435"),  # 甘洛 in 四川, not 桂林市
        ("gls", "450305", "440000", "450300"),  # at 桂林 it is 桂林
        ("yhq", "513435", "330000", "330110"),  # 余杭区 of the partner province, not 雨花区
        ("gls", "", "", "450300"),  # where nobody's home is known: the exact initials
        ("甘洛", "450305", "440000", "513435"),  # a name is a name wherever one sits
        ("330110", "513435", "", "330110"),
    ],
)
def test_what_is_near_the_office_comes_first(typed: str, office: str, partner: str, first: str) -> None:
    """The same initials mean another place to each office: its own prefecture and province, and the partner's, before the rest."""
    assert REFERENCE.search(typed, home=home_of(office, partner))[0].code == first


_WORDS = st.sampled_from(
    ["四川省", "凉山", "凉山彝族自治州", "甘洛县", "甘洛", "市辖区", "东莞市", "市", "县", "某某乡", " ", "/"]
)


@given(st.lists(st.one_of(st.none(), st.text(max_size=8), st.lists(_WORDS).map("".join)), max_size=6))
def test_any_words_give_one_place_of_today_or_none(words: list[str | None]) -> None:
    """However often names are repeated or broken, the answer comes and is a division in use."""
    found = REFERENCE.resolve(words)

    assert found is None or found.current


def test_a_very_long_cell_is_no_place() -> None:
    """A remark of ten thousand characters in the place column does no harm."""
    assert REFERENCE.resolve(["东莞市" * 5000]) is None


def test_the_exact_name_comes_first() -> None:
    """Typing a whole name puts that place on top, not one that merely holds it."""
    assert REFERENCE.search("余杭区")[0].code == "330110"
    assert REFERENCE.search("510000")[0].code == "510000"


@given(st.text(max_size=12))
@settings(max_examples=50)
def test_search_takes_any_text_and_keeps_its_limit(typed: str) -> None:
    """Nothing typed breaks the search, and the list stays short."""
    assert len(REFERENCE.search(typed, limit=7)) <= 7


def test_a_code_means_what_it_meant_that_year() -> None:
    """522400 was 毕节地区 until 2010 and nothing after; 513321 was 康定县 before 康定市 came."""
    bijie = REFERENCE.division("522400", date(2005, 6, 1))

    assert bijie is not None
    assert bijie.full_name == "贵州省毕节地区"
    assert bijie.successor == "520500"
    assert REFERENCE.division("522400", date(2020, 1, 1)) is None
    assert REFERENCE.division("520500", date(2020, 1, 1)) is not None


def test_without_a_day_a_code_has_its_newest_name() -> None:
    """Each of the 3,214 codes of the published list is called as that list calls it, whatever it was called before."""
    with path("reference", "gb2260_current_2026.csv").open(encoding="utf-8-sig", newline="") as source:
        published = {row["code"]: row["name_cn"] for row in csv.DictReader(source)}

    said = {code: getattr(REFERENCE.division(code), "name", None) for code in published}

    assert len(published) == 34 + 333 + 2847
    assert said == published


def test_a_code_that_has_ended_has_its_last_name() -> None:
    """Every former code is found under the name of its last year, and is told to have ended."""
    with path("reference", "divisions.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    last = {
        code: max(row["last_year"] for row in rows if row["code"] == code)
        for code in {r["code"] for r in rows[:900]}
    }

    found = {code: REFERENCE.division(code) for code in last}

    assert {code: str(each.last_year) for code, each in found.items() if each} == last


def test_a_code_of_today_stays_valid_in_years_the_table_does_not_know_yet() -> None:
    """A program that is not updated for a year still knows its county."""
    assert REFERENCE.division("513435", date(2031, 1, 1)) is not None


def test_only_four_prefectures_have_no_counties() -> None:
    """东莞, 中山, 儋州 and 嘉峪关 may stand as work places; 凉山州 may not."""
    without = [
        d["name"] for d in REFERENCE.instances()["divisions"] if d["level"] == "2" and d["lowest"] == "yes"
    ]

    assert without == ["441900", "442000", "460400", "620200"]
    assert REFERENCE.is_county_level_or_without_counties("441900")
    assert REFERENCE.is_county_level_or_without_counties("429004")
    assert not REFERENCE.is_county_level_or_without_counties("513400")


def test_every_division_of_today_is_read_back_from_its_own_full_name() -> None:
    """What we print on a roster, we understand when it comes back."""
    wrong = [
        d["name"]
        for d in REFERENCE.instances()["divisions"]
        if getattr(REFERENCE.resolve([d["label"]]), "code", "") != d["name"]
    ]

    assert wrong == []


def test_the_table_has_what_the_published_list_has() -> None:
    """2,847 counties, 333 prefectures and 34 provinces are in use in 2026."""
    levels = [each["level"] for each in REFERENCE.instances()["divisions"]]

    assert [levels.count(level) for level in "123"] == [34, 333, 2847]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("ethnic_groups", 58),
        ("education", 40),
        ("id_types", 10),
        ("donor_types", 11),
        ("sex", 4),
        ("organisation_kinds", 12),
    ],
)
def test_code_lists_are_complete(name: str, count: int) -> None:
    """The lists have the length the domain book gives, without a code twice."""
    codes = [code.code for code in REFERENCE.codes(name)]

    assert len(codes) == len(set(codes)) == count


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("长治市", "changzhishi"),
        ("长子县", "zhangzixian"),
        ("乐清市", "yueqingshi"),
        ("乐陵市", "laolingshi"),
        ("乐山市", "leshanshi"),
        ("六安市", "luanshi"),
        ("东阿县", "dongexian"),
        ("蔚县", "yuxian"),
        ("单县", "shanxian"),
        ("尉犁县", "yulixian"),
        ("都匀市", "duyunshi"),
        ("吕梁市", "lvliangshi"),
    ],
)
def test_place_names_are_spelled_as_they_are_said(name: str, pinyin: str) -> None:
    """Names whose characters have several readings have the one of the place."""
    [found] = [each for each in REFERENCE.search(name) if each.name == name]

    assert found.pinyin == pinyin


def test_the_shipped_sums_are_those_of_the_files() -> None:
    """SOURCES.md vouches for each table: a changed file without a changed line is noticed."""
    told = dict(
        reversed(line.split("  "))
        for line in path("reference", "SOURCES.md").read_text(encoding="utf-8").splitlines()
        if line.endswith(".csv") and "  " in line and not line.startswith("|")
    )
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in path("reference").glob("*.csv")
    }

    assert told == found
