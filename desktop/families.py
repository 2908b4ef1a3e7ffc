"""Which ledger stands under which heading of the navigation, and its icon.

A form that names no family (one published by the province, or from another program) stands under 其他, so
that nothing published is ever out of sight.
"""

from dataclasses import dataclass
from typing import Final

from forms.words import N_


@dataclass(frozen=True, slots=True)
class Family:
    """A heading of the navigation: message id and icon."""

    key: str
    word: str
    icon: str


FAMILIES: Final = (
    Family("register", N_("基础登记"), "database"),
    Family("pairing", N_("组织领导"), "arrows-exchange"),
    Family("labour", N_("劳务协作"), "briefcase"),
    Family("exchange", N_("人才交流"), "school"),
    Family("donation", N_("捐赠"), "heart-handshake"),
    Family("need", N_("需求对接"), "clipboard-check"),
    Family("fund", N_("资金项目"), "coins"),
    Family("industry", N_("产业合作"), "building-community"),
    Family("public", N_("公示宣传"), "bell"),
    Family("assessment", N_("考核上报"), "list-check"),
    Family("other", N_("其他台账"), "clipboard-list"),
)
HIDDEN: Final = "families_hidden"  # the office's setting: keys of families it does not keep
_MEMBERS: Final = {  # domain book 2.1, in the order of the work
    "register": ("person", "household", "organization", "region"),
    "pairing": ("pairing", "unit_pairing", "agreement", "meeting", "visit", "plan", "document", "work_log"),
    "labour": (
        "employment",
        "employment_followup",
        "job_seeker",
        "job_post",
        "labour_transfer",
        "labour_subsidy",
        "subsidy_standard",
        "vocational_student",
        "settlement",
        "training_class",
        "training_base",
    ),
    "exchange": ("prof_exchange", "cadre_secondment", "front_team"),
    "donation": (
        "money_donation",
        "goods_donation",
        "donor",
        "donation_agreement",
        "stock_batch",
        "distribution",
        "receipt_book",
        "receipt",
        "donation_use",
        "volunteer_service",
    ),
    "need": ("need", "need_match", "emergency_case"),
    "fund": (
        "fund_plan",
        "fund_arrival",
        "fund_allocation",
        "fund_payment",
        "fund_report",
        "project",
        "project_selection",
        "project_progress",
        "project_performance",
        "project_acceptance",
        "fund_pool",
        "land_quota",
    ),
    "industry": (
        "enterprise",
        "investment_arrival",
        "industrial_park",
        "workshop",
        "consumption",
        "benefit_link",
        "policy",
        "tourism_route",
    ),
    "public": ("disclosure", "honour_roll", "publicity"),
    "assessment": ("report_submission", "assessment_process"),
}
_OF_FORM: Final = {form_id: family for family, members in _MEMBERS.items() for form_id in members}
_ORDER: Final = tuple(_OF_FORM)


def family_of(form_id: str) -> str:
    """Return the family's key of a form."""
    return _OF_FORM.get(form_id, "other")


def place_of(form_id: str) -> tuple[int, str]:
    """Return what sorts forms in the navigation: the built-in ones in the order of the work, others by name."""
    return (_ORDER.index(form_id) if form_id in _ORDER else len(_ORDER), form_id)
