"""Keeps the compiled form beside its Markdown, so that a new office begins without compiling forty forms.

pyxform takes some 50 ms for a form, reading its XForm back a quarter of that. A kept form is taken only when its
first line names the very Markdown at hand; any other is compiled, so a forgotten renewal costs time and never a
wrong form. ``python -m forms.definitions.keeping`` renews what is not fresh; a house test asks for it.
"""

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from forms.definitions import builtin

if TYPE_CHECKING:
    from forms.compile import CompiledForm

_MARK = "<!-- kept by forms.definitions.keeping from Markdown "


def kept_file(markdown: Path) -> Path:
    """Return where the compiled form of *markdown* is kept."""
    return markdown.parent / "compiled" / f"{markdown.stem}.xml"


def _first_line(markdown: bytes) -> str:
    return f"{_MARK}{hashlib.sha256(markdown.replace(bytes([13, 10]), bytes([10]))).hexdigest()} -->\n"


def is_fresh(markdown: Path) -> bool:
    """Return whether the kept form was made from this very Markdown."""
    return _kept(markdown, markdown.read_bytes()) is not None


def _kept(markdown: Path, content: bytes) -> str | None:
    """Return the kept XForm of *content*, None when there is none."""
    file = kept_file(markdown)
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    first = _first_line(content)
    return text.removeprefix(first) if text.startswith(first) else None


def compiled(markdown: Path) -> "CompiledForm":
    """Return the form of a Markdown file: the one kept, or compiled anew. Raises `FormProblems`."""
    from forms.compile import CompiledForm, compile_xlsform, load_xform
    from forms.sheets import read_sheets

    xform = _kept(markdown, markdown.read_bytes())
    if xform is None:
        return compile_xlsform(markdown)
    return CompiledForm(xform, load_xform(xform), [], read_sheets(markdown).as_json())


def renew() -> list[str]:
    """Compile what is not fresh, throw away what has no Markdown; return the forms that were renewed."""
    from forms.compile import compile_xlsform

    renewed, sources = [], builtin()
    for form_id, markdown in sources.items():
        if is_fresh(markdown):
            continue
        file = kept_file(markdown)
        file.parent.mkdir(exist_ok=True)
        text = _first_line(markdown.read_bytes()) + compile_xlsform(markdown).xform
        file.write_text(text, encoding="utf-8", newline="\n")
        renewed.append(form_id)
    for file in (Path(__file__).parent / "compiled").glob("*.xml"):
        if file.stem not in sources:
            file.unlink()
    return renewed


if __name__ == "__main__":
    sys.stdout.write("".join(f"{form_id}\n" for form_id in renew()))
