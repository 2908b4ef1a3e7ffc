"""What the shipped forms hold: the agreed names, both languages, standard codes, marks."""

import re
from pathlib import Path
from typing import Any

import pytest

from forms.checks import CHECKS
from forms.definitions import builtin
from forms.engine import FormDefinition, Kind
from forms.reference import Reference
from tests.fakes import cooperation_records, industry_records, public_records
from tests.fakes.labour_records import FIELDS, LATER_FIELDS

AGREED = {
    "employment": """id_type id_no full_name sex birth_date age ethnic_code hukou_region phone category employment_form
        channel work_region work_place_class employer_uscc employer_name post industry_class start_month end_month
        months_in_year monthly_wage contract_kind contract_from contract_to contract_no insurance evidence_kind
        by_cooperation is_stable status note consent_status followup.visited_on followup.method followup.visitor followup.on_post
        followup.left_on followup.leave_reason followup.wage followup.need followup.result followup.next_on""",
    "training_class": """class_no title year term trainee_kind courses job_type mode organizer_name host_name place_region
        start_on end_on days planned actual hours fund_source amount per_head teachers east_teachers completed_count
        pass_rate evidence_kind note trainee.id_type trainee.id_no trainee.full_name trainee.sex trainee.birth_date
        trainee.ethnic_code trainee.category trainee.org_name trainee.post trainee.phone trainee.checked_in_on
        trainee.due_hours trainee.got_hours trainee.completed trainee.certificate_no trainee.allowance""",
    "prof_exchange": """direction id_type id_no full_name sex birth_date ethnic_code education_code prof_title prof_field
        phone consent_status send_org host_org form post start_on end_on days duration_class allowance mentees service.month
        service.service_kind service.service_qty""",
    "money_donation": """donation_no donor_type donor_name donor_id_type donor_id_no donor_country donor_contact donor_phone
        publicity recipient_name recipient_kind received_on currency amount fx_rate amount_cny method bank_ref purpose
        is_designated designated_to use_by allocated balance handler reviewer receipt_kind receipt_code receipt_no note""",
    "goods_donation": """donation_no received_on donor_type donor_name donor_id_type donor_id_no donor_country donor_contact
        donor_phone publicity recipient_name recipient_kind warehouse purposes is_designated designated_to handler reviewer
        receipt_kind receipt_code receipt_no note total_amount line.line_no line.category line.item_name line.spec line.unit
        line.qty line.unit_price line.amount line.valuation line.condition line.made_on line.expires_on line.approval_no
        line.batch_no line.maker line.device_reg_no line.serial_no line.is_used line.inspection line.reject_reason""",
}
AGREED |= FIELDS | cooperation_records.FIELDS | industry_records.FIELDS | public_records.FIELDS
AGREED |= {form_id: f"{AGREED[form_id]} {names}" for form_id, names in LATER_FIELDS.items()}
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("form_id", AGREED)
def test_the_agreed_names_are_there(form_id: str, shipped: dict[str, FormDefinition]) -> None:
    """Layouts, mappings and indicators speak of questions by these names."""
    missing = [name for name in AGREED[form_id].split() if name not in shipped[form_id].questions]

    assert missing == []


@pytest.mark.parametrize("form_id", AGREED)
def test_every_question_speaks_chinese_and_english(form_id: str, shipped: dict[str, FormDefinition]) -> None:
    """Labels, hints, messages and choices exist in both languages and are not copies of each other."""
    for question in shipped[form_id].questions.values():
        if not question.visible:
            continue
        assert HAN.search(question.label.in_("zh")), question.path
        texts = [question.label, question.hint, question.constraint_message, question.required_message]
        codes = question.choices.choices if question.choices else ()
        for text in (*texts, *(choice.label for choice in codes)):
            if text:
                own_code = text.in_("zh") in ("kg",)
                assert text.in_("en") not in ("", "-"), question.path
                assert own_code or text.in_("en") != text.in_("zh"), (question.path, text.in_("zh"))
        if "soft" in question.marks:
            assert HAN.search(question.marks["softMsg"])
            assert question.marks["softMsgEn"]


@pytest.mark.parametrize("form_id", AGREED)
def test_every_answer_has_a_sensitivity_and_known_marks(
    form_id: str, shipped: dict[str, FormDefinition]
) -> None:
    """Masking, checks and the list view find what they need at every question."""
    listed = []
    for question in shipped[form_id].questions.values():
        if question.name in ("instanceID", "instanceName"):
            continue
        assert question.marks.get("sensitive") in ("P0", "P1", "P2", "P3"), question.path
        assert set(question.marks.get("check", "").split()) <= set(CHECKS), question.path
        if "list" in question.marks and "." not in question.path:
            listed.append(int(question.marks["list"]))
    assert sorted(listed) == list(range(1, len(listed) + 1))


@pytest.mark.parametrize("form_id", AGREED)
def test_every_refusal_has_words_of_its_own(form_id: str, shipped: dict[str, FormDefinition]) -> None:
    """A clerk reads why an answer is needed, not only that it is."""
    silent = [
        question.path
        for question in shipped[form_id].questions.values()
        if question.required and not question.required_message
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("form_id", "path", "table", "left_out"),
    [
        ("employment", "ethnic_code", "ethnic_groups", set()),
        ("employment", "sex", "sex", set()),
        ("employment", "employment_form", "employment_form", set()),
        ("employment", "work_place_class", "work_place_class", set()),
        ("employment", "id_type", "id_types", {"11", "60"}),  # 11 only for history, 60 is no person's
        ("prof_exchange", "education_code", "education", set()),
        ("money_donation", "donor_type", "donor_types", set()),
        (
            "goods_donation",
            "line.category",
            "donation_categories",
            {"02", "08"},
        ),  # money and services are no goods
    ],
)
def test_choices_carry_the_codes_of_the_standards(
    form_id: str, path: str, table: str, left_out: set[str], shipped: dict[str, FormDefinition]
) -> None:
    """Codes and names are those of the code tables, so that batches mean the same everywhere."""
    choices = shipped[form_id].questions[path].choices
    standard = {code.code: code.name for code in Reference.load().codes(table) if code.code not in left_out}

    assert choices is not None
    assert {choice.code: choice.label.in_("zh") for choice in choices.choices} == standard


@pytest.mark.parametrize("form_id", AGREED)
def test_no_word_of_a_roster_means_two_choices(form_id: str, shipped: dict[str, FormDefinition]) -> None:
    """A synonym that two choices share would make the import guess."""
    for question in shipped[form_id].questions.values():
        seen: dict[str, str] = {}
        for choice in question.choices.choices if question.choices else ():
            words = {choice.label.in_("zh"), *choice.extra.get("synonyms", "").split("|")} - {""}
            for word in words:
                assert seen.setdefault(word, choice.code) == choice.code, (question.path, word)


@pytest.mark.parametrize("form_id", AGREED)
def test_a_heading_of_a_roster_means_one_question(form_id: str, shipped: dict[str, FormDefinition]) -> None:
    """Within a form, and within each of its repeats, no heading belongs to two questions."""
    seen: dict[tuple[str, str], str] = {}
    for path, question in shipped[form_id].questions.items():
        scope = path.rpartition(".")[0]
        for word in {question.label.in_("zh"), *question.marks.get("synonyms", "").split("|")} - {""}:
            assert seen.setdefault((scope, word), path) == path, word


def test_a_mixed_donation_ledger_is_routed_by_its_column(shipped: dict[str, FormDefinition]) -> None:
    """资金 goes to money, 实物 and 物资 to goods, by the same column."""
    money, goods = shipped["money_donation"].settings, shipped["goods_donation"].settings

    assert "捐赠类别" in money["routeColumn"].split("|")
    assert money["routeColumn"] == goods["routeColumn"]
    assert "资金" in money["routeValues"].split("|")
    assert {"实物", "物资"} <= set(goods["routeValues"].split("|"))
    assert not set(money["routeValues"].split("|")) & set(goods["routeValues"].split("|"))


def test_lines_above_a_class_roster_have_their_questions(shipped: dict[str, FormDefinition]) -> None:
    """培训班, 时间 and 地点 above the table fill title, period and place."""
    questions = shipped["training_class"].questions

    assert "培训班" in questions["title"].marks["caption"].split("|")
    assert "地点" in questions["place_region"].marks["caption"].split("|")
    assert questions["start_on"].marks["caption"] == questions["end_on"].marks["captionEnd"]


def test_the_files_read_as_markdown_too() -> None:
    """A reviewer sees a title, what the form is for, and three tables with a rule under each head."""
    for file in builtin().values():
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        heads = [
            number
            for number, line in enumerate(lines)
            if line.startswith("|") and not lines[number - 1].startswith("|")
        ]
        assert lines[0].startswith("# "), file.name
        assert [lines[number].split("|")[1].strip() for number in heads] == ["survey", "choices", "settings"]
        assert all(set(lines[number + 1]) == {"|", "-"} for number in heads), file.name


def test_long_lists_and_places_are_typed_not_scrolled(shipped: dict[str, FormDefinition]) -> None:
    """A choice among more than twelve, or of a place, is an autocomplete."""
    scrolled: list[Any] = [
        question.path
        for definition in shipped.values()
        for question in definition.questions.values()
        if question.kind is Kind.SELECT_ONE
        and question.choices
        and (question.choices.external or len(question.choices.choices) > 12)
        and "autocomplete" not in question.appearance
    ]

    assert scrolled == []


def test_money_and_goods_take_their_numbers_from_one_series(shipped: dict[str, FormDefinition]) -> None:
    """Two donations of a year never bear one number, and the year's register has no gap."""
    series = {
        shipped[form_id].questions["donation_no"].marks["series"]
        for form_id in ("money_donation", "goods_donation")
    }

    assert series == {"donation"}
