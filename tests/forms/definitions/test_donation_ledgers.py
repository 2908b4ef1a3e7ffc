"""The donation ledgers G1–G10: a sound record of each completes, every hard rule refuses, every soft rule asks.

What other records say comes as the tables an office hands in (`ledger_…`), here as a few invented rows.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from forms.compile import compile_xlsform
from forms.definitions import builtin
from forms.engine import Context, FormSession
from forms.problems import Severity
from forms.reference import Reference
from tests.fakes.donation_records import GOOD

LEDGERS = [
    "donor", "donation_agreement", "stock_batch", "distribution", "receipt_book", "receipt", "donation_use",
    "volunteer_service", "money_donation", "goods_donation",
]  # fmt: skip
TODAY = date(2026, 11, 22)
DONATION = {
    "name": "m1", "label": "慈善总会 · 50000", "donation_no": "513435-2026-A00001", "donor_name": "宁波市奉化区慈善总会",
    "donor_id_no": "5344000050030000X7", "received_on": "2026-06-01", "amount_cny": "50000", "purpose": "助学",
    "recipient_name": "甘洛县红十字会", "designated_to": "",
}  # fmt: skip
GOODS_LINE = {
    "parent": "g1", "index": "1", "item_name": "阿莫西林胶囊", "category": "03", "spec": "0.25g*24", "unit": "盒",
    "qty": "100", "batch_no": "B240601", "expires_on": "2027-12-31",
}  # fmt: skip
BATCH = {
    "name": "b1", "label": "阿莫西林胶囊", "stock_no": "513435-2026-A00009", "item_name": "阿莫西林胶囊", "unit": "盒",
    "on_hand": "100", "expires_on": "2027-12-31",
}  # fmt: skip
TABLES: dict[str, list[dict[str, str]]] = {
    "ledger_donor": [
        {"name": "d1", "label": "宁波市奉化区慈善总会", "donor_type": "SOCIAL", "relation_flag": "no"},
        {"name": "d2", "label": "王爱国", "donor_type": "PERSON", "relation_flag": "yes", "publicity": "amount_only"},
    ],
    "ledger_money_donation": [DONATION],
    "ledger_goods_donation": [
        {"name": "g1", "label": "药品", "donation_no": "x", "total_amount": "", "received_on": "2026-06-01"}
    ],
    "ledger_goods_donation__line": [GOODS_LINE],
    "ledger_stock_batch": [BATCH],
    "ledger_distribution": [],
    "ledger_distribution__line": [
        {"parent": "x1", "stock_batch": "b1", "stock_no": "513435-2026-A00009", "qty": "40"}
    ],
    "ledger_receipt": [],
    "ledger_receipt__merged": [],
    "ledger_receipt_book": [
        {"name": "k1", "kind": "electronic", "receipt_code": "51060124", "from_no": "0000000001",
         "to_no": "0000000500", "cancelled_on": ""}
    ],
    "ledger_donation_use": [],
    "ledger_organization": [],
    "ledger_person": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def shipped_ledgers() -> dict[str, Any]:
    """The donation ledgers, compiled once."""
    return {form_id: compile_xlsform(builtin()[form_id]).definition for form_id in LEDGERS}


@pytest.fixture(scope="module")
def entered(shipped_ledgers: dict[str, Any]) -> Any:
    """Open a ledger and type its sound record with *changes* (None: not typed); *tables* stand beside ours."""
    divisions = Reference.load().instances()

    def opened(
        form_id: str,
        changes: dict[str, Any] | None = None,
        tables: dict[str, list[dict[str, str]]] | None = None,
    ) -> FormSession:
        office = [{"key": "office_code", "value": "513435"}]
        instances = {**divisions, **TABLES, "office": office, **(tables or {})}
        now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        session = FormSession(shipped_ledgers[form_id], Context(TODAY, now, "填报人", "device", instances))
        for path, value in {**GOOD[form_id], **(changes or {})}.items():
            if path.startswith("+"):
                while session.count(path[1:]) < value:
                    session.add(path[1:])
            elif value is not None:
                session.answer(path, value)
        return session

    return opened


@pytest.mark.parametrize("form_id", LEDGERS)
def test_a_sound_record_of_the_ledger_completes(form_id: str, entered: Any) -> None:
    """Nothing stands against a record that is as it should be."""
    session = entered(form_id)

    assert [(problem.place, problem.what()) for problem in session.problems()] == []


@pytest.mark.parametrize("form_id", LEDGERS)
def test_an_empty_record_opens_and_only_lacks_answers(
    form_id: str, entered: Any, shipped_ledgers: Any
) -> None:
    """A new record has no reproach but what is still to be typed."""
    now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    session = FormSession(shipped_ledgers[form_id], Context(TODAY, now, "填报人", "device", {}))

    lacking = [
        problem.place
        for problem in session.problems()
        if not session.state(problem.place).required and session.state(problem.place).value in (None, "")
    ]

    assert lacking == []


HARD: list[tuple[str, dict[str, Any], str]] = [
    ("donor", {"donor_type": "ANON", "name": None}, "anonymous_basis"),
    ("donor", {"name": None}, "name"),
    ("donor", {"donor_type": "SOCIAL"}, "id_type"),
    ("donor", {"donor_type": "SOCIAL", "id_type": "10"}, "id_type"),
    ("donor", {"donor_type": "SOCIAL", "id_type": "60", "id_no": "5344000050030000X8"}, "id_no"),
    ("donor", {"donor_type": "OVERSEAS", "country_code": "台湾"}, "country_code"),
    ("donor", {"publicity": "name_and_amount"}, "name_consent"),
    ("donor", {"publicity": "name_and_amount", "name_consent": "no"}, "name_consent"),
    ("donor", {"relation_flag": "yes"}, "relation_note"),
    ("donation_agreement", {"donor_id": None}, "donor_id"),
    ("donation_agreement", {"estimated_amount": "-1"}, "estimated_amount"),
    ("donation_agreement", {"recipient_name": "甘洛县人民政府"}, "gov_reason"),
    ("donation_agreement", {"recipient_name": "甘洛县人民政府", "gov_reason": "overseas"}, "gov_reason"),
    ("donation_agreement", {"is_designated": "yes", "designated_kind": "village"}, "designated_to"),
    ("donation_agreement", {"must_sign": "yes", "status": "signed"}, "agreement_no"),
    ("donation_agreement", {"status": "withdrawn"}, "withdraw_reason"),
    ("stock_batch", {"qty_in": "101"}, "qty_in"),
    ("stock_batch", {"qty_in": "1.5"}, "qty_in"),
    ("stock_batch", {"batch_no": ""}, "batch_no"),
    ("stock_batch", {"expires_on": ""}, "expires_on"),
    (
        "stock_batch",
        {"+movement": 1, "movement[1].movement_kind": "scrap", "movement[1].moved_on": "2026-07-01",
         "movement[1].qty": "5", "movement[1].move_handler": "张三", "movement[1].approver": "张三"},
        "movement[1].approver",
    ),
    (
        "stock_batch",
        {"+movement": 1, "movement[1].movement_kind": "transfer", "movement[1].moved_on": "2026-07-01",
         "movement[1].qty": "101", "movement[1].move_handler": "张三", "movement[1].reason": "调往乡镇"},
        "on_hand",
    ),
    ("distribution", {"line[1].qty": "61"}, "line[1].qty"),
    (
        "distribution",
        {"+line": 2, "line[2].stock_batch": "b1", "line[2].beneficiary_name": "吉克阿依", "line[1].qty": "31",
         "line[2].id_no": "513435199203150026", "line[2].qty": "30"},
        "line[2].qty",
    ),
    (
        "distribution",
        {"+line": 2, "line[2].stock_batch": "b1", "line[2].beneficiary_name": "阿尔木果",
         "line[2].id_no": "513435199104081227", "line[2].qty": "1"},
        "line[2].id_no",
    ),
    ("distribution", {"line[1].sign_method": "proxy"}, "line[1].proxy_name"),
    ("distribution", {"line[1].sign_method": "proxy"}, "line[1].proxy_relation"),
    ("distribution", {"line[1].sign_method": "proxy"}, "line[1].proxy_id_no"),
    ("distribution", {"storekeeper": "张三"}, "storekeeper"),
    ("distribution", {"witness": "李四"}, "witness"),
    ("distribution", {"source_kind": "money", "money_donation_id": "m1"}, "line[1].amount"),
    (
        "distribution",
        {"source_kind": "money", "money_donation_id": "m1", "line[1].amount": "50000.01"},
        "total_amount",
    ),
    ("receipt_book", {"to_no": "0000000500"}, "to_no"),
    ("receipt_book", {"to_no": "1000"}, "to_no"),
    ("receipt_book", {"receipt_code": "51060124", "from_no": "0000000500"}, "to_no"),
    ("receipt_book", {"cancelled_on": "2026-11-01", "approver": "张三"}, "approver"),
    ("receipt_book", {"keep_until": "2027-06-01"}, "keep_until"),
    ("receipt", {"check_code": None}, "check_code"),
    ("receipt", {"issued_on": "2026-05-31"}, "issued_on"),
    ("receipt", {"amount": "49999"}, "amount"),
    ("receipt", {"reviewer": "张三"}, "reviewer"),
    ("receipt", {"status": "void"}, "status_reason"),
    ("receipt", {"medium": "paper", "status": "void", "copies": ["stub"]}, "copies"),
    ("donation_use", {"amount": "50000.01"}, "amount"),
    ("donation_use", {"is_changed": "yes", "new_purpose": "修路"}, "consent_file_id"),
    ("donation_use", {"is_changed": "yes", "new_purpose": "助学"}, "new_purpose"),
    ("donation_use", {"approver": "张三"}, "approver"),
    ("donation_use", {"feedback": "done"}, "fed_back_on"),
    ("volunteer_service", {"volunteer[1].hours": "12.5"}, "volunteer[1].hours"),
    ("volunteer_service", {"volunteer[1].hours": "0"}, "volunteer[1].hours"),
    ("money_donation", {"method": "cash", "counted_by": "张三"}, "counted_by"),
    ("money_donation", {"donor_id": "d2", "publicity": "name_and_amount", "name_consent": "no"}, "name_consent"),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "changes", "place"), HARD)
def test_a_hard_rule_refuses(form_id: str, changes: dict[str, Any], place: str, entered: Any) -> None:
    """The problem stands at the question that has to be put right."""
    problems = entered(form_id, changes).problems()

    assert place in {one.place for one in problems if one.severity is Severity.HARD}


SOFT: list[tuple[str, dict[str, Any], str]] = [
    ("donor", {"relation_flag": "yes", "relation_note": "本村亲属"}, "relation_flag"),
    ("donation_agreement", {"recipient_name": "甘洛县人民政府", "gov_reason": "disaster"}, "recipient_kind"),
    ("donation_agreement", {"schedule[1].due_on": "2026-06-01"}, "schedule[1].due_on"),
    ("donation_agreement", {"schedule[1].due_amount": "100000"}, "planned_amount"),
    ("donation_agreement", {"status": "arrived", "agreement_no": "1", "signed_on": "2026-05-02"}, "status"),
    ("stock_batch", {"expires_on": "2026-12-31"}, "expiry_days"),
    ("distribution", {"published_on": "2026-11-21"}, "published_on"),
    ("receipt_book", {"months": "12"}, "months"),
    ("receipt_book", {"kind": "electronic", "receipt_code": "51060126"}, "old_cancelled"),
    ("receipt", {"issued_on": "2026-06-20"}, "issued_on"),
    ("receipt", {"receipt_no": "0000000999"}, "receipt_no"),
    ("receipt", {"payer_name": "别人"}, "payer_name"),
    ("donation_use", {"feedback_due_on": "2026-11-01"}, "feedback_due_on"),
]  # fmt: skip


@pytest.mark.parametrize(("form_id", "changes", "place"), SOFT)
def test_a_soft_rule_asks(form_id: str, changes: dict[str, Any], place: str, entered: Any) -> None:
    """The clerk is asked, and an explanation settles it."""
    session = entered(form_id, changes)
    before = {one.place for one in session.problems() if one.severity is Severity.SOFT}

    session.explain(place, "已核对")

    assert place in before
    assert place not in {one.place for one in session.problems()}


def test_the_default_publishes_no_private_name(entered: Any) -> None:
    """Without the donor's word the amount only; with a name's consent the name; 不公开 publishes nothing."""
    consented = {"publicity": "name_and_amount", "name_consent": "yes"}
    names = [
        entered("donor", changes).answers().get("published_name", "")
        for changes in (
            {"publicity": None},
            {"publicity": "name_and_amount"},
            consented,
            {"publicity": "none"},
        )
    ]

    assert names == ["爱心人士", "爱心人士", "王爱国", ""]


def test_a_medicine_that_expired_is_never_handed_out(entered: Any) -> None:
    """Expired on the day of the hand-out is a hard problem at the batch, close to it a question."""
    places = []
    for day, severity in (("2026-11-19", Severity.HARD), ("2026-12-10", Severity.SOFT)):
        session = entered("distribution", tables={"ledger_stock_batch": [{**BATCH, "expires_on": day}]})
        places.append([one.place for one in session.problems() if one.severity is severity])

    assert places == [["line[1].stock_batch"], ["line[1].stock_batch"]]


def test_a_designated_gift_goes_where_the_donor_said(entered: Any) -> None:
    """A hand-out from a designated donation asks, and refuses a no."""
    gift = {**TABLES["ledger_goods_donation"][0], "designated_to": "斯觉镇小学"}
    tables = {"ledger_goods_donation": [gift]}

    missing = entered("distribution", {"donation_id": "g1"}, tables).problems()
    refused = entered("distribution", {"donation_id": "g1", "fits_purpose": "no"}, tables).problems()

    assert [one.place for one in missing] == ["fits_purpose"]
    assert [one.place for one in refused] == ["fits_purpose"]


def test_one_donation_has_one_valid_receipt(entered: Any) -> None:
    """A second valid receipt is refused; after the first was made void it is not."""
    codes = []
    for status in ("normal", "void"):
        other = {"name": "r9", "donation_id": "m1", "status": status, "receipt_code": "1", "receipt_no": "1"}
        session = entered("receipt", tables={"ledger_receipt": [other]})
        codes.append([one.place for one in session.problems()])

    assert codes == [["donation_id"], []]


def test_a_book_counts_used_void_blank_and_missing(entered: Any) -> None:
    """Numbers 501 and 503 are used, 504 void: 502 is missing, and the book asks."""
    rows = [
        {"receipt_code": "51060125", "receipt_no": number, "status": status}
        for number, status in (("0000000501", "normal"), ("0000000503", "red"), ("0000000504", "void"))
    ]
    session = entered("receipt_book", tables={"ledger_receipt": rows})
    answers = session.answers()

    assert [answers[name] for name in ("count", "used", "voided", "blank", "missing")] == [500, 2, 1, 497, 1]
    assert [one.place for one in session.problems()] == ["missing"]


def test_agreed_and_arrived_are_two_figures(entered: Any) -> None:
    """A part payment adds to what arrived; more than was agreed is asked about."""
    agreement = {"name": "a1", "label": "三年助学", "intent_no": "N1", "estimated_amount": "60000"}
    tables = {
        "ledger_donation_agreement": [agreement],
        "ledger_money_donation": [{**DONATION, "agreement_no": "N1", "amount_cny": "20000"}],
    }
    session = entered("money_donation", {"agreement_id": "a1"}, tables)
    answers = session.answers()

    assert (answers["agreed_amount"], answers["arrived_amount"]) == ("60000", "70000")
    assert [one.place for one in session.problems()] == ["arrived_amount"]


@pytest.mark.parametrize(
    ("form_id", "reference", "row", "filled_in"),
    [
        ("donation_use", "project_id", {"label": "团结村帮扶车间"}, ("project_name", "团结村帮扶车间")),
        (
            "donation_agreement",
            "agreement_id",
            {"agreement_no": "协〔2026〕7号"},
            ("agreement_no", "协〔2026〕7号"),
        ),
    ],
)
def test_a_project_or_an_agreement_of_its_register_is_looked_up(
    form_id: str, reference: str, row: dict[str, str], filled_in: tuple[str, str], entered: Any
) -> None:
    """The record is chosen, and its name or number follows; words that are no record are refused."""
    must_sign = {"must_sign": "yes", "status": "signed"} if form_id == "donation_agreement" else {}
    tables = {f"ledger_{reference.removesuffix('_id')}": [{"name": "x1", **row}]}

    chosen = entered(form_id, {**must_sign, reference: "x1"}, tables)
    typed = entered(form_id, {**must_sign, reference: "随手写的"}, tables)

    assert chosen.state(filled_in[0]).value == filled_in[1]
    assert [one.code for one in typed.state(reference).problems] == ["FORMS-024"]


def test_uses_entered_lower_the_balance(entered: Any) -> None:
    """The balance is the donation less the larger of what was typed as allocated and what was entered as uses."""
    tables = {"ledger_donation_use": [{"donation_no": "513435-2026-A00001", "amount": "20000"}]}
    session = entered("money_donation", {}, tables)
    answers = FormSession(
        session.definition, session.context, {**session.answers(), "donation_no": "513435-2026-A00001"}
    ).answers()

    assert (answers["used_amount"], answers["balance"]) == ("20000", "30000")
