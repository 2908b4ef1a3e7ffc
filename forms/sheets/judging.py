"""What can be told from the sheets alone, all of it at once: pyxform stops at the first mistake it meets.

Asked only when pyxform has refused a form, so that its author gets the whole list and not one line a try.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from forms.problem_codes import FILE_NOT_BROUGHT, NOT_AT_A_DESK
from forms.problems import Detail, Problem
from forms.sheets import problem_codes as codes
from forms.sheets.grid import Sheets

Row = Mapping[str, str]
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}\s]+)\s*\}")
_SELECT = re.compile(r"(?:select_one|select_multiple|rank)\s+(\S+)")
_ENDS = {"end_group": "begin_group", "end_repeat": "begin_repeat"}
_SILENT = frozenset(
    ("calculate", "hidden", "start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit")
)
_FILES = frozenset(("image", "audio", "video", "file", "photo"))
_BEGINS = frozenset(_ENDS.values())
_ELSEWHERE = frozenset(
    ("audit", "background-audio", "start-geopoint", "phonenumber", "email", "simserial", "subscriberid")
)  # no telephone, no position, no log of keys on a desk; its audit chain is the ledger's


@dataclass(slots=True)
class _Open:
    """A group or repeat not ended yet, and the names already used in it."""

    kind: str
    name: str
    row: int
    names: set[str] = field(default_factory=set)


def judge(sheets: Sheets) -> list[Problem]:
    """Return every mistake of types, names, lists, groups and references, in the order of the survey sheet."""
    survey = sheets.page("survey")
    judging = _Judging(
        lists={row.get("list_name") or row.get("list name", "") for row in sheets.page("choices").rows},
        names={row.get("name", "") for row in survey.rows},
        types=_types(),
    )
    return [problem for number, row in enumerate(survey.rows, start=2) if row for problem in judging.row(row, number)] + [
        _problem(codes.NOT_ENDED, one.row, "type", name=one.name) for one in judging.open[1:]
    ]  # fmt: skip


def with_all(said: Problem, sheets: Sheets) -> list[Problem]:
    """Return what the sheets show, and what pyxform *said* unless one of ours is about the same row."""
    found = judge(sheets)
    rowless = "!" not in said.place
    if found and (rowless or any(one.place == said.place for one in found)):
        return found
    return [*found, said]


def not_at_a_desk(sheets: Sheets) -> list[Problem]:
    """Return a remark for each question that only a telephone answers or begins: it loads, and is blank here."""
    found = []
    for number, row in enumerate(sheets.page("survey").rows, start=2):
        kind = row.get("type", "").strip()
        if kind.replace("_", "-") in _ELSEWHERE:
            values = {"kind": kind, "question": row.get("name", "") or kind, "column": "type"}
            found.append(Problem(NOT_AT_A_DESK, f"survey!{number}", values))
        if kind in _FILES and row.get("default", "").strip():
            values = {"question": row.get("name", ""), "file": row["default"].strip(), "column": "default"}
            found.append(Problem(FILE_NOT_BROUGHT, f"survey!{number}", values))
    return found


def _types() -> frozenset[str]:
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    return frozenset(QUESTION_TYPE_DICT) | _BEGINS


@dataclass(slots=True)
class _Judging:
    """Goes down the survey sheet."""

    lists: set[str]
    names: set[str]
    types: frozenset[str]
    open: list[_Open] = field(default_factory=lambda: [_Open("", "", 0)])

    def row(self, row: Row, number: int) -> Iterator[Problem]:
        """Judge one row."""
        kind = " ".join(row.get("type", "").split()).replace("begin ", "begin_").replace("end ", "end_")
        if not kind:
            yield _problem(codes.NO_TYPE, number, "type")
        elif kind in _ENDS:
            if self.open[-1].kind != _ENDS[kind]:
                yield _problem(codes.END_WITHOUT_BEGIN, number, "type", kind=kind)
            if len(self.open) > 1:
                self.open.pop()
        else:
            yield from self._type(kind, number)
            yield from self._name(row, kind, number)
        yield from self._references(row, number)
        if kind in _BEGINS:
            self.open.append(_Open(kind, row.get("name", ""), number))

    def _type(self, kind: str, number: int) -> Iterator[Problem]:
        select = _SELECT.match(kind)
        if select is not None:
            if not select[1].startswith("${") and select[1] not in self.lists:
                yield _problem(codes.LIST_UNKNOWN, number, "type", list=select[1])
        elif kind not in self.types and not kind.startswith("select_") and not kind.startswith("osm"):
            yield _problem(codes.TYPE_UNKNOWN, number, "type", kind=kind)

    def _name(self, row: Row, kind: str, number: int) -> Iterator[Problem]:
        name, names = row.get("name", ""), self.open[-1].names
        if not name:
            if kind != "note":
                yield _problem(codes.NO_NAME, number, "name")
        elif not _NAME.fullmatch(name):
            yield _problem(codes.BAD_NAME, number, "name", name=name)
        elif name in names:
            yield _problem(codes.NAME_TWICE_IN_SHEET, number, "name", name=name)
        names.add(name)
        spoken = any(
            head.partition("::")[0] in ("label", "hint", "media", "image", "calculation") for head in row
        )
        if name and kind not in _SILENT | _BEGINS and not spoken:
            yield _problem(codes.NO_LABEL, number, "label", name=name)

    def _references(self, row: Row, number: int) -> Iterator[Problem]:
        for heading, text in row.items():
            for match in _REFERENCE.finditer(text):
                if match[1] not in self.names:
                    yield _problem(codes.REFERENCE_UNKNOWN, number, heading, name=match[1])


def _problem(detail: Detail, row: int, column: str, **values: str) -> Problem:
    return Problem(detail, f"survey!{row}", {"row": row, "column": column, **values})
