"""What loading a form found out is kept in the office's file; it never matters for what the form does."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from forms.compile import compile_xlsform
from forms.definitions.keeping import loaded_as_shipped
from records.ledger import Office
from records.store.tables_forms import kept_form

VISIT = """
| survey | | | | |
|---|---|---|---|---|
| | type | name | label | constraint |
| | text | who | 姓名 | string-length(.) < 5 |
| | integer | days | 天数 | . > 0 |

| settings | | | |
|---|---|---|---|
| | form_id | version | form_title |
| | visit | 1 | 走访 |
"""


def kept(office: Office) -> list[str]:
    """Return what the office has kept of its forms."""
    with office.snapshot() as connection:
        return list(connection.execute(select(kept_form.c.content)).scalars())


def used(office: Office) -> tuple[dict[str, object], list[str]]:
    """Fill the form wrongly; return the answers and where something stands against them."""
    session = office.session("visit")
    session.answer("who", "阿史木呷子")
    session.answer("days", "0")
    return session.answers(), [problem.place for problem in session.problems()]


@pytest.fixture
def visited(any_office, tmp_path: Path, sign_in) -> Office:
    """Return an office with a form of its own in force."""
    office = sign_in(any_office)
    file = tmp_path / "visit.md"
    file.write_text(VISIT, encoding="utf-8")
    office.forms.publish(compile_xlsform(file))
    return office


def test_a_form_loaded_once_is_kept_for_the_next_session(visited: Office) -> None:
    """After the first loading a form comes from what was kept, and judges as before."""
    first = used(visited)
    visited.forms.keep_loaded()
    assert len(kept(visited)) == 1
    del visited.__dict__["forms"], visited.__dict__["_sessions"]
    assert used(visited) == first == ({"who": "阿史木呷子", "days": 0}, ["who", "days"])
    visited.forms.keep_loaded()
    assert len(kept(visited)) == 1


def test_what_another_program_kept_is_replaced(visited: Office) -> None:
    """A form kept by an older program is loaded from its XForm, and kept anew."""
    first = used(visited)
    visited.forms.keep_loaded()
    (good,) = kept(visited)
    with visited._seat.store.writing() as connection:
        connection.execute(update(kept_form).values(content='"of long ago"\n[]'))
    del visited.__dict__["forms"], visited.__dict__["_sessions"]
    assert used(visited) == first
    visited.forms.keep_loaded()
    assert kept(visited) == [good]


def test_closing_keeps_and_a_lost_row_does_no_harm(visited: Office) -> None:
    """Nothing depends on what is kept: without it the form is loaded again."""
    first = used(visited)
    visited.forms.keep_loaded()
    with visited._seat.store.writing() as connection:
        connection.execute(delete(kept_form))
    del visited.__dict__["forms"], visited.__dict__["_sessions"]
    assert used(visited) == first


def test_a_shipped_form_is_unfolded_from_what_ships(office: Office) -> None:
    """A new office need not read the XForm of a shipped form, and keeps nothing of it; one changed byte is another form."""
    session = office.session("donor")
    assert session.problems()
    office.forms.keep_loaded()
    assert kept(office) == []
    xform = office.forms.xform("donor")
    assert loaded_as_shipped("donor", xform).digest == office.forms.digest("donor")
    assert loaded_as_shipped("donor", xform + " ") is loaded_as_shipped("visit", xform) is None
