"""Tidying: what rosters do to names and numbers is undone, and nothing else is touched."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.checks import CHECKS
from forms.checks.normal import TIDY, tidy_id, tidy_name, tidy_phone, tidy_text

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("尉  国", "尉国"),
        ("张　三", "张三"),
        (" 单 超 ", "单超"),
        ("买买提•吐尔逊", "买买提·吐尔逊"),
        ("买买提・吐尔逊", "买买提·吐尔逊"),
        ("买买提‧吐尔逊", "买买提·吐尔逊"),
        ("买买提．吐尔逊", "买买提·吐尔逊"),
        ("买买提 · 吐尔逊", "买买提·吐尔逊"),
        ("𠮷 野", "𠮷野"),
        ("李 𬭎", "李𬭎"),
        ("J. Smith", "J. Smith"),
        ("Abdul  Karim", "Abdul Karim"),
        ("བཀྲ་ཤིས། དོན་གྲུབ།", "བཀྲ་ཤིས། དོན་གྲུབ།"),
    ],
)
def test_names_lose_layout_and_keep_everything_else(written: str, name: str) -> None:
    """Blanks between two characters and five kinds of dots go; Latin and Tibetan names stay as written."""
    assert tidy_name(written) == name


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("137-4218-0967", "13742180967"),
        ("150 0323 0455", "15003230455"),
        ("+86 138-0013-8000", "13800138000"),
        ("0086-13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("13231007728.0", "13231007728"),
        ("（0834）7812345", "0834-7812345"),
        ("08347812345转12", "0834-7812345-12"),
        ("+86-10-62345678", "010-62345678"),
        ("7812345", "7812345"),
    ],
)
def test_phones_take_one_form(written: str, number: str) -> None:
    """Every way of writing a number becomes one; a landline without its area code is not guessed at."""
    assert tidy_phone(written) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (' ="110105194912310020" ', "110105194912310020"),
        ("'513435199001010011", "513435199001010011"),
        ("１１０１０５ 19491231 002ｘ", "11010519491231002X"),
    ],
)
def test_numbers_lose_what_excel_wrapped_them_in(written: str, number: str) -> None:
    """Text prefixes, formulas around text, full width and blanks go; the digits stay."""
    assert tidy_id(written) == number


def test_text_keeps_its_lines_and_loses_hidden_characters() -> None:
    """Direction overrides, zero-width blanks and NUL go; line breaks and the joiners of Uyghur stay."""
    assert tidy_text(" 甲\r\n乙\u202e\u200b\x00 ") == "甲\n乙"
    assert tidy_text("مۇ\u200cھەممەت") == "مۇ\u200cھەممەت"


@given(st.sampled_from(sorted(TIDY)), st.text(max_size=60))
def test_tidying_is_done_after_once(check: str, text: str) -> None:
    """Tidying what is tidy changes nothing."""
    once = TIDY[check](text)

    assert TIDY[check](once) == once


def test_every_check_has_its_tidying_and_the_other_way_round() -> None:
    """A form may name any check and import knows how to write its answers."""
    assert set(TIDY) == set(CHECKS)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("张三2", "FORMS-141"),
        ("张\u202e三", "FORMS-142"),
        ("张\x07三", "FORMS-142"),
        ("张" * 51, "FORMS-143"),
        ("张三、李四", "FORMS-144"),
        ("张三(大)", "FORMS-144"),
    ],
)
def test_names_that_are_not_one_persons_name_are_refused(name: str, code: str) -> None:
    """Numbers, hidden characters, two people in one cell and remarks are told apart."""
    problem = CHECKS["person_name"](name, TODAY)

    assert problem is not None
    assert problem.code == code


@pytest.mark.parametrize(
    "name", ["买买提·吐尔逊", "𠮷野", "王䶮", "བཀྲ་ཤིས་དོན་གྲུབ", "مۇھەممەت", "ꀊꃅ", "O'Neil", "〇一"]
)
def test_names_of_every_script_pass(name: str) -> None:
    """Han beyond the basic plane, Tibetan, Uyghur, Yi and Latin names are names."""
    assert CHECKS["person_name"](name, TODAY) is None


@pytest.mark.parametrize(
    ("number", "fits"),
    [("13800138000", True), ("0834-7812345", True), ("7812345", False), ("12800138000", False)],
)
def test_a_contact_phone_is_a_mobile_or_a_landline_with_area_code(number: str, fits: bool) -> None:
    """A landline needs its area code, since the batch is read in another province."""
    assert (CHECKS["phone"](number, TODAY) is None) == fits


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("6222021234567890", "FORMS-133"),
        ("62220212345", "FORMS-132"),
        ("6222 0212 x", "FORMS-131"),
        ("4111111111111111", None),
    ],
)
def test_a_card_number_warns_where_the_rule_has_exceptions(number: str, code: str | None) -> None:
    """Letters are refused; length and Luhn only ask, because some social-security cards differ."""
    problem = CHECKS["bank_card"](number, TODAY)

    assert (problem.code if problem else None) == code


@pytest.mark.parametrize(
    ("code", "expected"), [("513435", None), ("522400", "FORMS-152"), ("123456", "FORMS-151")]
)
def test_a_division_must_exist_and_should_be_in_use(code: str, expected: str | None) -> None:
    """毕节地区 ended in 2010: it may be kept with an explanation; 123456 never was a place."""
    problem = CHECKS["division"](code, TODAY)

    assert (problem.code if problem else None) == expected
