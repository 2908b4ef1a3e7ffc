"""The forms that come with the program: XLSForms as Markdown tables, one file a form, reviewed like code."""

from pathlib import Path


def builtin() -> dict[str, Path]:
    """Return the file of every form that comes with the program, by form id."""
    return {file.stem: file for file in sorted(Path(__file__).parent.glob("*.md"))}
