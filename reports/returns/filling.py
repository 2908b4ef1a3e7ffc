"""A return is filled from the ledgers' rows, checked, handed in and locked; only with a reason is it opened again.

What was counted stands beside what the office says: another figure wants its reason, none may be empty (没有填 0 不许空). Handing in
keeps the figures as they were in a file of the record, so that what changes in the ledgers later changes nothing that was reported.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from forms.engine import Kind
from forms.problems import Problem
from records.model.heads import Record, RecordHead
from records.model.states import State
from reports.indicators import work_out
from reports.indicators.formulas import indicator
from reports.indicators.sheets import Line, rounded
from reports.returns.calendar import kind_of
from reports.returns.expected import FORM, known, own_records
from reports.returns.problem_codes import PERIOD_NOT_OVER, RETURN_LOCKED

if TYPE_CHECKING:
    from records.ledger import Office
    from reports.indicators import Span

CARRIED: Final = (
    "filler",
    "reviewer",
    "head",
    "sealed_org_id",
    "sealed_org",
)  # who signed the last return signs the next
_COLUMNS: Final = (
    ("code", "指标代码"), ("item", "指标"), ("unit", "单位"), ("value", "数值"), ("computed", "台账计算值"),
    ("record_count", "来源条数"), ("last_value", "上期数"), ("why", "说明"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signers:
    """Who signs; what is None stays as it was, or as on the return before."""

    filler: str | None = None
    reviewer: str | None = None
    head: str | None = None


def fill(office: "Office", code: str, period: str, signers: Signers | None = None) -> RecordHead:
    """Fill the return of a period with what the ledgers say now; a new draft, or the one that was begun.

    Figures somebody typed otherwise than counted stay, with their reason. Raises Problem REPORTS-200, REPORTS-220 (which
    return), REPORTS-221 (the period is not over), REPORTS-222 (handed in already), REPORTS-223.
    """
    _known, one = known(code, period)
    today = office.clock.today()
    if one.period.last >= today:
        raise Problem(PERIOD_NOT_OVER, place=period, values={"period": one.name, "last": one.period.last})
    begun = _record_of(office, code, one.name)
    if begun is not None:
        _must_be_open(begun.head)
    answers = dict(begun.answers) if begun else _begin(office, code, one)
    answers |= {name: value for name, value in _signed(signers).items() if value is not None}
    answers["filled_on"] = today.isoformat()
    answers["figure"] = [_figure(line, _said(answers, line)) for line in _lines(office, code, one)]
    if begun is not None and begun.head.state is State.RETURNED:
        answers |= {
            "status": "REJECTED",
            "return_reason": begun.head.verdict_reason or answers.get("return_reason", ""),
        }
    return _save(office, begun, answers)


def hand_in(office: "Office", record_id: str) -> RecordHead:
    """Hand a return in: checked whole, its figures kept as a file, complete, and with that locked.

    Raises the form's own Problem for what is missing, REPORTS-222 for one that was handed in.
    """
    begun = office.records.get(record_id)
    _must_be_open(begun.head)
    answers = begun.answers | {"status": "SUBMITTED", "submitted_on": office.clock.today().isoformat()}
    problems = office.session(FORM, answers, record_id=record_id).problems()
    if problems:
        raise problems[0]
    name = f"{begun.head.title}.csv"
    answers["snapshot_file"] = office.attachments.add(name, _snapshot(answers), Kind.FILE).name
    head = _save(office, begun, answers)
    (outcome,) = office.records.complete([head.record_id])
    if outcome.problem is not None:
        raise outcome.problem
    return outcome.head or head


def open_again(office: "Office", record_id: str, reason: str) -> RecordHead:
    """Open a return that was handed in, with the reason in its history and in itself. Raises the ledger's own Problem."""
    (outcome,) = office.records.reopen([record_id], reason)
    if outcome.problem is not None:
        raise outcome.problem
    begun = office.records.get(record_id)
    answers = begun.answers | {"status": "UNLOCK_REQUESTED", "return_reason": reason}
    return _save(office, begun, answers)


def _begin(office: "Office", code: str, one: "Span") -> dict[str, Any]:
    """Return the answers of a new return: its period with the days the form works out, and the signers of the last one."""
    session = office.session(FORM)
    for path, value in (("report_code", code), ("period_kind", str(kind_of(one))), ("period", one.name)):
        session.answer(path, value)
    newest = max(own_records(office), key=lambda record: record.head.updated_at, default=None)
    before = newest.answers if newest else {}
    carried = {name: before[name] for name in CARRIED if before.get(name)}
    return session.answers() | {"filler": office.user.name, "sealed_org": office.info.name} | carried


def _lines(office: "Office", code: str, one: "Span") -> list[Line]:
    found, _one = known(code, one.name)
    sheet = work_out(office, [indicator(name) for name in found.indicators], one, offices=(office.info.code,))
    return [line for line in sheet.lines if not line.part]


def _figure(line: Line, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the return: what was counted, and what the office said before where it differs."""
    now, before = line.number, line.before
    own = line.figure.label.in_("zh")
    name = line.indicator.label.in_("zh")
    counted = _text(rounded(now.value, now.unit)) if now.value is not None else None
    typed = said.get("value") if said.get("value") != said.get("computed") else None
    row = {
        "code": line.figure.name,
        "item": name if own in ("", name) else f"{name}：{own}",
        "unit": now.unit,
        "value": typed or counted or "0",
        "computed": counted,
        "record_count": now.rows,
        "last_value": _text(rounded(before.value, before.unit))
        if before and before.value is not None
        else None,
        "why": said.get("why") if typed else None,
    }
    return {name: value for name, value in row.items() if value is not None}


def _said(answers: Mapping[str, Any], line: Line) -> Mapping[str, Any]:
    """Return what the return already says of a figure."""
    return next((row for row in answers.get("figure", ()) if row.get("code") == line.figure.name), {})


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _signed(signers: Signers | None) -> dict[str, str | None]:
    one = signers or Signers()
    return {"filler": one.filler, "reviewer": one.reviewer, "head": one.head}


def _record_of(office: "Office", code: str, period: str) -> Record | None:
    """Return the return of that period, as the ledger has it."""
    asked = (code, period)
    return next(
        (
            one
            for one in own_records(office)
            if (one.answers.get("report_code"), one.answers.get("period")) == asked
        ),
        None,
    )


def _must_be_open(head: RecordHead) -> None:
    if head.state not in (State.DRAFT, State.RETURNED):
        raise Problem(RETURN_LOCKED, place=head.record_id, values={"title": head.title})


def _save(office: "Office", begun: Record | None, answers: dict[str, Any]) -> RecordHead:
    return office.records.save(
        FORM, answers, token=office.ids.token(), record_id=begun.head.record_id if begun else None,
        base=begun.head.revision if begun else None,
    )  # fmt: skip


def _snapshot(answers: Mapping[str, Any]) -> bytes:
    """Return the figures as CSV, with the day they speak of; a text that a spreadsheet would work out stays a text."""
    out = StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["截至日期", answers.get("as_of", ""), "提交日期", answers.get("submitted_on", "")])
    sheet.writerow([heading for _name, heading in _COLUMNS])
    for row in answers.get("figure", ()):
        sheet.writerow([_plain(row.get(name, "")) for name, _heading in _COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "@")) else text
