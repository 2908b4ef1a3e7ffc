"""What may be stored as text: the strict normaliser, masking, canonical answers, search keys."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.problems import Problem
from records.model.masking import Masked, kind_of, mask
from records.model.normal_text import LONGEST, normal, normal_answers
from records.model.revisions import canonical
from records.model.search_keys import folded, keys_of, terms_of, words_of


@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_text_is_stored_in_one_form_or_refused(text):
    """Any text is either refused with its place or stored as NFC that every database and file takes; twice is once."""
    try:
        stored = normal(text, "note")
    except Problem as problem:
        stored, refused = "", (problem.code, problem.place)
    else:
        refused = ("RECORDS-040", "note")
    assert refused == ("RECORDS-040", "note")
    assert unicodedata.is_normalized("NFC", stored)
    assert normal(stored) == stored
    stored.encode("utf-8")
    assert not set(stored) & set(map(chr, [*range(9), *range(11, 32), 127, 0x202E, 0xFEFF]))


@pytest.mark.parametrize(
    "bad", ["a\x00b", "a\x1b[31m", "\u202eexe.txt", "\ud800", "\ufeff名", "行\u2028行", "\ufffe"]
)
def test_invisible_control_is_refused(bad):
    """NUL, escape, direction overrides, lone surrogates, BOM and separators never enter."""
    with pytest.raises(Problem) as refused:
        normal(bad)
    assert refused.value.code == "RECORDS-040"


def test_rare_and_minority_names_pass_unchanged():
    """Extension-B characters, Tibetan, Uyghur, Yi, Mongolian, joiners and the name separator stay as they are."""
    for name in (
        "𠅤𬭎䶮",
        "བཀྲ་ཤིས",
        "مۇھەممەت",
        "ꆈꌠ",
        "ᠮᠣᠩᠭᠣᠯ",
        "买买提·艾力",
        "می\u200cخواهم",
        "第一行\n\t第二行",
    ):
        assert normal(name) == unicodedata.normalize("NFC", name)


def test_what_is_no_answer_is_refused():
    """Floats, booleans, too long and too deep answers are refused; blanks are left out."""
    assert normal_answers({"a": "", "b": None, "c": [], "d": "x", "e": 0}) == {"d": "x", "e": 0}
    for bad, code in (
        ({"a": 1.5}, "RECORDS-043"),
        ({"a": True}, "RECORDS-043"),
        ({"a": "长" * (LONGEST + 1)}, "RECORDS-041"),
    ):
        with pytest.raises(Problem) as refused:
            normal_answers(bad)
        assert refused.value.code == code
    deep: dict = {}
    for _ in range(9):
        deep = {"r": [deep], "x": "y"}
    with pytest.raises(Problem) as refused:
        normal_answers(deep)
    assert refused.value.code == "RECORDS-042"


_answers = st.recursive(
    st.text(max_size=8) | st.integers(-(10**15), 10**15),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


@given(st.dictionaries(st.text(max_size=8), _answers, max_size=6))
def test_canonical_text_is_one_for_equal_answers(answers):
    """The order in which questions were answered changes nothing; reading and writing again gives the same bytes."""
    shuffled = dict(reversed(list(answers.items())))

    assert canonical(shuffled) == canonical(answers) == canonical(json.loads(canonical(answers)))


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Masked.ID, "11010519491231002X", "110105********002X"),
        ("resident_id", "11010519491231002X", "110105********002X"),
        (Masked.PHONE, "13800138000", "138****8000"),
        (Masked.ACCOUNT, "6222021234567890123", "**** **** **** 0123"),
        (Masked.NAME, "张三丰", "张*"),
        (Masked.ADDRESS, "水磨镇老人村3组12号", "水磨镇老人村***"),
        (Masked.HIDDEN, "精神残疾", "***"),
        (Masked.ID, "", ""),
    ],
)
def test_masks_follow_the_table(kind, value, shown):
    """Each kind is masked as the domain book's table says; nothing stays nothing."""
    assert mask(kind, value) == shown


@given(
    st.sampled_from([Masked.ID, Masked.PHONE, Masked.ACCOUNT, Masked.NAME, Masked.ADDRESS, Masked.HIDDEN]),
    st.text("0123456789X", min_size=1, max_size=30),
)
def test_a_mask_never_shows_everything(kind, value):
    """Whatever the length, something stays hidden."""
    assert value not in mask(kind, value)


def test_marks_choose_the_mask():
    """P3 is always masked, a P2 phone too, a P2 name is not."""
    assert kind_of({"sensitive": "P3", "check": "resident_id"}) is Masked.ID
    assert kind_of({"sensitive": "P3"}) is Masked.HIDDEN
    assert kind_of({"sensitive": "P2", "check": "mobile"}) is Masked.PHONE
    assert kind_of({"sensitive": "P2", "check": "person_name"}) is None
    assert kind_of({}) is None


@given(st.text("阿苏木呷尔古拉洛张王李abcxyz0123456789·　 ", min_size=1, max_size=30))
def test_every_fragment_of_a_name_is_a_beginning_of_some_term(name):
    """Any fragment that fits a term is found as the beginning of one: that is what the range scan relies on."""
    key = folded(name)
    terms = terms_of(keys_of([("n", name)]))

    for start in range(len(key)):
        for end in range(start + 1, min(len(key), start + 12) + 1):
            assert any(term.startswith(key[start:end]) for term in terms)


def test_a_query_is_folded_as_the_index_is():
    """Full-width letters, case and separators do not matter; the longest word comes first."""
    assert words_of("ＡＳＭＧ  买买提·艾力") == ["买买提艾力", "asmg"]
    assert words_of(" · ") == []
