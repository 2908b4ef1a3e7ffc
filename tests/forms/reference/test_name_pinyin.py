"""Pinyin of people's names: the surname as its bearer says it, the word's reading kept for search."""

import subprocess
import sys

import pytest

from forms.reference import Reference

REFERENCE = Reference.load()


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("单超", "shanchao danchao", "sc dc"),
        ("仇强", "qiuqiang chouqiang", "qq cq"),
        ("曾丽", "zengli cengli", "zl cl"),
        ("翟勇", "zhaiyong diyong", "zy dy"),
        ("解放", "xiefang jiefang", "xf jf"),
        ("盖明", "geming gaiming", "gm"),
        ("朴秀", "piaoxiu puxiu", "px"),
        ("区国", "ouguo quguo", "og qg"),
        ("查平", "zhaping chaping", "zp cp"),
        ("缪军", "miaojun moujun", "mj"),
        ("折兰", "shelan zhelan", "sl zl"),
        ("尉迟恭", "yuchigong weichigong", "ycg wcg"),
        ("万俟卨", "moqixie wansixie", "mqx wsx"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
        ("李𬭎", "lihong", "lh"),
        ("王䶮", "wangyan", "wy"),
        ("吕梁", "lvliang", "ll"),
    ],
)
def test_a_name_is_spelled_as_it_is_said(name: str, full: str, initials: str) -> None:
    """The right reading of the surname stands first; the common wrong one is still found."""
    found = REFERENCE.pinyin(name)

    assert (found.full, found.initials) == (full, initials)


def test_looking_up_divisions_by_pinyin_does_not_import_pypinyin() -> None:
    """The first window searches places without paying 0.3 s for a library it does not need."""
    program = (
        "import sys; from forms.reference import Reference; Reference.load().search('gls');"
        "sys.exit('pypinyin' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_name_is_cut_into_the_words_pypinyin_knows() -> None:
    """Words with a reading of their own are found wherever they stand; a name without one is read sign by sign."""
    from pypinyin import lazy_pinyin
    from pypinyin.seg.mmseg import seg

    for name in (
        "重庆银行",
        "银行长",
        "电子音乐",
        "长安汽车",
        "木呷史里",
        "朝阳大厦",
        "的确",
        "参差不齐",
        "曾参",
        "一行人",
    ):
        words = [spelled for word in seg.cut(name) for spelled in lazy_pinyin(word)]
        assert REFERENCE.pinyin("/" + name).full == "".join(words).replace("ü", "v")
