"""Notices long numbers that a spreadsheet has ruined.

A cell that holds an 18-digit number as a number keeps 15 digits (Excel) or about 17 (a double); the rest is lost for
good and must not be guessed.
"""

import re

_SCIENTIFIC = re.compile(r"^[+-]?\d+(?:\.\d+)?E\+?\d+$")
_WITH_POINT = re.compile(r"^\d{15,}\.0*$")


def ruined(text: str) -> bool:
    """Say whether *text* (tidied) is a long number in scientific notation, or one that went through a double."""
    return bool(_SCIENTIFIC.match(text) or _WITH_POINT.match(text))


def fifteen_digits_left(text: str) -> bool:
    """Say whether *text* is an 18- or 19-digit number whose digits after the fifteenth are all 0, as Excel writes them.

    A sound number may end so too (sequence 000 does not exist, 00 with check digit 0 does): ask only when its check
    digit does not fit.
    """
    return bool(re.fullmatch(r"\d{15}0{3,4}", text))
