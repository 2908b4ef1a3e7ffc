"""Further rosters as offices keep them: workshops, villages, teachers, gifts, classes. All go in without a wrong value."""

import json
import re
from pathlib import Path

import pytest

MORE = Path(__file__).parents[2] / "samples" / "more"
KEYS = sorted(MORE.glob("*.key.json"))


@pytest.fixture(scope="module", params=KEYS, ids=[key.name.partition(".")[0] for key in KEYS])
def judged_roster(request, desk):
    """Return the key of a roster and its judgement."""
    key = json.loads(request.param.read_text(encoding="utf-8"))
    stem = request.param.name.removesuffix(".key.json")
    file = next(one for one in MORE.iterdir() if one.stem == stem and one.suffix != ".json")
    return {int(row): said for row, said in key["rows"].items()}, desk.judge(file, *key["forms"])


def value_at(answers, path):
    """Return an answer by its path: ``note``, ``line[0].qty``."""
    found = re.fullmatch(r"(\w+)\[(\d+)\]\.(\w+)", path)
    return answers[found[1]][int(found[2])].get(found[3]) if found else answers.get(path)


def test_the_right_rows_enter(judged_roster):
    """Every row of data enters, but for those the key refuses, each for its reason."""
    key, judged = judged_roster

    entered = sorted(number for record in judged.good for number in record.row_numbers)
    refused = {row.number: row.problems[0].code for row in judged.refused}

    assert refused == {row: said for row, said in key.items() if isinstance(said, str)}
    assert entered == [row for row, said in key.items() if not isinstance(said, str)]


def test_every_value_is_the_keys(judged_roster):
    """Each answer the key names is in the record, to the last character."""
    key, judged = judged_roster
    records = {number: record.answers for record in judged.good for number in record.row_numbers}

    wrong = [
        (row, path, value_at(records[row], path), value)
        for row, said in key.items()
        if row in records
        for path, value in said.items()
        if value_at(records[row], path) != value
    ]

    assert wrong == []


def test_the_samples_are_what_the_maker_makes(tmp_path):
    """The committed keys are those of the maker: who changes a roster changes both."""
    from tests.samples.make_more_rosters import ROSTERS, write

    assert len(ROSTERS) == len(KEYS) >= 8
    for roster in ROSTERS:
        made = write(roster, tmp_path).with_suffix(".key.json")
        assert made.read_text(encoding="utf-8") == (MORE / made.name).read_text(encoding="utf-8")
