"""A real office in a temporary folder, its clerk and its reviewer, and forms shown in a dressed window."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import resources
from desktop import background, theme
from desktop.screens.record_form import RecordForm
from desktop.widgets.questions.choice_indexes import ChoiceIndexes, home_in
from desktop.widgets.questions.filling import Filling
from desktop.widgets.questions.shelf import TrialShelf
from desktop.widgets.record.form_body import FormBody
from forms.compile import compile_xlsform
from forms.definitions import builtin
from forms.engine import Context, FormDefinition, FormSession
from forms.reference import Reference
from records.ledger import NewUser, Office, Role
from records.model.ids import SystemIds
from records.store.keyring import CHEAPEST
from tests.fakes.hands_at_questions import Show
from tests.fakes.moulds import Moulds


class DeskClock:
    """A clock that stands at a morning in November 2026."""

    def now(self) -> datetime:
        """Return the moment."""
        return datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    def today(self) -> date:
        """Return the day."""
        return date(2026, 11, 22)


def wake(qtbot: QtBot, window: QWidget) -> None:
    """Make *window* the active one, so that the focus comes and goes as at a desk."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


CLERK, REVIEWER = ("张会计", "clerk passphrase 1"), ("李审核", "reviewer passphrase 1")


@pytest.fixture
def folder(tmp_path: Path, moulds: Moulds) -> Path:
    """An office's folder, with a clerk and a reviewer."""
    people = [NewUser(CLERK[0], Role.CLERK, CLERK[1]), NewUser(REVIEWER[0], Role.REVIEWER, REVIEWER[1])]
    moulds.office(
        tmp_path / "office", code="513435", name="甘洛县", people=people, clock=DeskClock(), ids=SystemIds()
    ).close()
    return tmp_path / "office"


@pytest.fixture
def sit_down(folder: Path) -> Iterator[Callable[..., Office]]:
    """Sign in as a person of the office; whoever sat there before leaves first."""
    seated: list[Office] = []

    def sit(person: tuple[str, str]) -> Office:
        leave()
        seated.append(Office.open(folder, *person, DeskClock(), SystemIds(), kdf=CHEAPEST))
        return seated[-1]

    def leave() -> None:
        background.wait()
        if seated:
            seated.pop().close()

    yield sit
    leave()


@pytest.fixture
def office(sit_down: Callable[..., Office]) -> Office:
    """The office with the clerk signed in."""
    return sit_down(CLERK)


@pytest.fixture
def open_form(qtbot: QtBot, qapp) -> Callable[..., RecordForm]:
    """Open a record form in a window of 1180 × 700 and wait until its questions are there."""
    theme.apply(qapp, "light")

    def open_one(office: Office, form_id: str, record_id: str | None = None) -> RecordForm:
        form = RecordForm(office, form_id, record_id)
        qtbot.addWidget(form)
        form.resize(1180, 700)
        with qtbot.waitSignal(form.ready, timeout=20_000):
            form.show()
        wake(qtbot, form)
        return form

    return open_one


@pytest.fixture(scope="session")
def employment() -> object:
    """The employment form, compiled once."""
    return compile_xlsform(builtin()["employment"]).definition


@pytest.fixture
def fill(qtbot: QtBot, qapp, employment) -> Callable[..., FormBody]:
    """Show the questions of the employment form alone, without an office."""
    theme.apply(qapp, "light")
    reference = Reference.load()

    def one(answers: dict[str, object] | None = None) -> FormBody:
        tables = {**reference.instances(), "office": [{"key": "office_code", "value": "513435"}]}
        moment = DeskClock().now()
        session = FormSession(employment, Context(moment.date(), moment, "张会计", "device", tables), answers)
        indexes = ChoiceIndexes(reference, "zh", home_in(session))
        indexes.prepare(session)
        body = FormBody(Filling(session, indexes, moment.date()))
        qtbot.addWidget(body)
        body.resize(1180, 700)
        body.show()
        wake(qtbot, body)
        body.finish_building()
        return body

    return one


@pytest.fixture(scope="module")
def every_kind() -> FormDefinition:
    """The form with every kind of question, compiled once."""
    return compile_xlsform(resources.path("samples", "every-kind.md")).definition


@pytest.fixture
def show(qtbot: QtBot, qapp) -> Show:
    """Show the questions of a form without an office."""
    theme.apply(qapp, "light")
    reference = Reference.load()

    def one(definition: FormDefinition, answers: dict[str, object] | None = None) -> FormBody:
        moment = DeskClock().now()
        session = FormSession(definition, Context(moment.date(), moment), answers)
        filling = Filling(session, ChoiceIndexes(reference, "zh"), moment.date())
        filling.shelf = TrialShelf()
        body = FormBody(filling)
        qtbot.addWidget(body)
        body.resize(1180, 700)
        body.show()
        wake(qtbot, body)
        body.finish_building()
        return body

    return one


@pytest.fixture
def body(show: Show, every_kind: FormDefinition) -> FormBody:
    """The form with every kind, blank."""
    return show(every_kind)


@pytest.fixture
def asked(show: Show, tmp_path: Path) -> Callable[..., FormBody]:
    """Show one question ``a``: ``asked("integer", "counter")``, its choices x, y and z; a text ``b`` follows."""

    def one(kind: str, appearance: str = "", parameters: str = "") -> FormBody:
        file = tmp_path / "one.md"
        file.write_text(
            "| survey | | | | | |\n|---|---|---|---|---|---|\n| | type | name | label | appearance | parameters |\n"
            f"| | {kind} | a | A | {appearance} | {parameters} |\n| | text | b | B | | |\n\n"
            "| choices | | | |\n|---|---|---|---|\n| | list_name | name | label |\n"
            "| | xyz | x | 新 |\n| | xyz | y | 旧 |\n| | xyz | z | 其他 |\n",
            encoding="utf-8",
        )
        return show(compile_xlsform(file).definition)

    return one
