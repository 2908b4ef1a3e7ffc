"""Forms under test are tables in the tests; this turns them into sessions.

The context is one fixed Sunday, so that "today" is the same in every run.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest

from forms.compile import compile_xlsform, load_xform
from forms.engine import Context, FormDefinition, FormSession

TODAY = date(2026, 11, 22)
Fill = Callable[..., FormSession]


def context(**tables: list[dict[str, str]]) -> Context:
    """Return the context of the tests: 22 November 2026, with *tables* handed in."""
    return Context(
        today=TODAY,
        now=datetime.fromisoformat("2026-11-22T09:30:00+08:00"),
        username="赵填报",
        device_id="T0001",
        instances=tables,
        new_uuid=lambda: "11111111-2222-4333-8444-555555555555",
        random=lambda: 0.25,
    )


@pytest.fixture(scope="session")
def make_context() -> Callable[..., Context]:
    """Return what makes the context of the tests with tables."""
    return context


@pytest.fixture(scope="session")
def definition_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], FormDefinition]:
    """Return what compiles a Markdown XLSForm written in a test."""
    folder: Path = tmp_path_factory.mktemp("forms")

    @cache
    def compiled(table: str) -> FormDefinition:
        file = folder / f"form{abs(hash(table))}.md"
        file.write_text(dedent(table).strip() + "\n", encoding="utf-8")
        return compile_xlsform(file).definition

    return compiled


@pytest.fixture(scope="session")
def fill(definition_of: Callable[[str], FormDefinition]) -> Fill:
    """Return what begins a session of a Markdown XLSForm, with stored answers and tables if given."""

    def begin(
        table: str, answers: dict[str, Any] | None = None, **tables: list[dict[str, str]]
    ) -> FormSession:
        return FormSession(definition_of(table), context(**tables), answers)

    return begin


BINDS = {"a": "string", "b": "string", "n": "decimal", "m": "int", "d": "date", "e": "date", "t": "dateTime"}


def expression_form(expression: str, result: str = "string") -> str:
    """Return an XForm with questions a b (text) n (decimal) m (integer) d e (date) t (moment) and a calculation."""
    fields = "".join(f"<{name}/>" for name in BINDS)
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, kind in BINDS.items())
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">'
        f'<h:head><h:title>t</h:title><model><instance><data id="t" version="1">{fields}<many/><result/></data>'
        f"</instance>{binds}"
        '<bind nodeset="/data/many" type="string"/>'
        f'<bind nodeset="/data/result" type="{result}" calculate={quoteattr(expression)}/></model></h:head>'
        '<h:body><select ref="/data/many"><item><label>1</label><value>x</value></item>'
        "<item><label>2</label><value>y</value></item></select></h:body></h:html>"
    )


@pytest.fixture(scope="session")
def value_of() -> Callable[..., Any]:
    """Return what works out one expression over the answers a b n m d e t many."""

    def work_out(expression: str, result: str = "string", **answers: Any) -> Any:
        session = FormSession(load_xform(expression_form(expression, result)), context())
        for name, value in answers.items():
            session.answer(name, value)
        return session.state("result").value

    return work_out


@pytest.fixture(scope="session")
def expression_session() -> Callable[[str], FormSession]:
    """Return what makes a session of the form that only works out one expression."""
    return lambda expression: FormSession(load_xform(expression_form(expression)), context())


@pytest.fixture(scope="session")
def load() -> Callable[[str, str], FormSession]:
    """Return what begins a session of an XForm given as the inside of its instance, its binds and its body."""

    def begin(instance: str, binds: str = "", body: str = "", **tables: list[dict[str, str]]) -> FormSession:
        xform = (
            '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
            'xmlns:jr="http://openrosa.org/javarosa" xmlns:odk="http://www.opendatakit.org/xforms">'
            f'<h:head><h:title>t</h:title><model><instance><data id="t">{instance}</data></instance>{binds}'
            f"</model></h:head><h:body>{body}</h:body></h:html>"
        )
        return FormSession(load_xform(xform), context(**tables))

    return begin
