"""ID numbers: the domain book's cases, the order of reasons, and agreement with other libraries where they are right."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from forms.checks import CHECKS, problem_codes
from forms.checks.normal import tidy_id
from forms.checks.resident_id import check_digit, resident_id
from forms.problems import PROPOSED, Severity

TODAY = date(2026, 11, 22)
_CASES = Path(__file__).parent / "cases" / "id_number_cases.csv"
_CHECK_OF = {
    "统一社会信用代码": "credit_code",
    "手机号": "mobile",
    "姓名": "person_name",
    "银行卡号": "bank_card",
}


def _cases() -> list[dict[str, str]]:
    with _CASES.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def _expected(words: str) -> Severity | None:
    if words.startswith(("不通过", "只许导入历史")):
        return Severity.HARD
    return Severity.SOFT if words.startswith("警告") else None


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case['kind']}-{case['value']}")
def test_every_case_of_the_domain_book_is_judged_as_it_says(case: dict[str, str]) -> None:
    """Each number of the book's table passes, warns or is refused exactly as the table says."""
    problem = CHECKS[_CHECK_OF.get(case["kind"], "resident_id")](case["value"], TODAY)

    assert (problem.severity if problem else None) == _expected(case["expected"])


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("5.132E+17", problem_codes.ID_RUINED),
        ("5.132001991091094e+17", problem_codes.ID_RUINED),
        ("513200199109109000", problem_codes.ID_RUINED),
        ("513200199109109355.0", problem_codes.ID_RUINED),
        ("51330019720512225", problem_codes.ID_LENGTH),
        ("5133001972051222571", problem_codes.ID_LENGTH),
        ("110105491231002", problem_codes.ID_FIFTEEN),
        ("51320019910910935O", problem_codes.ID_CHARACTERS),
        ("5132OO199109109355", problem_codes.ID_CHARACTERS),
        ("513400197713138300", problem_codes.ID_IMPOSSIBLE_DATE),
        ("110105190002290021", problem_codes.ID_IMPOSSIBLE_DATE),
        ("110105209901010020", problem_codes.ID_FUTURE_DATE),
        ("513300199903247811", problem_codes.ID_CHECK_DIGIT),
        ("990105194912310023", problem_codes.ID_REGION),
    ],
)
def test_the_first_reason_is_the_one_that_helps(typed: str, reason: object) -> None:
    """A number with several faults names the one to mend first: Excel, length, characters, date, check digit, region."""
    problem = resident_id(typed, TODAY)

    assert problem is not None
    assert problem.detail is reason


@pytest.mark.parametrize(
    ("region", "year", "asked"),
    [("522400", 2011, True), ("522400", 2010, False), ("522400", 1980, False), ("520500", 1980, False)],
)
def test_a_division_that_ended_before_the_birth_is_asked_about(region: str, year: int, asked: bool) -> None:
    """毕节地区 ended in 2010: nobody born later has its number, but its successor's number may be older than itself."""
    first17 = f"{region}{year}0101001"
    problem = resident_id(first17 + check_digit(first17), TODAY)

    assert (problem.detail if problem else None) is (problem_codes.ID_REGION_ENDED if asked else None)
    assert problem is None or problem.severity is Severity.SOFT


def test_a_person_born_today_is_not_in_the_future() -> None:
    """The day of birth may be today, not tomorrow."""
    first17 = "51343520261122001"
    born_today = first17 + check_digit(first17)

    assert resident_id(born_today, TODAY) is None
    assert resident_id(born_today, date(2026, 11, 21)) is not None


def test_a_sound_number_that_ends_in_zeros_is_not_called_ruined() -> None:
    """810000199001010000 ends in four zeros and is right: only a failing check digit makes zeros suspicious."""
    assert resident_id("810000199001010000", TODAY) is None


def test_passports_and_permits_pass_the_check_of_a_persons_number() -> None:
    """A passport has no check digit: the form ties it to its type, the check lets its shape pass."""
    for number in ("E12345678", "H12345678", "M1234567801", "12345678", "USA110105123456"):
        assert CHECKS["resident_id"](number, TODAY) is None


def test_a_donors_number_is_read_by_its_shape() -> None:
    """The same question takes a credit code or an ID number, and each is judged by its own standard."""
    check = CHECKS["document"]

    assert check("91110000600037341L", TODAY) is None
    assert check("11010519491231002X", TODAY) is None
    refused_code, refused_id = check("91110000600037341M", TODAY), check("110105194912310029", TODAY)
    assert refused_code is not None
    assert refused_code.detail is problem_codes.CREDIT_CHECK
    assert refused_id is not None
    assert refused_id.detail is problem_codes.ID_CHECK_DIGIT


_FIRST17 = st.builds(
    lambda day, sequence: f"513435{day:%Y%m%d}{sequence:03}",
    st.dates(date(1900, 1, 1), date(2020, 12, 31)),
    st.integers(1, 999),
)


@given(_FIRST17)
def test_our_check_digit_is_the_one_python_stdnum_finds(first17: str) -> None:
    """For every number of 甘洛县 our 18th character is the one of an independent library."""
    assert check_digit(first17) == ric.calc_check_digit(first17 + "0")


@given(_FIRST17, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes_unnoticed(first17: str, place: int, shift: int) -> None:
    """MOD 11-2 finds every single wrong digit, so a slip of the finger is always told."""
    number = first17 + check_digit(first17)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    assert resident_id(wrong, TODAY) is not None


@given(st.text(max_size=40))
def test_any_text_at_all_is_judged_without_failing(text: str) -> None:
    """Whatever is pasted into an ID number gets an answer, never an error of ours."""
    for check in CHECKS.values():
        problem = check(text, TODAY)
        assert problem is None or problem.what()


@given(st.text(max_size=40))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    """A tidied number stays as it is."""
    assert tidy_id(tidy_id(text)) == tidy_id(text)


def test_fifteen_digits_propose_the_eighteen_they_became() -> None:
    """The century and the check digit are certain; a number with an impossible day proposes nothing."""
    problem, impossible = resident_id("110105491231002", TODAY), resident_id("110105491331002", TODAY)

    assert problem is not None
    assert problem.values == {PROPOSED: "11010519491231002X"}
    assert impossible is not None
    assert impossible.values == {}
