"""Forms made to do harm: each is refused or bounded with a code, quickly, and nothing is fetched, expanded or hung."""

from collections.abc import Callable
from time import process_time

import pytest

from forms.compile import load_xform
from forms.engine import FormSession
from forms.problems import Problem

QUICK = 10.0  # seconds of processor time; the slowest takes about one on an idle machine


def refused(load: Callable[..., FormSession], *parts: str) -> set[str]:
    """Return the codes a form is refused with, and see that it took no long."""
    begun = process_time()
    with pytest.raises(Problem) as caught:
        load(*parts)
    assert process_time() - begun < QUICK
    return {problem.code for problem in getattr(caught.value, "problems", [caught.value])}


def calculation(expression: str) -> tuple[str, str]:
    """Return a form with one calculation."""
    return "<a/><b/>", f'<bind nodeset="/data/b" calculate="{expression}"/>'


@pytest.mark.parametrize(
    ("expression", "code"),
    [
        ("(" * 20_000 + "1" + ")" * 20_000, "FORMS-041"),
        ("-" * 19_999 + "1", None),
        ("1" + "+1" * 9_000, "FORMS-041"),
        ("concat(" * 400 + "1" + ")" * 400, "FORMS-041"),
        ("document('file:///etc/passwd')", "FORMS-038"),
        ("unparsed-text('http://localhost/')", "FORMS-038"),
        ("system-property('os')", "FORMS-038"),
        ("regex(../a, '(a+)+$')", None),
        ("regex(../a, '(a)\\1')", "FORMS-043"),
        ("regex(../a, '(?=a)b')", "FORMS-043"),
        ("regex(../a, 'a{1001}')", "FORMS-043"),
        ("../b + 1", "FORMS-044"),
        ("__import__('os')", "FORMS-038"),
        ("pow(10, 999999999)", None),
        ("string-length(concat(../a, ../a))", None),
    ],
)
def test_expressions(load: Callable[..., FormSession], expression: str, code: str | None) -> None:
    """Deep, long, circular and reaching expressions are refused; the harmless among them are worked out at once."""
    if code is not None:
        assert refused(load, *calculation(expression)) == {code}
        return
    session = load(*calculation(expression))
    begun = process_time()
    session.answer("a", "a" * 5_000 + "b")
    session.problems()
    assert process_time() - begun < QUICK


def test_twenty_thousand_questions(load: Callable[..., FormSession]) -> None:
    """A form of twenty thousand questions is refused by its size."""
    assert refused(load, "".join(f"<q{n}/>" for n in range(20_000))) == {"FORMS-050"}


@pytest.mark.parametrize(
    ("start", "end", "step"),
    [("0", "1e9", "0.001"), ("0", "10", "0"), ("a", "b", "c"), ("0", "Infinity", "1"), ("0", "NaN", "1"), ("5", "5", "1")],
)  # fmt: skip
def test_ranges_nobody_could_choose_from(
    load: Callable[..., FormSession], start: str, end: str, step: str
) -> None:
    """A range of a billion steps, without a step or without ends is refused."""
    body = f'<range ref="/data/a" start="{start}" end="{end}" step="{step}"/>'
    assert refused(load, "<a/>", '<bind nodeset="/data/a" type="decimal"/>', body) == {"FORMS-052"}


def test_rows_are_bounded(load: Callable[..., FormSession]) -> None:
    """A count of a billion rows gives ten thousand, and the form stays usable."""
    session = load(
        "<n/><r><q/></r>",
        '<bind nodeset="/data/n" type="int"/>',
        '<group><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/q"/></repeat></group>',
    )
    session.answer("n", 999_999_999)
    assert session.count("r") == 10_000


def test_work_is_bounded(load: Callable[..., FormSession]) -> None:
    """A calculation that compares every row with every row stops with a code instead of hanging."""
    session = load(
        "<n/><sum/><r><q/><c/></r>",
        '<bind nodeset="/data/n" type="int"/>'
        '<bind nodeset="/data/r/c" calculate="count(/data/r[q != current()/../q and position() &gt; 1])"/>',
        '<group><repeat nodeset="/data/r" jr:count="/data/n"><input ref="/data/r/q"/></repeat></group>',
    )
    begun = process_time()
    with pytest.raises(Problem) as caught:
        session.answer("n", 10_000)
    assert caught.value.code == "FORMS-017"
    assert process_time() - begun < 3 * QUICK


def test_markup_in_labels_stays_text(load: Callable[..., FormSession]) -> None:
    """HTML in a label is words like any other; nothing of it is carried out, and the window shows plain text."""
    label = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src='http://x/'&gt;"
    session = load("<a/>", "", f'<input ref="/data/a"><label>{label}</label></input>')
    assert str(session.definition.questions["a"].label) == "<script>alert(1)</script><img src='http://x/'>"


@pytest.mark.parametrize("depth", [101, 50_000])
def test_groups_in_groups(depth: int) -> None:
    """A tower of elements is refused before it is climbed."""
    tower = "<g>" * depth + "</g>" * depth
    with pytest.raises(Problem) as caught:
        load_xform(f'<h xmlns="http://www.w3.org/2002/xforms">{tower}</h>')
    assert caught.value.code == "FORMS-035"


def test_an_answer_of_a_megabyte_is_refused(load: Callable[..., FormSession]) -> None:
    """An answer longer than five thousand characters cannot be completed."""
    session = load("<a/>", "", '<input ref="/data/a"/>')
    session.answer("a", "长" * 1_000_000)
    assert [problem.code for problem in session.problems()] == ["FORMS-013"]
