"""What is due: follow-ups, ends of terms, classes and notices, as to-dos (domain book §2 E, T, H and §5.7).

A to-do is no record of its own: it follows from the dates of the records and goes when the record is put right, so
nobody ticks anything off and nothing can be forgotten. Every rule is one line of `RULES`; the follow-up of a job alone
is worked out, because each visit moves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Row,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    type_coerce,
)

from forms.words import N_
from records.ledger.due_lacking import MONTH, MONTH_DAY, Lack, is_told, lacking, period_of
from records.ledger.forms_shelf import FormsShelf
from records.ledger.seat import Seat
from records.model.states import State
from records.store.form_tables import FormTables
from records.store.tables import record

FOLLOW_UP_DAYS = 90  # setting `follow_up_days`: a visit each quarter (domain book E5)
_OPEN = (State.DRAFT, State.RETURNED)


class DueKind(StrEnum):
    """What is to be done; the values never change, windows remember them."""

    FOLLOW_UP = "follow_up"
    CONTRACT_ENDS = "contract_ends"
    CLASS_ENDED = "class_ended"
    TERM_ENDS = "term_ends"
    EXCHANGE_ENDS = "exchange_ends"
    SEEKER_TO_VERIFY = "seeker_to_verify"
    NOTICE_ENDED = "notice_ended"
    GRADUATED = "graduated"
    NEED_WANTED = "need_wanted"
    RELIEF_ENDS = "relief_ends"
    DISCLOSE_BY = "disclose_by"
    DISCLOSURE_ENDED = "disclosure_ended"
    AID_LATE = "aid_late"
    AID_PAPERS = "aid_papers"
    RETURN_DUE = "return_due"
    FIX_DUE = "fix_due"
    AGREEMENT_TO_FILE = "agreement_to_file"
    AGREEMENT_ENDS = "agreement_ends"
    DECISION_DUE = "decision_due"
    TASK_DUE = "task_due"
    DOCUMENT_DUE = "document_due"
    FUND_TO_DISCLOSE = "fund_to_disclose"
    PROJECT_ENDS = "project_ends"
    YEAR_MEETING = "year_meeting"
    YEAR_VISIT = "year_visit"
    YEAR_AGREEMENT = "year_agreement"
    YEAR_PLAN = "year_plan"
    MONTH_REPORT = "month_report"


WORDS: dict[DueKind, str] = {
    DueKind.FOLLOW_UP: N_("回访到期"),
    DueKind.CONTRACT_ENDS: N_("劳动合同到期"),
    DueKind.CLASS_ENDED: N_("培训班已结束，待办结"),
    DueKind.TERM_ENDS: N_("挂职到期"),
    DueKind.EXCHANGE_ENDS: N_("专技交流到期，待考核"),
    DueKind.SEEKER_TO_VERIFY: N_("求职意愿待核实"),
    DueKind.NOTICE_ENDED: N_("补贴公示期满，待初审"),
    DueKind.GRADUATED: N_("已毕业，待填去向"),
    DueKind.NEED_WANTED: N_("需求到期，尚未满足"),
    DueKind.RELIEF_ENDS: N_("企业所得税减免到期"),
    DueKind.DISCLOSE_BY: N_("应当公开，尚未发布"),
    DueKind.DISCLOSURE_ENDED: N_("公示期满，待填公示结果"),
    DueKind.AID_LATE: N_("救急难应当办结"),
    DueKind.AID_PAPERS: N_("先行救助后应补手续"),
    DueKind.RETURN_DUE: N_("报表到期，尚未上报"),
    DueKind.FIX_DUE: N_("整改到期，尚未完成"),
    DueKind.AGREEMENT_TO_FILE: N_("协议待备案"),
    DueKind.AGREEMENT_ENDS: N_("协议到期"),
    DueKind.DECISION_DUE: N_("议定事项到期"),
    DueKind.TASK_DUE: N_("任务到期"),
    DueKind.DOCUMENT_DUE: N_("公文待办结"),
    DueKind.FUND_TO_DISCLOSE: N_("资金分配结果待公示"),
    DueKind.PROJECT_ENDS: N_("项目计划完工日期到期"),
    DueKind.YEAR_MEETING: N_("本年联席会议未召开"),
    DueKind.YEAR_VISIT: N_("本年主要负责同志互访未进行"),
    DueKind.YEAR_AGREEMENT: N_("本年协议书未报备"),
    DueKind.YEAR_PLAN: N_("本年年度计划未制定"),
    DueKind.MONTH_REPORT: N_("上月资金月报未填"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: which record, why, and by when."""

    kind: DueKind
    form_id: str
    record_id: str
    title: str
    on: date
    days_left: int  # negative: so many days late


@dataclass(frozen=True, slots=True)
class Rule:
    """Records of *form_id* are due at the answer to *question*, plus *after* days.

    They are told *ahead* days before. *given* must have one of the answers, *blank* must have none, *open_only* says
    that the record must still be filled in. *setting* is the office setting that replaces *after*.
    """

    kind: DueKind
    form_id: str
    question: str
    ahead: int = 0
    after: int = 0
    setting: str = ""
    given: tuple[tuple[str, tuple[str, ...]], ...] = ()
    blank: tuple[str, ...] = ()
    open_only: bool = False


RULES: tuple[Rule, ...] = (
    Rule(DueKind.CONTRACT_ENDS, "employment", "contract_to", ahead=30, given=(("status", ("on_post",)),)),
    Rule(DueKind.CLASS_ENDED, "training_class", "end_on", open_only=True),
    Rule(DueKind.TERM_ENDS, "cadre_secondment", "end_on", ahead=30, blank=("rotation",)),
    Rule(DueKind.EXCHANGE_ENDS, "prof_exchange", "end_on", ahead=30, blank=("appraisal",)),
    Rule(
        DueKind.SEEKER_TO_VERIFY,
        "job_seeker",
        "verified_on",
        after=90,
        setting="verify_days",
        given=(("is_willing", ("yes",)), ("employment_status", ("1", "3", "4", "5"))),
    ),
    Rule(DueKind.NOTICE_ENDED, "labour_subsidy", "notice_to", after=1, blank=("town_review",)),
    Rule(DueKind.GRADUATED, "vocational_student", "graduated_on", blank=("destination",)),
    Rule(
        DueKind.AGREEMENT_TO_FILE,
        "agreement",
        "signed_on",
        after=30,
        setting="agreement_filing_days",
        given=(("filing_status", ("unfiled", "returned")),),
    ),
    Rule(DueKind.AGREEMENT_ENDS, "agreement", "valid_to", ahead=30, given=(("filing_status", ("unfiled", "filed", "returned")),)),
    Rule(DueKind.DECISION_DUE, "meeting", "next_due_on", ahead=7),
    Rule(DueKind.TASK_DUE, "plan", "next_due_on", ahead=7),
    Rule(DueKind.TASK_DUE, "work_log", "due_on", ahead=7, given=(("task_status", ("todo", "doing", "late")),)),
    Rule(DueKind.DOCUMENT_DUE, "document", "due_on", ahead=3, blank=("done_on",)),
    Rule(DueKind.FUND_TO_DISCLOSE, "fund_allocation", "disclose_by", ahead=7, blank=("disclosure_id",)),
    Rule(
        DueKind.PROJECT_ENDS, "project", "plan_end", ahead=15, given=(("status", ("pool", "approved", "tender", "building")),)
    ),
    Rule(
        DueKind.NEED_WANTED, "need", "wanted_by", ahead=7, given=(("status", ("unverified", "open", "partly_met")),)
    ),
    Rule(DueKind.RELIEF_ENDS, "enterprise", "relief_to", ahead=90, blank=("withdrawn_on",)),
    Rule(DueKind.DISCLOSE_BY, "disclosure", "formed_on", ahead=7, after=28, blank=("published_on",)),
    Rule(DueKind.DISCLOSURE_ENDED, "disclosure", "notice_to", after=1, given=(("result", ("running",)),)),
    Rule(
        DueKind.AID_LATE, "emergency_case", "applied_on", ahead=7, after=21, setting="aid_late_days", open_only=True, blank=("paid_on",)
    ),
    Rule(
        DueKind.AID_PAPERS, "emergency_case", "fast_on", ahead=3, after=10, setting="aid_paper_days", blank=("approved_on",)
    ),
    Rule(DueKind.RETURN_DUE, "report_submission", "due_on", ahead=5, blank=("submitted_on",)),
    Rule(DueKind.FIX_DUE, "assessment_process", "due_on", ahead=7, blank=("fixed_on",)),
)  # fmt: skip  # a table: a rule reads as one line where it can
_OURS = ("donor_region", "recipient_region")
_IN_FORCE = (("status", ("active",)),)
LACKS: tuple[tuple[DueKind, Lack], ...] = (
    (
        DueKind.YEAR_MEETING,
        Lack("pairing", "meeting", "pairing_id", "held_on", given=(("kind", ("summit", "joint")),), of=_IN_FORCE, own=_OURS),
    ),
    (
        DueKind.YEAR_VISIT,
        Lack("pairing", "visit", "pairing_id", "start_on", given=(("is_principal", ("yes",)),), of=_IN_FORCE, own=_OURS),
    ),
    (
        DueKind.YEAR_AGREEMENT,
        Lack(
            "pairing", "agreement", "pairing_id", "year",
            given=(("kind", ("annual",)), ("filing_status", ("filed", "recorded"))), of=_IN_FORCE, own=_OURS,
        ),
    ),
    (
        DueKind.YEAR_PLAN,
        Lack("pairing", "plan", "pairing_id", "year", given=(("kind", ("annual",)),), of=_IN_FORCE, own=_OURS),
    ),
    (
        DueKind.MONTH_REPORT,
        Lack("project", "fund_report", "project_id", "month_key", MONTH, of=(("status", ("building", "finished")),)),
    ),
)  # fmt: skip  # a table, too


class Deadlines:
    """`office.deadlines`: what the office has to do, from the records it holds of itself."""

    def __init__(self, seat: Seat, shelf: FormsShelf) -> None:
        self._seat = seat
        self._shelf = shelf

    def due(self, *, kinds: Sequence[DueKind] = tuple(DueKind), limit: int = 200) -> list[Due]:
        """Return what is due now or soon, the latest first, at most *limit* of each kind."""
        today = self._seat.clock.now().date()
        found: list[Due] = []
        with self._seat.store.reading() as connection:
            if DueKind.FOLLOW_UP in kinds:
                found += self._follow_ups(connection, today, limit)
            for rule in RULES:
                if rule.kind in kinds:
                    found += self._by_rule(connection, rule, today, limit)
            for kind, lack in LACKS:
                if kind in kinds:
                    found += self._lacking(connection, kind, lack, today, limit)
        return sorted(found, key=lambda each: (each.on, each.kind, each.title))

    def counts(self, *, limit: int = 1000) -> dict[DueKind, int]:
        """Return how many things of each kind are due (*limit* means: at least so many); kinds with none are left out."""
        counted: dict[DueKind, int] = {}
        for each in self.due(limit=limit):
            counted[each.kind] = counted.get(each.kind, 0) + 1
        return counted

    def _days(self, setting: str, otherwise: int) -> int:
        value = self._seat.settings.get(setting) if setting else None
        try:
            return int(value) if value is not None else otherwise
        except (TypeError, ValueError):
            return otherwise  # a setting nobody can read counts as not set

    def _tables(self, form_id: str) -> FormTables | None:
        return None if self._shelf.digest(form_id) is None else self._shelf.writer(form_id).tables

    def _by_rule(self, connection: Connection, rule: Rule, today: date, limit: int) -> list[Due]:
        tables = self._tables(rule.form_id)
        wanted = (rule.question, *(name for name, _answers in rule.given), *rule.blank)
        if tables is None or any(name not in tables.placed for name in wanted):
            return []  # an office of its own forms, or of an older version of this one
        after = timedelta(days=self._days(rule.setting, rule.after))
        when = _column(tables, rule.question)
        tests = [when <= today + timedelta(days=rule.ahead) - after]
        tests += [_column(tables, name).in_(answers) for name, answers in rule.given]
        tests += [_column(tables, name).is_(None) for name in rule.blank]
        if rule.open_only:
            tests.append(record.c.state.in_([str(state) for state in _OPEN]))
        rows = connection.execute(self._query(tables, when, tests, limit))
        return [_due(rule.kind, rule.form_id, row, row[2] + after, today) for row in rows]

    def _lacking(
        self, connection: Connection, kind: DueKind, lack: Lack, today: date, limit: int
    ) -> list[Due]:
        first, last, on = period_of(lack, today, self._days("month_report_day", MONTH_DAY))
        if not is_told(lack, today, on):
            return []
        found = lacking(
            connection, lack, self._tables, self._seat.info.code, period=(first, last), limit=limit
        )
        return [_due(kind, lack.parent, row, on, today) for row in found]

    def _query(
        self,
        tables: FormTables,
        when: ColumnElement[date],
        tests: list[ColumnElement[bool]],
        limit: int,
        *more: ColumnElement[Any],
    ) -> Select[*tuple[Any, ...]]:
        same = and_(
            record.c.office_code == tables.main.c.office_code, record.c.record_id == tables.main.c.record_id
        )
        return (
            select(record.c.record_id, record.c.title, when, *more)
            .select_from(tables.main.join(record, same))
            .where(record.c.office_code == self._seat.info.code, record.c.state != str(State.VOID), *tests)
            .order_by(when, record.c.no)
            .limit(limit)
        )

    def _follow_ups(self, connection: Connection, today: date, limit: int) -> list[Due]:
        """Return the jobs to be visited: on the day planned, or a quarter after the last visit or the beginning."""
        tables = self._tables("employment")
        if tables is None or not {"followup.next_on", "followup.visited_on"} <= set(tables.placed):
            return []
        days = timedelta(days=self._days("follow_up_days", FOLLOW_UP_DAYS))
        visits = next(
            table for table in tables.sheets() if table.name == tables.placed["followup.next_on"].table
        )
        one = (
            visits.c.office_code == tables.main.c.office_code,
            visits.c.record_id == tables.main.c.record_id,
        )

        def latest(path: str) -> ColumnElement[date]:
            column = visits.c[tables.placed[path].column]
            return type_coerce(select(func.max(column)).where(*one).scalar_subquery(), Date)

        planned, visited = latest("followup.next_on"), latest("followup.visited_on")
        since = type_coerce(func.coalesce(visited, _column(tables, "start_month")), Date)
        stands = and_(planned.is_not(None), or_(visited.is_(None), planned > visited))
        due = case((stands, planned), else_=since)
        tests = [
            _column(tables, "status") == "on_post",
            or_(and_(stands, planned <= today), and_(~func.coalesce(stands, False), since <= today - days)),
        ]
        query = self._query(tables, type_coerce(due, Date), tests, limit, stands)
        rows: list[Row[*tuple[Any, ...]]] = list(connection.execute(query))
        return [
            _due(DueKind.FOLLOW_UP, "employment", row, row[2] + (timedelta() if row[3] else days), today)
            for row in rows
        ]


def _column(tables: FormTables, question: str) -> ColumnElement[date]:
    return tables.main.c[tables.placed[question].column]


def _due(kind: DueKind, form_id: str, row: Row[*tuple[Any, ...]], on: date, today: date) -> Due:
    return Due(kind, form_id, row[0], row[1], on, (on - today).days)
