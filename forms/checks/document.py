"""Numbers of documents whose kind the check cannot see: the shape tells which rule applies.

An answer is checked alone, without the document type beside it. A form ties the type to the shape (letters, length) by
its constraint; the check then judges each shape by its own standard and leaves what has no check digit to the form.
"""

import re
from datetime import date

from forms.checks.credit_code import credit_code
from forms.checks.normal import tidy_id
from forms.checks.resident_id import resident_id
from forms.problems import Problem

# 港澳居民来往内地通行证, 台湾居民来往大陆通行证, the old 外国人永久居留证, passports: none has a check digit.
_NO_CHECK_DIGIT = re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?|[0-9]{8}|[A-Z]{3}[0-9]{12}|[A-Z]{1,3}[A-Z0-9]{4,10}")
_BORN = re.compile(r".{6}(?:18|19|20)[0-9]{2}")  # where an ID number has the year of birth


def personal(text: str, today: date) -> Problem | None:
    """Judge a person's document number: as an ID number, unless it has the shape of a permit or passport."""
    return None if _NO_CHECK_DIGIT.fullmatch(tidy_id(text)) else resident_id(text, today)


def document(text: str, today: date) -> Problem | None:
    """Judge the document number of a person or an organisation.

    Eighteen characters that fit neither rule are read as an ID number if a year of birth stands in its place.
    """
    number = tidy_id(text)
    if len(number) != 18 or resident_id(text, today) is None:
        return personal(text, today)
    as_organisation = credit_code(text, today)
    if as_organisation is None or not _BORN.match(number):
        return as_organisation
    return resident_id(text, today)
