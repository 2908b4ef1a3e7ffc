"""The forms that ship with the program: XLSForm in Markdown, one file a form, reviewed like code."""

from pathlib import Path

_FORMS = ("employment", "training_class", "prof_exchange", "money_donation", "goods_donation")


def builtin() -> dict[str, Path]:
    """Return the shipped forms in the order of the ledgers: form id → its Markdown file."""
    here = Path(__file__).resolve().parent
    return {form_id: here / f"{form_id}.md" for form_id in _FORMS}
