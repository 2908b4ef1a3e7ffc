"""“吉克阿妞 needs twenty quilts”: verified, taken up, given, stored, handed out and signed for, told to the donor, made public.

The donor wants no name published, the household's name is nobody's business: neither stands in the notice, on its paper or on the
public site. Every step goes through the verbs the window uses: a form session, save, complete, approve.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from desktop import paperwork
from forms.problems import Severity
from records.ledger import NewUser, Office, Role
from reports import papers, site
from reports.indicators import schemes, span
from tests.fakes.county_ledgers import enter, typed

HOUSEHOLD, DONOR = "吉克阿妞", "王爱国"
ID_NO = "513435199104081227"
NEED = {
    "requester_kind": "household", "requester_name": HOUSEHOLD, "need_class": "01", "description": "冬被不足", "qty": "20",
    "unit": "床", "estimated_amount": "3000", "public_text": "一户困难家庭需要 20 床冬被",
}  # fmt: skip
GIFT = {
    "line[1].item_name": "棉被", "line[1].unit": "床", "line[1].qty": "20", "line[1].category": "01",
    "received_on": "2026-10-25", "donor_id": "donor", "publicity": "amount_only",
}  # fmt: skip
NOTICE = {
    "kind": "donation", "title": "捐赠冬被使用公示", "body": "爱心人士捐赠的冬被已发放到需要的家庭。", "fund_source": "社会捐赠",
    "fund_scale": "棉被 20 床", "fund_use": "过冬", "using_unit": "海棠镇", "allocation_principle": "按核实的需求",
    "allocation_result": "一户 20 床", "formed_on": "2026-11-02", "notice_from": "2026-11-05", "notice_to": "2026-11-20",
}  # fmt: skip


@pytest.fixture
def county(make_office: Callable[..., Office]) -> Office:
    """A county with one person at the desk."""
    office = make_office(people=[NewUser("李主任", Role.REVIEWER, "春天的茶马古道 2026")])
    office.settings.set("one_person", True)
    return office


@dataclass
class Desk:
    """Where the records are typed; *entered*: their ids by ledger, which later ones refer to."""

    county: Office
    entered: dict[str, str] = field(default_factory=dict)

    def keep(self, form_id: str, changes: dict[str, Any] | None = None) -> str:
        """Type a ledger's sample with changes (the second time: go on with it), complete and approve it; return its id."""
        if form_id in self.entered:
            self._go_on(form_id, changes or {})
        else:
            self.entered[form_id] = enter(
                self.county, typed(self.county, form_id, self.entered, changes), form_id
            )
        (outcome,) = self.county.records.approve([self.entered[form_id]])
        assert outcome.problem is None
        return self.entered[form_id]

    def _go_on(self, form_id: str, changes: dict[str, Any]) -> None:
        """Reopen a record, answer more of it, and complete it again, as a clerk does."""
        record_id = self.entered[form_id]
        self.county.records.reopen([record_id], "继续办理")
        record = self.county.records.get(record_id)
        session = self.county.session(form_id, record.answers, record_id=record_id)
        for path, value in changes.items():
            session.answer(path, self.entered.get(value, value))
        self.county.records.save(
            form_id, session.answers(), token=self.county.ids.token(), record_id=record_id,
            base=record.head.revision,
        )  # fmt: skip
        (outcome,) = self.county.records.complete([record_id])
        assert outcome.problem is None, (outcome.problem.place, outcome.problem.sentence())

    def refused(self, form_id: str, changes: dict[str, Any]) -> set[str]:
        """Return the questions at which a record cannot be completed."""
        session = typed(self.county, form_id, self.entered, changes)
        return {one.place for one in session.problems() if one.severity is Severity.HARD}


def test_a_need_is_met_signed_for_and_made_public(county: Office, tmp_path: Path) -> None:
    """From the household's word to the notice on the site, each record naming the one before."""
    unverified = {
        "status": "unverified",
        "verify_result": None,
        "verifier": None,
        "verified_on": None,
        "public_text": None,
    }
    desk = Desk(county)
    need = desk.keep("need", NEED | unverified)
    claim = {"need_id": "need", "donor_id": "donor", "donor_name": None, "qty": "20", "amount": "3000"}
    desk.keep("donor")
    assert "need_id" in desk.refused("need_match", claim)  # nothing is matched before somebody verified it

    verified = {"verifier": "张三", "verified_on": "2026-10-12", "verify_result": "true", "status": "open"}
    desk.keep("need", verified | {"public_text": NEED["public_text"]})
    match = desk.keep("need_match", claim)
    desk.keep("goods_donation", GIFT)
    desk.keep("stock_batch", {"donation_id": "goods_donation", "qty_in": "20", "stored_on": "2026-10-26"})
    hand_out = {
        "line[1].stock_batch": "stock_batch", "line[1].beneficiary_name": HOUSEHOLD, "line[1].id_no": ID_NO,
        "published_on": "2026-11-01", "distributed_on": "2026-11-02", "line[1].signed_on": "2026-11-02",
        "donation_id": "goods_donation",
    }  # fmt: skip
    assert "line[1].qty" in desk.refused("distribution", hand_out | {"line[1].qty": "21"})
    signed = desk.keep("distribution", hand_out | {"line[1].qty": "20"})
    used = {
        "donation_kind": "goods", "donation_id": None, "goods_donation_id": "goods_donation", "amount": None,
        "goods_used": "棉被 20 床", "used_on": "2026-11-02", "purpose": "过冬", "feedback": "done",
        "fed_back_on": "2026-11-03",
    }  # fmt: skip
    desk.keep("donation_use", used)
    desk.keep(
        "need_match",
        {"match_status": "met", "fulfilled_kind": "goods", "goods_donation_id": "goods_donation"},
    )
    desk.keep("need", {"status": "met"})

    notice = _made_public(desk)
    met = county.records.get(need).answers
    assert (met["status"], met["claimed_qty"]) == ("met", "20")
    assert {row.record_id for row in county.related.to(need).rows} >= {match, notice}
    _nobody_is_named(county, notice, tmp_path)
    _the_hand_out_is_signed_for(county, signed, tmp_path)


def _made_public(desk: Desk) -> str:
    """Refuse a notice that names the household or the donor; keep the one that names neither."""
    about = {"+ref_ids": 3}
    for number, (kind, look) in enumerate(
        [("need", "need_id"), ("goods_donation", "goods_donation_id"), ("distribution", "distribution_id")],
        start=1,
    ):
        about |= {f"ref_ids[{number}].ref_kind": kind, f"ref_ids[{number}].{look}": kind}
    for name in (HOUSEHOLD, DONOR):
        named = NOTICE | about | {"allocation_result": f"{name} 20 床"}
        assert desk.refused("disclosure", named) == {"names_found"}
    return desk.keep("disclosure", NOTICE | about)


def _nobody_is_named(county: Office, notice: str, tmp_path: Path) -> None:
    """Neither the paper that is posted nor the site says who was helped, who gave, or an ID number."""
    layout = papers.layouts()["fund-notice"]
    definition = county.forms.definition("disclosure")
    chosen = {"chosen": [notice], "listed": {}, "as_of": county.clock.today()}
    paper = paperwork.roster(county, layout, definition, tmp_path / "notice.pdf", **chosen)
    folder = tmp_path / "site"
    site.publish(county, folder, today=county.clock.today(), span=span("2026"), scheme=schemes()["2017"])
    pages = "\n".join(file.read_text("utf-8") for file in folder.rglob("*.html"))

    assert paper.stat().st_size > 0
    assert "捐赠冬被使用公示" in pages
    assert "一户困难家庭需要 20 床冬被" in pages
    for secret in (HOUSEHOLD, DONOR, ID_NO):
        assert secret not in pages


def _the_hand_out_is_signed_for(county: Office, signed: str, tmp_path: Path) -> None:
    """The roster of the hand-out is printed for its signatures, and the line says when and how it was signed."""
    layout = papers.layouts()["distribution-sign-off"]
    definition = county.forms.definition("distribution")
    file = paperwork.roster(
        county,
        layout,
        definition,
        tmp_path / "roster.pdf",
        chosen=[signed],
        listed={},
        as_of=county.clock.today(),
    )
    (line,) = county.records.get(signed).answers["line"]

    assert file.exists()
    assert (line["sign_method"], line["signed_on"], line["beneficiary_name"]) == (
        "sign",
        "2026-11-02",
        HOUSEHOLD,
    )
