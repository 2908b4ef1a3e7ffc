"""The real forms, compiled once, and a desk at which rosters are judged."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from forms.compile import compile_xlsform
from forms.definitions import builtin
from forms.engine import Context, FormSession, Instances
from forms.reference import Reference
from reports import workbooks

SAMPLES = Path(__file__).parents[2] / "samples"
TODAY = date(2026, 11, 22)


class ShippedForms(dict):
    """The shipped forms by id, each compiled when it is first asked for."""

    def __missing__(self, form_id):
        self[form_id] = compile_xlsform(builtin()[form_id]).definition
        return self[form_id]


class Desk:
    """An office's desk without the office: the forms, the day, and the tables forms look things up in."""

    def __init__(self):
        self.definitions = ShippedForms()
        office = [
            {"key": "office_code", "value": "513221"},
            {"key": "partner_province", "value": "440000"},
            {"key": "stable_months", "value": "6"},
        ]
        tables = Instances({**Reference.load().instances(), "office": office})
        moment = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
        self.context = Context(today=TODAY, now=moment, username="王秀英", device_id="d1", instances=tables)

    def session(self, form_id, answers=None):
        """Return a session of a form, as `office.session` does."""
        return FormSession(self.definitions[form_id], self.context, answers)

    def plan(self, file, *form_ids, sheet=None):
        """Read and propose."""
        return workbooks.propose(
            workbooks.read(file, sheet), [self.definitions[form_id] for form_id in form_ids]
        )

    def judge(self, file, *form_ids, **options):
        """Read, propose and judge, with the proposal taken as it is."""
        return workbooks.judge(self.plan(file, *form_ids), self.session, **options)


@pytest.fixture(scope="session")
def desk():
    """Return the desk; forms compile once for all tests."""
    return Desk()


@pytest.fixture
def roster(tmp_path):
    """Return a function that writes rows of cells as a workbook and gives its path."""
    import openpyxl

    def write(*rows, name="roster.xlsx", title="花名册"):
        book = openpyxl.Workbook()
        book.active.title = title
        for row in rows:
            book.active.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write
