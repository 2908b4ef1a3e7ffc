"""A form whose defaults read the record saved last: what was entered last, whoever is edited now."""

from pathlib import Path

from forms.compile import compile_xlsform
from records.ledger import Office

VISIT = """
| survey | | | | |
|---|---|---|---|---|
| | type | name | label | default |
| | text | village | 村 | ${last-saved#village} |
| | integer | visit | 次数 | ${last-saved#visit} + 1 |
| | text | who | 姓名 | |

| settings | | | |
|---|---|---|---|
| | form_id | version | form_title |
| | visit | 1 | 走访 |
"""


def test_a_new_record_begins_with_what_the_last_one_said(any_office: Office, tmp_path: Path, sign_in) -> None:
    """The first record begins blank, the next with the village of the last; a record itself is not its own last."""
    office = sign_in(any_office)
    file = tmp_path / "visit.md"
    file.write_text(VISIT, encoding="utf-8")
    office.forms.publish(compile_xlsform(file))

    assert office.session("visit").answers() == {}

    first = office.records.save("visit", {"village": "团结村", "visit": 1}, token="a").record_id
    assert office.session("visit").answers() == {"village": "团结村", "visit": 2}

    office.records.save("visit", {"village": "新华村", "visit": 2}, token="b")
    office.records.save(
        "visit", {"village": "团结村", "visit": 1, "who": "阿依"}, token="c", record_id=first, base=1
    )
    assert office.session("visit").answers() == {"village": "团结村", "visit": 2}
    assert office.session("visit", record_id=first).answers() == {"village": "新华村", "visit": 3}
