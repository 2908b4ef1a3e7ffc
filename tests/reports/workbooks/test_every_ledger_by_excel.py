"""Every built-in ledger comes in by its own template, cell by cell as it was typed by hand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from forms.engine import FormDefinition
from records.ledger import NewUser, Office, Role
from records.store.keyring import CHEAPEST
from reports import workbooks
from tests.fakes.counted_ids import CountedIds
from tests.fakes.county_ledgers import ORDER, enter_all
from tests.fakes.fixed_clock import FixedClock

PASSPHRASE = "春天的茶马古道 2026"
FIRST_ROW = 4  # of a template: title, heading and the line that says how come before


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Office, dict[str, str]]]:
    """The office of 甘洛县 with a record of every ledger, and their ids by form; nothing here changes it."""
    folder = tmp_path_factory.mktemp("county") / "office"
    office = Office.create(
        folder, code="513435", name="甘洛县东西部协作办公室", people=[NewUser("李主任", Role.REVIEWER, PASSPHRASE)],
        clock=FixedClock(), ids=CountedIds("1"), kdf=CHEAPEST,
    )  # fmt: skip
    with office:
        office.settings.set("one_person", True)
        office.settings.set("partner_province", "33")
        yield office, enter_all(office)


def typed_in(definition: FormDefinition, answers: dict[str, Any]) -> dict[str, Any]:
    """Return the answers a clerk typed: without those the form works out; also inside repeats."""
    kept = {
        path: value
        for path, value in answers.items()
        if path in definition.questions and _typed(definition, path)
    }
    for name in definition.repeats:
        rows = [
            {key: value for key, value in row.items() if _typed(definition, f"{name}.{key}")}
            for row in answers.get(name, [])
        ]
        kept |= {name: rows} if rows else {}
    return kept


def _typed(definition: FormDefinition, path: str) -> bool:
    question = definition.questions.get(path)
    return question is not None and not question.readonly and not question.calculated


def fill_in(template: Path, exported: Path) -> Path:
    """Copy what an export says into the template, heading by heading and sheet by sheet, as a clerk copies."""
    book, source = load_workbook(template), load_workbook(exported)
    for sheet in source:
        goal = book[sheet.title]
        heading_row = next(
            row for row in range(1, FIRST_ROW) if goal.cell(row, 1).value in _heads(sheet.values)
        )
        places = {str(cell.value).rstrip(" *"): cell.column for cell in goal[heading_row] if cell.value}
        rows = list(sheet.values)
        top = next(n for n, row in enumerate(rows) if len([cell for cell in row if cell]) > 1)
        for number, row in enumerate(rows[top + 1 :]):
            for head, value in zip(rows[top], row, strict=True):
                if value is not None and head in places:
                    goal.cell(FIRST_ROW + number, places[head]).value = value
    book.save(template)
    return template


def _heads(rows: Any) -> set[Any]:
    return {cell for row in list(rows)[:3] for cell in row if cell}


@pytest.mark.parametrize("form_id", ORDER)
def test_a_template_of_the_ledger_leads_back_to_it(
    form_id: str, county: tuple[Office, dict[str, str]], tmp_path: Path
) -> None:
    """Each heading of the template leads to the question it was made from, in the sheets of its lists, too."""
    definition = county[0].forms.definition(form_id)
    file = workbooks.template(definition, tmp_path / "模板.xlsx")

    plan = workbooks.propose(workbooks.read(file), [definition])

    assert plan.unmatched == []
    assert all(column.targets for column in plan.columns if column.index != plan.link_column)


@pytest.mark.parametrize("form_id", ORDER)
def test_a_filled_template_says_what_was_typed_by_hand(
    form_id: str, county: tuple[Office, dict[str, str]], tmp_path: Path
) -> None:
    """The template, filled with the record's words, is judged to the same answers: references, lists, money, dates."""
    office, entered = county
    definition = office.forms.definition(form_id)
    answers = office.records.get(entered[form_id]).answers
    exported = workbooks.export(
        definition, [office.lookups.in_words(definition, answers)], tmp_path / "导出.xlsx"
    )
    file = fill_in(workbooks.template(definition, tmp_path / "模板.xlsx"), exported)

    judged = workbooks.judge(workbooks.propose(workbooks.read(file), [definition]), office.session)

    rows: list[Any] = [*judged.good, *judged.refused]
    assert len(rows) == 1
    assert typed_in(definition, rows[0].answers) == typed_in(definition, answers)
