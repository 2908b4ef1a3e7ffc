"""A loaded form is kept as text: unfolding it must give the same form, without reading it again."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forms.compile import compile_xlsform, keep, load_xform, unfold
from forms.definitions import builtin
from forms.engine import Context, FormDefinition, FormSession, Instances
from forms.reference import Reference

WORKER = {
    "id_type": "10", "id_no": "513221196001010003", "full_name": "阿史木呷", "sex": "1", "birth_date": "1960-01-01",
    "ethnic_code": "07", "hukou_region": "513221", "phone": "13800000000", "category": "assisted",
    "employment_form": "10", "channel": "cooperation", "is_abroad": "no", "work_region": "440606", "post": "装配工",
    "start_month": "2026-03-01", "monthly_wage": "3000", "contract_kind": "fixed", "contract_from": "2026-03-01",
    "insurance": ["none"], "evidence_kind": ["none"], "by_cooperation": "yes", "status": "left",
    "followup": [{"visited_on": "2026-05-01", "on_post": "no"}, {"visited_on": "2026-04-01", "on_post": "yes", "wage": "1"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def context() -> Context:
    """Return a day with the divisions, as an office has them."""
    now = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
    return Context(date(2026, 11, 22), now, "赵填报", "T1", Instances(Reference.load().instances()))


@cache
def loaded_form(form_id: str) -> FormDefinition:
    """Return a shipped form, compiled once."""
    return compile_xlsform(builtin()[form_id]).definition


def again(definition: FormDefinition) -> FormDefinition:
    """Return the form as it comes back from what was kept of it."""
    kept = keep(definition)
    assert kept is not None
    unfolded = unfold(kept)
    assert unfolded is not None
    return unfolded


def told(session: FormSession) -> tuple[Any, ...]:
    """Return all a clerk sees of a form: answers, title, problems in their words, labels, choices, groups."""
    problems = [(one.place, one.detail.code, one.what()) for one in session.problems()]
    states = [session.state(path) for path in session.paths()]
    seen = [(one.text, one.relevant, one.required, one.readonly, one.label.words) for one in states]
    offered = [len(one.choices) for one in states]
    return session.answers(), session.title(), problems, seen, offered


@pytest.mark.parametrize("form_id", sorted(builtin()))
def test_each_shipped_form_comes_back_as_it_was(context: Context, form_id: str) -> None:
    """Questions, groups, settings and choices are equal, and an empty form says the same."""
    loaded = loaded_form(form_id)
    kept = again(loaded)
    assert (kept.form_id, kept.version, kept.digest, kept.languages) == (
        loaded.form_id,
        loaded.version,
        loaded.digest,
        loaded.languages,
    )
    assert (kept.root, dict(kept.questions), dict(kept.repeats)) == (
        loaded.root,
        loaded.questions,
        loaded.repeats,
    )
    assert (kept.settings, kept.attachments) == (loaded.settings, loaded.attachments)
    assert told(FormSession(kept, context)) == told(FormSession(loaded, context))


def test_a_kept_form_is_filled_as_the_loaded_one(context: Context) -> None:
    """Calculations, gates, what one answer fills in another, rows and soft checks are those of the loaded form."""
    loaded = loaded_form("employment")
    one, other = FormSession(loaded, context), FormSession(again(loaded), context)
    for session in (one, other):
        for path, value in WORKER.items():
            if path != "followup":
                session.answer(path, value)
    assert told(one) == told(other)
    for session in (one, other):
        session.reset(WORKER, new=False)
    assert told(one) == told(other)
    change, same = one.answer("is_abroad", "yes"), other.answer("is_abroad", "yes")
    assert (change.paths, change.structure) == (same.paths, same.structure)
    assert told(one) == told(other)


def test_what_another_program_kept_is_not_read() -> None:
    """A form kept by a program with other parts is loaded from its XForm again."""
    kept = keep(loaded_form("employment"))
    assert kept is not None
    assert unfold('"0123456789abcdef"' + kept[kept.index("\n") :]) is None


def test_an_unfolded_form_is_not_kept_again() -> None:
    """What a form was unfolded from is there already, so it need not be kept twice."""
    assert keep(again(loaded_form("training_class"))) is None


def test_a_form_that_looks_words_up_by_name_is_not_kept() -> None:
    """An expression with jr:itext() needs the catalogue of words: such a form is loaded from its XForm each time."""
    xform = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>t</h:title><model><itext><translation lang="zh">'
        '<text id="greeting"><value>您好</value></text></translation></itext><instance><data id="t"><a/></data>'
        '</instance><bind nodeset="/data/a" type="string" calculate="jr:itext(\'greeting\')"/></model></h:head>'
        "<h:body/></h:html>"
    )
    assert keep(load_xform(xform)) is None


def test_long_lists_are_unfolded_when_they_are_asked_for(tmp_path: Path) -> None:
    """Choices are made when a question first looks into them; then any code is found."""
    rows = "\n".join(f"| | towns | {n} | 乡{n} |" for n in range(2_000))
    (tmp_path / "towns.md").write_text(
        "| survey |\n| | type | name | label |\n| | select_one towns | town | 乡 |\n"
        f"| choices |\n| | list_name | name | label |\n{rows}\n| settings |\n| | form_id | version |\n| | towns | 1 |\n",
        encoding="utf-8",
    )
    unfolded = again(compile_xlsform(tmp_path / "towns.md").definition)
    offered = unfolded.questions["town"].choices
    assert offered is not None
    with pytest.raises(AttributeError):
        object.__getattribute__(offered, "choices")
    session = FormSession(
        unfolded, Context(date(2026, 11, 22), datetime.fromisoformat("2026-11-22T09:00:00+08:00"))
    )
    session.answer("town", "1999")
    assert session.problems() == []
    session.answer("town", "2000")
    assert [one.detail.code for one in session.problems()] == ["FORMS-012"]
    assert str(offered.choices[1999].label) == "乡1999"


_SHIFTING = """
| survey |
| | type | name | label | relevant | calculation | default | appearance |
| | calculate | year | | | format-date(today(), '%Y') | | |
| | calculate | whole | | | 1 + 2 | | |
| | calculate | shown | | | concat('年', ${year}, '-', ${whole}) | | |
| | begin_group | late | 后期 | ${year} >= 2027 | | | |
| | text | asked_late | 后期的话 | | | 有 | |
| | begin_group | deep | 更深 | ${whole} = 3 | | | |
| | calculate | inside | | | concat(${asked_late}, '了') | | |
| | end_group | | | | | | |
| | end_group | | | | | | |
| | calculate | after | | | if(${asked_late} = '有', '说了', '没说') | | |
| | calculate | deeper | | | coalesce(${inside}, '空') | | |
| | text | name | 姓名 | ${deeper} != '空' | | | |
| | date | day | 日期 | | | today() | |
| | calculate | weekday | | | format-date(${day}, '%u') | | |
| | calculate | clerk | | | once(${year}) | | |
| | begin_group | never | 从不 | ${whole} = 4 | | | |
| | text | hidden | 藏 | | | 藏着 | |
| | end_group | | | | | | |
| | calculate | of_hidden | | | concat('[', ${hidden}, ']') | | |
| | begin_repeat | row | 行 | | | | |
| | integer | number | 数 | | | | |
| | end_repeat | | | | | | |
| | calculate | sum_of_rows | | | sum(${number}) + ${whole} | | |
| settings |
| | form_id | version |
| | shifting | 1 |
"""


@pytest.mark.parametrize("day", ["2026-11-22", "2027-01-01"])
def test_what_depends_on_the_day_begins_anew_in_a_kept_form(tmp_path: Path, day: str) -> None:
    """How a record begins is kept with the form; what asks for the day, and all that reads it, is that of today."""
    (tmp_path / "shifting.md").write_text(_SHIFTING, encoding="utf-8")
    loaded = compile_xlsform(tmp_path / "shifting.md").definition
    kept = again(loaded)
    now = datetime.fromisoformat(f"{day}T09:00:00+08:00")
    one, other = (
        FormSession(form, Context(date.fromisoformat(day), now, "赵填报", "T1")) for form in (loaded, kept)
    )
    assert loaded.program.beginning is None
    assert kept.program.beginning is not None
    assert told(other) == told(one)
    assert other.answers()["after"] == ("说了" if day > "2027" else "没说")
    for session in (one, other):
        session.add("row")
        session.answer("row[1].number", 5)
        session.answer("day", "2026-11-23")
    assert told(other) == told(one)
    for session in (one, other):
        session.reset()
    assert told(other) == told(one)
