"""The compiled forms that are kept beside their Markdown are those of this very Markdown."""

import subprocess
import sys

from forms.compile import load_xform
from forms.definitions import builtin
from forms.definitions.keeping import compiled, is_fresh, kept_file


def test_every_shipped_form_is_kept_compiled():
    """After a change of a form ``python -m forms.definitions.keeping`` was run; no form of the past is left over."""
    stale = [form_id for form_id, markdown in builtin().items() if not is_fresh(markdown)]
    kept = {file.name for file in kept_file(next(iter(builtin().values()))).parent.iterdir()}

    assert stale == []
    assert kept == {f"{form_id}.{kind}" for form_id in builtin() for kind in ("xml", "kept")}


def test_a_kept_form_is_the_compiled_one(tmp_path):
    """Read from what is kept, or compiled anew from another place: the same form, to the byte."""
    markdown = builtin()["pairing"]
    elsewhere = tmp_path / markdown.name
    elsewhere.write_bytes(markdown.read_bytes())

    here, anew = compiled(markdown), compiled(elsewhere)

    assert here.xform == anew.xform
    assert here.source == anew.source
    assert here.definition.digest == load_xform(here.xform).digest == anew.definition.digest


def test_no_form_is_compiled_for_a_new_office():
    """Reading all shipped forms, as a new office does, imports neither pyxform nor a workbook library."""
    told = (
        "import sys; from records.ledger.published import built_in; "
        "print(len(built_in()), {'pyxform', 'openpyxl'} & set(sys.modules))"
    )

    said = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout

    assert said.split(maxsplit=1) == [str(len(builtin())), "set()\n"]
