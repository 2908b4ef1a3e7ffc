"""The last catcher: a report without personal data, and the window goes on."""

import sys

import pytest

from desktop import crash
from tests.fakes.fixed_clock import FixedClock

NAME = "尉迟国强"


@pytest.fixture
def reports(tmp_path):
    """A handler that writes into a folder of its own and tells a list."""
    before = (crash._handler.folder, crash._handler.clock, crash._handler.show, sys.excepthook)
    shown = []
    crash.install(tmp_path / "reports", FixedClock(), lambda error, file: shown.append((error, file)))
    yield shown
    crash._handler.folder, crash._handler.clock, crash._handler.show, sys.excepthook = before


def stumble() -> None:
    raise ValueError(f"cannot read {NAME}")


def test_report_names_the_place_and_no_person(reports):
    """Kind, file and line are in the report; what the error said about a person is not."""
    try:
        stumble()
    except ValueError as error:
        file = crash.report(error)
    text = file.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "test_crash_report.py" in text
    assert NAME not in text


def test_person_is_told_and_work_goes_on(reports):
    """The hook of the interpreter reports and returns; the program is not ended."""
    try:
        stumble()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert isinstance(reports[0][0], ValueError)


def test_cause_is_in_the_report(reports):
    """The chain of causes is kept: the first one is usually the one to mend."""
    try:
        try:
            stumble()
        except ValueError as error:
            raise RuntimeError(NAME) from error
    except RuntimeError as error:
        text = crash.report(error).read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "ValueError" in text


def test_full_disk_hides_nothing(reports, tmp_path):
    """When the report cannot be written the person is told all the same."""
    (tmp_path / "reports").write_text("in the way")
    assert crash.report(ValueError("x")) is None
    assert isinstance(reports[0][0], ValueError)
