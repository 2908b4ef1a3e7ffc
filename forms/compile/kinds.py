"""Which kind of answer a question of an XForm takes."""

from forms.compile.xform import Control
from forms.compile.xml_tree import OURS, Element
from forms.engine import Kind

_TYPES = {
    "": Kind.TEXT,
    "string": Kind.TEXT,
    "barcode": Kind.TEXT,
    "intent": Kind.TEXT,
    "int": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "time": Kind.TIME,
    "dateTime": Kind.DATETIME,
    "boolean": Kind.TEXT,
}
_TRUE = ("true()", "true", "1")
_CONTROLS = {"select1": Kind.SELECT_ONE, "select": Kind.SELECT_MULTIPLE, "trigger": Kind.ACKNOWLEDGE}


def type_name(bind: Element | None) -> str:
    """Return a bind's data type without its prefix."""
    return bind.get("type").rpartition(":")[2] if bind is not None else ""


def kind_of(control: Control | None, bind: Element | None, targeted: bool) -> Kind | None:
    """Return the kind of a question, None for one this program does not know.

    pyxform writes a note as a read-only text. One that is filled by anything (a calculation, a `setvalue`, the
    ledger by one of our marks) is a text question.
    """
    if control is not None:
        if control.tag in _CONTROLS:
            return _CONTROLS[control.tag]
        if control.tag in ("upload", "rank"):
            return None
    kind = _TYPES.get(type_name(bind))
    if kind is Kind.TEXT and control is not None and bind is not None and not targeted and _is_note(bind):
        return Kind.NOTE
    return kind


def _is_note(bind: Element) -> bool:
    marked = any(key.startswith(f"{{{OURS}}}") for key in bind.attributes)
    return bind.get("readonly").strip() in _TRUE and not bind.get("calculate") and not marked
