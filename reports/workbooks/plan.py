"""How a sheet will be read: which rows are the header, which column answers which question.

A plan is data. `propose` makes one, a person may change any choice (`Plan.aim`, `Plan.route_by`), and it is kept as
JSON under the fingerprint of the headings, so that next month's roster from the same township maps by itself.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from forms.engine import FormDefinition, Question
from forms.problems import Problem
from reports.workbooks import problem_codes as codes
from reports.workbooks.sheet import Sheet
from reports.workbooks.wording import RUNNING_NUMBER, normal_heading


@dataclass(frozen=True, slots=True)
class Target:
    """A question of a form: *path* is ``full_name``, or ``trainee.id_no`` for a question of a repeat."""

    form_id: str
    path: str


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One column: *index* from 0, the heading as read, the questions it answers (none: left out), how sure (0–1).

    Several columns may have the same target: the names of province, prefecture and county are joined in order.
    """

    index: int
    header: str
    targets: tuple[Target, ...] = ()
    score: float = 0.0
    group: str = ""  # the heading above, where two rows of headings are merged over several columns

    @property
    def is_number(self) -> bool:
        """Say whether this is the running number, which every roster has and no form asks."""
        return normal_heading(self.header) in RUNNING_NUMBER


class Part(StrEnum):
    """Which part of a caption's value a question takes: all of it, or the first or last day of a period."""

    WHOLE = "whole"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class CaptionPlan:
    """A line above the header such as ``地点：宁波市奉化区``: one answer for the whole sheet."""

    row: int
    column: int
    words: str
    value: str
    targets: tuple[tuple[Target, Part], ...] = ()


class Shape(StrEnum):
    """What one sheet row is to a form."""

    RECORD = "record"  # a record of its own (with one row of a repeat, where columns belong to one)
    REPEAT_ROW = "repeat_row"  # one row of the repeat of the single record the whole sheet makes


@dataclass(frozen=True, slots=True)
class FormPlan:
    """How the sheet feeds one form."""

    form_id: str
    shape: Shape = Shape.RECORD
    repeat: str | None = None
    route_values: tuple[str, ...] = ()  # the words in the route column that send a row to this form


@dataclass(slots=True)
class Plan:
    """The whole reading of *sheet*. Rows count from 0 here; `header_rows` are first and last, both included."""

    sheet: Sheet
    definitions: Mapping[str, FormDefinition]
    title: str
    header_rows: tuple[int, int]
    forms: tuple[FormPlan, ...]
    columns: list[ColumnPlan]
    captions: list[CaptionPlan] = field(default_factory=list)
    route_column: int | None = None
    link_column: int | None = None
    children: "dict[str, Plan]" = field(default_factory=dict)  # sheets of repeats (our templates), by repeat

    @property
    def first_row(self) -> int:
        """Return the first row below the header."""
        return self.header_rows[1] + 1

    @property
    def unmatched(self) -> list[ColumnPlan]:
        """Return the columns with a heading that answer no question and are not the running number."""
        return [
            column
            for column in self.columns
            if column.header
            and not column.targets
            and column.index not in (self.route_column, self.link_column)
            and not column.is_number
        ]

    @property
    def fingerprint(self) -> str:
        """Return sha256 (hex) of the headings in order: the same roster form has the same one every month."""
        words = "\n".join(
            f"{normal_heading(column.group)}/{normal_heading(column.header)}" for column in self.columns
        )
        return hashlib.sha256(words.encode()).hexdigest()

    def question(self, target: Target) -> Question:
        """Return the question a target names; KeyError when the form has none of that name."""
        return self.definitions[target.form_id].questions[target.path]

    def aim(self, index: int, targets: Iterable[Target]) -> None:
        """Let column *index* answer *targets* (none: leave the column out), as a person decided."""
        chosen = tuple(targets)
        for target in chosen:
            self.question(target)
        self.columns = [
            ColumnPlan(column.index, column.header, chosen, 1.0, column.group)
            if column.index == index
            else column
            for column in self.columns
        ]

    def missing(self, form_id: str) -> list[Question]:
        """Return the questions of *form_id* that may be required and that nothing in the sheet answers.

        The import screen offers "one value for all rows" for these.
        """
        found = {
            target.path for column in self.columns for target in column.targets if target.form_id == form_id
        }
        found |= {
            target.path
            for caption in self.captions
            for target, _part in caption.targets
            if target.form_id == form_id
        }
        return [
            question
            for path, question in self.definitions[form_id].questions.items()
            if question.required and not question.calculated and path not in found and "." not in path
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the choices (not the sheet) as plain JSON."""
        return {
            "title": self.title,
            "header_rows": list(self.header_rows),
            "forms": [
                {
                    "form_id": one.form_id,
                    "shape": str(one.shape),
                    "repeat": one.repeat,
                    "route_values": list(one.route_values),
                }
                for one in self.forms
            ],
            "columns": [
                {
                    "index": one.index,
                    "header": one.header,
                    "group": one.group,
                    "score": one.score,
                    "targets": [[target.form_id, target.path] for target in one.targets],
                }
                for one in self.columns
            ],
            "captions": [
                {
                    "row": one.row,
                    "column": one.column,
                    "words": one.words,
                    "value": one.value,
                    "targets": [[target.form_id, target.path, str(part)] for target, part in one.targets],
                }
                for one in self.captions
            ],
            "route_column": self.route_column,
            "link_column": self.link_column,
            "children": {
                repeat: [child.sheet.name, child.as_json()] for repeat, child in self.children.items()
            },
        }


def plan_from_json(data: Mapping[str, Any], sheet: Sheet, definitions: Iterable[FormDefinition]) -> Plan:
    """Put remembered choices on *sheet*.

    Captions are taken from the plan as they were: propose first, and take only `columns` from memory, when the
    sheet is another month's. Raises `Problem` PLAN_DOES_NOT_FIT when a form or question is gone or the data is torn.
    """
    known = {definition.form_id: definition for definition in definitions}
    try:
        plan = Plan(
            sheet=sheet,
            definitions={form["form_id"]: known[form["form_id"]] for form in data["forms"]},
            title=data["title"],
            header_rows=(data["header_rows"][0], data["header_rows"][1]),
            forms=tuple(
                FormPlan(form["form_id"], Shape(form["shape"]), form["repeat"], tuple(form["route_values"]))
                for form in data["forms"]
            ),
            columns=[
                ColumnPlan(
                    one["index"],
                    one["header"],
                    tuple(Target(*t) for t in one["targets"]),
                    one["score"],
                    one["group"],
                )
                for one in data["columns"]
            ],
            captions=[
                CaptionPlan(
                    one["row"],
                    one["column"],
                    one["words"],
                    one["value"],
                    tuple((Target(form, path), Part(part)) for form, path, part in one["targets"]),
                )
                for one in data["captions"]
            ],
            route_column=data["route_column"],
            link_column=data["link_column"],
            children={
                repeat: plan_from_json(child, _sibling(sheet, name), known.values())
                for repeat, (name, child) in data["children"].items()
            },
        )
        for column in plan.columns:
            for target in column.targets:
                plan.question(target)
    except (KeyError, TypeError, ValueError, IndexError, StopIteration) as fault:
        raise Problem(codes.PLAN_DOES_NOT_FIT, sheet.name, {"reason": str(fault)}) from fault
    return plan


def _sibling(sheet: Sheet, name: str) -> Sheet:
    return next(one for one in sheet.siblings if one.name == name)
