"""Every formula of the domain book is there, under its name, and speaks of questions and codes the forms have."""

from collections.abc import Iterator

import pytest

from forms.engine import FormDefinition, Question
from records.ledger.published import built_in
from records.model.measures import Measure, Source
from reports.indicators import Figure, grouped, indicators, schemes
from tests.fakes.published_figures import published_rows

DEFINITIONS = {form.definition.form_id: form.definition for form in built_in()}
OURS = {"office", "record_id"}


def measures() -> Iterator[tuple[Figure, Measure, Source]]:
    for one in indicators().values():
        for figure in one.figures:
            if figure.measure is not None:
                for source in figure.measure.sources:
                    yield figure, figure.measure, source


def found(definition: FormDefinition, rows: str, name: str) -> Question | None:
    """Return the question a measure names: of the row, of the record around it, or of the record it refers to."""
    reference, dot, last = name.rpartition(".")
    if dot:
        question = found(definition, rows, reference)
        assert question is not None, name
        return DEFINITIONS[str(question.ledger)].questions.get(last)
    inside = definition.questions.get(f"{rows}.{name}") if rows else None
    return inside or definition.questions.get(name)


def test_all_92_formulas_of_the_domain_book_are_there() -> None:
    wanted = {row["id"]: row["indicator_cn"] for row in published_rows("assessment_indicators.csv")}
    assert len(wanted) == 92
    assert {one.id: one.label.in_("zh") for one in indicators().values()} == wanted
    assert all(one.label.in_("en") != one.label.in_("zh") for one in indicators().values())


# The pairings' own numbers of people may overlap: so they are person-times, whatever the book's heading says.
OVERLAP = {"SOC-07": {"人": "人次"}}


def test_units_say_people_or_person_times_as_the_book_does() -> None:
    for row in published_rows("assessment_indicators.csv"):
        figures = [figure for figure in indicators()[row["id"]].figures if not figure.hidden]
        units = {"%" if figure.in_shares else figure.unit for figure in figures}
        for word in row["unit"].split("、"):
            if word in ("人", "人次", "%", "对", "期", "场"):
                assert OVERLAP.get(row["id"], {}).get(word, word) in units, (row["id"], units)


@pytest.mark.parametrize("name", ["2016", "2017", "2021"])
def test_a_scheme_groups_its_aspects_and_nothing_twice(name: str) -> None:
    groups = grouped(schemes()[name])
    assert len(groups) == {"2016": 5, "2017": 6, "2021": 8}[name]
    ids = [one.id for _aspect, own in groups for one in own]
    assert len(ids) == len(set(ids))
    assert all(own for _aspect, own in groups)
    if name != "2016":
        assert len(ids) == 92


def test_every_measure_asks_for_what_the_forms_have() -> None:
    for figure, measure, source in measures():
        definition = DEFINITIONS[source.ledger]
        asked = [test.question for test in source.tests] + [test.until for test in source.tests if test.until]
        asked += [
            *source.window.questions,
            measure.question,
            measure.times,
            measure.by,
            *(measure.latest or ()),
            *figure.by,
        ]
        if source.via is None:
            asked.append(source.key)
        for name in filter(None, asked):
            assert name in OURS or found(definition, source.rows, name) is not None, (figure.name, name)


def test_every_code_a_measure_wants_is_a_choice_of_its_question() -> None:
    for figure, _measure, source in measures():
        for test in source.tests:
            question = found(DEFINITIONS[source.ledger], source.rows, test.question)
            if question is None or question.choices is None or question.choices.external:
                continue
            codes = {choice.code for choice in question.choices.choices}
            words = {str(word) for word in test.wanted if not str(word).startswith(("$", "@"))}
            if test.operator in ("=", "!=", "has"):
                assert words <= codes, (figure.name, test.question, words - codes)


def test_arithmetic_speaks_of_figures_that_are_there() -> None:
    names = {figure.name for one in indicators().values() for figure in one.figures}
    for one in indicators().values():
        for figure in one.figures:
            for operand in figure.formula.of if figure.formula else ():
                known = operand in names or operand == "counties" or operand.isdecimal()
                assert known or operand.removeprefix("target:") in indicators(), (figure.name, operand)
