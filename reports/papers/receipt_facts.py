"""What a 捐赠登记凭证 says, taken from the record and its receipt; no drawing here.

Sources: 财综〔2024〕1号 art. 6 (what a donation receipt names), 慈善法 art. 38 (donor, kind and quantity, handler,
date), 会计法 art. 14 (a wrong amount is never corrected on the paper), domain book §2.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.checks import CHECKS
from forms.checks.amounts import in_capitals
from forms.engine import FormDefinition
from forms.problems import Problem
from records.model.office import OfficeInfo
from records.model.receipts import Receipt, ReceiptState
from reports.papers.answers_in_words import Format, Words, to_fen, yuan
from reports.papers.problem_codes import AMOUNT_DIFFERS, NOT_A_DONATION
from reports.papers.sheet import day_in_words

Answers = Mapping[str, Any]
ANONYMOUS = "爱心人士"
UNPRICED = "未定价"
_NO_NAME = "ANON"  # of donor_type
_REJECTED = "rejected"  # of inspection: what was not taken is not receipted (慈善法 art. 36)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything on the face, as it is printed. *lines*: cells of the item table under *headings*."""

    number: str
    issued: str
    donor: str
    donor_type: str
    donor_paper: str
    recipient: str
    received: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    capitals: str
    figures: str
    purpose: str
    note: str
    handler: str
    reviewer: str
    publicity: str
    receipt_code: str
    receipt_no: str
    reprint: int
    void_reason: str | None
    red: str = ""
    code: str = ""


GOODS = ("行号", "品名", "规格型号", "单位", "数量", "单价（元）", "金额（元）")
MONEY = ("行号", "项目", "方式", "币种", "原币金额", "汇率", "金额（元）")


def facts(issued: Receipt, answers: Answers, definition: FormDefinition, office: OfficeInfo) -> Facts:
    """Gather the facts.

    Raises Problem REPORTS-012 when the form is no donation, REPORTS-013 when the record's amount is no longer the
    one the receipt was issued for.
    """
    words = Words(definition)
    if definition.form_id == "money_donation":
        headings, lines, fen = MONEY, _money(answers, words), _money_fen(answers)
    elif definition.form_id == "goods_donation":
        headings, (lines, fen) = GOODS, _goods(answers, words)
    else:
        raise Problem(NOT_A_DONATION, values={"form": definition.title.in_("zh")})
    void = issued.state == ReceiptState.VOID
    taken_back = issued.state in (ReceiptState.VOID, ReceiptState.REVERSED)
    red = issued.state == ReceiptState.RED
    if red:
        lines, fen = _in_red(lines), None if fen is None else -fen
    if issued.amount_fen != fen and not taken_back and not red:
        values = {"number": issued.number, "issued": _figures(issued.amount_fen), "now": _figures(fen)}
        raise Problem(AMOUNT_DIFFERS, values=values)
    return Facts(
        number=issued.number,
        issued=day_in_words(issued.issued_on),
        donor=donor(answers),
        donor_type=words.say("donor_type", answers.get("donor_type"), Format.SHORT_LABEL),
        donor_paper=_paper(answers, words, issued.issued_on),
        recipient=words.say("recipient_name", answers.get("recipient_name")) or office.name,
        received=words.say("received_on", answers.get("received_on")),
        headings=headings,
        lines=lines,
        capitals=_capitals(issued.amount_fen),
        figures=_figures(issued.amount_fen),
        purpose=_purpose(answers, words),
        note=_note(answers, lines),
        handler=str(answers.get("handler") or ""),
        reviewer=str(answers.get("reviewer") or ""),
        publicity=words.say("publicity", answers.get("publicity")),
        receipt_code=str(answers.get("receipt_code") or ""),
        receipt_no=str(answers.get("receipt_no") or ""),
        reprint=max(0, issued.print_count - 1),
        void_reason=issued.void_reason if void else None,
        red=issued.reverses if red else "",
        code=issued.code,
    )


def _in_red(lines: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Return the item lines of a red-letter line: the amounts taken back."""
    return tuple((*line[:-1], f"-{line[-1]}" if line[-1][:1].isdigit() else line[-1]) for line in lines)


def donor(answers: Answers) -> str:
    """Return the donor's name as it may be shown: 爱心人士 for who wants no name (慈善法 art. 38).

    What the donor allows to be published (公开意愿) is another matter: the voucher is the donor's own.
    """
    if answers.get("donor_type") == _NO_NAME:
        return ANONYMOUS
    return str(answers.get("donor_name") or ANONYMOUS)


def _paper(answers: Answers, words: Words, day: date) -> str:
    """Return the donor's code: an organisation's in full (P0), a person's masked; none for the unnamed."""
    number = str(answers.get("donor_id_no") or "")
    if not number or donor(answers) == ANONYMOUS:
        return ""
    # A Sichuan ID number begins with 51 as a society's credit code does, and may even pass its check digit.
    open_code = CHECKS["credit_code"](number, day) is None and CHECKS["resident_id"](number, day) is not None
    return words.say("donor_id_no", number, Format.TEXT if open_code else Format.ID)


def _money_fen(answers: Answers) -> int | None:
    value = answers.get("amount_cny")
    return to_fen(answers.get("amount") if value in (None, "") else value) or None


def _money(answers: Answers, words: Words) -> tuple[tuple[str, ...], ...]:
    fen = _money_fen(answers)
    return (
        (
            "1",
            "货币捐赠",
            words.say("method", answers.get("method")),
            words.say("currency", answers.get("currency")) or "人民币",
            words.say("amount", answers.get("amount"), Format.MONEY),
            words.say("fx_rate", answers.get("fx_rate"), Format.TEXT),
            "" if fen is None else yuan(fen),
        ),
    )


def _goods(answers: Answers, words: Words) -> tuple[tuple[tuple[str, ...], ...], int | None]:
    """Return the item lines and their priced sum, None when nothing is priced (not income, not converted)."""
    lines: list[tuple[str, ...]] = []
    total: int | None = None
    taken = [entry for entry in answers.get("line") or [] if entry.get("inspection") != _REJECTED]
    for place, entry in enumerate(taken, start=1):
        fen = to_fen(entry.get("amount")) if entry.get("amount") not in (None, "") else None
        total = total if fen is None else (total or 0) + fen
        lines.append(
            (
                str(place),
                words.say("line.item_name", entry.get("item_name")),
                words.say("line.spec", entry.get("spec")),
                words.say("line.unit", entry.get("unit")),
                words.say("line.qty", entry.get("qty"), Format.NUMBER),
                UNPRICED
                if fen is None
                else words.say("line.unit_price", entry.get("unit_price"), Format.MONEY),
                "—" if fen is None else yuan(fen),
            )
        )
    return tuple(lines), total or None


def _capitals(fen: int | None) -> str:
    return f"{UNPRICED}（不折价入账）" if fen is None else in_capitals(fen)


def _figures(fen: int | None) -> str:
    return UNPRICED if fen is None else f"¥{yuan(fen)}"


def _purpose(answers: Answers, words: Words) -> str:
    said = [words.say(name, answers.get(name)) for name in ("purpose", "purposes")]
    said.append(
        f"定向用于：{words.say('designated_to', answers['designated_to'])}"
        if answers.get("designated_to")
        else ""
    )
    said.append(f"{words.say('use_by', answers['use_by'])} 前使用" if answers.get("use_by") else "")
    return "；".join(part for part in said if part)


def _note(answers: Answers, lines: tuple[tuple[str, ...], ...]) -> str:
    unpriced = sum(1 for line in lines if line[5] == UNPRICED)
    said = [f"另有 {unpriced} 项未定价，只记品名数量，不计入金额"] if 0 < unpriced < len(lines) else []
    return "；".join([*said, str(answers["note"])] if answers.get("note") else said)
