"""A clerk who enters one record of every ledger of labour, exchange and need in a real office, each by its form."""

from typing import Any

from forms.engine import FormSession
from records.ledger import Office
from tests.fakes.labour_records import PERSON, RECORDS

_JOB: dict[str, Any] = {
    **PERSON,
    "employment_form": "10",
    "channel": "self",
    "work_region": "330213",
    "employer_name": "奉化汽配有限公司",
    "post": "装配工",
    "start_month": "2026-02-13",
    "end_month": "2026-05-20",
    "status": "left",
    "monthly_wage": "4500",
    "contract_kind": "none",
    "insurance": ["none"],
    "evidence_kind": ["none"],
    "by_cooperation": "yes",
}
# The ids the sample records speak of, and the ledger whose record takes their place.
_STANDS_FOR = {"J-1": "employment", "S-1": "subsidy_standard", "N-1": "need"}
ORDER = (
    "employment",
    *sorted(set(RECORDS) - {"labour_subsidy", "need_match"}),
    "labour_subsidy",
    "need_match",
)


def typed(office: Office, form_id: str, entered: dict[str, str]) -> FormSession:
    """Type the sample record of a ledger into its form; *entered* are the records it may refer to, by ledger."""
    session = office.session(form_id)
    sample = _JOB if form_id == "employment" else RECORDS[form_id]
    for path, value in sample.items():
        if path.startswith("+"):
            while session.count(path[1:]) < value:
                session.add(path[1:])
        else:
            known = isinstance(value, str) and value in _STANDS_FOR
            session.answer(path, entered[_STANDS_FOR[value]] if known else value)
    return session


def enter_all(office: Office) -> dict[str, str]:
    """Enter and complete one record of every ledger; return their ids by form."""
    entered: dict[str, str] = {}
    for form_id in ORDER:
        answers = typed(office, form_id, entered).answers()
        head = office.records.save(form_id, answers, token=office.ids.record_id())
        entered[form_id] = head.record_id
        outcome = office.records.complete([head.record_id])[0]
        assert outcome.problem is None, (form_id, outcome.problem.place, outcome.problem.sentence())
    return entered
