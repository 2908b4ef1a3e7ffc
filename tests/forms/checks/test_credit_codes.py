"""Credit codes of organisations: GB 32100 at its edges."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from forms.checks import problem_codes
from forms.checks.credit_code import check_character, credit_code
from forms.problems import Severity
from forms.reference import Reference

TODAY = date(2026, 11, 22)
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@given(st.text("0123456789", min_size=8, max_size=8), st.text(_ALPHABET, min_size=9, max_size=9))
def test_our_check_character_is_the_one_python_stdnum_finds(head: str, tail: str) -> None:
    """Check value 31 is written 0 and all others agree with an independent library."""
    assert check_character(head + tail) == uscc.calc_check_digit(head + tail)


def test_letters_the_standard_leaves_out_are_named_with_their_place() -> None:
    """An I typed for a 1 is pointed at by position."""
    problem = credit_code("9111000060003734IL", TODAY)

    assert problem is not None
    assert problem.detail is problem_codes.CREDIT_CHARACTERS
    assert problem.values == {"position": 17, "character": "I"}


def test_a_letter_in_the_division_is_refused_although_it_is_in_the_alphabet() -> None:
    """Positions 3 to 8 are a division code: digits only."""
    problem = credit_code("91A10000600037341L", TODAY)

    assert problem is not None
    assert problem.values["position"] == 3


def test_lower_case_and_blanks_do_not_matter() -> None:
    """A code pasted with blanks and small letters is the same code."""
    assert credit_code(" 91110000 600037341l ", TODAY) is None


def test_an_unknown_registrar_may_be_explained() -> None:
    """Registrars are added over the years, so an unknown pair with a right check character only asks."""
    first17 = "Q1510000MA0000001"
    problem = credit_code(first17 + check_character(first17), TODAY)

    assert problem is not None
    assert problem.severity is Severity.SOFT


@pytest.mark.parametrize("registrar", sorted(Reference.load().registrars))
def test_every_registrar_of_the_standard_passes(registrar: str) -> None:
    """All 36 pairs of registrar and kind pass, those with letters (python-stdnum refuses N2) like the others."""
    first17 = f"{registrar}510000MA0000001"

    assert credit_code(first17 + check_character(first17), TODAY) is None
