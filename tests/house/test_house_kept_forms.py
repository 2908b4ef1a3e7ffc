"""The compiled forms that are kept beside their Markdown are those of this very Markdown."""

from forms.compile import load_xform
from forms.definitions import builtin
from forms.definitions.keeping import compiled, is_fresh, kept_file


def test_every_shipped_form_is_kept_compiled():
    """After a change of a form ``python -m forms.definitions.keeping`` was run; no form of the past is left over."""
    stale = [form_id for form_id, markdown in builtin().items() if not is_fresh(markdown)]
    kept = {file.stem for file in kept_file(next(iter(builtin().values()))).parent.glob("*.xml")}

    assert stale == []
    assert kept == set(builtin())


def test_a_kept_form_is_the_compiled_one(tmp_path):
    """Read from what is kept, or compiled anew from another place: the same form, to the byte."""
    markdown = builtin()["pairing"]
    elsewhere = tmp_path / markdown.name
    elsewhere.write_bytes(markdown.read_bytes())

    here, anew = compiled(markdown), compiled(elsewhere)

    assert here.xform == anew.xform
    assert here.source == anew.source
    assert load_xform(here.xform).digest == anew.definition.digest
