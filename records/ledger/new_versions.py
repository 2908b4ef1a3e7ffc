"""Weighs a new version of a form before it is put in force: what changes, and what earlier records would lose.

Records keep the version they were filled with, so publishing destroys nothing. What can be lost is what nobody can
enter or correct any more: answers to questions that go, choices that go. Those are counted in the typed tables and
must be confirmed; a question that changes its type to other than text is refused in any case (design, section 4).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Column, Connection, MetaData, Table, Text, func, select

from forms.engine import FormDefinition, FormProblem, Question
from forms.problems import Problem
from forms.versions import Changes, compare
from records.problem_codes import FORM_CHANGES_TYPE, FORM_LOSES_CHOICE, FORM_LOSES_QUESTION
from records.store.form_shape import Storage
from records.store.form_tables import placed_columns
from records.store.typed_rows import Placed

if TYPE_CHECKING:
    from forms.compile import CompiledForm


@dataclass(frozen=True, slots=True)
class Weighed:
    """What publishing would mean. *before* is the version in force, '' for a form not known yet.

    *changes*: every difference, in the order of the form. *refusals* stand against it in any case, *losses* until
    they are confirmed. *same*: this very form is in force or was before.
    """

    form_id: str
    version: str
    before: str = ""
    changes: tuple[Problem, ...] = ()
    losses: tuple[Problem, ...] = ()
    refusals: tuple[Problem, ...] = ()
    same: bool = False


def weigh(
    connection: Connection, office_code: str, now: FormDefinition, xform: str, compiled: "CompiledForm"
) -> Weighed:
    """Compare *compiled* with the form in force (*now*, *xform*) and with what records hold."""
    changes = compare(now, xform, compiled.definition, compiled.xform)
    placed = placed_columns(connection, office_code, now.form_id)
    refusals = [
        FormProblem(
            FORM_CHANGES_TYPE,
            new.path,
            {"question": new.label or new.name, "before": str(old.kind), "after": str(new.kind)},
        )
        for old, new in changes.retyped
    ]
    return Weighed(
        now.form_id,
        compiled.definition.version,
        now.version,
        changes.lines,
        tuple(_losses(connection, now, changes, placed)),
        tuple(refusals),
    )


def _losses(
    connection: Connection, now: FormDefinition, changes: Changes, placed: dict[str, Placed]
) -> Iterator[Problem]:
    for question in changes.gone:
        where = placed.get(question.path)
        if where is not None and not question.calculated and (count := _answered(connection, where)):
            yield FormProblem(
                FORM_LOSES_QUESTION, question.path, {"question": _called(question), "count": count}
            )
    for path, codes in changes.dropped.items():
        question, where = now.questions[path], placed.get(path)
        labels = {one.code: one.label for one in question.choices.choices} if question.choices else {}
        for code in codes:
            count = _answered(connection, where, code) if where is not None else 0
            if count:
                values = {"question": _called(question), "choice": labels.get(code) or code, "count": count}
                yield FormProblem(FORM_LOSES_CHOICE, path, values)


def _called(question: Question) -> object:
    return question.label if question.label else question.name


def _answered(connection: Connection, where: Placed, code: str | None = None) -> int:
    """Count the records that have an answer at *where*, or the choice *code*."""
    table = Table(where.table, MetaData(), Column("record_id", Text), Column(where.column, Text))
    column = table.c[where.column]
    query = select(func.count(func.distinct(table.c.record_id)))
    if code is None:
        query = query.where(column.is_not(None))
    elif where.storage is Storage.LIST:
        query = query.where(column.contains(f'"{code}"', autoescape=True))
    else:
        query = query.where(column == code)
    return int(connection.execute(query).scalar_one())
