"""Checks of the domain: ID numbers, credit codes, phones, cards, names, divisions; amounts in capitals.

`CHECKS` is what a form's ``xz:check`` mark names. A check sees one answer as typed and today's date, and returns the
first reason against it, or None; blank answers are not its business. It never changes the answer: that is
`forms.checks.normal`, whose ``TIDY`` table has the same keys.

``resident_id`` lets the shapes of permits and passports pass, because a form asks for the kind of document beside the
number and ties the two by a constraint; ``document`` takes a credit code as well (a donor may be an organisation).
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from forms.checks.contacts import bank_card, mobile, phone
from forms.checks.credit_code import credit_code
from forms.checks.division import division
from forms.checks.document import document, personal
from forms.checks.person_name import person_name
from forms.problems import Problem

Check = Callable[[str, date], Problem | None]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "resident_id": personal,
        "credit_code": credit_code,
        "mobile": mobile,
        "phone": phone,
        "bank_card": bank_card,
        "person_name": person_name,
        "division": division,
        "document": document,
    }
)
