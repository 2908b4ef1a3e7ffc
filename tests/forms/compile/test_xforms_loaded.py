"""XForm XML made elsewhere: what loads, and what is refused as hostile or broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.compile import FormProblems, load_xform
from forms.engine import Kind
from forms.problems import Problem

PLAIN = """<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:xsd="http://www.w3.org/2001/XMLSchema"
  xmlns:xz="urn:xiezuo:forms">
  <h:head><h:title>登记表</h:title><model>
    <instance><data id="plain" version="7" xz:family="donation" xz:titleEn="Register"><kind/><box><size>3</size></box><when/></data></instance>
    <bind nodeset="/data/kind" type="xsd:string" required="true()"/>
    <bind nodeset="/data/box/size" type="xsd:int"/>
    <bind nodeset="/data/when" type="xsd:date"/>
  </model></h:head>
  <h:body>
    <select1 ref="/data/kind"><label>种类</label><item><label>甲</label><value>a</value></item><item><label>乙</label><value>b</value></item></select1>
    <group ref="/data/box"><label>盒</label><input ref="/data/box/size"><label>大小</label></input></group>
    <input ref="/data/when"><label>日期</label></input>
  </h:body>
</h:html>"""


def test_an_xform_made_by_hand_loads() -> None:
    """Inline choices, prefixed types, groups and settings of an XForm from elsewhere are understood."""
    form = load_xform(PLAIN)
    assert (form.form_id, form.version, form.title.in_("zh"), form.title.in_("en")) == (
        "plain",
        "7",
        "登记表",
        "Register",
    )
    assert {name: q.kind for name, q in form.questions.items()} == {
        "kind": Kind.SELECT_ONE,
        "size": Kind.INTEGER,
        "when": Kind.DATE,
    }
    assert [c.name for c in form.root.children] == ["kind", "box", "when"]
    assert form.settings == {"family": "donation", "titleEn": "Register"}
    assert len(form.digest) == 64


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        "<!DOCTYPE x>",
    ],
)
def test_document_types_and_entities_are_refused(prologue: str) -> None:
    """No entity is ever expanded and no file ever read: a DOCTYPE is refused outright."""
    with pytest.raises(Problem) as caught:
        load_xform(PLAIN.replace("<h:html", prologue + "<h:html", 1))
    assert caught.value.code == "FORMS-036"


def test_what_we_do_not_know_is_named_not_skipped() -> None:
    """An element of the body that this program does not know is a problem, not a silent gap."""
    with pytest.raises(FormProblems) as caught:
        load_xform(PLAIN.replace("<h:body>", "<h:body><hologram/>"))
    assert [(p.code, p.values["subject"]) for p in caught.value.problems] == [("FORMS-051", "hologram")]


@given(st.integers(0, len(PLAIN) - 1))
def test_a_form_cut_short_is_refused_with_a_code(cut: int) -> None:
    """However much of the file is missing, the refusal is a coded problem."""
    with pytest.raises(Problem) as caught:
        load_xform(PLAIN[:cut])
    assert caught.value.code == "FORMS-035"


@given(st.integers(0, len(PLAIN) - 1), st.characters())
def test_a_form_with_one_character_changed_loads_or_is_refused(place: int, character: str) -> None:
    """Damage gives a coded problem or a form, never a crash."""
    told = ""
    try:
        load_xform(PLAIN[:place] + character + PLAIN[place + 1 :])
    except Problem as problem:  # any other exception fails the test
        told = problem.code
    assert told == "" or told.startswith("FORMS-")
