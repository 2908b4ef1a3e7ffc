"""Every ledger of labour, exchange and need comes in by its own template, cell by cell as it was typed by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from records.ledger import NewUser, Office, Role
from reports import workbooks
from tests.fakes.labour_office import ORDER, enter_all


@pytest.fixture
def office(make_office: Callable[..., Office]) -> Office:
    """The office of 甘洛县 with one person who may do everything."""
    people = [NewUser("李主任", Role.REVIEWER, "春天的茶马古道 2026")]
    made = make_office("513435", "甘洛县东西部协作办公室", people=people)
    made.settings.set("one_person", True)
    return made


@pytest.mark.parametrize("form_id", ORDER)
def test_a_template_of_the_ledger_leads_back_to_it(form_id: str, office: Office, tmp_path: Path) -> None:
    """Each heading of the template leads to the question it was made from, in the sheets of its lists, too."""
    file = workbooks.template(office.forms.definition(form_id), tmp_path / "模板.xlsx")

    plan = workbooks.propose(workbooks.read(file), [office.forms.definition(form_id)])

    assert plan.unmatched == []
    assert all(column.targets for column in plan.columns if column.index != plan.link_column)


def test_what_the_ledgers_hold_comes_back_from_excel(office: Office, tmp_path: Path) -> None:
    """An export is read, understood and judged, and says the same answers: references, lists, money and dates."""
    entered = enter_all(office)
    for form_id in ORDER:
        definition = office.forms.definition(form_id)
        answers = office.records.get(entered[form_id]).answers
        file = workbooks.export(definition, [answers], tmp_path / f"{form_id}.xlsx")
        typed_in = {
            path for path, question in definition.questions.items() if not question.readonly and not question.calculated
        }  # fmt: skip

        judged = workbooks.judge(workbooks.propose(workbooks.read(file), [definition]), office.session)

        rows: list[Any] = [*judged.good, *judged.refused]
        assert len(rows) == 1, form_id
        lost = {
            name: (value, rows[0].answers.get(name))
            for name, value in answers.items()
            if name in typed_in and rows[0].answers.get(name) != value
        }
        assert lost == {}, form_id
