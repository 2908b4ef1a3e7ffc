"""ID numbers of persons: GB 11643 and the numbers of residence permits built on it.

The check digit and the date are certain, so they bind; the division code is only as complete as the tables, so a
number with an unknown one may stand with an explanation (python-stdnum refuses the standard's own example for it).
"""

from collections.abc import Callable
from datetime import date

from forms.checks import excel, problem_codes
from forms.checks.normal import tidy_id
from forms.problems import PROPOSED, Problem
from forms.reference import Reference

_LENGTH = 18
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643, ISO 7064 MOD 11-2
_CHECK_DIGITS = "10X98765432"
_RESIDENCE_PERMITS = ("810000", "820000", "830000")  # 港澳台居民居住证
_DIGITS = frozenset("0123456789")


def resident_id(text: str, today: date) -> Problem | None:
    """Judge an ID number: ruined by Excel, length, characters, date, check digit (hard), then region (soft).

    Accepts the numbers of 公民身份号码, 港澳台居民居住证 (81/82/83) and 外国人永久居留身份证 (9…, since 2023-12-01).
    """
    number = tidy_id(text)
    if excel.ruined(number) or (excel.fifteen_digits_left(number) and not _check_digit_fits(number)):
        return Problem(problem_codes.ID_RUINED)
    reasons: tuple[Callable[[str, date], Problem | None], ...] = (
        _length,
        _characters,
        _birth,
        _check,
        _region,
    )
    return next((problem for reason in reasons if (problem := reason(number, today))), None)


def eighteen(fifteen: str, today: date) -> str:
    """Return the 18 characters that 15 digits of before 1999-10-01 became: the century 19 and the check digit added.

    '' when they have no date of birth that can be. It is a proposal: whoever has the paper must look at it.
    """
    first17 = f"{fifteen[:6]}19{fifteen[6:]}"
    return "" if _birth(first17, today) is not None else first17 + check_digit(first17)


def check_digit(first17: str) -> str:
    """Return the 18th character that belongs to 17 digits (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first17, strict=True))
    return _CHECK_DIGITS[total % 11]


def _length(number: str, today: date) -> Problem | None:
    if len(number) == 15 and set(number) <= _DIGITS:
        proposed = eighteen(number, today)
        return Problem(problem_codes.ID_FIFTEEN, values={PROPOSED: proposed} if proposed else {})
    if len(number) != _LENGTH:
        return Problem(problem_codes.ID_LENGTH, values={"length": len(number)})
    return None


def _characters(number: str, _today: date) -> Problem | None:
    for position, character in enumerate(number, start=1):
        if character not in _DIGITS and not (position == _LENGTH and character == "X"):
            return Problem(problem_codes.ID_CHARACTERS, values={"position": position, "character": character})
    return None


def _birth(number: str, today: date) -> Problem | None:
    year, month, day = number[6:10], number[10:12], number[12:14]
    written = f"{year}-{month}-{day}"
    try:
        born = date(int(year), int(month), int(day))
    except ValueError:
        return Problem(problem_codes.ID_IMPOSSIBLE_DATE, values={"date": written})
    if born > today:
        return Problem(problem_codes.ID_FUTURE_DATE, values={"date": written})
    return None


def _check_digit_fits(number: str) -> bool:
    return len(number) == _LENGTH and check_digit(number[:17]) == number[17]


def _check(number: str, _today: date) -> Problem | None:
    return None if _check_digit_fits(number) else Problem(problem_codes.ID_CHECK_DIGIT)


def _region(number: str, _today: date) -> Problem | None:
    region = number[:6]
    reference = Reference.load()
    known = reference.was_ever(region) or region in _RESIDENCE_PERMITS
    if region.startswith("9"):  # 9, two digits of the province, three of the country (ISO 3166 numeric)
        known = reference.was_ever(f"{region[1:3]}0000")
    return _ended(number) if known else Problem(problem_codes.ID_REGION, values={"region": region})


def _ended(number: str) -> Problem | None:
    """Ask about a division that had ended before the person was born: its offices gave no numbers any more.

    A division younger than the person is right: who was born before the first card got the number later.
    """
    division = Reference.load().division(number[:6], None)
    if division is None or division.current or int(number[6:10]) <= division.last_year:
        return None
    values = {"region": division.code, "name": division.name, "year": division.last_year}
    return Problem(problem_codes.ID_REGION_ENDED, values=values)
