"""What stands against an answer: required, readable, a valid choice, constraint, domain checks, soft checks.

`required` is asked only of blank answers and the others only of given ones (ODK XForms). A question behind a
shut gate is not judged at all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from forms.engine.expression.values import to_boolean
from forms.engine.live import Row
from forms.engine.program import Cell, Code
from forms.engine.questions import Choice, Kind, Range
from forms.engine.results import as_json
from forms.engine.texts import FormProblem, Text
from forms.engine.typed import Unread
from forms.problem_codes import (
    CHOSEN_TWICE,
    CONSTRAINT,
    CONSTRAINT_SAYS,
    NOT_A_CHOICE,
    NOT_ALL_RANKED,
    NOT_IN_LEDGER,
    OUT_OF_RANGE,
    REQUIRED,
    REQUIRED_SAYS,
    SOFT,
    SOFT_SAYS,
    TOO_LONG,
    TOO_MANY_DECIMALS,
)
from forms.problems import Detail, Problem, Severity

MAX_TEXT = 5_000  # characters of one answer
Judge = Callable[[Row, Any, list[Problem]], None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule a given answer must pass: *judge* tells what stands against it.

    *sort* and *what* say the same as data, for those who only ask whether anything does (`forms.engine.passes`):
    ``length``, ``codes`` a set of codes, ``holds`` an expression, ``check`` a function; ``""``: ask *judge*.
    """

    judge: Judge
    sort: str = ""
    what: Any = None


def path_of(cell: Cell, row: Row) -> str:
    """Return the path of a question in a row: ``full_name``, ``trainee[2].id_no``."""
    return cell.name if row.parent is None else row.prefix + cell.name


def truth(rule: Code | bool, row: Row) -> bool:
    """Return whether a rule that may be fixed or an expression holds in *row*."""
    return rule if isinstance(rule, bool) else to_boolean(rule.run(row, row))


def label_of(cell: Cell, row: Row) -> Text:
    """Return a question's label with the answers it shows."""
    return shown(cell.question.label, cell.label_outputs, row)


def shown(text: Text, outputs: tuple[Code, ...], row: Row) -> Text:
    """Return *text* with its outputs filled from *row*, each language with its own words for choices."""
    if not text.outputs:
        return text

    def show(number: int, language: str) -> str:
        row.form.language = language
        try:
            return str(as_json(outputs[number].run(row, row)))
        finally:
            row.form.language = "zh"

    return text.filled(show)


def judge(cell: Cell, row: Row) -> list[Problem]:
    """Return all that stands against the answer of *cell* in *row*, explained or not."""
    found: list[Problem] = []
    if not row.open[cell.gate]:
        return found
    value = row.typed[cell.slot]
    if value is None:
        if cell.required is not False and truth(cell.required, row):
            words = shown(cell.question.required_message, cell.required_outputs, row)
            found.append(_says(cell, row, REQUIRED_SAYS, REQUIRED, words))
        return found
    if type(value) is Unread:
        found.append(
            FormProblem(value.detail, path_of(cell, row), {"typed": value.text, "label": label_of(cell, row)})
        )
        return found
    for rule in cell.rules:
        rule.judge(row, value, found)
    return found


def standing(cell: Cell, row: Row) -> list[Problem]:
    """Return what stands against completing: problems whose soft part is not explained."""
    found = judge(cell, row)
    if found and row.explained.get(cell.slot):
        return [problem for problem in found if problem.severity is Severity.HARD]
    return found


def _says(cell: Cell, row: Row, says: Detail, plain: Detail, message: Text) -> FormProblem:
    """Return a problem in the form's own words, or in ours when it has none."""
    values = {"label": label_of(cell, row)}
    if message:
        return FormProblem(says, path_of(cell, row), {"message": message, **values})
    return FormProblem(plain, path_of(cell, row), values)


# -- the rules of a cell, chosen once when the form is loaded


def rules(cell: Cell) -> tuple[Rule, ...]:
    """Return the rules a given answer of *cell* must pass, cheapest first."""
    question, found = cell.question, []
    kind = question.kind
    if kind in (Kind.TEXT, Kind.NOTE, Kind.BARCODE):
        found.append(_length(cell))
    if kind is Kind.DECIMAL and not question.calculated:
        found += _decimals(cell)
    if question.choices is not None:
        found.append(_several(cell) if question.multiple else _one(cell))
    if kind is Kind.RANK:
        found.append(_ranked(cell))
    if question.range is not None:
        found.append(_within(cell, question.range))
    if cell.constraint is not None:
        found.append(_constraint(cell, cell.constraint))
    found += [_check(cell, check) for check in cell.checks]
    if cell.soft is not None:
        found.append(_soft(cell, cell.soft))
    return tuple(found)


def _length(cell: Cell) -> Rule:
    def rule(row: Row, value: Any, found: list[Problem]) -> None:
        if len(value) > MAX_TEXT:
            values = {"label": label_of(cell, row), "length": len(value), "most": MAX_TEXT}
            found.append(FormProblem(TOO_LONG, path_of(cell, row), values))

    return Rule(rule, "length")


def _decimals(cell: Cell) -> list[Rule]:
    marks = cell.question.marks
    scale = marks.get("scale") or ("2" if marks.get("money") else "")
    if not scale.isdecimal():
        return []
    most = int(scale)

    def rule(row: Row, value: Decimal, found: list[Problem]) -> None:
        if value.normalize().as_tuple().exponent < -most:  # type: ignore[operator]  # finite: typed.read saw to it
            values = {"typed": as_json(value), "most": most, "label": label_of(cell, row)}
            found.append(FormProblem(TOO_MANY_DECIMALS, path_of(cell, row), values))

    return [Rule(rule)]


def offers(cell: Cell, row: Row, code: str) -> bool:
    """Return whether a select question offers the choice *code* now; costs one look-up, not the list."""
    if cell.filter is not None:
        chosen, form = cell.filter, row.form
        if not chosen.instance:
            return any(item["name"] == code for item in chosen.items(row, row))
        tables = form.program.tables if chosen.internal else form.tables
        if chosen.allows is not None and chosen.value_column != "name" and tables.serves(chosen.instance):
            # Line 2 of which donation? Asked by the filter: the number alone stands in every record of the ledger.
            return any(item.get(chosen.value_column) == code for item in chosen.items(row, row))
        found = tables.where(chosen.instance, chosen.value_column, code)
        return any(chosen.allows is None or chosen.allows(item, row) for item in found)
    return cell.codes is not None and code in cell.codes


def _not_offered(cell: Cell, row: Row, code: str) -> FormProblem:
    if cell.question.ledger:
        return FormProblem(NOT_IN_LEDGER, path_of(cell, row), {"label": label_of(cell, row), "record": code})
    return FormProblem(NOT_A_CHOICE, path_of(cell, row), {"typed": code, "label": label_of(cell, row)})


def _one(cell: Cell) -> Rule:
    codes = cell.codes if cell.filter is None else None

    def rule(row: Row, value: Any, found: list[Problem]) -> None:
        if (value not in codes) if codes is not None else not offers(cell, row, value):
            found.append(_not_offered(cell, row, value))

    return Rule(rule) if codes is None else Rule(rule, "codes", codes)


def _several(cell: Cell) -> Rule:
    def rule(row: Row, value: list[str], found: list[Problem]) -> None:
        found += [_not_offered(cell, row, code) for code in value if not offers(cell, row, code)]
        twice = next((code for code in value if value.count(code) > 1), None)
        if twice is not None:
            values = {"typed": twice, "label": label_of(cell, row)}
            found.append(FormProblem(CHOSEN_TWICE, path_of(cell, row), values))

    return Rule(rule)


def _ranked(cell: Cell) -> Rule:
    """Return the rule that an order holds every choice (ODK: the recorded list always includes all options)."""

    def rule(row: Row, value: list[str], found: list[Problem]) -> None:
        missing = {choice.code for choice in offered(cell, row)}.difference(value)
        if missing:
            values = {"label": label_of(cell, row), "missing": len(missing)}
            found.append(FormProblem(NOT_ALL_RANKED, path_of(cell, row), values))

    return Rule(rule)


def _within(cell: Cell, bounds: Range) -> Rule:
    least, most = sorted((bounds.start, bounds.end))

    def rule(row: Row, value: Any, found: list[Problem]) -> None:
        if not least <= value <= most or (Decimal(value) - bounds.start) % bounds.step:
            values = {"typed": as_json(value), "least": least, "most": most, "step": abs(bounds.step)}
            found.append(
                FormProblem(OUT_OF_RANGE, path_of(cell, row), {**values, "label": label_of(cell, row)})
            )

    return Rule(rule)


def offered(cell: Cell, row: Row) -> list[Choice]:
    """Return the choices a question offers in a row now, in order; [] for a question without choices."""
    row.form.rest()
    chosen = cell.filter
    if chosen is not None:
        if not chosen.internal and chosen.allows is None and row.form.tables.serves(chosen.instance):
            return []  # a whole ledger: it is searched, never listed
        return [chosen.choice(item) for item in chosen.items(row, row)]
    return list(cell.codes.values()) if cell.codes is not None else []


def _constraint(cell: Cell, constraint: Code) -> Rule:
    def rule(row: Row, _value: Any, found: list[Problem]) -> None:
        if not to_boolean(constraint.run(row, row)):  # asked each time: it may be written out meanwhile
            words = shown(cell.question.constraint_message, cell.message_outputs, row)
            found.append(_says(cell, row, CONSTRAINT_SAYS, CONSTRAINT, words))

    return Rule(rule, "holds", constraint)


def _soft(cell: Cell, soft: Code) -> Rule:
    def rule(row: Row, _value: Any, found: list[Problem]) -> None:
        if not to_boolean(soft.run(row, row)):
            words = shown(cell.soft_message, cell.soft_outputs, row)
            found.append(_says(cell, row, SOFT_SAYS, SOFT, words))

    return Rule(rule, "holds", soft)


def _check(cell: Cell, check: Callable[[str, date], Problem | None]) -> Rule:
    def rule(row: Row, value: Any, found: list[Problem]) -> None:
        problem = check(value if type(value) is str else str(as_json(value)), row.form.context.today)
        if problem is not None:
            values = {"label": label_of(cell, row), **problem.values}
            found.append(FormProblem(problem.detail, path_of(cell, row), values))

    return Rule(rule, "check", check)
