"""Checks of the domain: ID numbers, credit codes, phones, cards, names, divisions; amounts in capitals.

`CHECKS` is what a form's ``xz:check`` mark names. A check sees one answer as typed and today's date, and returns the
first reason against it, or None; blank answers are not its business. It never changes the answer: that is
`forms.checks.normal`, whose ``TIDY`` table has the same keys.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from forms.checks.contacts import bank_card, mobile, phone
from forms.checks.credit_code import credit_code
from forms.checks.division import division
from forms.checks.person_name import person_name
from forms.checks.resident_id import resident_id
from forms.problems import Problem

Check = Callable[[str, date], Problem | None]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "resident_id": resident_id,
        "credit_code": credit_code,
        "mobile": mobile,
        "phone": phone,
        "bank_card": bank_card,
        "person_name": person_name,
        "division": division,
    }
)
