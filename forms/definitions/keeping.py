"""Keeps each shipped form compiled beside its Markdown, so that a new office begins without compiling dozens of forms.

Two files a form: the XForm, and lines of JSON with its sheets and the form as loading leaves it. pyxform takes
some 50 ms for a form, loading its XForm a third of that, unfolding what is kept 3 ms; and nobody who makes an office
imports pyxform. What is kept is taken only when its first line names the very Markdown at hand; any other is
compiled, so a forgotten renewal costs time and never a wrong form. ``python -m forms.definitions.keeping`` renews
what is not fresh; a house test asks for it.
"""

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from forms.definitions import builtin

if TYPE_CHECKING:
    from forms.compile import CompiledForm
    from forms.engine import FormDefinition

_MARK = "<!-- kept by forms.definitions.keeping from Markdown "


def kept_file(markdown: Path) -> Path:
    """Return where the compiled form of *markdown* is kept."""
    return markdown.parent / "compiled" / f"{markdown.stem}.xml"


def _loaded_file(markdown: Path) -> Path:
    """Return where the sheets of *markdown* and the loaded form are kept."""
    return kept_file(markdown).with_suffix(".kept")


def _first_line(markdown: bytes) -> str:
    return f"{_MARK}{hashlib.sha256(markdown.replace(bytes([13, 10]), bytes([10]))).hexdigest()} -->\n"


def is_fresh(markdown: Path) -> bool:
    """Return whether the kept form was made from this very Markdown, by a program with these parts."""
    from forms.compile import unfold

    first = _first_line(markdown.read_bytes())
    loaded = _after(first, _loaded_file(markdown))
    return (
        _after(first, kept_file(markdown)) is not None
        and loaded is not None
        and unfold(loaded.partition("\n")[2]) is not None
    )


def _after(first: str, file: Path) -> str | None:
    """Return what follows the first line of a kept file; None when there is no such file or it is of other sheets."""
    if not file.is_file():
        return None
    text = file.read_text(encoding="utf-8")
    return text.removeprefix(first) if text.startswith(first) else None


def compiled(markdown: Path) -> "CompiledForm":
    """Return the form of a Markdown file: the one kept, or compiled anew. Raises `FormProblems`."""
    from forms.compile import CompiledForm, compile_xlsform, load_xform, unfold

    first = _first_line(markdown.read_bytes())
    xform, kept = _after(first, kept_file(markdown)), _after(first, _loaded_file(markdown))
    if xform is None or kept is None:
        return compile_xlsform(markdown)
    source, _line, loaded = kept.partition("\n")
    return CompiledForm(xform, unfold(loaded) or load_xform(xform), [], source)


def loaded_as_shipped(form_id: str, xform: str) -> "FormDefinition | None":
    """Return the definition kept beside the shipped form when *xform* is exactly its text; None for any other."""
    from forms.compile import unfold

    markdown = builtin().get(form_id)
    if markdown is None:
        return None
    first = _first_line(markdown.read_bytes())
    kept = _after(first, _loaded_file(markdown))
    if kept is None or _after(first, kept_file(markdown)) != xform:
        return None
    return unfold(kept.partition("\n")[2])


def load(form_id: str, xform: str, kept: str | None = None) -> "FormDefinition":
    """Return the form of an XForm by the shortest way: unfolded from *kept*, as shipped, or loaded from its XML."""
    from forms.compile import load_xform, unfold

    found = unfold(kept) if kept is not None else None
    return found or loaded_as_shipped(form_id, xform) or load_xform(xform)


def renew() -> list[str]:
    """Compile what is not fresh, throw away what has no Markdown; return the forms that were renewed."""
    from forms.compile import compile_xlsform, keep

    renewed, sources = [], builtin()
    for form_id, markdown in sources.items():
        if is_fresh(markdown):
            continue
        form, first = compile_xlsform(markdown), _first_line(markdown.read_bytes())
        kept_file(markdown).parent.mkdir(exist_ok=True)
        loaded = f"{form.source}\n{keep(form.definition) or ''}"
        kept_file(markdown).write_text(first + form.xform, encoding="utf-8", newline="\n")
        _loaded_file(markdown).write_text(first + loaded, encoding="utf-8", newline="\n")
        renewed.append(form_id)
    for file in (Path(__file__).parent / "compiled").iterdir():
        if file.stem not in sources:
            file.unlink()
    return renewed


if __name__ == "__main__":
    sys.stdout.write("".join(f"{form_id}\n" for form_id in renew()))
