"""The shipped forms also run on a phone in ODK Collect: its own engine finds no fault in any of them."""

import shutil
import subprocess
from pathlib import Path

import pytest
import pyxform

from forms.compile import CompiledForm

JAR = Path(pyxform.__file__).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate, which pyxform carries, needs Java")
def test_the_validator_of_odk_accepts_every_shipped_form(
    compiled: dict[str, CompiledForm], tmp_path: Path
) -> None:
    """ODK Validate reads and evaluates each form, one process for all; a form it refuses would stand in its last lines."""
    files = []
    for form_id, form in compiled.items():
        files.append(tmp_path / f"{form_id}.xml")
        files[-1].write_text(form.xform, encoding="utf-8")

    done = subprocess.run(
        ["java", "-Djava.awt.headless=true", "-jar", str(JAR), *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("Xform is valid!") == len(files)
    assert {form_id: form.warnings for form_id, form in compiled.items() if form.warnings} == {}
