"""A county that keeps every built-in ledger: one sound record of each, entered in the order they refer to each other.

The samples name other records as their look-ups do in the tests of the forms (`d1`, `J-1` …); in a real office the
id of the record that was entered takes that place. What only a real office asks for is changed here, with why.
"""

import base64
import re
from collections.abc import Mapping
from typing import Any

from forms.engine import FormSession, Kind
from records.ledger import Office
from tests.fakes import donation_records, industry_records, public_records, register_records
from tests.fakes.cooperation_records import COOPERATION
from tests.fakes.first_records import FIRST_RECORDS
from tests.fakes.labour_records import PERSON, RECORDS

# What the ledgers before them hold: a sample speaks of tables that its own tests invent.
_HERE: dict[str, dict[str, Any]] = {
    # A job that lasted three months: the subsidy and the settlement of the samples speak of it.
    "employment": {
        **PERSON, "employment_form": "10", "channel": "self", "work_region": "330213",
        "employer_name": "奉化汽配有限公司", "post": "装配工", "start_month": "2026-02-13",
        "end_month": "2026-05-20", "status": "left", "monthly_wage": "4500", "contract_kind": "none",
        "insurance": ["none"], "evidence_kind": ["none"], "by_cooperation": "yes",
    },
    "donor": {"publicity": "name_and_amount", "name_consent": "yes"},  # the roll of honour names nobody else
    "stock_batch": {"qty_in": "10"},  # no more than the donation of goods brought
    "receipt": {"receipt_code": "51060125", "receipt_no": "0000000501"},  # of the book that was taken
}  # fmt: skip
SAMPLES: dict[str, dict[str, Any]] = {
    **FIRST_RECORDS,
    **RECORDS,
    **register_records.GOOD,
    **donation_records.GOOD,
    **COOPERATION,
    **industry_records.RECORDS,
    **public_records.RECORDS,
}
SAMPLES = {
    form_id: _HERE[form_id] if form_id == "employment" else {**sample, **_HERE.get(form_id, {})}
    for form_id, sample in SAMPLES.items()
}
# Two more organisations, of both sides, for the pairing of units.
UNITS = {
    "u1": {**SAMPLES["organization"], "name": "宁波市奉化区教育局", "uscc": "11330283002963441K", "org_type": "gov"},
    "u2": {**SAMPLES["organization"], "name": "甘洛县教育局", "uscc": "115134350089215415", "region_code": "513435"},
}  # fmt: skip
STANDS_FOR = {
    "J-1": "employment", "S-1": "subsidy_standard", "N-1": "need", "d1": "donor", "m1": "money_donation",
    "g1": "goods_donation", "b1": "stock_batch", "E-1": "enterprise", "K-1": "industrial_park", "Y-1": "policy",
    "C-1": "workshop", "D-1": "donor", "Z-1": "disclosure", **{name: name for name in UNITS},
}  # fmt: skip
_AFTER = (  # what refers to others stands after them; the others in any order
    "unit_pairing", "labour_subsidy", "need_match", "settlement", "donation_agreement", "money_donation", "goods_donation",
    "stock_batch", "distribution", "receipt_book", "receipt", "donation_use", *COOPERATION, "industrial_park",
    "workshop", "enterprise", "investment_arrival", "benefit_link", "disclosure", "emergency_case", "honour_roll",
)  # fmt: skip
_CONTENTS = {
    Kind.FILE: b"%PDF-1.4 scan",
    Kind.IMAGE: base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC"
    ),
}
ORDER = (*sorted(set(SAMPLES) - set(_AFTER)), *_AFTER)


def typed(
    office: Office, form_id: str, entered: Mapping[str, str], changes: Mapping[str, Any] | None = None
) -> FormSession:
    """Type the sample of a ledger into its form with *changes* (None: not typed); *entered*: ids by form or name."""
    session = office.session(form_id)
    for path, value in {**SAMPLES[form_id], **(changes or {})}.items():
        if path.startswith("+"):
            while session.count(path[1:]) < value:
                session.add(path[1:])
        elif value is not None:
            session.answer(path, _meant(office, session, path, value, entered))
    return session


def _meant(office: Office, session: FormSession, path: str, value: Any, entered: Mapping[str, str]) -> Any:
    """Return the answer: of a look-up the record's id; of a file question the name its content has once it is kept."""
    question = session.definition.questions[re.sub(r"\[\d+\]", "", path)]
    content = _CONTENTS.get(question.kind)
    if content is not None:
        return office.attachments.add(value, content, question.kind).name
    return entered.get(STANDS_FOR.get(value, value), value) if question.ledger else value


def enter(office: Office, session: FormSession, form_id: str) -> str:
    """Save and complete what was typed; return the record's id."""
    head = office.records.save(form_id, session.answers(), token=office.ids.token())
    (outcome,) = office.records.complete([head.record_id])
    assert outcome.problem is None, (form_id, outcome.problem.place, outcome.problem.sentence())
    return head.record_id


def enter_all(office: Office) -> dict[str, str]:
    """Enter and complete one record of every ledger; return their ids by form, and those of `UNITS`."""
    entered: dict[str, str] = {}
    for form_id in ORDER:
        if form_id == "unit_pairing":
            for name, unit in UNITS.items():
                entered[name] = enter(office, typed(office, "organization", {}, unit), "organization")
        entered[form_id] = enter(office, typed(office, form_id, entered), form_id)
    return entered
