"""Phone numbers and bank cards."""

import re
from datetime import date

from forms.checks import excel, problem_codes
from forms.checks.normal import tidy_id, tidy_phone
from forms.problems import Problem

_MOBILE = re.compile(r"1[3-9]\d{9}")  # no carrier tables: number portability has made them wrong
_LANDLINE = re.compile(r"(?:010|02\d|0[3-9]\d{2})-[2-9]\d{6,7}(?:-\d{1,6})?")


def mobile(text: str, _today: date) -> Problem | None:
    """Judge a mobile number: 11 digits, beginning 13 to 19; country code and separators do not matter."""
    return None if _MOBILE.fullmatch(tidy_phone(text)) else Problem(problem_codes.MOBILE)


def phone(text: str, _today: date) -> Problem | None:
    """Judge a contact phone: a mobile, or a landline with its area code (an extension may follow)."""
    number = tidy_phone(text)
    fits = _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number)
    return None if fits else Problem(problem_codes.PHONE)


def bank_card(text: str, _today: date) -> Problem | None:
    """Judge a card number: digits (hard), 16 to 19 of them and Luhn (soft: some social-security cards differ)."""
    number = re.sub("[-‐–—]", "", tidy_id(text))
    if excel.ruined(number) or (excel.fifteen_digits_left(number) and not _luhn(number)):
        return Problem(problem_codes.ID_RUINED)
    if not re.fullmatch("[0-9]+", number):
        return Problem(problem_codes.CARD_CHARACTERS)
    if len(number) not in range(16, 20):
        return Problem(problem_codes.CARD_LENGTH, values={"length": len(number)})
    return None if _luhn(number) else Problem(problem_codes.CARD_LUHN)


def _luhn(number: str) -> bool:
    """Say whether the last digit fits (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * 2 if place % 2 else int(digit)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
