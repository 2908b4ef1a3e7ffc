"""A wrong record of any ledger is refused by the same check, typed by hand, read from Excel, or come in a batch."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forms.definitions import builtin
from forms.problems import Severity
from records.ledger import NewUser, Office, Role
from records.store.keyring import CHEAPEST
from reports import workbooks
from sync import enrolment, inbox, outbox
from tests.fakes.counted_ids import CountedIds
from tests.fakes.county_ledgers import enter_all, typed
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.forged_batches import line, sealed

PASSPHRASE = "春天的茶马古道 2026"
TOMORROW = "2026-11-23"
BAD_ID = "513435199104081228"  # the check digit is wrong
# One wrong answer in each ledger: the question, what stands there.
WRONG: dict[str, tuple[str, str]] = {
    "agreement": ("signed_on", TOMORROW),
    "assessment_process": ("held_on", TOMORROW),
    "benefit_link": ("id_no", BAD_ID),
    "cadre_secondment": ("phone", "1380013800"),
    "consumption": ("sold_on", TOMORROW),
    "disclosure": ("approver", "李四"),
    "distribution": ("distributed_on", TOMORROW),
    "document": ("issued_on", TOMORROW),
    "donation_agreement": ("estimated_amount", "-5"),
    "donation_use": ("used_on", TOMORROW),
    "donor": ("phone", "1380013800"),
    "emergency_case": ("id_no", BAD_ID),
    "employment": ("id_no", BAD_ID),
    "enterprise": ("agreed_amount", "-1"),
    "front_team": ("base_place", "甘洛" * 51),
    "fund_allocation": ("allocated_on", TOMORROW),
    "fund_arrival": ("amount", "-5"),
    "fund_payment": ("paid_on", TOMORROW),
    "fund_plan": ("planned_amount", "-1"),
    "fund_pool": ("size", "0"),
    "fund_report": ("paid_other", "-1"),
    "goods_donation": ("received_on", TOMORROW),
    "honour_roll": ("consent", "declined"),
    "household": ("contact_phone", "1380013800"),
    "industrial_park": ("jobs_assisted", "421"),
    "investment_arrival": ("period_end", TOMORROW),
    "job_post": ("wage_max", "100"),
    "job_seeker": ("id_no", BAD_ID),
    "labour_subsidy": ("months", "0"),
    "labour_transfer": ("cost", "-1"),
    "land_quota": ("amount", "1"),
    "meeting": ("held_on", TOMORROW),
    "money_donation": ("received_on", TOMORROW),
    "need": ("verified_on", "2026-10-01"),
    "need_match": ("qty", "-1"),
    "organization": ("uscc", "91110000600037341M"),
    "pairing": ("document_on", TOMORROW),
    "person": ("id_no", BAD_ID),
    "plan": ("doc_no", "甘协办[2026]第3号"),
    "policy": ("issued_on", TOMORROW),
    "project": ("benefit_assisted", "421"),
    "project_acceptance": ("accepted_on", TOMORROW),
    "project_performance": ("satisfaction_pct", "101"),
    "project_progress": ("progress_pct", "101"),
    "project_selection": ("requested_amount", "0"),
    "prof_exchange": ("id_no", BAD_ID),
    "publicity": ("published_on", TOMORROW),
    "receipt": ("issued_on", TOMORROW),
    "receipt_book": ("to_no", "0000000100"),
    "region": ("valid_from", "1800"),
    "report_submission": ("reviewer", "张三"),
    "settlement": ("settled_on", "2026-08-01"),
    "stock_batch": ("stored_on", TOMORROW),
    "subsidy_standard": ("amount", "-1"),
    "tourism_route": ("promoted_on", TOMORROW),
    "training_base": ("capacity", "-1"),
    "training_class": ("planned", "-1"),
    "unit_pairing": ("signed_on", TOMORROW),
    "visit": ("person_times", "0"),
    "vocational_student": ("id_no", BAD_ID),
    "volunteer_service": ("held_on", TOMORROW),
    "work_log": ("logged_on", TOMORROW),
    "workshop": ("jobs_assisted", "33"),
}


@dataclass
class Doors:
    """A county with a record of every ledger, its province that holds them too, and what was sent wrong."""

    county: Office
    entered: dict[str, str]
    wrong: dict[str, dict[str, Any]]
    set_aside: dict[str, inbox.Quarantined]


def _office(folder: Path, code: str, name: str, level: str, ids: str) -> Office:
    people = [NewUser("李主任", Role.REVIEWER, PASSPHRASE)]
    office = Office.create(
        folder, code=code, name=name, level=level, people=people, clock=FixedClock(), ids=CountedIds(ids), kdf=CHEAPEST
    )  # fmt: skip
    office.settings.set("one_person", True)
    office.settings.set("partner_province", "33")
    return office


def _enrol(county: Office, province: Office, files: Path) -> None:
    invitation, answer = files / "invitation.enrol", files / "answer.enrol"
    enrolment.new(province, county.info.code, invitation, "https://province.example")
    enrolment.answer(county, invitation, answer)
    enrolment.accept(province, answer)


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The sound records have gone up; then a strange device sends the wrong ones, past all checks of the county."""
    home = tmp_path_factory.mktemp("doors")
    county = _office(home / "county", "513435", "甘洛县东西部协作办公室", "county", "1")
    province = _office(home / "province", "510000", "四川省协作办公室", "province", "2")
    with county, province:
        _enrol(county, province, home)
        entered = enter_all(county)
        county.records.approve(list(entered.values()))
        first = outbox.seal(county, home)
        assert first is not None
        inbox.receive(province, home / first.file.name)
        wrong, lines, of_form = {}, [], {}
        for number, (form_id, (path, value)) in enumerate(WRONG.items(), start=1):
            wrong[form_id] = typed(county, form_id, entered, {path: value}).answers()
            lines.append(line(county, number, wrong[form_id], form_id=form_id))
            of_form[lines[-1].record] = form_id
        second = home / "wrong.batch"
        second.write_bytes(sealed(county, lines, number=2, previous=first.digest))
        inbox.receive(province, second)
        aside = {
            of_form[one.record_id]: one for one in inbox.quarantine(province) if one.record_id in of_form
        }
        yield Doors(county, entered, wrong, aside)


def test_every_ledger_has_its_wrong_record():
    """No built-in form is left out here."""
    assert set(WRONG) == set(builtin())


@pytest.mark.parametrize("form_id", WRONG)
def test_a_wrong_record_is_refused_at_every_door(form_id: str, doors: Doors, tmp_path: Path) -> None:
    """By hand it cannot be completed, from Excel its row stays outside, from below it is set aside: for one reason."""
    office, (path, value) = doors.county, WRONG[form_id]
    definition = office.forms.definition(form_id)

    by_hand = typed(office, form_id, doors.entered, {path: value})
    said = {
        problem.code
        for problem in by_hand.problems()
        if problem.place == path and problem.severity is Severity.HARD
    }
    head = office.records.save(form_id, by_hand.answers(), token=office.ids.token())
    (outcome,) = office.records.complete([head.record_id])
    file = workbooks.export(
        definition, [office.lookups.in_words(definition, doors.wrong[form_id])], tmp_path / "错.xlsx"
    )
    judged = workbooks.judge(workbooks.propose(workbooks.read(file), [definition]), office.session)
    from_excel = {cell.problem.code for row in judged.refused for cell in row.cells if cell.path == path}

    assert len(said) == 1
    assert outcome.problem is not None
    assert outcome.problem.place == path
    assert from_excel == said
    assert (doors.set_aside[form_id].question, doors.set_aside[form_id].code) == (path, *said)
