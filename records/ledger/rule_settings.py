"""Rules and deadlines an office may set for itself: thresholds its forms read, days its to-dos and returns follow.

Each is one line of `RULE_SETTINGS`, so that window and console offer the same ones and refuse the same values. An office
that sets nothing lives by the defaults, which stand in the forms and in `due` as well: a form works without this program.
"""

from dataclasses import dataclass
from typing import Final

from forms.problems import Problem
from forms.words import N_
from records.problem_codes import RULE_OUT_OF_RANGE, RULE_UNKNOWN

REPORT_EVERY, REPORT_EVERY_DAYS = "report_every_days", 31  # how long an office below may be silent
_MONTHS, _DAYS, _YUAN = N_("个月"), N_("天"), N_("元")


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """One number: *form_id* is the form it belongs to first, *default* counts when it is not set (None: no rule then)."""

    key: str
    form_id: str
    label: str
    unit: str
    default: int | None
    least: int
    most: int


RULE_SETTINGS: Final = (
    RuleSetting("income_line", "household", N_("人均纯收入警戒线"), _YUAN, 4000, 1, 1_000_000),
    RuleSetting("agreement_filing_days", "agreement", N_("协议签订后几天内备案"), _DAYS, 30, 1, 366),
    RuleSetting("stable_months", "employment", N_("累计在岗满几个月算稳定就业"), _MONTHS, 3, 1, 12),
    RuleSetting("stable_months_long", "employment", N_("稳定就业的长口径"), _MONTHS, 6, 1, 12),
    RuleSetting("follow_up_days", "employment", N_("就业后每隔几天回访"), _DAYS, 90, 1, 366),
    RuleSetting("verify_days", "job_seeker", N_("求职意愿几天核实一次"), _DAYS, 90, 1, 366),
    RuleSetting("labour_age_men", "job_seeker", N_("劳动年龄上限（男）"), N_("周岁"), 60, 16, 80),
    RuleSetting("labour_age_women", "job_seeker", N_("劳动年龄上限（女）"), N_("周岁"), 55, 16, 80),
    RuleSetting("minimum_wage", "job_post", N_("当地最低月工资"), _YUAN, None, 1, 100_000),
    RuleSetting("exchange_months", "prof_exchange", N_("专技交流满几个月才计入"), _MONTHS, 1, 1, 36),
    RuleSetting("expiry_warn_days", "stock_batch", N_("入库物资距有效期几天内提醒"), _DAYS, 90, 0, 3660),
    RuleSetting("expiry_soon_days", "distribution", N_("发放物资距有效期几天内提醒"), _DAYS, 30, 0, 3660),
    RuleSetting("aid_days", "emergency_case", N_("救急难办理期限"), N_("个工作日"), 15, 1, 366),
    RuleSetting("aid_late_days", "emergency_case", N_("救急难申请后几天应当办结"), _DAYS, 21, 1, 366),
    RuleSetting("aid_paper_days", "emergency_case", N_("先行救助后几天内补手续"), _DAYS, 10, 1, 366),
    RuleSetting("aid_reserve", "emergency_case", N_("本年救急难备用金"), _YUAN, None, 0, 1_000_000_000),
    RuleSetting("fund_disclosure_days", "fund_allocation", N_("资金分配结果几天内公示"), _DAYS, 21, 1, 366),
    RuleSetting("late_points", "project_progress", N_("进度落后计划多少算滞后"), N_("个百分点"), 20, 1, 100),
    RuleSetting("month_report_day", "fund_report", N_("资金月报次月几日前填报"), N_("日"), 5, 1, 28),
    RuleSetting("notice_days", "disclosure", N_("公示至少几天"), _DAYS, 10, 1, 366),
    RuleSetting("aid_notice_days", "disclosure", N_("救助名单公示至少几天"), _DAYS, 7, 1, 366),
    RuleSetting("report_day_month", "report_submission", N_("月报次月几日前上报"), N_("日"), 5, 1, 28),
    RuleSetting("report_day", "report_submission", N_("季报、半年报、年报期后几日前上报"), N_("日"), 10, 1, 28),
    RuleSetting(REPORT_EVERY, "report_submission", N_("下级单位至少几天报一次，超过算逾期"), _DAYS, REPORT_EVERY_DAYS, 1, 366),
)  # fmt: skip  # a table: a rule reads as one line
BY_KEY: Final = {one.key: one for one in RULE_SETTINGS}


def rule_setting(key: str) -> RuleSetting:
    """Return one rule. Raises Problem RECORDS-208."""
    if key not in BY_KEY:
        raise Problem(RULE_UNKNOWN, place=key, values={"key": key})
    return BY_KEY[key]


def read_rule(one: RuleSetting, text: str, label: str = "") -> int | None:
    """Return the number typed as *text* (None for nothing: the default counts again).

    *label* is what the refusal calls it. Raises Problem RECORDS-209 for what is no whole number within the range.
    """
    text = text.strip()
    if not text:
        return None
    if text.isdecimal() and one.least <= int(text) <= one.most:
        return int(text)
    values = {"label": label or one.key, "text": text, "least": one.least, "most": one.most}
    raise Problem(RULE_OUT_OF_RANGE, place=one.key, values=values)
