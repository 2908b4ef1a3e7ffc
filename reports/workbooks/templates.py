"""Empty workbooks to fill: the form's questions as columns, with what Excel can do to keep answers right.

Text columns are formatted as text (so that Excel ruins no ID number), choices are drop-downs fed by a hidden sheet, dates
and numbers are checked while typing, hints are input messages and comments, the heading is locked. A sheet for each
repeat is tied to the main one by the record number. `propose` reads a filled template back by its labels.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from forms.engine import FormDefinition, Kind, Question
from forms.reference import Reference
from forms.words import N_, Translate
from reports.workbooks.exporting import width_of
from reports.workbooks.layout import (
    CHOICE_SHEET,
    RECORD_NUMBER,
    Block,
    blocks,
    heading,
    printable,
    sheet_name,
)
from reports.workbooks.safe_target import whole_file
from reports.workbooks.sheet import column_letter
from reports.workbooks.vocabulary import is_division

_FILLABLE = (
    5_000  # rows prepared for filling: formats and drop-downs beyond cost nothing but are never reached
)
_HEADING_ROW = 2
HOW_TO = N_(
    "带 * 的是必填项（有的只在相关时必填）；每条记录占一行，从第 4 行填起；证件号码等文本列已设为文本格式，请不要改动表头。"
)
HOW_TO_REPEAT = N_("每行写明它属于“{sheet}”里的哪个记录号；没有内容的表可以空着。")
PICK_SEVERAL = N_("可填几项，用顿号隔开：{choices}")
NOT_IN_LIST = N_("请从下拉列表中选择，不要自行填写。")
NOT_A_DATE = N_("请填写日期，例如 2023-05-01。")
NOT_A_NUMBER = N_("请填写数字。")


def template(
    definition: FormDefinition, file: Path, *, language: str = "zh", translate: Translate = str
) -> Path:
    """Write the template; see `reports.workbooks.template`."""
    from xlsxwriter import Workbook

    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with whole_file(file) as target, Workbook(str(target), options) as workbook:
        workbook.set_properties(
            {"title": printable(definition.title.in_(language)), "subject": definition.form_id}
        )
        _Template(workbook, definition, language, translate).write()
    return file


class _Template:
    """A template being written."""

    def __init__(
        self, workbook: Any, definition: FormDefinition, language: str, translate: Translate
    ) -> None:
        self._book = workbook
        self._definition = definition
        self._language = language
        self._say = translate
        self._blocks = list(blocks(definition, language, to_fill=True))
        self._formats = _formats(workbook)
        self._lists: dict[str, str] = {}

    def write(self) -> None:
        """Write all sheets; the choices come last, hidden."""
        sheets = [self._book.add_worksheet(block.name) for block in self._blocks]
        self._choices = self._book.add_worksheet(
            sheet_name(self._say(CHOICE_SHEET), {one.name for one in self._blocks})
        )
        for block, sheet in zip(self._blocks, sheets, strict=True):
            self._write_block(block, sheet)
        self._choices.protect()
        self._choices.very_hidden()
        sheets[0].activate()

    def _write_block(self, block: Block, sheet: Any) -> None:
        last = len(block.questions)
        title = self._definition.title.in_(self._language)
        sheet.merge_range(
            0,
            0,
            0,
            max(last, 1),
            printable(f"{title} · {block.name}" if block.repeat else title),
            self._formats["title"],
        )
        how = self._say(HOW_TO if block.repeat is None else HOW_TO_REPEAT).replace(
            "{sheet}", self._blocks[0].name
        )
        sheet.merge_range(1, 0, 1, max(last, 1), how, self._formats["how"])
        sheet.set_row(0, 28)
        sheet.set_row(1, 20)
        sheet.set_row(_HEADING_ROW, 34)
        sheet.freeze_panes(_HEADING_ROW + 1, 2 if last > 1 else 1)
        sheet.write_string(_HEADING_ROW, 0, self._say(RECORD_NUMBER), self._formats["heading"])
        sheet.set_column(0, 0, 8, self._formats["number"])
        for index, question in enumerate(block.questions, start=1):
            self._write_column(sheet, index, question)
        sheet.protect(
            "",
            {
                "format_columns": True,
                "format_rows": True,
                "insert_rows": True,
                "delete_rows": True,
                "sort": True,
                "autofilter": True,
            },
        )
        sheet.set_landscape()
        sheet.repeat_rows(_HEADING_ROW)

    def _write_column(self, sheet: Any, index: int, question: Question) -> None:
        label = heading(question, self._language)
        needed = question.required
        look = self._formats["needed" if needed else "heading"]
        sheet.write_string(_HEADING_ROW, index, f"{label} *" if needed else label, look)
        sheet.set_column(
            index,
            index,
            max(width_of(question), min(len(label) * 2 + 4, 30)),
            self._formats[_format_of(question)],
        )
        hint = self._hint(question)
        if hint:
            sheet.write_comment(
                _HEADING_ROW, index, hint[:1_000], {"author": "", "x_scale": 1.6, "font_size": 9}
            )
        rule = self._rule(question)
        if rule:
            rule.update(
                {
                    "input_title": label[:32],
                    "input_message": hint[:255],
                    "error_type": rule.get("error_type", "stop"),
                }
            )
            sheet.data_validation(_HEADING_ROW + 1, index, _HEADING_ROW + _FILLABLE, index, rule)

    def _hint(self, question: Question) -> str:
        hint = printable(question.hint.in_(self._language))
        if question.kind is Kind.SELECT_MULTIPLE or question.multiple:
            names = "、".join(self._offered(question)[:20])
            return f"{hint}\n{self._say(PICK_SEVERAL).replace('{choices}', names)}".strip()
        return hint

    def _rule(self, question: Question) -> dict[str, Any]:
        """Return Excel's own check of a column; {} where it has none that fits."""
        if question.kind is Kind.SELECT_ONE and not question.multiple:
            source = self._list(question)
            loose = (
                "warning" if is_division(question) else "stop"
            )  # 广东省东莞市 typed by hand is understood too
            return {
                "validate": "list",
                "source": source,
                "error_message": self._say(NOT_IN_LIST),
                "error_type": loose,
            }
        if question.kind is Kind.DATE:
            from datetime import date

            bounds = {"minimum": date(1900, 1, 1), "maximum": date(2199, 12, 31)}
            return {
                "validate": "date",
                "criteria": "between",
                **bounds,
                "error_message": self._say(NOT_A_DATE),
            }
        if question.kind in (Kind.INTEGER, Kind.DECIMAL):
            kind = "integer" if question.kind is Kind.INTEGER else "decimal"
            bounds_ = {"minimum": -999_999_999, "maximum": 999_999_999_999}
            return {
                "validate": kind,
                "criteria": "between",
                **bounds_,
                "error_message": self._say(NOT_A_NUMBER),
            }
        if question.hint:
            return {"validate": "any"}
        return {}

    def _offered(self, question: Question) -> list[str]:
        if is_division(question):
            return [
                item["label"] for item in Reference.load().instances()["divisions"] if item["lowest"] == "yes"
            ]
        found = question.choices.choices if question.choices else ()
        return [printable(choice.label.in_(self._language)) or choice.code for choice in found]

    def _list(self, question: Question) -> str:
        """Return the range of the hidden sheet that holds a question's choices; the same list is written once."""
        names = self._offered(question)
        key = "\n".join(names)
        if key not in self._lists:
            column = len(self._lists)
            for row, name in enumerate(names):
                self._choices.write_string(row, column, name)
            letter = column_letter(column)
            sheet = self._choices.get_name().replace("'", "''")
            self._lists[key] = f"='{sheet}'!${letter}$1:${letter}${max(len(names), 1)}"
        return self._lists[key]


def _formats(workbook: Any) -> Mapping[str, Any]:
    """Return the looks of a template; what may be filled is unlocked."""
    head = {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "align": "center",
        "border": 1,
        "border_color": "#B8C4D0",
    }
    return {
        "title": workbook.add_format({"bold": True, "font_size": 15, "align": "center", "valign": "vcenter"}),
        "how": workbook.add_format({"font_color": "#5A6572", "valign": "vcenter"}),
        "heading": workbook.add_format({**head, "bg_color": "#E8EEF4"}),
        "needed": workbook.add_format({**head, "bg_color": "#FCE9D2", "font_color": "#7A3E00"}),
        "text": workbook.add_format({"num_format": "@", "locked": False}),
        "date": workbook.add_format({"num_format": "yyyy-mm-dd", "locked": False}),
        "money": workbook.add_format({"num_format": "#,##0.00", "locked": False}),
        "number": workbook.add_format({"locked": False}),
    }


def _format_of(question: Question) -> str:
    if question.kind is Kind.DATE:
        return "date"
    if question.kind is Kind.DECIMAL:
        return "money" if "money" in question.marks else "number"
    return "number" if question.kind is Kind.INTEGER else "text"
