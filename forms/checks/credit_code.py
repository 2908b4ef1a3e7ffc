"""统一社会信用代码: GB 32100-2015.

Registrar 1, kind 1, division 6, subject 9, check character 1; letters I O S V Z are not used. The check value 31 is
written 0 (public code gets this wrong), and the first character may be a letter: N for village collectives, Y, A.
"""

from datetime import date

from forms.checks import excel, problem_codes
from forms.checks.normal import tidy_id
from forms.problems import Problem
from forms.reference import Reference

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_LENGTH = 18
_DIVISION = range(3, 9)  # positions, counted from 1


def credit_code(text: str, _today: date) -> Problem | None:
    """Judge a credit code: ruined by Excel, length, characters, check character (hard), then the registrar (soft)."""
    code = tidy_id(text)
    if excel.ruined(code):
        return Problem(problem_codes.ID_RUINED)
    if len(code) != _LENGTH:
        return Problem(problem_codes.CREDIT_LENGTH, values={"length": len(code)})
    for position, character in enumerate(code, start=1):
        if character not in _ALPHABET or (position in _DIVISION and not character.isdecimal()):
            values = {"position": position, "character": character}
            return Problem(problem_codes.CREDIT_CHARACTERS, values=values)
    if check_character(code[:17]) != code[17]:
        return Problem(problem_codes.CREDIT_CHECK)
    if code[:2] not in Reference.load().registrars:
        return Problem(problem_codes.CREDIT_REGISTRAR, values={"registrar": code[:2]})
    return None


def check_character(first17: str) -> str:
    """Return the 18th character that belongs to 17 characters of the code's alphabet."""
    total = sum(weight * _ALPHABET.index(each) for weight, each in zip(_WEIGHTS, first17, strict=True))
    return _ALPHABET[(31 - total % 31) % 31]
